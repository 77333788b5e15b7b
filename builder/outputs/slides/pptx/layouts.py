"""The master, its layouts with real placeholders, and the master of the notes pages."""

import xml.etree.ElementTree as etree
from collections.abc import Mapping
from dataclasses import dataclass

from builder.outputs.slides.pptx.shapes import (
    Box,
    Holder,
    bar,
    level,
    list_style,
    paragraph,
    root,
    run,
    shape,
    transform,
    tree,
)  # fmt: skip
from builder.package.manifest import node

SLIDE = Box(0, 0, 960, 540)
PAGE = Box(0, 0, 540, 720)
"""Size of a notes page, in points."""
TITLE = Holder("title", 0, "Title", Box(52, 50, 856, 48))
KICKER = Holder("body", 20, "Kicker", Box(52, 20, 856, 28))
BODY = Holder("", 1, "Content", Box(52, 116, 856, 368))
CAPTION = Holder("body", 21, "Caption", Box(52, 108, 856, 72))
FOOT = Holder("body", 22, "Foot", Box(52, 492, 740, 32))
PICTURE = Holder("pic", 23, "Picture", Box(52, 116, 856, 368))
TABLE = Holder("tbl", 24, "Table", Box(52, 116, 856, 368))
CODE = Holder("pic", 25, "Code", Box(52, 360, 118, 118))
ADDRESS = Holder("body", 26, "Address", Box(184, 396, 724, 48))
LINE = 42.0
"""Points by which each further line of a title moves down what is below it."""
NUMBER = Holder("sldNum", 12, "Slide number", Box(828, 500, 80, 24))
HEAD = Holder("ctrTitle", 0, "Title", Box(72, 116, 816, 130))
UNDER = Holder("subTitle", 1, "Subtitle", Box(72, 258, 816, 90))
OVER = Holder("body", 20, "Kicker", Box(72, 84, 816, 28))
ORIGIN = Holder("body", 27, "Origin", Box(52, 444, 816, 44))


@dataclass(frozen=True, slots=True)
class Layout:
    name: str
    kind: str
    """PowerPoint's name for the type of layout."""
    holders: tuple[Holder, ...]
    is_opening: bool = False


_ALL = (TITLE, KICKER, FOOT, NUMBER)
LAYOUTS: Mapping[str, Layout] = {
    "cover": Layout("Cover", "title", (HEAD, UNDER, OVER, ORIGIN, FOOT, NUMBER), is_opening=True),
    "section": Layout("Session", "title", (HEAD, UNDER, OVER, CODE, ADDRESS, FOOT, NUMBER), is_opening=True),
    "text": Layout("Title and points", "obj", (*_ALL, BODY)),
    "away": Layout("Title, points and code", "obj", (*_ALL, BODY, CODE, ADDRESS)),
    "picture": Layout("Title and picture", "picTx", (*_ALL, CAPTION, PICTURE)),
    "table": Layout("Title and table", "tbl", (*_ALL, CAPTION, TABLE)),
}  # fmt: skip
_WORDS = {TITLE: ("tx1", 36.0, "t"), HEAD: ("tx1", 48.0, "b"), UNDER: ("tx1", 28.0, "t"), KICKER: ("accent1", 20.0, "b"),
          OVER: ("accent1", 20.0, "b"), FOOT: ("dk2", 20.0, "b"), CAPTION: ("tx1", 28.0, "t"), ADDRESS: ("accent1", 20.0, "ctr"),
          ORIGIN: ("dk2", 13.0, "b"), NUMBER: ("dk2", 16.0, "b")}  # fmt: skip
"""Colour, size in points and anchor of text; placeholders that aren't here hold bullet points."""
_BOLD = frozenset({TITLE, HEAD, KICKER, OVER})


def layout(one: Layout) -> etree.Element:
    """A slide layout."""
    stripe = bar(90, Box(0, 0, 960, 24)) if one.is_opening else bar(90, Box(0, 0, 16, 540))
    shapes = [stripe, *(_holder(number, holder) for number, holder in enumerate(one.holders, 2))]
    content = node("p:cSld", "", tree(shapes), name=one.name)
    return root("p:sldLayout", content, _same_colours(), type=one.kind, preserve="1")


