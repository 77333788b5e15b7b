"""Formats of picture files, by their first bytes; `bitmap` reads the pixels, with a library that is slow to load."""

import re
from dataclasses import dataclass

from builder.course.svg_size import Size

DPI = 150
"""Pixels per inch in print; with fewer, edges look jagged."""
MAX_IMAGE = 500_000
"""The most bytes of a picture in an output."""
SUFFIXES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
"""File extension -> the name of the format."""
_MAGIC = (
    (rb"\x89PNG\r\n\x1a\n", "PNG"), (rb"\xff\xd8\xff", "JPEG"), (rb"RIFF....WEBP", "WebP"), (rb"GIF8", "GIF"),
    (rb"II\*\0|MM\0\*", "TIFF"), (rb"BM", "BMP"), (rb"....ftyp(?:avif|avis)", "AVIF"),
    (rb"....ftyp(?:hei|hev|mif1|msf1)", "HEIC"), (rb"%PDF", "PDF"), (rb"PK\x03\x04", "ZIP"),
    (rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg", "SVG"),
    (rb"(?i:(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body))", "HTML"), (rb"version https://git-lfs", "Git LFS"),
)  # fmt: skip


class BitmapError(Exception):
    """The picture can't be shown; carries the code and arguments of the problem."""

    def __init__(self, code: str, **arguments: object) -> None:
        super().__init__(code)
        self.code, self.arguments = code, arguments


@dataclass(frozen=True, slots=True)
class Bitmap:
    content: bytes
    suffix: str
    """The extension of its present format: .png or .jpg."""
    size: Size
    """In points, at `DPI`: as large as its resolution allows."""


def kind_of(content: bytes) -> str:
    """The format according to the first bytes; "" when none is known."""
    return next((name for magic, name in _MAGIC if re.match(magic, content[:4000], re.DOTALL)), "")
