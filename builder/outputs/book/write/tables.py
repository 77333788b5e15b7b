"""Tables of the rendered tree -> Typst: their place, the widths of their columns, which rows may break."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from contextlib import nullcontext

from builder.outputs.book.draft import alignment, plain_text
from builder.outputs.book.write.around import Tree
from builder.outputs.book.write.bands import banded
from builder.outputs.book.write.fields import FRAME, FieldWriter
from builder.outputs.book.write.heights import TABLE_SIZE, column_shares, row_height
from builder.print.code import literal

NARROW = 2
"""Most columns of a table set in the text column, beside the labels."""
MANY, LARGE = 4, 12
"""A table of more columns than `MANY`, in type larger than `LARGE` points, is set smaller."""
LETTER, SMALL_LETTER = 0.52, 0.46
"""Mean width of a letter, in units of the type size."""
_WIDTHS = {**dict.fromkeys("fijlrtI", 0.38), **dict.fromkeys("mwMW", 0.87)}
_USUAL, _CAPITAL = 0.58, 0.66
"""Width of bold letters in units of the type size, at most: the narrow and wide ones, all others, and other capitals."""
_PLAIN = 0.92
"""Width of usual letters in units of bold ones."""
_WORD = re.compile(r"[^\W\d_]{6,}")
"""Shorter words are never divided."""
INSET = 12
"""Points at both sides of a cell together."""
GAP = 10
"""Points of each column that hold no letters."""
BOX = 45
"""Points that a box takes from the width."""
ROW_SHARE = 0.4
"""Share of a page: a higher row may break."""


class TableWriter:
    """Writes the tables of one page."""

    def __init__(self, tree: Tree, fields: FieldWriter) -> None:
        self.tree, self.fields, self.code = tree, fields, tree.code
        self.measures = tree.draft.book.measures

    def table(self, element: etree.Element) -> None:
        """Writes a table, or a block for each row if it is too wide (see `banded`)."""
        blocks = banded(element)
        for bands in blocks:
            with self.code.node("row-block({"):
                for band in bands:
                    self.whole(band)
        if not blocks:
            self.whole(element)

    def whole(self, element: etree.Element) -> None:
        rows = [list(row) for row in element.iter("tr")]
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            return
        is_wide = columns > NARROW or any(cell.get("data-field") for row in rows for cell in row)
        room, is_small = self.room(is_wide=is_wide), columns > MANY and self.measures.size > LARGE
        shares = self.shares(element, columns, is_small=is_small)
        with self.tree.around.placed("wide({" if is_wide or not self.measures.column else "tx({"):
            listed = ", ".join(f"{share * 100:.1f}fr" for share in shares)
            with (
                self.code.node("small-table({") if is_small else nullcontext(),
                self.code.node(f"table(columns: ({listed},),", ")", "table"),
            ):
                self.head(element, shares, room)
                self.body(element, columns, shares, room)

    def room(self, *, is_wide: bool) -> float:
        """Width available to the table, in points."""
        if self.tree.around.is_boxed:
            return self.measures.full - BOX if self.tree.around.is_wide else self.tree.inline.room
        return self.measures.full if is_wide else self.measures.text

    def shares(self, element: etree.Element, columns: int, *, is_small: bool) -> list[float]:
        """The share of the width for each column."""
        letter = self.measures.size * (SMALL_LETTER if is_small else LETTER)
        box = BOX if self.tree.around.is_boxed else 0
        return column_shares(element, (self.measures.full - box - GAP * columns) / letter)

    def head(self, element: etree.Element, shares: Sequence[float], room: float) -> None:
        head = element.find("thead")
        self.tree.inline.is_repeated = True
        for row in head.iter("tr") if head is not None else ():
            with self.code.node("table.header(", "),"):
                for cell, share in zip(row, shares, strict=False):
                    self.cell(cell, "table.cell(", share * room - INSET, is_head=True)
        self.tree.inline.is_repeated = False

    def body(self, element: etree.Element, columns: int, shares: Sequence[float], room: float) -> None:
        widths = [share * (self.measures.full - FRAME) for share in shares]
        body = element.find("tbody")
        for row in body if body is not None else ():
            height = row_height(row, widths, self.measures)
            is_tall = height > self.measures.height * ROW_SHARE
            head = f"table.cell(breakable: {'true' if is_tall else 'false'}, "
            for cell, share in zip(row, shares, strict=False):
                if cell.get("data-field"):
                    self.fields.cell(cell, head, share * (self.measures.full - FRAME), height)
                else:
                    self.cell(cell, head, share * room - INSET)
            for _ in range(columns - len(row)):
                self.code.add("[],")

    def cell(self, cell: etree.Element, head: str, room: float, *, is_head: bool = False) -> None:
        with self.code.paragraph(head + alignment(cell) + "{", "}),"), self.tree.inline.within(room):
            words = self.too_long(plain_text(cell), room / (1 if is_head else _PLAIN))
            if words:
                self.code.add(f"show: divided.with({literal('|'.join(words))})")
            if plain_text(cell) or len(cell):
                with self.code.node("par({"):
                    self.tree.inline.content(cell)

    def too_long(self, text: str, room: float) -> list[str]:
        """The words that are wider than `room` points; only these are hyphenated, which readers hardly expect in a table."""
        most = room / (self.measures.size * TABLE_SIZE)
        return sorted({word for word in _WORD.findall(text) if sum(map(_width, word)) > most}, key=len, reverse=True)


def _width(letter: str) -> float:
    return _WIDTHS.get(letter, _CAPITAL if letter.isupper() else _USUAL)
