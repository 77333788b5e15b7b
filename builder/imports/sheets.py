"""The pages that an import makes, and the links, anchors, pictures and files among them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import html

from builder.course.files import KINDS, MEGABYTE, kind_of
from builder.course.settings import LARGEST_FILE
from builder.course.vocabulary import HIDDEN
from builder.handouts.inside import fault_in
from builder.imports.draft import Draft, Fate, Note, Said
from builder.imports.escape import words_only
from builder.imports.grids import Line
from builder.imports.inline import EXTERNAL
from builder.imports.pictures import LARGEST, fitted
from builder.imports.places import anchor_of, as_id, between, slug_of
from builder.imports.tree import Box, Part, plain, walk
from builder.imports.write import HEADINGS, Writer


@dataclass(slots=True)
class Sheet:
    """A future page."""

    source: str
    """The source file's name, as shown in the report."""
    target: PurePosixPath
    kind: str
    meta: dict[str, str]
    parts: list[Part]
    said: list[Said] = field(default_factory=list)
    anchors: dict[str, "Box | html.HtmlElement"] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    @property
    def is_hidden(self) -> bool:
        return self.kind == "guide"


Find = Callable[[Sheet, str], "Sheet | None"]
"""Finds the page that a link's path means."""
Fetch = Callable[[Sheet, str], bytes | None]
"""Reads the file that a picture's path means; None when there is none."""
Elsewhere = Callable[[Sheet, str], str]
"""The web address of a file that is no page of the course; "" when there is none."""


@dataclass(slots=True)
class Sheets:
    """All pages of an import; `find`, `fetch` and `elsewhere` know the source."""

    draft: Draft
    find: Find
    fetch: Fetch
    elsewhere: Elsewhere = lambda _sheet, _path: ""
    sheets: list[Sheet] = field(default_factory=list)
    brought: dict[tuple[str, bytes], PurePosixPath | None] = field(default_factory=dict)
    names: dict[PurePosixPath, set[str]] = field(default_factory=dict)
    drawings: set[PurePosixPath] = field(default_factory=set)

    def write(self) -> None:
        for sheet in self.sheets:
            _find_anchors(sheet)
        for sheet in self.sheets:
            self.mark_targets(sheet)
        for sheet in self.sheets:
            self.one(sheet)

    def mark_targets(self, sheet: Sheet) -> None:
        """Gives an id to each heading or box that this page links to."""
        for href in _hrefs(sheet.parts):
            path, _, anchor = href.partition("#")
            other = self.found(sheet, path) if not href.lower().startswith(EXTERNAL) else None
            thing = other.anchors.get(unquote(anchor)) if other and anchor else None
            if other and thing is not None and not _id(thing):
                _set_id(thing, as_id(anchor, other.ids))

    def found(self, sheet: Sheet, path: str) -> Sheet | None:
        return self.find(sheet, unquote(path)) if path else sheet

    def one(self, sheet: Sheet) -> None:
        """Writes a page, and notes what became of each line."""
        told = _Told(self, sheet)
        lines = Writer(told).blocks(sheet.parts)
        head = ["---", *(f"{key}: {quoted(value)}" for key, value in sheet.meta.items()), "---"]
        text = "\n".join([*head, *(line for line, _ in lines)]) + "\n"
        self.draft.text(sheet.target, text)
        for fate, code, line, arguments in [*sheet.said, *told.notes]:
            at = _where(lines, line) + len(head)
            self.draft.notes.append(Note(fate, code, sheet.source, line, sheet.target, at, arguments))
        first = min((line for _, line in lines if line), default=0)
        self.draft.notes.append(
            Note("kept", "page", sheet.source, first, sheet.target, 1, {"title": sheet.meta["title"]})
        )

    def picture(self, sheet: Sheet, src: str) -> tuple[PurePosixPath | None, str]:
        """The picture's path in the course, and what was changed ("", `Fitted.change`); None and `missing` or
        `unreadable`.
        """
        content = self.fetch(sheet, unquote(src))
        if content is None or len(content) > LARGEST:
            return None, "missing" if content is None else "unreadable"
        folder = sheet.target.parent / "images"
        key = (str(folder), content)
        if key in self.brought:
            return self.brought[key], "" if self.brought[key] else "unreadable"
        made = fitted(content)
        if made is None:
            self.brought[key] = None
            return None, "unreadable"
        name = slug_of(PurePosixPath(src).stem, self.names.setdefault(folder, set()), "picture")
        place = self.brought[key] = folder / f"{name}{made.suffix}"
        self.draft.files[place] = made.content
        if made.is_drawing:
            self.draft.drawings.append(place)
        return place, made.change

    def file(self, sheet: Sheet, path: str) -> PurePosixPath | None:
        """The path of a download in the course; None when it is missing, too large or potentially harmful."""
        kind = kind_of(PurePosixPath(path))
        content = self.fetch(sheet, path) if kind in KINDS else None
        if content is None or len(content) > LARGEST_FILE * MEGABYTE:
            return None
        folder = sheet.target.parent / "files"
        key = (str(folder), content)
        if key not in self.brought:
            name = slug_of(PurePosixPath(path).stem, self.names.setdefault(folder, set()), "file")
            self.brought[key] = None if fault_in(content, kind) else folder / f"{name}.{kind}"
        place = self.brought[key]
        if place:
            self.draft.files[place] = content
        return place


