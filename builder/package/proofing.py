"""Languages by the names that spelling checkers know, where the bare name means another country's."""

_NAMES = {"en": "en-US", "es": "es-MX"}


def proofing(language: str) -> str:
    """`es` -> es-MX."""
    return _NAMES.get(language, language)
