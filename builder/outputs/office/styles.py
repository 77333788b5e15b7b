"""The styles of a document, with the institution's colour."""

import xml.etree.ElementTree as etree
from collections.abc import Sequence

from builder.package.docx import WORD
from builder.package.manifest import node
from builder.package.proofing import proofing

FONT = "Calibri"


def styles(language: str, colour: str) -> etree.Element:
    """`colour` as #rrggbb."""
    ink = colour.removeprefix("#").upper()
    return node(
        "w:styles",
        "",
        _defaults(language),
        _style("Normal", "Normal", _around(0, 120), is_default=True),
        _style("Title", "Title", _around(240, 60), _look(44, ink, bold=True), following="Normal"),
        _style("Subtitle", "Subtitle", _around(0, 240), _look(24, "444444"), following="Normal"),
        _heading(1, 34, ink, [node("w:pageBreakBefore")]),
        _heading(2, 28, ink),
        _heading(3, 24, ink),
        _heading(4, 22, ink),
        _style("ListParagraph", "List Paragraph", _around(0, 60)),
        _style("Question", "Question", [node("w:keepNext"), *_around(200, 80)], _look(22, "", bold=True)),
        _style("Answer", "Answer", _around(0, 0)),
        _style("TableText", "Table Text", _around(20, 20)),
        _style("AfterTable", "After Table", [node("w:spacing", w__before="0", w__after="60", w__line="120", w__lineRule="exact")]),
        _style("Option", "Option", [*_around(0, 60), node("w:ind", w__left="400", w__hanging="400")]),
        _style("Signature", "Signature", _around(0, 100)),
        _style("Origin", "Origin", _around(60, 60), _look(18, "555555", italic=True)),
        _style("BlockLabel", "Block Label", [node("w:keepNext"), *_around(120, 40)], _look(22, ink, bold=True)),
        _style("Key", "Key", [*_around(0, 40), node("w:ind", w__left="400")], _look(20, ink, bold=True)),
        _style("Feedback", "Feedback", [*_around(0, 80), node("w:ind", w__left="400")], _look(20, "333333")),
        _style("Code", "Code", _around(0, 0), [_fonts("Consolas")]),
        _style("Footer", "footer", _around(0, 0), _look(18, "555555")),
        _style("Definition", "Definition", [node("w:ind", w__left="400"), *_around(0, 120)]),
        _style("CodeText", "Code Text", letters=[_fonts("Consolas")], kind="character"),
        _style("Hyperlink", "Hyperlink", letters=[node("w:color", w__val="0B57A4"), node("w:u", w__val="single")], kind="character"),
        _style("PlaceholderText", "Placeholder Text", letters=[node("w:color", w__val="595959")], kind="character"),
        _table(ink),
        xmlns__w=WORD,
    )  # fmt: skip


def _defaults(language: str) -> etree.Element:
    tongue = proofing(language)
    letters = [
        _fonts(FONT),
        node("w:sz", w__val="22"),
        node("w:szCs", w__val="22"),
        node("w:lang", w__val=tongue, w__eastAsia=tongue),
    ]
    lines = node("w:spacing", w__line="264", w__lineRule="auto")
    return node(
        "w:docDefaults",
        "",
        node("w:rPrDefault", "", node("w:rPr", "", *letters)),
        node("w:pPrDefault", "", node("w:pPr", "", lines)),
    )


def _fonts(name: str) -> etree.Element:
    return node("w:rFonts", w__ascii=name, w__hAnsi=name, w__cs=name)


def _heading(level: int, size: int, ink: str, more: Sequence[etree.Element] = ()) -> etree.Element:
    about = [node("w:keepNext"), node("w:keepLines"), *more, *_around(240, 100), _level(level)]
    return _style(f"Heading{level}", f"heading {level}", about, _look(size, ink, bold=True), following="Normal")


def _level(level: int) -> etree.Element:
    return node("w:outlineLvl", w__val=str(level - 1))


def _style(
    identifier: str, name: str, about: Sequence[etree.Element] = (), letters: Sequence[etree.Element] = (), *,
    following: str = "", kind: str = "paragraph", is_default: bool = False,
) -> etree.Element:  # fmt: skip
    parts = [node("w:name", w__val=name)]
    if kind == "paragraph" and not is_default:
        parts.append(node("w:basedOn", w__val="Normal"))
    if following:
        parts.append(node("w:next", w__val=following))
    parts += [node("w:qFormat")]
    parts += [node("w:pPr", "", *about)] if about else []
    parts += [node("w:rPr", "", *letters)] if letters else []
    made = node("w:style", "", *parts, w__type=kind, w__styleId=identifier)
    if is_default:
        made.set("w:default", "1")
    return made


def _around(before: int, after: int) -> list[etree.Element]:
    return [node("w:spacing", w__before=str(before), w__after=str(after))]


def _look(size: int, ink: str, *, bold: bool = False, italic: bool = False) -> list[etree.Element]:
    """`size` in half points; `ink` as RRGGBB, empty for the usual colour."""
    found = [node("w:b")] if bold else []
    found += [node("w:i")] if italic else []
    found += [node("w:color", w__val=ink)] if ink else []
    return [*found, node("w:sz", w__val=str(size)), node("w:szCs", w__val=str(size))]


def _table(ink: str) -> etree.Element:
    """Table style: thin lines, and a head in white on the institution's colour, whose contrast `check` ensures."""
    edges = (
        node(f"w:{side}", w__val="single", w__sz="4", w__space="0", w__color="808080")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    sides = (node(f"w:{side}", w__w=str(size), w__type="dxa") for side, size in _MARGINS.items())
    head = node(
        "w:tblStylePr",
        "",
        node("w:rPr", "", node("w:b"), node("w:color", w__val="FFFFFF")),
        node("w:tcPr", "", node("w:shd", w__val="clear", w__color="auto", w__fill=ink)),
        w__type="firstRow",
    )
    about = node("w:tblPr", "", node("w:tblBorders", "", *edges), node("w:tblCellMar", "", *sides))
    named = node("w:name", w__val="Sheet Table")
    return node("w:style", "", named, about, head, w__type="table", w__styleId="SheetTable")


_MARGINS = {"top": 40, "left": 100, "bottom": 40, "right": 100}
