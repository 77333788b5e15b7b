"""Reads every kind of file that could hold a secret: opens archives and PDFs, takes markup apart.

A file's bytes tell what it is, since an output may give it any name. One that isn't what its name says stops the gate.
"""

import base64
import gzip
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from html import unescape
from io import BytesIO

import pikepdf

from builder.gate.pictures import attached
from builder.gate.runs import BREAK
from builder.gate.zim import zim_entries

_BLOCK_TAG = re.compile(
    r"</?(?:[wa]:)?(?:p|tc|li|td|th|tr|h[1-6]|div|section|aside|nav|ul|ol|table|dt|dd|option|button|title|text|tspan|"
    r"mattext|fieldentry|fieldlabel)\b[^<>]*>"
)
_TAG = re.compile(r"<[^<>]*>")
_ESCAPED_TAG = re.compile(r"&(?:lt|#60|#x3c);/?[a-z]", re.IGNORECASE)
_DATA = re.compile(rb"data:[\w.+/-]*(?:;[\w=.-]+)*;base64,([A-Za-z0-9+/]{16,}={0,2})")
"""A file in a `data:` address."""
_OPAQUE = re.compile(
    r"<!--.*?(?:-->|$)|<!\[CDATA\[.*?\]\]>|<(script|style)\b.*?</\1|<\?.*?\?>", re.DOTALL | re.IGNORECASE
)
"""Parts of markup in which < and > don't separate text and tags."""
ATTRIBUTE = re.compile(r"=(?<=[\w:\-\s]=)\s*(?=(\"[^\"]*\"|'[^']*'))")
"""Looks for the sign, not for the name before it: five sixths of the time went into words that name no attribute. Only looks ahead
at the value, so that a lone sign and quotation mark in the text can't swallow the start of the next attribute.
"""
_MARKUP = re.compile(r"<[A-Za-z!?/]")
_ASSIGNED = re.compile(r"\s*(?:var|let|const)\s+\w+\s*=\s*(?=[{\[])")
"""The assignment that turns JSON into a script."""
_JSON = json.JSONDecoder()
_PDF_OBJECT = re.compile(rb"(\d{1,9})\s+(\d{1,5})\s+obj\b")
_PDF_STRING = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f]{8,}>", re.DOTALL)
_PDF_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP = b"\x1f\x8b\x08"
_ZIM = b"ZIM\x04"
_PICTURES = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF....(?:WEBP|WAVE)"
    rb"|ID3|\xff[\xf2\xf3\xfa\xfb]|OggS|....ftyp|\x1a\x45\xdf\xa3",
    re.DOTALL,
)
"""Pictures, audio and video, which hold no text."""
_PIECE, _OVERLAP = 400_000, 20_000
"""Characters of JSON's strings that are searched at once, and how many of them with the next ones again."""
_DEEPEST = 3
"""Levels of archives within archives that are opened."""


