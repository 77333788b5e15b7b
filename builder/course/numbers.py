"""Whole numbers as people write them."""

_MOST_DIGITS = 9


def whole(text: str) -> int | None:
    """The number; None when the text isn't one or has more than 9 digits (Python refuses 5,000)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
