"""What files of pictures are, told from their first bytes; `bitmap` reads the pixels, with a library that takes long to load."""

import re
from dataclasses import dataclass

from builder.course.svg_size import Size

DPI = 150
"""Pixels an inch of print: with fewer, edges look like stairs."""
MAX_IMAGE = 500_000
"""Bytes of a picture that is handed out."""
SUFFIXES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
"""Ending -> the name of the format."""
_MAGIC = (
    (rb"\x89PNG\r\n\x1a\n", "PNG"), (rb"\xff\xd8\xff", "JPEG"), (rb"RIFF....WEBP", "WebP"), (rb"GIF8", "GIF"),
    (rb"II\*\0|MM\0\*", "TIFF"), (rb"BM", "BMP"), (rb"....ftyp(?:avif|avis)", "AVIF"),
    (rb"....ftyp(?:hei|hev|mif1|msf1)", "HEIC"), (rb"%PDF", "PDF"), (rb"PK\x03\x04", "ZIP"),
    (rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg", "SVG"),
    (rb"(?i:(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body))", "HTML"), (rb"version https://git-lfs", "Git LFS"),
)  # fmt: skip


class BitmapError(Exception):
    """The picture can't be shown: the code of the problem, and its arguments."""

    def __init__(self, code: str, **arguments: object) -> None:
        super().__init__(code)
        self.code, self.arguments = code, arguments


@dataclass(frozen=True, slots=True)
class Bitmap:
    content: bytes
    suffix: str
    """Of the format in which it is now: .png or .jpg."""
    size: Size
    """In points, as large as its pixels bear."""


def kind_of(content: bytes) -> str:
    """The format that the first bytes tell; "" when none is known."""
    return next((name for magic, name in _MAGIC if re.match(magic, content[:4000], re.DOTALL)), "")
