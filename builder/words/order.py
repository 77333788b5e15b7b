"""The order of every list of words, in every output."""

import re
from unicodedata import combining, normalize


def sort_key(text: str) -> str:
    """For sorting: case, accents and punctuation don't count; ñ comes after n."""
    letters = normalize("NFC", text).casefold().replace("ñ", "n~")
    folded = normalize("NFKD", letters)
    kept = "".join(
        sign for sign in folded if sign.isalnum() or sign in " ~" or (sign.isspace() and not combining(sign))
    )
    return re.sub(r"\s+", " ", kept).strip()
