"""Markdown files -> pages: their names, front matter, blocks, and the languages of each page together."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from builder.course.blocks import scan
from builder.course.folder import CourseFolder
from builder.course.model import Document, Kind, Module, Page
from builder.course.reader import ID, Reader
from builder.course.renamed import KEY, agreed, old_keys, old_names, passed_on
from builder.course.scanned import Scan
from builder.course.textfile import expand_tabs
from builder.course.vocabulary import NUMBERS
from builder.course.yamlfile import Node, parse
from builder.words import is_language

STAMP = "translated-from"
LONGEST_HEAD = 40
"""Lines in which the front matter ends."""
_PAGE = re.compile(r"(?:(?P<number>\d+)-)?(?P<slug>.+)\.(?P<language>[A-Za-z]{2,3})\.md")
_NUMBER = re.compile(r"^\d+-")
_META = {
    "home": (("title",), ("summary",)),
    "module": (("title", "summary"), ("checked", KEY)),
    "session": (("title", "track"), ("summary", "minutes", "checked", "notes", "themes", KEY)),
    "case": (("title", "summary"), ("checked", "themes", KEY)),
    "guide": (("title", "kind"), ("summary", "track", "checked", "themes", KEY)),
    "free": (("title", "book"), ("summary", "checked", "themes", KEY)),
}
_CLOSED = {
    "track": ("core", "extra", "library"), "kind": ("module", "programme"), "book": ("front", "end", "none"), "notes": ("yes",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageReader:
    """Reads the pages of a course in its languages."""

    folder: CourseFolder
    languages: tuple[str, ...]

    def pages(self, folder: str, kind: Kind, prefix: str = "") -> Iterator[Page]:
        """The pages that lie right in a folder, in order; their languages together."""
        found: dict[str, dict[str, Document]] = {}
        others: dict[str, PurePosixPath] = {}
        for path in self.folder.right_in(folder):
            match = _PAGE.fullmatch(path.name)
            if not match or (kind == "session" and match["slug"] == "module"):
                continue
            slug, language = match["slug"], match["language"]
            if not ID.fullmatch(slug):
                self.folder.problem(path, 1, "bad-id", id=slug)
            if language not in self.languages:
                others.setdefault(slug, path)
                self.folder.used.add(path)
                if not is_language(language):
                    self.folder.problem(path, 1, "bad-language", language=language)
                continue
            documents = found.setdefault(slug, {})
            if language in documents:
                self.folder.problem(path, 1, "duplicate-page", name=slug, other=documents[language].path.name)
            documents[language] = self.document(path, kind, prefix + slug, language)
        for slug, path in others.items():
            if slug not in found:
                self.folder.problem(path, 1, "other-languages", languages=", ".join(self.languages))
        for slug, documents in found.items():
            ordered = {language: documents[language] for language in self.languages if language in documents}
            yield agreed(Page(prefix + slug, kind, ordered), self.folder.problems)

    def document(self, path: PurePosixPath, kind: Kind, key: str, language: str) -> Document:
        text = self.folder.text(path)
        lines = [expand_tabs(line) for line in text.split("\n")] if "\t" in text else text.split("\n")
        meta, meta_lines, names, first = self.front_matter(path, kind, lines)
        found = _scanned(tuple(lines), path, first)
        self.folder.problems += found.problems
        return Document(
            path, kind, key, language, meta, meta_lines, found.lines, found.blocks, found.fences, found.comments,
            old_keys(names, key), found.cuts,
        )  # fmt: skip

    def front_matter(
        self, path: PurePosixPath, kind: Kind, lines: list[str]
    ) -> tuple[dict[str, str], dict[str, int], tuple[str, ...], int]:
        """Values and lines of the front matter, old names of the page, and the first line of the text."""
        end = next((i for i, line in enumerate(lines[1:LONGEST_HEAD], 1) if line.strip() == "---"), 0)
        if not lines or lines[0].strip() != "---" or not end:
            self.folder.problem(path, 1, "no-front-matter")
            return {}, {}, (), 1
        reader = Reader(path, self.languages, self.folder.problems)
        required, optional = _META[kind]
        node = parse("\n".join(lines[1:end]), path, self.folder.problems, 2)
        table = reader.table(node, required, (*optional, STAMP))
        meta = {key: _value(reader, key, value) for key, value in table.entries.items() if key != KEY}
        return meta, dict(table.lines), old_names(reader, table.entries.get(KEY), kind), end + 2

    def module(self, folder: PurePosixPath) -> Module:
        slug = _NUMBER.sub("", folder.name)
        documents = {}
        for language in self.languages:
            path = folder / f"module.{language}.md"
            if path in self.folder.files:
                documents[language] = self.document(path, "module", slug, language)
        self.leave_out(path for path in self.folder.files if path.parent == folder and path.name.startswith("module."))
        if not documents:
            self.folder.problem(folder, 1, "missing-page", name=f"module.{self.languages[0]}.md")
        page = agreed(Page(slug, "module", documents), self.folder.problems)
        sessions = tuple(passed_on(page, session) for session in self.pages(str(folder), "session", f"{slug}/"))
        return Module(slug, folder, page, sessions)

    def leave_out(self, paths: Iterable[PurePosixPath]) -> None:
        """Pages in languages that this course doesn't have: an institution may take fewer than there are."""
        for path in paths:
            language = path.name.split(".")[-2]
            if language not in self.languages and is_language(language):
                self.folder.used.add(path)


@lru_cache(512)
def _scanned(lines: tuple[str, ...], path: PurePosixPath, first: int) -> Scan:
    """Previews and the editor load a course again and again, and most of it is the same."""
    return scan(lines, path, first)


def _value(reader: Reader, key: str, node: Node) -> str:
    """Of a key of the front matter."""
    if key == "checked":
        return reader.month(node)
    if key == "themes":
        return " ".join(reader.text(one) for one in reader.listing(node))
    if key == "minutes":
        return str(reader.number(node, 0, *NUMBERS["minutes"]))
    return reader.one_of(node, _CLOSED[key], _CLOSED[key][0]) if key in _CLOSED else reader.text(node)
