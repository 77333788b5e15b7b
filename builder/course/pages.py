"""Markdown files -> pages: their names, front matter and blocks, with all languages of a page together."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath

from builder.course.blocks import scan
from builder.course.folder import CourseFolder
from builder.course.limits import LONGEST_TEXT
from builder.course.model import Document, Kind, Module, Page
from builder.course.reader import ID, Reader, nearest
from builder.course.renamed import KEY, agreed, old_keys, old_names, passed_on
from builder.course.scanned import Scan
from builder.course.stamp import STAMP, text_digest
from builder.course.textfile import expand_tabs
from builder.course.texts import DERIVED, Filler
from builder.course.vocabulary import NUMBERS
from builder.course.yamlfile import Node, parse
from builder.words import is_language
from builder.words.packs import fallbacks

LONGEST_HEAD = 40
"""The front matter must end within this many lines."""
_PAGE = re.compile(r"(?:(?P<number>\d+)-)?(?P<slug>.+)\.(?P<language>[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,4})*)\.md")
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
    texts: Filler
    finish: Callable[[Document], Document] | None = None
    """Applied to each page once it is read."""

    def pages(self, folder: str, kind: Kind, prefix: str = "") -> Iterator[Page]:
        """The pages directly in a folder, in order, each with all its languages."""
        found: dict[str, dict[str, list[PurePosixPath]]] = {}
        for path in self.folder.right_in(folder):
            match = _PAGE.fullmatch(path.name)
            if not match or (kind == "session" and match["slug"] == "module"):
                continue
            slug, language = match["slug"], match["language"]
            if not ID.fullmatch(slug):
                self.folder.problem(path, 1, "bad-id", id=slug)
            self.folder.used.add(path)
            if not is_language(language):
                self.folder.problem(path, 1, "bad-language", language=language)
            found.setdefault(slug, {}).setdefault(language, []).append(path)
        for slug, files in found.items():
            wanted = self.wanted(files)
            if not wanted:
                path = next(iter(files.values()))[0]
                self.folder.problem(path, 1, "other-languages", languages=", ".join(self.languages))
                continue
            yield self.page({language: files[language] for language in wanted}, kind, prefix + slug)

    def wanted(self, there: Collection[str]) -> list[str]:
        """The languages of a page that are read: those of the course and, for each that is missing, the nearest fallback
        that the page has.
        """
        own = [language for language in self.languages if language in there]
        instead = [
            next((one for one in fallbacks(language) if one in there), "")
            for language in self.languages
            if language not in there
        ]
        return list(dict.fromkeys((*own, *filter(None, instead))))

    def page(self, files: Mapping[str, Sequence[PurePosixPath]], kind: Kind, key: str) -> Page:
        """One page from its files by language; several files for one language are a problem."""
        for first, *others in files.values():
            for path in others:
                self.folder.problem(path, 1, "duplicate-page", name=key.rpartition("/")[2], other=first.name)
        documents = {language: self.document(paths[-1], kind, key, language) for language, paths in files.items()}
        return agreed(Page(key, kind, documents), self.folder.problems)

    def document(self, path: PurePosixPath, kind: Kind, key: str, language: str) -> Document:
        text = self.folder.text(path)
        written = [expand_tabs(line) for line in text.split("\n")] if "\t" in text else text.split("\n")
        lines = self.filled(path, written, language) if "{{" in text else written
        document = self.read(path, kind, key, language, lines)
        if lines != written:
            quiet = replace(self, folder=replace(self.folder, problems=[]))
            before = quiet.read(path, kind, key, language, written)
            document = replace(document, digest_as_written=text_digest(before))
        return self.finish(document) if self.finish else document

    def filled(self, path: PurePosixPath, lines: list[str], language: str) -> list[str]:
        """The lines with `{{name}}` marks replaced by the course's texts; a missing text is a problem."""
        filled, missing = self.texts.lines(lines, language)
        for number, name in missing:
            known, setting = nearest(name, self.texts.texts.values), DERIVED.get(name, "texts")
            self.folder.problem(
                path, number, "missing-text", name=name, nearest=known, language=language, setting=setting
            )
        return filled

    def read(self, path: PurePosixPath, kind: Kind, key: str, language: str, lines: list[str]) -> Document:
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
        """Values and lines of the front matter, old names of the page, and the number of the first line after it."""
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
        there = {
            match["language"]: [path]
            for path in self.folder.files
            if path.parent == folder and (match := _PAGE.fullmatch(path.name)) and match[0].startswith("module.")
        }
        self.folder.used.update(path for (path,) in there.values() if is_language(path.name.split(".")[1]))
        wanted = self.wanted(there)
        if not wanted:
            self.folder.problem(folder, 1, "missing-page", name=f"module.{self.languages[0]}.md")
        page = self.page({language: there[language] for language in wanted}, "module", slug)
        sessions = tuple(passed_on(page, session) for session in self.pages(str(folder), "session", f"{slug}/"))
        return Module(slug, folder, page, sessions)


@lru_cache(512)
def _scanned(lines: tuple[str, ...], path: PurePosixPath, first: int) -> Scan:
    """Cached, since previews and the editor keep reloading a course of which most is unchanged."""
    return scan(lines, path, first)


def _value(reader: Reader, key: str, node: Node) -> str:
    """The checked value of a key of the front matter."""
    if key == "checked":
        return reader.month(node)
    if key == "themes":
        return " ".join(reader.text(one) for one in reader.listing(node))
    if key == "minutes":
        return str(reader.number(node, 0, *NUMBERS["minutes"]))
    return (
        reader.one_of(node, _CLOSED[key], _CLOSED[key][0]) if key in _CLOSED else reader.text(node, most=LONGEST_TEXT)
    )
