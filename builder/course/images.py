"""Pictures: which file a link means, and an SVG's `{{name}}` marks filled with the words of a language."""

from collections.abc import Collection, Mapping
from html import escape
from pathlib import PurePosixPath
from unicodedata import normalize
from urllib.parse import unquote

from builder.course.image import Image
from builder.course.links import resolve
from builder.course.model import Document, Words
from builder.course.svg import MARK

OTHER_FORMATS = {
    ".gif": "GIF", ".heic": "HEIC", ".heif": "HEIF", ".tif": "TIFF", ".tiff": "TIFF", ".bmp": "BMP", ".avif": "AVIF",
    ".jxl": "JPEG XL", ".svgz": "SVGZ", ".eps": "EPS", ".jfif": "JFIF", ".ico": "ICO", ".psd": "PSD",
}  # fmt: skip
"""Formats of pictures that print or browsers can't show."""


def fill_marks(content: bytes, labels: Mapping[str, Words], language: str) -> bytes:
    """An SVG with its marks filled in this language, else in the first there is. Unknown ones stay (`check` reports them)."""
    if not labels:
        return content

    def fill(name: str, mark: str) -> str:
        label = labels.get(name)
        return mark if label is None else escape(label.get(language) or next(iter(label.values()), ""))

    return MARK.sub(lambda match: fill(match[1], match[0]), content.decode("utf-8", "replace")).encode()


def image_bytes(image: Image, language: str) -> bytes:
    """The picture's bytes, an SVG's with its marks filled in this language."""
    return fill_marks(image.content, image.labels, language) if image.path.suffix.lower() == ".svg" else image.content


def find_picture(document: Document, target: str, images: Collection[PurePosixPath]) -> PurePosixPath | None:
    """The picture that a link's target means, as written or percent-decoded, accents in either Unicode form; None if none."""
    for text in dict.fromkeys((target, unquote(target), target.partition("#")[0], unquote(target.partition("#")[0]))):
        for form in dict.fromkeys((text, normalize("NFC", text), normalize("NFD", text))):
            path = resolve(document, form)
            if path in images:
                return path
    wanted = normalize("NFC", str(resolve(document, unquote(target))))
    return next((path for path in images if normalize("NFC", str(path)) == wanted), None)


def alike_picture(document: Document, target: str, images: Collection[PurePosixPath]) -> PurePosixPath | None:
    """A picture whose path differs only in case or in backslashes for slashes; None if there is none."""
    path = str(resolve(document, unquote(target).replace("\\", "/")))
    wanted = normalize("NFKC", path).casefold()
    return next((path for path in images if normalize("NFKC", str(path)).casefold() == wanted), None)
