"""Reads what is in the fields of one filled-in DOCX, and whether there is more. Runs in the child process of `limits`.

The file comes from a stranger: only four parts of the archive are read, each of limited size and without a document
type, since entities could make a small file grow without end or name files of this machine.
"""

import xml.etree.ElementTree as etree
import zipfile
from collections.abc import Mapping
from pathlib import Path

from builder.collect.reader import LONGEST, MOST_FIELDS, Answer, LimitError, Report, clean
from builder.package.docx import CORE, DIGEST, DOCUMENT, EMPTY_CELL, PROPERTIES, Content, read_content, with_tags
from builder.words import known_languages, words

DOCUMENTS = (".docx", ".docm")
MOST_MEMBERS = 2_000
LARGEST_PART = 30_000_000
"""Bytes of an unpacked part; a course's largest document has a million."""
_COMMENTS = "word/comments.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


class NoTypes(etree.TreeBuilder):
    """Rejects XML with a document type. Raises ValueError."""

    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        message = f"a document type: {name}"
        raise ValueError(message)


def is_archive(path: Path) -> bool:
    """Whether a file is to be read as a DOCX: a zip archive, by its first bytes."""
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def read_document(path: Path) -> Report:
    """The report on a DOCX. Raises LimitError, and whatever the libraries raise for a broken file."""
    with zipfile.ZipFile(path) as archive:
        if len(archive.infolist()) > MOST_MEMBERS:
            raise LimitError("pdf-limit-fields")
        names = set(archive.namelist())
        content = read_content(_part(archive, DOCUMENT))
        report = Report(title=_title(archive, names), is_document=True)
        told = _properties(archive, names)
        report.is_written_beside = _has_more(archive, names, content, told)
    if len(content.controls) > MOST_FIELDS:
        raise LimitError("pdf-limit-fields")
    empty = _placeholders()
    for control in with_tags(content.controls, told):
        if len(control.value) > LONGEST:
            raise LimitError("pdf-limit-memory")
        value = clean(control.value)
        if control.tag:
            report.answers.setdefault(control.tag, []).append(Answer("" if value in empty else value, control.label, 0))
    return report


def _part(archive: zipfile.ZipFile, name: str) -> etree.Element:
    with archive.open(name) as stream:
        text = stream.read(LARGEST_PART + 1)
    if len(text) > LARGEST_PART:
        raise LimitError("pdf-limit-memory")
    return etree.fromstring(text, etree.XMLParser(target=NoTypes()))


def _properties(archive: zipfile.ZipFile, names: set[str]) -> Mapping[str, str]:
    """The document's custom properties, by name."""
    found = _part(archive, PROPERTIES) if PROPERTIES in names else ()
    return {one.get("name", ""): "".join(one.itertext()).strip() for one in found}


def _has_more(
    archive: zipfile.ZipFile, names: set[str], content: Content, told: Mapping[str, str]
) -> bool:  # fmt: skip
    """Whether somebody changed the text beside the fields or commented. Without our digest, a file isn't judged by its
    text.
    """
    if _COMMENTS in names and "".join(read_content(_part(archive, _COMMENTS)).beside).strip():
        return True
    return told.get(DIGEST, content.digest) != content.digest


def _title(archive: zipfile.ZipFile, names: set[str]) -> str:
    return clean(_part(archive, CORE).findtext(_TITLE) or "") if CORE in names else ""


def _placeholders() -> set[str]:
    """The texts of an empty field, in every language: some programs store them as content."""
    texts = [words(language) for language in known_languages()]
    return {EMPTY_CELL, *(text[key] for text in texts for key in ("office-write", "office-choose"))}
