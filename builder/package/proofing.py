"""Language codes for spelling checkers, where the bare code would mean another country's variant."""

_NAMES = {"en": "en-US", "es": "es-MX"}


def proofing(language: str) -> str:
    """`es` -> es-MX."""
    return _NAMES.get(language, language)