@dataclass(slots=True)
class _Told:
    """What the writer of one page asks for."""

    sheets: Sheets
    sheet: Sheet
    hidden: int = 0
    notes: list[Said] = field(default_factory=list)

    def said(self, fate: Fate, code: str, line: int, **arguments: object) -> None:
        self.notes.append((fate, code, line, arguments))

    def enter(self, name: str) -> None:
        self.hidden += name in HIDDEN

    def leave(self, name: str) -> None:
        self.hidden -= name in HIDDEN

    def link(self, href: str, line: int) -> str:
        path, _, anchor = href.partition("#")
        other = self.sheets.found(self.sheet, path)
        if other is None:
            return self.file(href, path, line)
        if other.is_hidden and not self.sheet.is_hidden and not self.hidden:
            self.said("lost", "link-to-trainers", line, address=href)
            return ""
        thing = other.anchors.get(unquote(anchor)) if anchor else None
        if anchor and thing is None:
            self.said("changed", "link-to-page", line, address=href)
        end = f"#{_id(thing)}" if thing is not None and _id(thing) else ""
        if other is self.sheet:
            return end
        return between(self.sheet.target, other.target) + end

    def file(self, href: str, path: str, line: int) -> str:
        """A downloadable file is copied; otherwise the link leads to the source's site, or nowhere ("")."""
        place = self.sheets.file(self.sheet, unquote(path))
        if place:
            self.said("kept", "file", line, file=place.name)
            return between(self.sheet.target, place)
        address = self.sheets.elsewhere(self.sheet, unquote(path))
        if address:
            self.said("changed", "file-elsewhere", line, address=address)
            return address
        self.said("lost", "link-nowhere", line, address=href)
        return ""

    def picture(self, src: str, line: int) -> str:
        if src.lower().startswith(("http:", "https:", "data:", "//")):
            self.said("lost", "picture-elsewhere", line, address=src[:80])
            return ""
        place, change = self.sheets.picture(self.sheet, src)
        if place is None:
            self.said("lost", f"picture-{change}", line, picture=src)
            return ""
        if change:
            self.said("changed", f"picture-{change}", line, picture=src)
        return between(self.sheet.target, place)


def quoted(value: str) -> str:
    """A front matter value, in quotation marks where needed."""
    words = words_only(value).replace("\\", "")
    return (
        words
        if words.replace("-", "").isalnum() and words.isascii() and words.islower()
        else '"' + words.replace('"', "'") + '"'
    )


def _where(lines: list[Line], line: int) -> int:
    """The target line (from 1) that came from this source line or the next; text is preferred to marks."""
    near = [(at, text.startswith(":::"), number) for number, (text, at) in enumerate(lines, 1) if at >= line and text]
    return min(near)[2] if near else len(lines)


def _hrefs(parts: Iterable[Part]) -> Iterator[str]:
    for part in walk(list(parts)):
        if not isinstance(part, Box):
            yield from (href for node in part.iter("a") if (href := node.get("href")))


def _find_anchors(sheet: Sheet) -> None:
    """Registers every heading and titled box under the anchors that other tools give it."""
    for part in walk(sheet.parts):
        if isinstance(part, Box):
            for anchor in filter(None, (part.id, anchor_of(part.title))):
                sheet.anchors.setdefault(anchor, part)
            continue
        for node in [one for one in part.iter() if one.tag in HEADINGS]:
            written = node.get("id") or ""
            for anchor in filter(None, (written, anchor_of(plain(node)))):
                sheet.anchors.setdefault(anchor, node)
            if written:
                node.attrib.pop("id")


def _id(thing: Part) -> str:
    return thing.id if isinstance(thing, Box) else thing.get("id") or ""


def _set_id(thing: Part, identifier: str) -> None:
    if isinstance(thing, Box):
        thing.id = identifier
    else:
        thing.set("id", identifier)
