"""`taller import markdown`: a folder of Markdown pages, with or without MkDocs settings."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from builder.imports import course
from builder.imports.admonitions import parts_of
from builder.imports.boxes import named
from builder.imports.draft import Draft, Note, Said, SourceError, Wishes
from builder.imports.folder import Folder
from builder.imports.front import front_matter, table, words_of
from builder.imports.marked import references, with_footnotes
from builder.imports.places import slug_of
from builder.imports.sheets import Sheet, Sheets
from builder.imports.tree import Box, Part, plain
from builder.imports.unseen import settings, without_comments

_HOME = ("index.md", "README.md", "readme.md")
Group = tuple[str, list[tuple[str, PurePosixPath]]]
"""A future module: its title, and the titles ("" for the page's own) and files of its pages."""


def read_pages(sources: tuple[Path, ...], wishes: Wishes) -> Draft:
    """The course made from a folder. Raises SourceError."""
    folder = Folder(sources[0])
    name = next((path for path in map(PurePosixPath, ("mkdocs.yml", "mkdocs.yaml")) if path in folder.files), None)
    settings = table(folder.text(name)) if name else {}
    top = posixpath.normpath(words_of(settings.get("docs_dir")) or ("docs" if name else "."))
    made = _Pages(folder, wishes, settings, PurePosixPath(top)).draft()
    if not any(path.parts[0] == "modules" and path.name.count(".") == 2 for path in made.files):
        raise SourceError("source-missing", sources[0].name, file="*.md")
    return made


@dataclass(slots=True)
class _Pages:
    folder: Folder
    wishes: Wishes
    settings: Mapping[str, Any]
    top: PurePosixPath
    made: Draft = field(default_factory=Draft)
    sheets: Sheets = field(init=False)

    def draft(self) -> Draft:
        self.sheets = Sheets(self.made, self.find, self.fetch, self.elsewhere)
        title = self.wishes.title or words_of(self.settings.get("site_name")) or self.folder.root.name
        home = next((self.top / name for name in _HOME if self.top / name in self.folder.files), None)
        target, modules = f"reference/home.{self.wishes.language}.md", set[str]()
        if home:
            self.page(home, target, "home", title)
        else:
            course.home(self.made, self.wishes.language, title)
        for place, (name, pages) in enumerate(self.groups(title, home), 1):
            self.module(f"modules/{place * 10:02d}-{slug_of(name, modules, 'module')}", name, pages)
        self.sheets.write()
        course.settings(self.made, self.wishes, title)
        used = {note.source for note in self.made.notes}
        left = [path for path in self.folder.files if path.suffix.lower() == ".md" and str(path) not in used]
        self.made.notes += [Note("lost", "left-out", str(path)) for path in left]
        return self.made

    # -- what is a module, what a page

    def groups(self, title: str, home: PurePosixPath | None) -> list[Group]:
        nav = self.settings.get("nav")
        found = self.listed(nav, title) if isinstance(nav, list) else self.by_folder(title)
        left = [(name, [one for one in pages if one[1] != home]) for name, pages in found]
        return [(name, pages) for name, pages in left if pages]

    def listed(self, nav: list[Any], title: str) -> list[Group]:
        """A module for each section of the navigation, and one for all pages outside of sections."""
        alone: list[tuple[str, PurePosixPath]] = []
        groups: list[Group] = [(title, alone)]
        for entry in nav:
            for name, value in entry.items() if isinstance(entry, Mapping) else [("", entry)]:
                if isinstance(value, list):
                    groups.append((words_of(name), list(self.entries(value))))
                else:
                    alone += self.entries([{name: value}])
        return groups

    def entries(self, nav: list[Any]) -> Iterator[tuple[str, PurePosixPath]]:
        for entry in nav:
            for name, value in entry.items() if isinstance(entry, Mapping) else [("", entry)]:
                if isinstance(value, list):
                    yield from self.entries(value)
                    continue
                path = PurePosixPath(posixpath.normpath(self.top / words_of(value)))
                if path in self.folder.files:
                    yield words_of(name), path
                else:
                    self.made.notes.append(
                        Note("decide", "page-missing", "mkdocs.yml", arguments={"page": words_of(value)})
                    )

    def by_folder(self, title: str) -> list[Group]:
        groups: dict[PurePosixPath, list[tuple[str, PurePosixPath]]] = {self.top: []}
        for path in sorted(self.folder.files):
            if path.suffix.lower() == ".md" and (path.is_relative_to(self.top) or str(self.top) == "."):
                groups.setdefault(path.parent, []).append(("", path))
        return [(title if folder == self.top else _spoken(folder.name), pages) for folder, pages in groups.items()]

    def module(self, folder: str, name: str, pages: list[tuple[str, PurePosixPath]]) -> None:
        course.module(self.made, folder, name, self.wishes.language, str(self.top))
        taken: set[str] = set()
        for number, (title, path) in enumerate(pages, 1):
            slug = slug_of(re.sub(r"^\d+[-_. ]+", "", path.stem), taken)
            target = f"{folder}/{number * 10:03d}-{slug}.{self.wishes.language}.md"
            self.page(path, target, "session", title, track="extra")

    def page(self, path: PurePosixPath, target: str, kind: str, title: str, /, **meta: str) -> None:
        head, lines, first = front_matter(self.folder.text(path))
        lines, unseen = without_comments(lines, first)
        lines, cited = with_footnotes(lines)
        said: list[Said] = [*unseen, *settings(head, ("title",))]
        said += [("changed", "footnote", first + at - 1, {}) for at in cited]
        parts = parts_of(lines, first, references("\n".join(lines)), said)
        own = _take_title(parts)
        name = title or words_of(head.get("title")) or own or _spoken(path.stem)
        sheet = Sheet(str(path), PurePosixPath(target), kind, {"title": name, **meta}, parts, said)
        named(sheet, self.wishes.language)
        sheet.said += [
            ("decide", "minutes-unknown", box.line, {"title": box.title})
            for box in parts
            if isinstance(box, Box) and box.name == "activity"
        ]
        self.sheets.sheets.append(sheet)

    # -- what links and pictures mean

    def place(self, sheet: Sheet, path: str) -> PurePosixPath:
        start = self.top if path.startswith("/") else PurePosixPath(sheet.source).parent
        return PurePosixPath(posixpath.normpath(start / path.lstrip("/")))

    def find(self, sheet: Sheet, path: str) -> Sheet | None:
        wanted = self.place(sheet, path)
        stem = wanted.with_suffix("") if wanted.suffix in (".md", ".html") else wanted
        names = {str(wanted), f"{stem}.md", *(str(stem / name) for name in _HOME)}
        return next((one for one in self.sheets.sheets if one.source in names), None)

    def fetch(self, sheet: Sheet, path: str) -> bytes | None:
        return self.folder.content(self.place(sheet, path))

    def elsewhere(self, sheet: Sheet, path: str) -> str:
        site, found = words_of(self.settings.get("site_url")).rstrip("/"), self.place(sheet, path)
        is_there = found in self.folder.files and found.is_relative_to(self.top)
        return f"{site}/{found.relative_to(self.top)}" if is_there and site.startswith("http") else ""


def _spoken(name: str) -> str:
    return re.sub(r"^\d+[-_. ]+", "", name).replace("-", " ").replace("_", " ").capitalize() or name


def _take_title(parts: list[Part]) -> str:
    """Removes the first-level heading at the beginning and returns its text; "" when there is none."""
    for place, part in enumerate(parts[:3]):
        if not isinstance(part, Box) and part.tag == "h1":
            del parts[place]
            return plain(part)
    return ""
