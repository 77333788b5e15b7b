"""Where the columns of tables are on the pages, inferred from the places of their paragraphs."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.print.pdf_text import Box
from builder.print.typst import Place, tops_of_notes

INSET = 5.0
"""Points between the edge of a cell and its words."""
WIDE = 10_000.0
"""Points: an edge that no words reach, far off the page."""
TOLERANCE = 1.0
"""Points by which two places may differ and still count as the same."""


@dataclass(frozen=True, slots=True)
class Region:
    """The part of a table that is on one page."""

    page: int
    line: int
    """The line of the generated code that makes the table."""
    top: float
    """In points from the top of the page, like `foot`."""
    foot: float
    edges: tuple[float, ...]
    """From the left edge of the first column to the right edge of the last, in points."""

    def wide(self, boxes: Sequence[Box], height: float) -> Box | None:
        """The box of the first words that run over the right edge of their column; None when none do. `height` of the page in points."""
        for box in boxes:
            left, foot, right, top = box
            if not self.top <= height - (top + foot) / 2 <= self.foot:
                continue
            if left < self.edges[0] + INSET - TOLERANCE:  # Text after the table begins further left.
                return None
            if left < self.edges[-1] and right > self.edges[bisect_right(self.edges, left)] + TOLERANCE:
                return box
        return None


def regions(places: Sequence[Place], lines: Sequence[int], foot: float, mirror: float) -> Iterator[Region]:
    """The tables whose columns are known, page by page.

    `lines`: for each table, in order, the line of the code that makes it. In points: `foot` is the end of the type area, and
    on even pages that area begins `mirror` further right.
    """
    notes = tops_of_notes(places)
    tables = [index for index, place in enumerate(places) if place.what == "table"]
    for line, index in zip(lines, tables, strict=True):
        cells, after = _cells(places, index)
        cells = [cell for cell in cells if cell.y < notes.get(cell.page, foot)]
        first = cells[0].page if cells else 0
        edges = _edges(places[index], [cell for cell in cells if cell.page == first])
        for page in sorted({cell.page for cell in cells}) if edges else ():
            top = min(cell.y for cell in cells if cell.page == page) - TOLERANCE
            end = after.y if after is not None and after.page == page else foot
            shift = mirror * (first % 2 - page % 2)
            yield Region(page, line, top, min(end, notes.get(page, foot)), tuple(edge + shift for edge in edges))


def _cells(places: Sequence[Place], index: int) -> tuple[list[Place], Place | None]:
    """The paragraphs of a table, including repeated headers and footnotes, and the place after it (None at the end)."""
    cells: list[Place] = []
    count = places[index].value[1]
    for place in places[index + 1 :]:
        if place.what == "par" and len(cells) < count:
            cells.append(place)
        elif len(cells) == count and place.what != "entry":
            return cells, place
    return cells, None


def _edges(table: Place, cells: Sequence[Place]) -> list[float]:
    """Where the columns begin, and where the last one ends; empty when a column has no words, or words aligned right."""
    columns = table.value[0]
    starts = sorted({round(cell.x, 1) for cell in cells})
    if len(starts) != len(columns) or len(columns) < 2:
        return []
    inset = starts[0] - table.x if cells[0].page == table.page else INSET
    edges = [start - inset for start in starts]
    if not all(column.endswith("fr") for column in columns):
        return [*edges, WIDE]
    shares = [float(column.removesuffix("fr")) for column in columns]
    width = (starts[-1] - starts[0]) / sum(shares[:-1]) * sum(shares)
    return [*edges, edges[0] + width]
