"""Shapes of slides, layouts and masters, and the words in them. Measures are in points; a point is 12,700 EMU."""

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder.package.manifest import node

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
NAMES = {"xmlns:a": DRAWING, "xmlns:r": RELATIONS, "xmlns:p": PRESENTATION}
"""Name spaces of each part's root element."""
_EMU = 12_700


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide of 960 by 540 points."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Holder:
    """A placeholder: its type, index, name and place."""

    kind: str
    number: int
    name: str
    box: Box


def emu(points: float) -> str:
    return str(round(points * _EMU))


def root(name: str, *children: etree.Element, **attributes: str) -> etree.Element:
    """The root of a part."""
    made = node(name, "", *children, **attributes)
    made.attrib.update(NAMES)
    return made


def tree(shapes: Iterable[etree.Element]) -> etree.Element:
    """The shapes of a slide, layout or master."""
    zero = (
        node("a:off", x="0", y="0"),
        node("a:ext", cx="0", cy="0"),
        node("a:chOff", x="0", y="0"),
        node("a:chExt", cx="0", cy="0"),
    )
    about = node("p:nvGrpSpPr", "", node("p:cNvPr", id="1", name=""), node("p:cNvGrpSpPr"), node("p:nvPr"))
    return node("p:spTree", "", about, node("p:grpSpPr", "", node("a:xfrm", "", *zero)), *shapes)


def transform(box: Box, name: str = "a:xfrm") -> etree.Element:
    place = node("a:off", x=emu(box.x), y=emu(box.y))
    return node(name, "", place, node("a:ext", cx=emu(box.width), cy=emu(box.height)))


def place_holder(holder: Holder) -> etree.Element:
    """The `p:ph` element that makes a shape a placeholder."""
    made = node("p:ph")
    if holder.kind:
        made.set("type", holder.kind)
    if holder.number:
        made.set("idx", str(holder.number))
    return made


def shape(
    number: int, holder: Holder, paragraphs: Sequence[etree.Element], *, style: etree.Element | None = None,
    anchor: str = "", is_placed: bool = False, box: Box | None = None,
) -> etree.Element:  # fmt: skip
    """A placeholder with text. `is_placed`: at its own place, as in layouts; else at the layout's, unless `box` overrides it."""
    locks = node("p:cNvSpPr", "", node("a:spLocks", noGrp="1"))
    about = node(
        "p:nvSpPr",
        "",
        node("p:cNvPr", id=str(number), name=holder.name),
        locks,
        node("p:nvPr", "", place_holder(holder)),
    )
    body = node("a:bodyPr", "", node("a:normAutofit"), **{"anchor": anchor} if anchor else {})
    if is_placed:
        body.attrib.update(dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), "0"))
    list_style = style if style is not None else node("a:lstStyle")
    place = holder.box if is_placed else box
    properties = node("p:spPr", "", *([transform(place)] if place else []))
    if is_placed:
        properties.append(node("a:prstGeom", "", node("a:avLst"), prst="rect"))
    text = node("p:txBody", "", body, list_style, *(paragraphs or [node("a:p")]))
    return node("p:sp", "", about, properties, text)


def bar(number: int, box: Box) -> etree.Element:
    """A stripe in the institution's colour, part of the background."""
    about = node(
        "p:nvSpPr",
        "",
        node("p:cNvPr", id=str(number), name=f"Bar {number}"),
        node("p:cNvSpPr"),
        node("p:nvPr", userDrawn="1"),
    )
    fill = node("a:solidFill", "", node("a:schemeClr", val="accent1"))
    geometry = node("a:prstGeom", "", node("a:avLst"), prst="rect")
    properties = node("p:spPr", "", transform(box), geometry, fill, node("a:ln", "", node("a:noFill")))
    text = node(
        "p:txBody", "", node("a:bodyPr"), node("a:lstStyle"), node("a:p", "", node("a:endParaRPr", lang="en-US"))
    )
    return node("p:sp", "", about, properties, text)


_PLACES = {"sup": {"baseline": "30000"}, "sub": {"baseline": "-25000"}, "del": {"strike": "sngStrike"}}


def run(
    words: str, language: str, *, bold: bool = False, italic: bool = False, place: str = "", link: str = ""
) -> etree.Element:
    """Words in one face. `place`: `sub`, `sup`, `del` or empty, as in the deck; `link`: id of a relationship."""
    face = node("a:rPr", lang=language)
    face.attrib.update({"b": "1"} if bold else {})
    face.attrib.update({"i": "1"} if italic else {})
    face.attrib.update(_PLACES.get(place, {}))
    face.set("dirty", "0")
    if link:
        face.append(node("a:hlinkClick", r__id=link))
    return node("a:r", "", face, node("a:t", words))


def paragraph(*runs: etree.Element, properties: etree.Element | None = None) -> etree.Element:
    return node("a:p", "", *([properties] if properties is not None else []), *runs)


def level(
    number: int,
    size: float,
    *,
    mark: str = "",
    colour: str = "tx1",
    bold: bool = False,
    align: str = "l",
    before: float = 8,
) -> etree.Element:
    """The style of paragraphs of a level: `size` and `before` (space) in points, `mark` the bullet (empty: none)."""
    indent = 26 if mark else 0
    made = node(f"a:lvl{number}pPr", marL=emu(indent + 26 * (number - 1)), indent=emu(-indent), algn=align)
    made.append(node("a:lnSpc", "", node("a:spcPct", val="95000")))
    made.append(node("a:spcBef", "", node("a:spcPts", val=str(round(before * 100)))))
    if mark:
        made.append(node("a:buClr", "", node("a:schemeClr", val="accent1")))
        made.append(node("a:buFont", typeface="Arial"))
    made.append(node("a:buChar", char=mark) if mark else node("a:buNone"))
    face = node("a:defRPr", sz=str(round(size * 100)), b="1" if bold else "0")
    face.append(node("a:solidFill", "", node("a:schemeClr", val=colour)))
    face.append(node("a:latin", typeface="+mn-lt"))
    made.append(face)
    return made


def list_style(*levels: etree.Element) -> etree.Element:
    return node("a:lstStyle", "", *levels)
