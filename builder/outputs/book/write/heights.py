"""Estimated heights in points: which note fits beside which passage, and what to keep on one page.

Typst measures again what is to be kept together, so a wrong estimate here costs looks, never content.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from math import ceil
from textwrap import wrap

from builder.edition.captions import is_pictures
from builder.edition.picture_places import width_of
from builder.edition.pictures import IN_ROW
from builder.outputs.book.draft import class_of, only_image, plain_text
from builder.outputs.book.measures import Measures
from builder.outputs.book.write.bands import FIGURES, banded

SERIF, SANS = 0.47, 0.46
"""Mean width of a letter, in units of the type size."""
LEADING = 1.43
NARROWEST = 40
"""Points; no text is estimated for a narrower column."""
BOX, SHEET = (24, 26), (24, 44)
"""Points that the frame of a box, or of a worksheet, takes from the width and adds to the height."""
MARK, AFTER_LIST, AFTER_ITEM = 16, 6, 4
"""Points: left of a list item, below a list, below an item."""
PARAGRAPH = 0.7
"""Space after a paragraph, in units of the type size."""
PICTURE = 0.5
"""Height of a picture in units of its width, before it is known."""
FIELD, CHOICE = 14, 26
"""Points: between a question and its room to write; an item to choose."""
CELL = 10
"""Points around the words of a table cell."""
ROW = 20.0
"""Least height of a row, in points."""
TABLE_SIZE = 0.92
"""Type size in tables, in units of the running text's."""
WRITTEN = 1.5
"""Lines to write on in an empty cell: 12 mm in usual print."""
SIDES = 6
"""Points of a cell's width that aren't written on, both sides together."""
HAND, HAND_LINE = 6.6 / 22.7, 17.0 / 22.7
"""Width of a handwritten letter (2.3 mm), and distance of handwritten lines in a cell, both in units of the distance of ruled lines.

Typed answers, in 10-point type (`print/form`), take less.
"""
CELL_PICTURE = 0.7
"""Like `PICTURE`, for table cells, where pictures are higher."""
STRIP = 2
"""Least rows for words below a picture to draw on."""
LINES, BOX_LINES = 3, 8
"""Rows of a field of lines, and of a box, where the author set none."""
LONGEST_WORD = 11
"""Letters; longer words are hyphenated in tables."""
MUCH, TAMED = 60, 0.8
"""Letters beyond which more text makes a column no wider, and the exponent that dampens the differences below that."""
WRITABLE, PRINTED = 19.0, 3.0
"""Least weight, in letters, of a column to write in and of a printed one."""
NUMBERS, WORDS = 8.0, 12.0
"""Letters of room that handwritten numbers need, and words (22 mm in usual print)."""
_BREAKING = re.compile(r"[ \t\n]+")


def text_height(text: str, width: float, size: float, letter: float = SERIF) -> float:
    """Height of a paragraph without the space after it."""
    return ceil(max(1, len(text)) * size * letter / max(width, NARROWEST)) * size * LEADING


def block_height(element: etree.Element, width: float, measures: Measures) -> float:
    """Height of a block element with the space after it."""
    size = measures.size
    kind = class_of(element)
    if element.tag == "table":
        return table_height(element, width, measures)
    if kind == "field":
        return field_height(element, width, measures)
    if kind == "figure":
        return _figure_height(element, width, measures)
    if element.tag in ("section", "aside", "div", "blockquote", "dl"):
        aside, above = SHEET if kind == "worksheet" else BOX
        return sum(block_height(child, width - aside, measures) for child in element) + above
    if element.tag in ("ul", "ol"):
        return sum(_item_height(item, width - MARK, measures) for item in element.findall("li")) + AFTER_LIST
    if element.tag == "pre":
        lines = "".join(element.itertext()).rstrip("\n").split("\n")
        return sum(text_height(line, width, size) + size * PARAGRAPH for line in lines) + CELL
    if element.find(".//img") is not None:
        return width * PICTURE + text_height(plain_text(element), width, size)
    return text_height(plain_text(element), width, size) + size * PARAGRAPH


def _figure_height(element: etree.Element, width: float, measures: Measures) -> float:
    """Height of the rows of pictures at the width the author asked for, and of the caption."""
    share = width_of(element) or 1.0
    rows = sum(ceil(len(child) / IN_ROW) for child in element if is_pictures(child))
    return rows * width * share * PICTURE + text_height(plain_text(element), width, measures.size) + BOX[1]


def field_height(element: etree.Element, width: float, measures: Measures) -> float:
    """Height of a field: question and room to write."""
    kinds = (element.get("class") or "").split()
    label = next((child for child in element if class_of(child) == "field-label"), None)
    top = text_height(plain_text(label), width, measures.size) + FIELD if label is not None else FIELD
    items = [item for child in element for item in child.findall("li")]
    if ground_of(element) is not None:
        return top + width * PICTURE + strip_rows(element, width, measures) * measures.writing
    if "lines" in kinds or "box" in kinds:
        return top + rows_of(element, width, measures) * measures.writing
    if "fill-table" in kinds:
        table = element.find("table")
        return top + (table_height(table, width, measures) if table is not None else 0)
    return top + max(1, len(items)) * CHOICE


