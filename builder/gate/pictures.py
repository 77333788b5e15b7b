"""Pictures inside other files: as bytes in a page, a script or a program's file, as pixels in a PDF."""

import base64
import hashlib
import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

import pikepdf

if TYPE_CHECKING:
    from PIL.Image import Image

_PNG = re.compile(rb"\x89PNG\r\n\x1a\n.*?IEND\xaeB`\x82", re.DOTALL)
_JPEG = re.compile(rb"\xff\xd8\xff.*?\xff\xd9", re.DOTALL)
_SVG = re.compile(rb"<svg[\s>].*?</svg>", re.DOTALL)
_IN_LETTERS = (b"iVBORw0KGgo", b"/9j/", b"PHN2Zy", b"PD94bWwg")
"""Starts of PNG, JPEG, SVG and XML in Base64."""
_BASE64 = re.compile(b"(?:" + b"|".join(_IN_LETTERS) + rb")[A-Za-z0-9+/\r\n]{16,}={0,2}")
_ADDRESS = re.compile(rb"data:image/svg\+xml[^,\"'<>]{0,40},([^\"'<>\s]+)", re.IGNORECASE)
_BROKEN = (pikepdf.PdfError, ValueError, NotImplementedError, TypeError, KeyError, AttributeError, OSError)
"""What the libraries raise for pictures that they can't read or extract."""


def carved(content: bytes) -> Iterator[bytes]:
    """The pictures within a file, as plain bytes, in Base64 or in `data:` addresses; a picture file counts itself."""
    parts = [content]
    if any(sign in content for sign in _IN_LETTERS):  # a pattern with alternatives takes ten times as long
        parts += [_decoded(match[0]) for match in _BASE64.finditer(content)]
    if b"data:image/svg+xml" in content.lower():
        parts += [unquote_to_bytes(match[1]) for match in _ADDRESS.finditer(content)]
    for part in parts:
        for kind, sign in ((_PNG, b"\x89PNG"), (_JPEG, b"\xff\xd8\xff"), (_SVG, b"<svg")):
            if sign in part:
                yield from (match[0] for match in kind.finditer(part))


def _decoded(text: bytes) -> bytes:
    letters = re.sub(rb"[\r\n]", b"", text)
    return base64.b64decode(letters[: len(letters) // 4 * 4])


def attached(content: bytes) -> Iterator[bytes]:
    """The contents of the files attached to a PDF."""
    with pikepdf.open(BytesIO(content)) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Stream) and found.get("/Type") == "/EmbeddedFile":
                yield found.read_bytes()


def pixels_in(content: bytes) -> Iterator[str]:
    """The digests of all pictures of a PDF."""
    with pikepdf.open(BytesIO(content)) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Image":
                try:
                    yield digest_of_pixels(pikepdf.PdfImage(found).as_pil_image())
                except _BROKEN:
                    continue


def pixel_digest(content: bytes) -> str:
    """The digest of a picture file's pixels; "" for what is no bitmap."""
    from PIL import Image  # noqa: PLC0415 - takes long to load, and most courses hide drawings only

    try:
        with Image.open(BytesIO(content)) as picture:
            return digest_of_pixels(picture)
    except _BROKEN:
        return ""


def digest_of_pixels(picture: "Image") -> str:
    """A digest of size and colours, however they are stored; transparent pixels count by their colour."""
    opaque = picture.convert("RGBA").convert("RGB")
    return hashlib.sha256(repr(opaque.size).encode() + opaque.tobytes()).hexdigest()
