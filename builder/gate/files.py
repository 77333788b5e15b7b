"""Download files that an audience doesn't get: recognized by their bytes, and by their text where it can be read."""

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO

from builder.course.files import OFFICE, OPEN, kind_of
from builder.course.model import Audience, Course
from builder.edition.files import SharedFile
from builder.edition.select import Edition, select
from builder.gate.runs import find_runs
from builder.print.pdf_text import page_lines

_WITH_WORDS = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml|xl/(?:sharedStrings|comments\d*)\.xml"
    r"|xl/worksheets/[^/]+\.xml|ppt/(?:slides|notesSlides|comments)/[^/]+\.xml|content\.xml"
)
"""Archive members with text that people wrote; the others are made by the program."""
_PICTURE = re.compile(r"(?:(?:word|xl|ppt)/media|Pictures)/.+")
LEAST = 1000
"""The least bytes of a member that is recognized by itself: an empty sheet is the same in every document."""
_FORMULA = re.compile(r"<f\b[^<>]*>[^<]*</f>")
_PARAGRAPH = re.compile(r"</?(?:[\w]+:)?(?:p|tc|tr|row|c|si|h|list-item|table-cell)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class HiddenFiles:
    digests: frozenset[str]
    """SHA-256 of the files, and of the texts and pictures in those that are archives."""
    runs: frozenset[str]
    """Runs of their words, without those that also occur in files that the audience gets."""


def hidden_files(course: Course, editions: Iterable[Edition]) -> HiddenFiles:
    """The course's files that the audience of the editions, one for each language, doesn't get."""
    if not course.files:
        return HiddenFiles(frozenset(), frozenset())
    given = {path: file for edition in editions for path, file in edition.files.items()}
    kept = {digest for file in given.values() for digest in _digests(file)}
    told = find_runs(text for file in given.values() for text in _texts(file))
    hidden = [file for file in _all_files(course).values() if file.path not in given]
    digests = {digest for file in hidden for digest in _digests(file)} - kept
    return HiddenFiles(
        frozenset(digests), frozenset(find_runs(text for file in hidden for text in _texts(file)) - told)
    )


def _all_files(course: Course) -> dict[object, SharedFile]:
    """All files, as trainers get them, by path."""
    editions = [select(course, Audience.TRAINER, language) for language in course.config.languages]
    return {path: file for edition in editions for path, file in edition.files.items()}


def _digests(file: SharedFile) -> Iterator[str]:
    yield file.digest
    for name, part in _members(file):
        if len(part) >= LEAST and (_WITH_WORDS.fullmatch(name) or _PICTURE.fullmatch(name)):
            yield hashlib.sha256(part).hexdigest()


def _texts(file: SharedFile) -> Iterator[str]:
    """The file's name and its text."""
    yield re.sub(r"[\W_]+", " ", file.path.stem)
    kind = kind_of(file.path)
    if kind == "pdf":
        yield page_lines(file.content())
    elif kind == "csv":
        yield re.sub(r"[,;\t]", "\n\n", file.content().decode("utf-8-sig", "ignore"))
    for name, part in _members(file):
        if _WITH_WORDS.fullmatch(name):
            yield unescape(_TAG.sub("", _PARAGRAPH.sub("\n\n", _FORMULA.sub("", part.decode("utf-8", "ignore")))))


def _members(file: SharedFile) -> Iterator[tuple[str, bytes]]:
    if kind_of(file.path) in (*OFFICE, *OPEN):
        with zipfile.ZipFile(BytesIO(file.content())) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist())