def ground_of(element: etree.Element) -> etree.Element | None:
    """The paragraph with the picture that an author put into a box to draw on; None for any other field."""
    if "box" not in (element.get("class") or "").split():
        return None
    return next(
        (
            part
            for child in element
            if class_of(child) == "field-label"
            for part in child
            if only_image(part) is not None
        ),
        None,
    )


def strip_rows(element: etree.Element, width: float, measures: Measures) -> int:
    """Rows for words below a picture to draw on."""
    return max(STRIP, ceil(cell_height(element.get("data-sample", ""), width, measures) / measures.writing))


def rows_of(element: etree.Element, width: float, measures: Measures) -> int:
    """Rows to write on, as set by the author or else the default; lines get more where the example's answer in handwriting needs it."""
    kinds = (element.get("class") or "").split()
    text = element.get("data-rows", "")
    rows = int(text) if text.isdigit() and int(text) else (BOX_LINES if "box" in kinds else LINES)
    return max(rows, hand_lines(element.get("data-sample", ""), width, measures)) if "lines" in kinds else rows


def row_height(row: etree.Element, widths: list[float], measures: Measures) -> float:
    """Height of a table row: its highest cell, at least room for one written line and a half."""
    size = measures.size * TABLE_SIZE
    printed = [
        text_height(plain_text(cell), width - CELL, size, SANS) + CELL
        for cell, width in zip(row, widths, strict=False)
        if cell.get("data-field") is None
    ]
    printed += [
        width * CELL_PICTURE for cell, width in zip(row, widths, strict=False) if cell.find(".//img") is not None
    ]
    empty = [
        max(measures.writing * WRITTEN, cell_height(cell.get("data-sample", ""), width, measures))
        for cell, width in zip(row, widths, strict=False)
        if cell.get("data-field")
    ]
    return max([*printed, *empty, ROW])


def cell_height(text: str, width: float, measures: Measures) -> float:
    """Points that an answer of this text takes in a cell in handwriting."""
    return hand_lines(text, width - SIDES, measures) * HAND_LINE * measures.writing + SIDES


def hand_lines(text: str, width: float, measures: Measures) -> int:
    """Lines that a text takes in handwriting; `width` in points."""
    return len(wrap(text, max(1, int(width / (HAND * measures.writing)))))


def table_height(table: etree.Element, width: float, measures: Measures) -> float:
    blocks = banded(table)
    if blocks:
        return sum(table_height(band, width, measures) for bands in blocks for band in bands)
    rows = list(table.iter("tr"))
    widths = [width * share for share in column_shares(table)]
    return sum(row_height(row, widths, measures) for row in rows) + CELL


def column_shares(table: etree.Element, room: float = 0.0) -> list[float]:
    """Each column's share of the width, by its longest word and its amount of text.

    `room`: the width in letters, if known; each column then gets room for its longest word, or its part of what there is.
    """
    rows = list(table.iter("tr"))
    columns = max((len(row) for row in rows), default=1)
    weights, floors = [], []
    for index in range(columns):
        cells = [row[index] for row in rows if index < len(row)]
        weight, floor = _column(cells)
        weights.append(weight)
        floors.append(floor)
    total = sum(weights) or 1.0
    widths = [weight / total for weight in weights]
    if room > sum(floors):
        return _at_least(widths, [floor / room for floor in floors])
    return [floor / sum(floors) for floor in floors] if room else widths


def _column(cells: Sequence[etree.Element]) -> tuple[float, float]:
    """The weight of a column, and the least letters of width it needs."""
    texts = [cell.get("data-sample") or "".join(cell.itertext()) for cell in cells]
    word = max((len(part) for text in texts for part in _BREAKING.split(text)), default=1)
    longest = max((len(text) for text in texts), default=1)
    floor = min(word, LONGEST_WORD) + 1.0
    if not any(cell.get("data-field") for cell in cells):
        return max(word + 2.0, min(longest, MUCH) ** TAMED, PRINTED), floor
    sampled = max((len(cell.get("data-sample", "")) for cell in cells), default=0)
    least = min(WRITABLE, max(NUMBERS, float(sampled))) if sampled else WRITABLE
    return max(word + 2.0, min(longest, MUCH) ** TAMED, least), max(floor, NUMBERS if 0 < sampled <= FIGURES else WORDS)


def _at_least(widths: list[float], floors: list[float]) -> list[float]:
    """Raises columns to their floors; the others give up width for it, in proportion to what each has to spare."""
    raised = [max(width, floor) for width, floor in zip(widths, floors, strict=True)]
    spare = [width - floor for width, floor in zip(raised, floors, strict=True)]
    share = (sum(raised) - 1) / (sum(spare) or 1.0)
    return [width - share * more for width, more in zip(raised, spare, strict=True)]


def _item_height(item: etree.Element, width: float, measures: Measures) -> float:
    blocks = [
        child
        for child in item
        if child.tag in ("p", "ul", "ol", "table", "pre", "blockquote", "section", "aside", "div")
    ]
    if blocks:
        return sum(block_height(child, width, measures) for child in blocks)
    return text_height(plain_text(item), width, measures.size) + AFTER_ITEM
