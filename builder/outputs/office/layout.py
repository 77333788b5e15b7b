"""Paragraphs and tables of Word."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence

from builder.package.manifest import node

WIDTH = 9300
"""Width of the text in twentieths of a point, the same on both papers."""
LINE = 400
"""Height of a line to write on, in twentieths of a point."""
Cell = Sequence[etree.Element]
"""Its paragraphs."""


def paragraph(style: str, *content: etree.Element, more: Sequence[etree.Element] = ()) -> etree.Element:
    """`style` is a style's id; `more`: further paragraph properties, which must come after the style."""
    return node("w:p", "", node("w:pPr", "", node("w:pStyle", w__val=style), *more), *content)


def table(
    rows: Sequence[Sequence[Cell]], *, has_head: bool, widths: Sequence[int] = (), title: str = "", lines: int = 1
) -> Iterator[etree.Element]:  # fmt: skip
    """A table whose head is repeated on each page, and a low paragraph after it, without which Word joins adjacent tables.

    `widths`: relative widths of the columns; `lines`: least height of a row; `title`: a caption for screen readers.
    """
    count = max(map(len, rows), default=0)
    if not count:
        return
    shares = list(widths) or [1] * count
    sizes = [WIDTH * share // sum(shares) for share in shares]
    grid = node("w:tblGrid", "", *(node("w:gridCol", w__w=str(size)) for size in sizes))
    made = (
        _row(row, sizes, is_head=has_head and not number, lines=0 if has_head and not number else lines)
        for number, row in enumerate(rows)
    )
    yield node("w:tbl", "", _properties(title, has_head=has_head), grid, *made)
    yield paragraph("AfterTable")


def _properties(title: str, *, has_head: bool) -> etree.Element:
    look = node(
        "w:tblLook",
        w__val="0020" if has_head else "0000",
        w__firstRow="1" if has_head else "0",
        w__lastRow="0", w__firstColumn="0", w__lastColumn="0", w__noHBand="1", w__noVBand="1",
    )  # fmt: skip
    found = [
        node("w:tblStyle", w__val="SheetTable"),
        node("w:tblW", w__w=str(WIDTH), w__type="dxa"),
        node("w:tblLayout", w__type="fixed"),
        look,
    ]
    if title:
        found.append(node("w:tblCaption", w__val=title))
    return node("w:tblPr", "", *found)


def _row(cells: Sequence[Cell], sizes: Sequence[int], *, is_head: bool, lines: int) -> etree.Element:
    about = [node("w:cantSplit")] if lines < 12 else []
    if lines:
        about.append(node("w:trHeight", w__val=str(LINE * lines), w__hRule="atLeast"))
    if is_head:
        about.append(node("w:tblHeader"))
    full = [*cells, *([[]] * (len(sizes) - len(cells)))]
    made = (_cell(cell, size) for cell, size in zip(full, sizes, strict=False))
    return node("w:tr", "", node("w:trPr", "", *about), *made)


def _cell(content: Cell, size: int) -> etree.Element:
    about = node("w:tcPr", "", node("w:tcW", w__w=str(size), w__type="dxa"))
    return node("w:tc", "", about, *(content or [paragraph("TableText")]))
