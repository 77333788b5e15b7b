"""A table to write in that has too many columns of words for a page's width: each row becomes a block of its own, in bands of columns."""

import xml.etree.ElementTree as etree
from collections.abc import Sequence

MOST, FIGURES = 5, 4
"""Most columns of words in an ordinary table; an answer of at most this many letters counts as a figure, not as words."""
ACROSS = 3
"""Most columns in a band."""


def banded(table: etree.Element) -> list[list[etree.Element]]:
    """For each row its bands: tables with a head, with room for the example's longest answer in each column. Empty for an ordinary table."""
    head, rows = table.find("thead/tr"), table.findall("tbody/tr")
    if head is None or len(head) <= MOST or not all(cell.get("data-field") for row in rows for cell in row):
        return []
    if sum(_has_words([row[index] for row in rows if index < len(row)]) for index in range(len(head))) <= MOST:
        return []
    for column in zip(*rows, strict=False):  # so that all blocks look alike
        longest = max((cell.get("data-sample", "") for cell in column), key=len)
        for cell in column:
            cell.set("data-sample", longest)
    return [[_band(head, row, start) for start in range(0, len(head), ACROSS)] for row in rows]


def _has_words(cells: Sequence[etree.Element]) -> bool:
    return max((len(cell.get("data-sample", "")) for cell in cells), default=0) > FIGURES


def _band(head: etree.Element, row: etree.Element, start: int) -> etree.Element:
    table = etree.Element("table")
    for part, cells in (("thead", head), ("tbody", row)):
        etree.SubElement(etree.SubElement(table, part), "tr").extend(list(cells)[start : start + ACROSS])
    return table