def members(name: str, content: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Name and content of the file, or of those in it if it is an archive, and of files in `data:` addresses."""
    if depth < _DEEPEST and (content.startswith(_ZIP) or name.lower().endswith(".zip")):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield name, archive.comment
            for member in archive.infolist():
                yield from members(member.filename, archive.read(member), depth + 1)
    elif depth < _DEEPEST and content.startswith(_ZIM):
        for inner, part in zim_entries(content):
            yield from members(inner, part, depth + 1)
    elif depth < _DEEPEST and content.startswith(_GZIP):
        yield from members(name, gzip.decompress(content), depth + 1)
    else:
        yield name, content
        yield from ((name, _decoded(match[1])) for match in _DATA.finditer(content))


def wholes(name: str, content: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Name and content of the file itself and of all files in it, archives included."""
    yield name, content
    if depth < _DEEPEST and content.startswith(_ZIP):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for member in archive.infolist():
                yield from wholes(member.filename, archive.read(member), depth + 1)
    elif depth < _DEEPEST and content.startswith(_ZIM):
        for inner, part in zim_entries(content):
            yield from wholes(inner, part, depth + 1)
    elif depth < _DEEPEST and content.startswith(_GZIP):
        yield from wholes(name, gzip.decompress(content), depth + 1)
    elif is_pdf(content):
        yield from ((name, part) for part in attached(content))
    else:
        yield from ((name, _decoded(match[1])) for match in _DATA.finditer(content))


def _decoded(text: bytes) -> bytes:
    """Decodes Base64 whose end may be cut off."""
    return base64.b64decode(text[: len(text) // 4 * 4])


def is_pdf(content: bytes) -> bool:
    """Whether it is a PDF; readers accept one whose header isn't at the very start."""
    return b"%PDF-" in content[:1024]


def texts(name: str, content: bytes) -> Iterator[str]:
    """Every text that can be read from a file: its name, and its content decoded in each possible way."""
    yield name
    if is_pdf(content) or name.lower().endswith(".pdf"):
        yield from _pdf_texts(content)
    elif not _PICTURES.match(content):
        yield from _plain_texts(name, content)


def _plain_texts(name: str, content: bytes) -> Iterator[str]:
    """The text of a text file, and what could be text in others."""
    text = content.decode("utf-8", "ignore")
    if b"\0" in content:
        yield text
        yield content.decode("utf-16-le", "ignore")
    elif text.lstrip("\ufeff \t\r\n").startswith("<"):
        yield from _markup_texts(text)
    elif (loaded := _json(name, text)) is not None:
        del text  # as large as the value
        for piece in _pieces(_strings(loaded)):
            yield unescape(_TAG.sub(" ", _BLOCK_TAG.sub(BREAK, piece)))
    else:
        yield _unescape_script(text)
        if _MARKUP.search(text):
            yield from _markup_texts(text)


def _markup_texts(text: str) -> Iterator[str]:
    yield _unescape_script(" ".join(match[0] for match in _OPAQUE.finditer(text)))
    yield unescape(_TAG.sub(" ", _BLOCK_TAG.sub(BREAK, text)))
    yield unescape(BREAK.join(ATTRIBUTE.findall(text)))
    if _ESCAPED_TAG.search(text):  # pages within XML: without this reading their tags would break every sentence
        yield unescape(_TAG.sub(" ", _BLOCK_TAG.sub(BREAK, unescape(_TAG.sub(BREAK, text)))))


def _json(name: str, text: str) -> object:
    """The value of JSON, or of a script that only assigns some; None if it is neither. Raises ValueError for broken `.json`."""
    assigned = _ASSIGNED.match(text)
    is_named = name.lower().endswith(".json")
    if not is_named and not assigned and text.lstrip()[:1] not in {"{", "["}:
        return None
    try:
        # No copy of the text without the assignment: a search index is the largest file of all.
        return _assigned(text, assigned.end()) if assigned else json.loads(text)
    except ValueError:
        if is_named:
            raise
        return None


def _assigned(text: str, start: int) -> object:
    """The value that begins at `start`. Raises ValueError when more than a semicolon follows it."""
    value, end = _JSON.raw_decode(text, start)
    if text[end:].strip(" \t\r\n;"):
        raise ValueError(text[end : end + 20])
    return value


def _unescape_script(text: str) -> str:
    text = re.sub(r"\\[nrtbf]", " ", text)
    return unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)


def _pieces(strings: Iterable[str]) -> Iterator[str]:
    """The strings joined to texts of bearable size, since a search index has those of all pages.

    Each text begins with the end of the one before, which is longer than any secret that goes on from string to string.
    """
    piece: list[str] = []
    size = fresh = 0
    for string in strings:
        piece.append(string)
        size, fresh = size + len(string), fresh + 1
        if size >= _PIECE:
            yield BREAK.join(piece)
            fresh = 0
            while len(piece) > 1 and size - len(piece[0]) >= _OVERLAP:
                size -= len(piece.pop(0))
    if fresh or not piece:
        yield BREAK.join(piece)


def _pdf_texts(content: bytes) -> Iterator[str]:
    """Every string of the file (bookmarks, labels, alternative texts), its metadata and attachments."""
    with pikepdf.open(BytesIO(content)) as pdf:
        if "/Metadata" in pdf.Root:
            yield pdf.Root.Metadata.read_bytes().decode("utf-8", "ignore")
        for name, attachment in pdf.attachments.items():
            yield name
            for part in members(attachment.filename or name, attachment.get_file().read_bytes()):
                yield from texts(*part)
        objects = b"\n".join(_pdf_objects(pdf, content))
    yield BREAK.join(map(_pdf_string, set(_PDF_STRING.findall(objects))))


def _pdf_objects(pdf: pikepdf.Pdf, content: bytes) -> Iterator[bytes]:
    """Every object as it is written, whether used or not: those of the file, and those packed into streams."""
    yield pdf.trailer.unparse()
    for number, generation in dict.fromkeys(match.groups() for match in _PDF_OBJECT.finditer(content)):
        found = pdf.get_object(int(number), int(generation))
        if not isinstance(found, pikepdf.Stream):
            yield found.unparse(resolved=True)
        else:
            yield found.stream_dict.unparse()
            if found.get("/Type") == "/ObjStm":
                yield found.read_bytes()


def _pdf_string(raw: bytes) -> str:
    """A literal or hexadecimal PDF string as text (ISO 32000, 7.3.4 and 7.9.2)."""
    if raw.startswith(b"<"):
        digits = raw[1:-1] + (b"0" if len(raw) % 2 else b"")
        value = bytes.fromhex(digits.decode())
    else:
        value = _PDF_ESCAPE.sub(_pdf_unescape, raw[1:-1])
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "ignore")
    return value.decode("utf-8" if value.startswith(b"\xef\xbb\xbf") else "latin-1", "ignore")


def _pdf_unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code.isdigit():
        return bytes([int(code, 8) & 255])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}.get(code, code)
