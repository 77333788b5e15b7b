"""Checks that office documents (Office Open XML and OpenDocument) are intact, contain no programs and fetch nothing."""

import re
import zipfile
from collections.abc import Mapping
from html import unescape
from io import BytesIO
from pathlib import PurePosixPath

from builder.course.files import OFFICE, OPEN
from builder.handouts.harm import BrokenFileError, HarmfulFileError

MOST_MEMBERS = 5_000
LARGEST_WHOLE = 200_000_000
"""The most bytes of all members when unpacked."""
_DEEPEST = 2
"""Levels of embedded documents: a chart has its workbook, which may have a document."""
_XML = (".xml", ".rels", ".vml", ".rdf")
_KNOWN = frozenset(
    {"", "xml", "rels", "vml", "rdf", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "wmf", "emf", "svg", "wdp", "webp", "bin",
     "odttf", "fntdata", "ttf", "otf", "txt", "mp3", "mp4", "m4a", "wav", *OFFICE}
)  # fmt: skip
"""Extensions of the members of such documents."""
_OTHERS = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"ZIM\x04")
"""First bytes of archives."""
_SCRIPT = re.compile(rb"<\s*script|\bon\w+\s*=|<!|javascript:", re.IGNORECASE)
"""Not allowed in a drawing within a document."""
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_PROGRAM = re.compile(
    r"vbaProject|vbaData|activeX|macrosheets|customUI|externalLinks/|connections\.xml|queryTables/|oleObject"
    r"|^(?:Basic|Scripts|Dialogs)/.|\.(?:exe|dll|js|vbs|bat|cmd|ps1|scr|html?|svgz?|jar|hta|lnk)$",
    re.IGNORECASE,
)
"""Members that are programs, or that fetch something from outside the document."""
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_FETCHING = re.compile(
    r"<(?:draw:(?:image|object|object-ole|plugin|applet|floating-frame)|text:section-source|table:table-source|table:cell-range-source)\b"
    r"[^>]*\bxlink:href=\"(?!Pictures/|\./|Object|#|\")([^\"]{1,60})"
)
_STARTING = re.compile(r"<script:[a-z-]+|<office:script\b|<office:dde-source|<text:dde-connection", re.IGNORECASE)
_FIELD = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|AUTOTEXT)\b(?!\w)")
_INSTRUCTION = re.compile(r"<w:instrText[^>]*>([^<]*)</w:instrText>|w:instr=\"([^\"]*)\"")


def look_into_office(kind: str, content: bytes, depth: int = 0) -> None:
    """Checks a DOCX, XLSX or PPTX file. Raises BrokenFileError, HarmfulFileError."""
    members = _members(content)
    if _MAIN[kind] not in members or "[Content_Types].xml" not in members:
        raise BrokenFileError
    if b"macroEnabled" in members["[Content_Types].xml"]:
        raise HarmfulFileError("macros")
    for name, part in members.items():
        if name.endswith(".rels"):
            _look_into_relations(part)
        elif kind == "docx" and name.startswith("word/") and name.endswith(".xml"):
            _look_into_fields(part)
        elif (inner := PurePosixPath(name).suffix.lower().removeprefix(".")) in OFFICE:
            if depth == _DEEPEST:
                raise HarmfulFileError(name)
            look_into_office(inner, part, depth + 1)


def look_into_open(kind: str, content: bytes) -> None:
    """Checks an ODT, ODS or ODP file. Raises BrokenFileError, HarmfulFileError."""
    members = _members(content)
    if members.get("mimetype", b"").strip() != f"application/vnd.oasis.opendocument.{OPEN[kind]}".encode():
        raise BrokenFileError
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise BrokenFileError
    for name, part in members.items():
        if name.endswith(".xml"):
            text = part.decode("utf-8")
            for found in (_FETCHING.search(text), _STARTING.search(text)):
                if found:
                    raise HarmfulFileError(found[found.lastindex or 0].removeprefix("<"))


def _members(content: bytes) -> Mapping[str, bytes]:
    """Name -> content of a document's members, after the checks for all kinds. Raises BrokenFileError, HarmfulFileError."""
    if not content.startswith(b"PK\x03\x04"):
        raise BrokenFileError
    with zipfile.ZipFile(BytesIO(content)) as archive:
        infos = archive.infolist()
        if len(infos) > MOST_MEMBERS or sum(one.file_size for one in infos) > LARGEST_WHOLE:
            raise BrokenFileError
        if len({one.filename for one in infos}) < len(infos) or any(one.flag_bits & 1 for one in infos):
            raise BrokenFileError
        for one in infos:
            if found := _PROGRAM.search(one.filename):
                raise HarmfulFileError(found[0].strip("^/."))
        members = {one.filename: archive.read(one) for one in infos}
    for name, part in members.items():
        _look_into_member(name, part)
    for name, part in members.items():
        if name.lower().endswith(_XML) and (b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part):
            raise HarmfulFileError("DOCTYPE")
    return members


def _look_into_member(name: str, part: bytes) -> None:
    """Refuses members that don't belong in such a document, and archives or PDFs under another name."""
    kind = PurePosixPath(name).suffix.lower().removeprefix(".")
    is_other = part.startswith(_OTHERS) and kind not in OFFICE
    if kind not in _KNOWN or is_other or b"%PDF-" in part[:1024] or (kind == "svg" and _SCRIPT.search(part)):
        raise HarmfulFileError(name[:60])


def _look_into_relations(part: bytes) -> None:
    """Refuses references out of the document, except links for people to follow."""
    for match in _RELATION.finditer(part):
        text = unescape(match[0].decode("utf-8"))
        if re.search(r"TargetMode\s*=\s*[\"']External", text, re.IGNORECASE):
            kind = re.search(r"Type\s*=\s*[\"'][^\"']*/(\w+)[\"']", text)
            target = re.search(r"Target\s*=\s*[\"']([^\"']*)", text)
            is_link = kind is not None and kind[1] == "hyperlink"
            if not is_link or not re.match(r"https?:|mailto:|tel:|#|$", target[1] if target else "", re.IGNORECASE):
                raise HarmfulFileError((target[1] if target else "External")[:60])


def _look_into_fields(part: bytes) -> None:
    """Refuses fields that Word fills in by itself from elsewhere. Their instructions may be split anywhere."""
    text = part.decode("utf-8")
    if "instr" not in text:
        return
    words = "".join(match[1] or f" {match[2] or ''} " for match in _INSTRUCTION.finditer(text))
    if found := _FIELD.search(unescape(words).upper().replace("HYPERLINK", "")):
        raise HarmfulFileError(found[1])
