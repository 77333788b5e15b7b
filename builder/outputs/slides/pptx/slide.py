"""Slides of a deck -> slides of a PPTX, each with its notes."""

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from builder.outputs.slides.deck import Line, Picture, Slide, Table, Text
from builder.outputs.slides.pptx.layouts import (
    ADDRESS,
    BODY,
    CAPTION,
    CODE,
    FOOT,
    HEAD,
    KICKER,
    LAYOUTS,
    LINE,
    NOTE_BODY,
    ORIGIN,
    OVER,
    TABLE,
    TITLE,
    UNDER,
    number_of_slide,
    picture_of_slide,
)  # fmt: skip
from builder.outputs.slides.pptx.shapes import (
    Box,
    Holder,
    emu,
    paragraph,
    place_holder,
    root,
    run,
    shape,
    transform,
    tree,
)
from builder.outputs.slides.split import columns, height, room_of_picture, row_height, title_lines
from builder.package.manifest import node
from builder.print.qr import qr_png, spoken

_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
_ROW = 26.0
"""Height of a line in a table, in points."""
_OPENINGS = ("cover", "section")


@dataclass(slots=True)
class SlideWriter:
    """Writes one slide, and collects the pictures and links that it uses by the ids of their relationships."""

    slide: Slide
    language: str
    files: Mapping[str, tuple[bytes, str]]
    """Token of a picture -> its file, in a format that every program reads, and its suffix."""
    media: dict[str, bytes]
    """Name -> content of the whole presentation's pictures, to which this slide adds its own."""
    used: dict[str, str] = field(default_factory=dict)
    """Relationship id -> name below `ppt/media`."""
    links: dict[str, str] = field(default_factory=dict)
    last: int = 1

    @property
    def layout(self) -> str:
        return "away" if self.slide.kind == "text" and self.slide.address else self.slide.kind

    def write(self) -> etree.Element:
        shapes = tree([*self.head(), *self.content(), *self.mark(), *self.foot()])
        return root("p:sld", node("p:cSld", "", shapes), node("p:clrMapOvr", "", node("a:masterClrMapping")))

    def number(self) -> int:
        self.last += 1
        return self.last

    # -- what all slides have

    def head(self) -> Iterator[etree.Element]:
        is_opening = self.slide.kind in _OPENINGS
        yield self.words(HEAD if is_opening else TITLE, self.slide.title, is_title=True)
        if self.slide.kicker:
            yield self.words(OVER if is_opening else KICKER, self.slide.kicker)

    def foot(self) -> Iterator[etree.Element]:
        if self.slide.origin:
            yield self.words(ORIGIN, self.slide.origin)
        if self.slide.foot:
            yield self.words(FOOT, self.slide.foot)
        yield number_of_slide(self.number(), self.language)

    def words(self, holder: Holder, words: str, *, is_title: bool = False) -> etree.Element:
        box = replace(TITLE.box, height=TITLE.box.height + self.shift) if is_title and self.shift else None
        return shape(self.number(), holder, [paragraph(run(words, self.language))], box=box)

    @property
    def shift(self) -> float:
        """Points by which a title of several lines moves down what is below it."""
        return 0 if self.slide.kind in _OPENINGS else LINE * (title_lines(self.slide.title) - 1)

    def content(self) -> Iterator[etree.Element]:
        slide = self.slide
        if slide.lines:
            kinds = {"cover": UNDER, "section": UNDER, "text": BODY}
            holder = kinds.get(slide.kind, CAPTION)
            below = replace(holder.box, y=holder.box.y + self.shift, height=holder.box.height - self.shift)
            box = below if self.shift else None
            yield shape(self.number(), holder, [self.line(line) for line in slide.lines], box=box)
        if slide.picture:
            yield self.picture(slide.picture)
        if slide.table:
            yield self.table(slide.table)

    def mark(self) -> Iterator[etree.Element]:
        """The QR code of the slide's address, with the address beside it; nothing when there is none."""
        address = self.slide.address
        if not address:
            return
        name = self.relation(qr_png(address), ".png")
        yield self.image(name, f"QR: {spoken(address)}", CODE, CODE.box)
        self.links["link1"] = address
        yield shape(self.number(), ADDRESS, [paragraph(run(spoken(address), self.language, link="link1"))])

    # -- words

    def line(self, line: Line) -> etree.Element:
        """A line as a paragraph; a numbered or lettered one starts its list at its own number."""
        return paragraph(*self.runs(line.text), properties=self.listed(line))

    def listed(self, line: Line) -> etree.Element | None:
        mark, is_caption = line.mark.rstrip("."), self.slide.kind != "text"
        if mark == "•" and not is_caption:
            return node("a:pPr", lvl="1") if line.level else None
        if not mark or is_caption:
            return node("a:pPr", "", node("a:buNone"), marL="0", indent="0")
        kind, start = ("arabicPeriod", mark) if mark.isdigit() else ("alphaUcPeriod", str(ord(mark) - 64))
        bullet = node("a:buChar", char=mark) if mark == "→" else node("a:buFont", typeface="+mj-lt")
        made = node("a:pPr", "", bullet, marL=emu(38), indent=emu(-38))
        if mark != "→":
            made.append(node("a:buAutoNum", type=kind, startAt=start))
        return made

    def runs(self, text: Text) -> Iterator[etree.Element]:
        return (run(one.words, self.language, bold=one.bold, italic=one.italic, place=one.place) for one in text)

    # -- pictures and tables

    def relation(self, content: bytes, suffix: str) -> str:
        name = sha256(content).hexdigest()[:20] + suffix
        self.media[name] = content
        identifier = f"image{len(self.used) + 1}"
        self.used[identifier] = name
        return identifier

    def picture(self, picture: Picture) -> etree.Element:
        shown = picture.shown
        width, tall = room_of_picture(self.slide)
        scale = min(width / shown.size[0], tall / shown.size[1])
        size = (shown.size[0] * scale, shown.size[1] * scale)
        box = Box((960 - size[0]) / 2, self.top(), *size)
        return self.image(self.relation(*self.files[shown.token]), picture.alt, LAYOUTS["picture"].holders[-1], box)

    def top(self) -> float:
        """Where the content below title and lines begins, in points from the top."""
        return TABLE.box.y + self.shift + 34 * sum(height(line) for line in self.slide.lines)

    def image(self, relation: str, alt: str, holder: Holder, box: Box) -> etree.Element:
        locks = node("p:cNvPicPr", "", node("a:picLocks", noGrp="1", noChangeAspect="1"))
        name = node("p:cNvPr", id=str(self.number()), name=holder.name, descr=alt)
        about = node("p:nvPicPr", "", name, locks, node("p:nvPr", "", place_holder(holder)))
        fill = node("p:blipFill", "", node("a:blip", r__embed=relation), node("a:stretch", "", node("a:fillRect")))
        return node("p:pic", "", about, fill, node("p:spPr", "", transform(box)))

    def table(self, table: Table) -> etree.Element:
        shares = columns(table)
        rows = [self.row(table.head, shares, is_head=True), *(self.row(row, shares) for row in table.rows)]
        grid = node("a:tblGrid", "", *(node("a:gridCol", w=emu(TABLE.box.width * share)) for share in shares))
        made = node("a:tbl", "", node("a:tblPr", firstRow="1"), grid, *rows)
        tall = sum(_ROW * row_height(row, shares) for row in (table.head, *table.rows))
        box = Box(TABLE.box.x, self.top(), TABLE.box.width, tall)
        name = node("p:cNvPr", id=str(self.number()), name=TABLE.name, descr=self.slide.title)
        locks = node("p:cNvGraphicFramePr", "", node("a:graphicFrameLocks", noGrp="1"))
        about = node("p:nvGraphicFramePr", "", name, locks, node("p:nvPr", "", place_holder(TABLE)))
        data = node("a:graphicData", "", made, uri=_TABLE)
        return node("p:graphicFrame", "", about, transform(box, "p:xfrm"), node("a:graphic", "", data))

    def row(self, cells: Sequence[Text], shares: Sequence[float], *, is_head: bool = False) -> etree.Element:
        made = (self.cell(cell, is_head=is_head) for cell in cells)
        return node("a:tr", "", *made, h=emu(_ROW * row_height(cells, shares)))

    def cell(self, text: Text, *, is_head: bool) -> etree.Element:
        bold = [replace(one, bold=one.bold or is_head) for one in text]
        runs = list(self.runs(tuple(bold)))
        for one in runs:
            one[0].set("sz", "2200")
        line = node("a:solidFill", "", node("a:schemeClr", val="accent1" if is_head else "accent4"))
        border = node("a:lnB", "", line, w=emu(2 if is_head else 0.8))
        none = [node(f"a:ln{side}", "", node("a:noFill"), w="0") for side in "LRT"]
        body = node("a:txBody", "", node("a:bodyPr"), node("a:lstStyle"), node("a:p", "", *runs))
        return node("a:tc", "", body, node("a:tcPr", "", *none, border, node("a:noFill"), marL=emu(6), marR=emu(6)))


def notes(paragraphs: Iterable[str], language: str) -> etree.Element:
    """The notes page of a slide."""
    words = [paragraph(run(text, language)) for text in paragraphs]
    content = node("p:cSld", "", tree([picture_of_slide(2, is_placed=False), shape(3, NOTE_BODY, words)]))
    return root("p:notes", content, node("p:clrMapOvr", "", node("a:masterClrMapping")))
