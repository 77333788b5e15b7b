"""`taller import pptx`: presentations. Slides become `teach` blocks; speaker notes are for trainers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import html
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from builder.imports import course
from builder.imports.archive import check_archive
from builder.imports.boxes import named
from builder.imports.draft import Draft, Fate, Said, SourceError, Wishes
from builder.imports.escape import words_only
from builder.imports.places import slug_of
from builder.imports.sheets import Sheet, Sheets
from builder.imports.slide_text import chart, table, texts
from builder.imports.tree import Box, Part, element

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
_LISTS = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY, PP_PLACEHOLDER.VERTICAL_OBJECT)
_EDGES = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER)
_NOTHING = (PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.SLIDE_IMAGE)
_SECTION = "{http://schemas.microsoft.com/office/powerpoint/2010/main}section"
_SLIDE = "{http://schemas.microsoft.com/office/powerpoint/2010/main}sldId"
MOST_NESTED = 20


def read_pptx(sources: tuple[Path, ...], wishes: Wishes) -> Draft:
    """The course made from presentations. Raises SourceError, and whatever the library raises for broken ones."""
    show = _Show(wishes)
    for path in sources:
        check_archive(path)
        show.add(path)
    return show.draft(sources[0].stem)


@dataclass(slots=True)
class _Session:
    source: str
    title: str
    parts: list[Part] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    def tell(self, fate: Fate, code: str, line: int, **arguments: object) -> None:
        self.said.append((fate, code, line, arguments))

    @property
    def last(self) -> Box | None:
        """The last part if it is a box, otherwise None."""
        last = self.parts[-1] if self.parts else None
        return last if isinstance(last, Box) else None


@dataclass(slots=True)
class _Show:
    wishes: Wishes
    made: Draft = field(default_factory=Draft)
    pictures: dict[str, bytes] = field(default_factory=dict)
    modules: list[tuple[str, str, list[_Session]]] = field(default_factory=list)
    """File, title and sessions."""
    footers: set[str] = field(default_factory=set)

    def add(self, path: Path) -> None:
        """Reads a presentation as a module; its sections become sessions, or all of it becomes one."""
        show = Presentation(str(path))
        title = words_only(show.core_properties.title or "")
        sections, sessions = _sections(show), list[_Session]()
        for number, slide in enumerate(show.slides, 1):
            head = _title_of(slide)
            if number == 1 and head and (not title or "powerpoint" in title.lower()):
                title = head
            name = sections.get(slide.slide_id, "")
            if not sessions or (name and name != sessions[-1].title):
                sessions.append(_Session(path.name, name or title or path.stem))
            self.slide(sessions[-1], slide, number, head if number > 1 or head != title else "")
        if not sessions:
            raise SourceError("source-empty", path.name)
        self.modules.append((path.name, title or path.stem, sessions))

    # -- slides

    def slide(self, session: _Session, slide: Any, number: int, head: str) -> None:
        """Adds a slide's content; one without a title, or with the previous title, continues the previous slide's block."""
        parts = list(self.shapes(session, slide.shapes, number))
        notes = self.notes(slide, number)
        if any("comments" in relation.reltype for relation in slide.part.rels.values()):
            session.tell("lost", "slide-comments", number)
        if slide._element.get("show") in ("0", "false"):  # noqa: SLF001 - not in the library's interface
            session.tell("changed", "slide-hidden", number, title=head or "-")
            heading = [_bold(head, number)] if head else []
            notes = [Box("trainer", "", number, [*heading, *parts]), *notes] if heading or parts else notes
            parts, head = [], ""
        last = session.last
        if head and (last is None or last.title != head) and (parts or notes):
            session.parts.append(Box("teach", head, number, [*parts, *notes]))
        elif head and not (parts or notes):
            session.parts.append(element("h2", head, number))
        elif last is not None and last.name == "teach":
            last.parts += [*parts, *notes]
        else:
            session.parts += [*parts, *notes]

    def notes(self, slide: Any, number: int) -> list[Part]:
        frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
        found: list[Part] = list(texts(frame, number, is_list=False)) if frame is not None else []
        return [Box("trainer", "", number, found)] if found else []

    def shapes(self, session: _Session, shapes: Any, number: int, depth: int = 0) -> Iterator[Part]:
        for shape in shapes:
            kind = shape.placeholder_format.type if shape.is_placeholder else None
            if kind in _TITLES or kind in _NOTHING:
                continue
            if shape._element.xpath(".//p:cNvPr/@hidden")[:1] in (["1"], ["true"]):  # noqa: SLF001 - the same
                session.tell(
                    "lost", "unseen", number, words=(shape.text_frame.text if shape.has_text_frame else shape.name)[:60]
                )
            elif kind in _EDGES:
                self.footer(session, shape, number)
            elif shape.shape_type == MSO_SHAPE_TYPE.GROUP and depth < MOST_NESTED:
                yield from self.shapes(session, shape.shapes, number, depth + 1)
            elif _picture_of(shape) is not None:
                yield self.picture(shape, number)
            else:
                yield from self.other(session, shape, number, is_list=kind in _LISTS)

    def other(self, session: _Session, shape: Any, number: int, *, is_list: bool) -> Iterator[Part]:
        """Text, a table or a chart; anything else is noted as lost."""
        if getattr(shape, "has_text_frame", False):
            yield from texts(shape.text_frame, number, is_list=is_list)
        elif getattr(shape, "has_table", False):
            yield table(shape.table, number)
        elif getattr(shape, "has_chart", False):
            made = chart(shape.chart, number)
            session.tell("changed" if made is not None else "lost", "slide-chart", number)
            if made is not None:
                yield made
        elif shape.shape_type not in (MSO_SHAPE_TYPE.LINE, MSO_SHAPE_TYPE.FREEFORM, None) or _is_frame(shape):
            session.tell("lost", "slide-object", number, name=shape.name)

    def footer(self, session: _Session, shape: Any, number: int) -> None:
        """Notes a footer once, since it is on every slide."""
        text = " ".join(shape.text_frame.text.split()) if shape.has_text_frame else ""
        if text and text not in self.footers:
            self.footers.add(text)
            session.tell("lost", "slide-footer", number, words=text[:80])

    def picture(self, shape: Any, number: int) -> html.HtmlElement:
        place = f"slide-{number}-{len(self.pictures) + 1}"
        self.pictures[place] = _picture_of(shape) or b""
        image, made = html.Element("img"), element("p", "", number)
        image.set("src", place)
        described = shape._element.xpath(".//p:cNvPr/@descr")  # noqa: SLF001 - the library doesn't read it
        alt = " ".join(described[0].split()) if described else ""
        image.set("alt", "" if re.fullmatch(r"[\w .-]+\.\w{3,4}", alt) else alt)  # a file name describes nothing
        made.append(image)
        return made

    # -- the course

    def draft(self, name: str) -> Draft:
        sheets = Sheets(self.made, lambda _sheet, _path: None, lambda _sheet, src: self.pictures.get(src))
        title, language = self.wishes.title or self.modules[0][1] or name, self.wishes.language
        course.home(self.made, language, title)
        taken: set[str] = set()
        for place, (source, heading, sessions) in enumerate(self.modules, 1):
            folder, slugs = f"modules/{place * 10:03d}-{slug_of(heading, taken, 'module')}", set[str]()
            course.module(self.made, folder, heading, language, source)
            for number, one in enumerate(sessions, 1):
                target = PurePosixPath(f"{folder}/{number * 10:03d}-{slug_of(one.title, slugs)}.{language}.md")
                meta = {"title": one.title, "track": "extra"}
                sheets.sheets.append(Sheet(source, target, "session", meta, one.parts, one.said))
        for sheet in sheets.sheets:
            named(sheet, language)
            teach = next((part for part in sheet.parts if isinstance(part, Box) and part.name == "teach"), None)
            if teach:
                sheet.said.append(("decide", "slides-minutes", teach.line, {"title": sheet.meta["title"]}))
        sheets.write()
        course.settings(self.made, self.wishes, title)
        return self.made


def _title_of(slide: Any) -> str:
    """The title without the numbering of continued slides: `Rules (2/3)` is `Rules`."""
    shape = slide.shapes.title
    title = words_only(shape.text_frame.text.replace("\v", " ")) if shape is not None else ""
    return re.sub(r"\s*\(\d{1,2}\s?/\s?\d{1,2}\)$", "", title)


def _sections(show: Any) -> dict[int, str]:
    """Slide id -> the name of its section."""
    root = show.part._element  # noqa: SLF001 - the library doesn't know sections
    return {
        int(slide.get("id")): words_only(section.get("name") or "")
        for section in root.iter(_SECTION)
        for slide in section.iter(_SLIDE)
        if (slide.get("id") or "").isdecimal()
    }


def _picture_of(shape: Any) -> bytes | None:
    """A picture's bytes; None for other shapes and for linked pictures."""
    try:
        return bytes(shape.image.blob)
    except (AttributeError, ValueError, KeyError):
        return None


def _is_frame(shape: Any) -> bool:
    return str(shape._element.tag).endswith("}graphicFrame")  # noqa: SLF001 - drawings of the program have no type


def _bold(text: str, line: int) -> html.HtmlElement:
    made, strong = element("p", "", line), html.Element("strong")
    strong.text = text
    made.append(strong)
    return made
