"""The translatable files of a course: pages and YAML files with texts, each with the path of its translation."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from builder.course.config import NAME
from builder.course.folder import FOLDERS, MAX_TEXT, CourseFolder
from builder.course.model import Course
from builder.imports.po.cut import cut_page
from builder.imports.po.tables import cut_table
from builder.imports.po.unit import Cut
from builder.problems import ContentError, Problem

_APART = frozenset({PurePosixPath("reference/style.yml")})
"""Rules on the words of one language, which don't apply to others."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file with texts. `key` is the first part of its messages' contexts."""

    key: str
    path: PurePosixPath
    target: PurePosixPath
    """The path of the translation: a page beside it, or the same YAML file."""

    @property
    def is_page(self) -> bool:
        return self.path.suffix == ".md"

    @property
    def po(self) -> PurePosixPath:
        """The path of its messages in a translator's folder."""
        return (
            self.path.with_name(f"{self.path.name.rsplit('.', 2)[0]}.po")
            if self.is_page
            else self.path.with_name(f"{self.path.name}.po")
        )


def find_sources(course: Course, source: str, target: str) -> list[Source]:
    """The course's pages in the language `source` and all its YAML files, in course order."""
    found = []
    for page in course.pages():
        if document := page.documents.get(source):
            stem = document.path.name.removesuffix(f".{source}.md")
            found.append(Source(page.key, document.path, document.path.with_name(f"{stem}.{target}.md")))
    folder = CourseFolder(course.config.root, [])
    for name in FOLDERS:
        folder.walk(PurePosixPath(name))
    tables = sorted(path for path in (*folder.files, PurePosixPath(NAME)) if path.suffix == ".yml")
    return found + [Source(str(path), path, path) for path in tables if path not in _APART]


def text_of(root: Path, path: PurePosixPath) -> str | None:
    """A file's text with its line ends; None if the course's own folder lacks it. Raises ContentError unless it is UTF-8."""
    file = CourseFolder(root, []).own_file(path)
    if file is None:
        return None
    content = file.read_bytes() if file.stat().st_size <= MAX_TEXT else b"\xff"
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ContentError([Problem(path, content.count(b"\n", 0, error.start) + 1, "not-utf8")]) from None


def cut(one: Source, text: str, language: str, source: str) -> Cut:
    """The texts of a file in a language. Raises ContentError where the file has faults."""
    path = one.path if language == source else one.target
    return cut_page(path, text, language) if one.is_page else cut_table(path, text, language, source)


def all_cut(root: Path, sources: list[Source], language: str) -> Iterator[tuple[Source, Cut]]:
    """Each file that has texts, cut in the sources' language. Raises ContentError with all faults, at the end."""
    problems: list[Problem] = []
    for one in sources:
        try:
            found = cut(one, text_of(root, one.path) or "", language, language)
        except ContentError as error:
            problems += error.problems
            continue
        if any(unit.is_said for unit in found.units):
            yield one, found
    if problems:
        raise ContentError(problems)
