"""Pictures as an edition shows them: an SVG's `{{name}}` marks filled with the words of its language."""

import re
from html import escape

from builder.course.model import Image

_MARK = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")


def image_bytes(image: Image, language: str) -> bytes:
    """The file's content for this language. Unknown marks stay as they are (`check` reports them)."""
    if image.path.suffix.lower() != ".svg" or not image.labels:
        return image.content

    def fill(match: re.Match[str]) -> str:
        label = image.labels.get(match[1])
        return match[0] if label is None else escape(label.get(language) or next(iter(label.values()), ""))

    return _MARK.sub(fill, image.content.decode("utf-8", "replace")).encode()


def marks(image: Image) -> set[str]:
    """Names of the marks in an SVG."""
    return set(_MARK.findall(image.content.decode("utf-8", "replace")))
