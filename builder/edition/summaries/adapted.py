"""The credit for the course that an edition was adapted from, as its licence requires."""

from builder.edition.select import Edition
from builder.words import words


def adaptation(edition: Edition) -> str:
    """A sentence in the language of the edition; "" for a course that was adapted from no other."""
    config, texts = edition.config, words(edition.language)
    original = config.adapted
    if original is None:
        return ""
    licence = texts["adapted-licence"].replace("{url}", original.license) if original.license else ""
    parts = (original.institution, f"{texts['version'].lower()} {original.version}", original.url, licence)
    values = {"who": config.institution, "name": original.name, "details": ", ".join(filter(None, parts))}
    text = texts["adapted"]
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text
