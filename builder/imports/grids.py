"""Turns HTML tables into ours: one line for a row, one cell for each column."""

from collections.abc import Iterable, Iterator, Sequence

from lxml import html

from builder.course.limits import MAX_COLUMNS
from builder.imports.inline import NEW_LINE, Inline, Places
from builder.imports.tree import line_of, plain

Line = tuple[str, int]
"""A line of the target, and its line number in the source."""
Cells = list[html.HtmlElement | None]


def cells_of(node: html.HtmlElement) -> Iterator[Cells]:
    """The rows; None fills the places that a cell over several columns or rows covers."""
    below: dict[int, int] = {}
    for row in node.iter("tr"):
        found: Cells = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            _fill(found, below)
            wide, high = _number(cell.get("colspan")), _number(cell.get("rowspan"))
            for place in range(len(found), len(found) + wide):
                below[place] = high - 1
            found += [cell, *[None] * (wide - 1)]
        _fill(found, below)
        yield found


def _fill(found: Cells, below: dict[int, int]) -> None:
    while below.get(len(found), 0) > 0:
        below[len(found)] -= 1
        found.append(None)


def _number(text: str | None) -> int:
    return min(max(1, int(text)), MAX_COLUMNS) if text and text.isdigit() else 1


def table_lines(places: Places, node: html.HtmlElement, cells: Sequence[Cells], width: int) -> list[Line]:
    line = line_of(node)
    if any(cell is None for row in cells for cell in row):
        places.said("changed", "merged-cells", line)
    rows = list(node.iter("tr"))
    found: list[Line] = []
    for number, row in enumerate(cells):
        at = line_of(rows[number]) or line
        texts = [_cell(places, cell, at, is_head=number == 0) for cell in row] + [""] * (width - len(row))
        found.append((_row(texts), at))
        if number == 0:
            found.append(("|" + "---|" * width, at))
    return found


def as_group(cell: html.HtmlElement) -> html.HtmlElement:
    """The cell's element, turned into one that may hold blocks."""
    cell.tag = "div"
    return cell


def _cell(places: Places, cell: html.HtmlElement | None, line: int, *, is_head: bool) -> str:
    if cell is None:
        return ""
    writer = Inline(places, line, is_head=is_head)
    text = NEW_LINE.join(filter(None, (writer.text(piece) for piece in _leaves(cell))))
    text = "<br>".join(piece.strip() for piece in text.split(NEW_LINE) if piece.strip())
    if writer.left_out:
        places.said("lost", "link-in-table-head", line, words=plain(cell)[:40])
    return text.replace("\\|", "|").replace("|", "\\|")


def _leaves(cell: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The elements of a cell that become lines."""
    inner = list(cell.iter("p", "li", "h1", "h2", "h3", "h4", "h5", "h6"))
    yield from [one for one in inner if not any(one.iterdescendants("p", "li"))] or [cell]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
