"""Widows and orphans: the first or last line of a paragraph, alone on a page.

Typst keeps two lines together, but moves a line whose footnote doesn't fit on its page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from builder.print.code import Piece
from builder.print.pdf_text import Box, PageText
from builder.print.typst import Place, tops_of_notes

SLACK = 3.0
"""Points by which words may be higher or further left than the place reported for their paragraph."""
RAISED = 6.0
"""Points by which words may be raised and still belong to a line, as footnote numbers are."""


class Turn(NamedTuple):
    """A page break with a single line before or after it. Whether both sides are one paragraph is not known yet."""

    page: int
    """From 1."""
    first: Box
    """The first words of the last paragraph that begins on the page."""
    before: tuple[Box, ...]
    """The last line on the page."""
    after: tuple[Box, ...]
    """The first line on the next one."""


def lonely_turns(
    places: Sequence[Place], pages: Sequence[PageText], margins: Mapping[str, float], edge: float
) -> Iterator[Turn]:
    """The page breaks that may separate a line from its paragraph.

    `margins` are the book's, with the `height` of the type area, in points. The last `edge` points of a page's width hold
    no text.
    """
    foot, mirror = margins["top"] + margins["height"], margins["outside"] - margins["inside"]
    notes = tops_of_notes(places)
    for place, after in pairwise(_running(places)):
        if place.what == "par" and after.page == place.page + 1:
            here, there = pages[place.page - 1], pages[after.page - 1]
            begun = _lines(here, place.x, here.width - edge, place.y, notes.get(place.page, foot))
            left = place.x + mirror * (place.page % 2 - after.page % 2)
            ended = _lines(there, left, there.width - edge, margins["top"], after.y)
            if begun and ended and (len(begun) == 1 or len(ended) == 1):
                yield Turn(place.page, begun[0][0], begun[-1], ended[0])


def is_one_paragraph(pieces: Sequence[Piece], before: str, after: str) -> bool:
    """Whether the words of two printed lines stand one after the other in one paragraph of the generated code.

    Digits count only where a line has nothing else: otherwise they may be the numbers of footnotes.
    """
    kept = str.isalpha if _only(str.isalpha, before) and _only(str.isalpha, after) else str.isalnum
    return _only(kept, before + after) in _paragraphs(pieces, kept)


def _paragraphs(pieces: Sequence[Piece], kept: Callable[[str], bool]) -> str:
    """The kept characters of the running text, with a newline wherever code that isn't inline separates them."""
    parts, is_note = [], False
    for piece in pieces:
        if piece.kind in ("note", "note-end"):
            is_note = piece.kind == "note"
        elif piece.kind == "words" and not is_note:
            parts.append(_only(kept, piece.words))
        elif piece.kind != "inline" and not is_note:
            parts.append("\n")
    return "".join(parts)


def _only(kept: Callable[[str], bool], text: str) -> str:
    return "".join(filter(kept, text))


def _running(places: Sequence[Place]) -> Iterator[Place]:
    """The places of running text: no notes, nothing within tables (their rows don't break)."""
    skipped = 0
    for place in places:
        if place.what == "par" and skipped:
            skipped -= 1
        elif place.what not in ("metadata", "entry"):
            yield place
            if place.what == "table":
                skipped += place.value[1]


def _lines(page: PageText, left: float, right: float, top: float, foot: float) -> list[tuple[Box, ...]]:
    """The boxes of words between these edges (points from the left and the top), grouped into lines."""
    words = [
        box
        for box in page.boxes
        if left - SLACK < box[0] < right and top - SLACK < page.height - box[3] and page.height - box[1] < foot
    ]
    lines: list[list[Box]] = []
    for box in sorted(words, key=lambda box: -box[1]):
        if lines and lines[-1][0][1] - box[1] < RAISED:
            lines[-1].append(box)
        else:
            lines.append([box])
    return [tuple(sorted(line)) for line in lines]
