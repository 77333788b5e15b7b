"""Reads the books and pages of a Moodle course backup (.mbz), never its people and their answers."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from builder.imports.archive import read_members
from builder.imports.draft import Fate, Note, SourceError
from builder.imports.tree import LINE, Part, element, fragments
from builder.imports.xmlfile import parsed, words_in

_PLACE = "@@PLUGINFILE@@/"
_WANTED = re.compile(
    r"moodle_backup\.xml|files\.xml|questions\.xml|sections/section_\d+/section\.xml"
    r"|activities/(?:book|page)_\d+/(?:book|page|module)\.xml"
)
_HASH = re.compile(r"[0-9a-f]{40}")


@dataclass(slots=True)
class Unit:
    """A future module: a book with its chapters, or the pages of a section."""

    source: str
    title: str
    about: list[Part] = field(default_factory=list)
    pages: list[tuple[str, str, list[Part]]] = field(default_factory=list)
    """Source, title and parts of each page."""


@dataclass(slots=True)
class Backup:
    """What a backup holds."""

    name: str
    title: str = ""
    units: list[Unit] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def read_backup(path: Path) -> Backup:
    """The contents of a backup. Raises SourceError when the archive isn't one."""
    members = read_members(path, lambda name: bool(_WANTED.fullmatch(name)))
    if "moodle_backup.xml" not in members:
        raise SourceError("source-missing", path.name, file="moodle_backup.xml")
    return _Reader(path, members, Backup(path.name)).read()


@dataclass(slots=True)
class _Reader:
    path: Path
    members: dict[str, bytes]
    made: Backup
    files: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """Context, item and file name -> the digest that names the file in the archive."""
    wanted: dict[str, str] = field(default_factory=dict)
    """Address on a page -> the file's digest."""

    def xml(self, name: str) -> etree._Element:
        return parsed(self.members[name], name)

    def read(self) -> Backup:
        root = self.xml("moodle_backup.xml")
        self.made.title = words_in(root, ".//original_course_fullname")
        sections = {
            words_in(one, "sectionid"): one for one in root.iter("section") if one.find("sectionid") is not None
        }
        for node in self.xml("files.xml").iter("file") if "files.xml" in self.members else ():
            digest = words_in(node, "contenthash")
            if _HASH.fullmatch(digest):
                key = (words_in(node, "contextid"), words_in(node, "itemid"), words_in(node, "filename"))
                self.files[key] = digest
        pages: dict[str, Unit] = {}
        for one in root.iter("activity"):
            if one.find("modulename") is not None:
                self.activity(one, sections, pages)
        self.questions()
        self.bring_pictures()
        return self.made

    def activity(self, one: etree._Element, sections: dict[str, etree._Element], pages: dict[str, Unit]) -> None:
        kind, title, folder = (words_in(one, name) for name in ("modulename", "title", "directory"))
        file = f"{folder}/{kind}.xml"
        if kind not in ("book", "page") or file not in self.members:
            self.said("lost", "activity-type", "moodle_backup.xml", one.sourceline, type=kind, title=title)
        elif self.is_hidden(f"{folder}/module.xml") or self.is_hidden(self.section(one, sections)):
            self.said("lost", "hidden", file, 1, title=title)
        elif kind == "book":
            self.made.units.append(self.book(file, title))
        else:
            key = words_in(one, "sectionid")
            if key not in pages:
                about = sections.get(key)
                pages[key] = Unit(file, words_in(about, "title") if about is not None else "")
                self.made.units.append(pages[key])
            self.page(pages[key], file, title)

    def section(self, one: etree._Element, sections: dict[str, etree._Element]) -> str:
        found = sections.get(words_in(one, "sectionid"))
        return f"{words_in(found, 'directory')}/section.xml" if found is not None else ""

    def is_hidden(self, name: str) -> bool:
        """Whether learners can't see the activity or section there; it isn't imported, since here they could."""
        return name in self.members and words_in(self.xml(name), "visible") == "0"

    def book(self, file: str, title: str) -> Unit:
        root = self.xml(file)
        unit = Unit(file, words_in(root, "book/name") or title)
        context = root.get("contextid") or ""
        unit.about = self.parts(words_in(root, "book/intro"), context, "0", root.sourceline or 1)
        for chapter in sorted(root.iter("chapter"), key=_number):
            line, name = chapter.sourceline or 1, words_in(chapter, "title")
            if words_in(chapter, "hidden") == "1":
                self.said("lost", "hidden", file, line, title=name)
                continue
            parts = self.parts(words_in(chapter, "content"), context, chapter.get("id") or "", line)
            if words_in(chapter, "subchapter") == "1" and unit.pages:
                unit.pages[-1][2].extend([element("h2", name, line), *parts])
            else:
                unit.pages.append((file, name, parts))
        return unit

    def page(self, unit: Unit, file: str, title: str) -> None:
        root = self.xml(file)
        context, line = root.get("contextid") or "", root.sourceline or 1
        parts = [
            *self.parts(words_in(root, "page/intro"), context, "0", line),
            *self.parts(words_in(root, "page/content"), context, "0", line),
        ]
        unit.pages.append((file, words_in(root, "page/name") or title, parts))

    def parts(self, markup: str, context: str, item: str, line: int) -> list[Part]:
        """A text as elements, with their chapter's line and unique names for pictures."""
        found = fragments(markup, line)
        for node in [node for part in found for node in part.iter()]:
            if isinstance(node.tag, str):
                node.set(LINE, str(line))
            if node.tag == "img" and (node.get("src") or "").startswith(_PLACE):
                node.set("src", self.place(node.get("src") or "", context, item))
        return list(found)

    def place(self, src: str, context: str, item: str) -> str:
        name = unquote(src.removeprefix(_PLACE).partition("?")[0]).rpartition("/")[2]
        digest = self.files.get((context, item, name), "")
        if not digest:
            return name
        place = f"{digest[:12]}/{re.sub(r'[^A-Za-z0-9._-]', '-', name)}"
        self.wanted[place] = digest
        return place

    def questions(self) -> None:
        """Notes the number of questions, which aren't read: Moodle has its own export for them."""
        count = self.members.get("questions.xml", b"").count(b"<questiontext>")
        if count:
            self.said("lost", "backup-questions", "questions.xml", 0, n=count)

    def bring_pictures(self) -> None:
        names = {f"files/{digest[:2]}/{digest}": digest for digest in self.wanted.values()}
        found = read_members(self.path, names.__contains__) if names else {}
        contents = {names[name]: content for name, content in found.items()}
        self.made.pictures = {place: contents[digest] for place, digest in self.wanted.items() if digest in contents}

    def said(self, fate: Fate, code: str, source: str, line: int | None, **arguments: object) -> None:
        self.made.notes.append(Note(fate, code, source, line or 0, arguments=arguments))


def _number(chapter: etree._Element) -> int:
    text = words_in(chapter, "pagenum")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
