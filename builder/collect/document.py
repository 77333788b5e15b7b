"""One filled-in DOCX -> what is in its fields, and whether there is more. Runs in the child process of `limits`.

The file comes from a stranger: of the archive three parts are read, none larger than it may be, and no document type, since
entities would let a small file grow without end or name files of this machine.
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
"""Bytes of a part when it is unpacked; the largest document of a course has a million."""
_COMMENTS = "word/comments.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


class NoTypes(etree.TreeBuilder):
    """Refuses documents with a document type."""

    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        message = f"a document type: {name}"
        raise ValueError(message)


def is_archive(path: Path) -> bool:
    """Whether a file that is to be read is a DOCX."""
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def read_document(path: Path) -> Report:
    """Raises LimitError, and whatever the libraries raise for a broken file."""
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
    """What the document says of itself to programs."""
    found = _part(archive, PROPERTIES) if PROPERTIES in names else ()
    return {one.get("name", ""): "".join(one.itertext()).strip() for one in found}


def _has_more(
    archive: zipfile.ZipFile, names: set[str], content: Content, told: Mapping[str, str]
) -> bool:  # fmt: skip
    """Whether the text beside the fields is another one than ours, or somebody commented. A file that lost its mark isn't judged."""
    if _COMMENTS in names and "".join(read_content(_part(archive, _COMMENTS)).beside).strip():
        return True
    return told.get(DIGEST, content.digest) != content.digest


def _title(archive: zipfile.ZipFile, names: set[str]) -> str:
    return clean(_part(archive, CORE).findtext(_TITLE) or "") if CORE in names else ""


def _placeholders() -> set[str]:
    """What stands in a field that nobody has filled in, for programs that keep it as text."""
    texts = [words(language) for language in known_languages()]
    return {EMPTY_CELL, *(text[key] for text in texts for key in ("office-write", "office-choose"))}