def _holder(number: int, holder: Holder) -> etree.Element:
    colour, size, anchor = _WORDS.get(holder, ("tx1", 28.0, "t"))
    is_points = holder not in _WORDS and holder.kind not in ("pic", "tbl")
    levels = (
        _points()
        if is_points
        else [level(1, size, colour=colour, bold=holder in _BOLD, align="r" if holder is NUMBER else "l")]
    )
    text = _number("en-US") if holder is NUMBER else paragraph(run(holder.name, "en-US"))
    return shape(number, holder, [text], style=list_style(*levels), anchor=anchor, is_placed=True)


def _points() -> list[etree.Element]:
    return [level(1, 28, mark="•"), level(2, 26, mark="–", before=4)]


def _number(language: str) -> etree.Element:
    """A paragraph with the slide's number as a field."""
    field = node(
        "a:fld",
        "",
        node("a:rPr", lang=language),
        node("a:t", "‹#›"),
        id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}",
        type="slidenum",
    )
    return node("a:p", "", field)


def number_of_slide(number: int, language: str) -> etree.Element:
    """The placeholder for the slide's number; `number` is the id of the shape."""
    return shape(number, NUMBER, [_number(language)])


def _same_colours() -> etree.Element:
    return node("p:clrMapOvr", "", node("a:masterClrMapping"))


def _colour_map() -> etree.Element:
    same = {name: name for name in (*(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")}
    return node("p:clrMap", bg1="lt1", tx1="dk1", bg2="lt2", tx2="dk2", **same)


def _white() -> etree.Element:
    fill = node("a:solidFill", "", node("a:schemeClr", val="bg1"))
    return node("p:bg", "", node("p:bgPr", "", fill, node("a:effectLst")))


def master() -> etree.Element:
    """The slide master. It relies on the relationships rId1 ... for the layouts, in order."""
    body = Holder("body", 1, "Content", BODY.box)
    shapes = [_holder(2, TITLE), _holder(3, body), _holder(4, NUMBER)]
    layouts = node("p:sldLayoutIdLst", "", *(
        node("p:sldLayoutId", id=str(2_147_483_649 + number), r__id=f"rId{number}") for number in range(1, len(LAYOUTS) + 1)
    ))  # fmt: skip
    title = node("p:titleStyle", "", level(1, 36, bold=True))
    styles = node("p:txStyles", "", title, node("p:bodyStyle", "", *_points()), node("p:otherStyle", "", level(1, 20)))
    return root("p:sldMaster", node("p:cSld", "", _white(), tree(shapes)), _colour_map(), layouts, styles)


NOTE_PICTURE = Holder("sldImg", 2, "Slide", Box(60, 50, 420, 236))
NOTE_BODY = Holder("body", 3, "Notes", Box(50, 310, 440, 360))


def picture_of_slide(number: int, *, is_placed: bool) -> etree.Element:
    locks = node("p:cNvSpPr", "", node("a:spLocks", noGrp="1", noRot="1", noChangeAspect="1"))
    about = node("p:nvSpPr", "", node("p:cNvPr", id=str(number), name="Slide"), locks)
    about.append(node("p:nvPr", "", node("p:ph", type="sldImg", idx="2")))
    properties = node("p:spPr")
    if is_placed:
        properties.extend([transform(NOTE_PICTURE.box), node("a:prstGeom", "", node("a:avLst"), prst="rect")])
    return node("p:sp", "", about, properties)


def notes_master() -> etree.Element:
    words = shape(3, NOTE_BODY, [paragraph(run("Notes", "en-US"))], is_placed=True)
    content = node("p:cSld", "", _white(), tree([picture_of_slide(2, is_placed=True), words]))
    return root("p:notesMaster", content, _colour_map(), node("p:notesStyle", "", level(1, 12, before=4)))
