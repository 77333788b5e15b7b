"""Checks that PDFs for download are readable and without programs, forms that send something, or embedded files."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf

from builder.handouts.harm import BrokenFileError, HarmfulFileError
from builder.print.pdf_text import page_lines

_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie"}
_KEYS = ("/JS", "/EmbeddedFiles", "/RichMediaContent", "/XFA", "/EF")


def look_into_pdf(content: bytes) -> None:
    """Checks a PDF. Raises HarmfulFileError, BrokenFileError, and what the libraries raise for a damaged file."""
    if b"%PDF-" not in content[:1024]:
        raise BrokenFileError
    with pikepdf.open(BytesIO(content)) as pdf:
        for found in pdf.objects:
            for inner in _dictionaries(found):
                _look_into(inner)
    page_lines(content)


def _dictionaries(found: object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """A dictionary and those nested in it; references are left out, since they lead to objects of their own."""
    if depth > 20:
        raise BrokenFileError
    if isinstance(found, pikepdf.Stream):
        yield from _dictionaries(found.stream_dict, depth + 1)
    elif isinstance(found, pikepdf.Dictionary):
        yield found
        for value in dict(found.items()).values():
            if not getattr(value, "is_indirect", False):
                yield from _dictionaries(value, depth + 1)
    elif isinstance(found, pikepdf.Array):
        for value in found:
            if not getattr(value, "is_indirect", False):
                yield from _dictionaries(value, depth + 1)


def _look_into(found: pikepdf.Object) -> None:
    action = str(found.get("/S", ""))
    if action in _ACTIONS:
        raise HarmfulFileError(action.strip("/"))
    for key in _KEYS:
        if key in found:
            raise HarmfulFileError(key.strip("/"))
