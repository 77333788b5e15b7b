"""Looks at the finished pages: text outside the type area, boxes cut though they would fit on a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import pypdfium2

from builder.outputs.typst_run import Mark
from builder.problems import Problem

SLACK = 0.45
"""How far a line may overhang, in units of its height: the space at its end does."""


def check_layout(
    pdf: Path, marks: Sequence[Mark], margins: Mapping[str, float], words: Mapping[str, str]
) -> list[Problem]:
    """Warnings with the source line where it is known, else with the page of the PDF."""
    return [*_cut_boxes(marks, pdf.name, words["book-box-split"]), *_outside(pdf, margins, words["book-outside"])]


def _cut_boxes(marks: Sequence[Mark], book: str, what: str) -> list[Problem]:
    """Kept blocks whose end is on another page than their beginning."""
    found, opened = [], {}
    for mark in marks:
        if mark.part == "open":
            opened[mark.source] = mark
        elif mark.source in opened and opened[mark.source].page != mark.page:
            path, _, line = mark.source.rpartition(":")
            arguments = {"page": opened[mark.source].page, "book": book, "what": what}
            found.append(Problem(PurePosixPath(path), int(line), "layout-fault", arguments))
    return found


def _outside(pdf: Path, margins: Mapping[str, float], what: str) -> list[Problem]:
    """Pages with text beyond the type area at the right or the foot (heads, feet and edge marks are left out)."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(1, len(document)):
            page = document[number]
            if _overrun(page, margins, is_odd=number % 2 == 0):
                arguments = {"page": number + 1, "book": pdf.name, "what": what}
                found.append(Problem(PurePosixPath(pdf.name), number + 1, "layout-fault", arguments))
            page.close()
    finally:
        document.close()
    return found


def _overrun(page: pypdfium2.PdfPage, margins: Mapping[str, float], *, is_odd: bool) -> bool:
    width, height = page.get_size()
    right = width - (margins["outside"] if is_odd else margins["inside"])
    left = margins["inside"] if is_odd else margins["outside"]
    text = page.get_textpage()
    try:
        for index in range(text.count_rects()):
            x0, y0, x1, y1 = text.get_rect(index)
            in_body = margins["bottom"] * 0.75 < y0 and y1 < height - margins["top"] * 0.75
            in_edge = x0 > width - 40 or x1 < 40
            slack = max(4.0, SLACK * (y1 - y0))
            if y0 < 12 or (in_body and not in_edge and (x1 > right + slack or x0 < left - slack)):
                return True
    finally:
        text.close()
    return False
