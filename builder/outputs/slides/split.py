"""How much goes on one slide: lines and rows divided evenly, titles made unique."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from itertools import count as count_from
from math import ceil
from typing import TypeVar

from builder.course.slides import COLUMNS, POINTS, WORDS
from builder.outputs.slides.deck import Line, Slide, Table, Text, count, plain

Thing = TypeVar("Thing")
WIDTH = 856.0
"""Usable width of a slide, in points of 960."""
TITLE_SIGNS = 44
"""Letters in a line of a title."""
SIGNS = 56
"""Letters in a line of text at 30 points."""
ROWS = 11.2
"""Lines of text on a slide, gaps between points included."""
TITLE_ROWS = 1.3
"""How many of `ROWS` each further line of a title takes."""
GAP = 0.4
"""Gap between points, in lines."""
CELL_SIGNS = 64
"""Letters of a table's row at 24 points, over all its columns."""
CELL_ROWS = 12.0
CAPTION = 3.0
"""How many of `CELL_ROWS` a sentence above a table takes."""
MOST = 3
"""Most slides for one table; longer tables are for reading, not for slides."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much fits on a slide: points, words, lines of text."""

    points: int = POINTS
    words: int = WORDS
    rows: float = ROWS

    def below(self, title: str) -> "Room":
        """The room left below a title, which may take several lines."""
        return replace(self, rows=ROWS - TITLE_ROWS * (title_lines(title) - 1))


USUAL = Room()


@dataclass(slots=True)
class Titles:
    """The titles used in a deck (casefolded), each with its session."""

    taken: dict[str, str] = field(default_factory=dict)

    def unique(self, title: str, session: str) -> str:
        """The title, made unique: numbered if the session has used it, with the session's title if another session has."""
        longer = f"{title}: {session}"
        first = [title] if self.taken.get(title.casefold(), session) == session else [longer]
        tries = chain(first, (f"{first[0]} ({number})" for number in count_from(2)))
        found = next(one for one in tries if one.casefold() not in self.taken)
        self.taken[found.casefold()] = session
        return found


def title_lines(title: str) -> int:
    """Lines that a title takes, with room for `(1/2)`."""
    return ceil((len(title) + 6) / TITLE_SIGNS)


def height(line: Line) -> float:
    """Height of a line with its gap, in lines of text."""
    return ceil(max(1, len(plain(line.text))) / (SIGNS - 4 * line.level)) + GAP


def shared_lines(lines: Sequence[Line], room: Room = USUAL) -> list[tuple[Line, ...]]:
    """The lines for each slide. A line that introduces others (`...:`) is never the last on its slide."""

    def costs(line: Line) -> tuple[float, ...]:
        return (count(line.text) / room.words, height(line) / room.rows, 1 / room.points)

    groups = _shared(lines, costs)
    return [tuple(group) for group in _kept_together(groups)]


def _kept_together(groups: list[list[Line]]) -> list[list[Line]]:
    for before, after in pairwise(groups):
        while len(before) > 1 and not before[-1].mark and plain(before[-1].text).endswith(":"):
            after.insert(0, before.pop())
    return groups


def shared_rows(table: Table, used: float = 0) -> list[Table]:
    """The part of a table for each slide, below `used` lines; empty when it is too wide or too long, or a row is too high."""
    widths = columns(table)
    head = row_height(table.head, widths) + used
    heights = [row_height(row, widths) for row in table.rows]
    if len(table.head) > COLUMNS or not table.rows or max(heights) > CELL_ROWS - head:
        return []
    groups = _shared(list(table.rows), lambda row: (row_height(row, widths) / (CELL_ROWS - head),))
    return [Table(table.head, tuple(group)) for group in groups] if len(groups) <= MOST else []


def room_of_picture(slide: Slide) -> tuple[float, float]:
    """Width and height in points that the title and the lines above leave for a picture."""
    return WIDTH, 390.0 - 42 * title_lines(slide.title) - 36 * sum(height(line) for line in slide.lines)


def columns(table: Table) -> list[float]:
    """The share of the width for each column."""
    rows = (table.head, *table.rows)
    longest = [max((len(plain(row[at])) for row in rows if at < len(row)), default=1) for at in range(len(table.head))]
    wanted = [min(60.0, max(6.0, length)) for length in longest]
    return [width / sum(wanted) for width in wanted]


def row_height(row: Sequence[Text], widths: Sequence[float]) -> float:
    """Height of a table row, in lines of table text."""
    cells = zip(row, widths, strict=False)
    return max((ceil(max(1, len(plain(cell))) / (width * CELL_SIGNS - 2)) for cell, width in cells), default=1) + 0.5


def _shared(things: Sequence[Thing], costs: Callable[[Thing], tuple[float, ...]]) -> list[list[Thing]]:
    """Divides things into as few groups as possible, and as evenly as possible. `costs`: shares of a group that a thing takes."""
    paid = [(thing, costs(thing)) for thing in things]
    fewest = _filled(paid, 1.0)
    for limit in (share / 20 for share in range(6, 20)):
        found = _filled(paid, limit)
        if len(found) == len(fewest):
            return found
    return fewest


def _filled(paid: Sequence[tuple[Thing, tuple[float, ...]]], limit: float) -> list[list[Thing]]:
    groups: list[list[Thing]] = []
    sums: tuple[float, ...] = ()
    for thing, cost in paid:
        total = tuple(a + b for a, b in zip(sums, cost, strict=True)) if sums else cost
        if groups and max(total) <= limit + 1e-9:
            groups[-1].append(thing)
            sums = total
        else:
            groups.append([thing])
            sums = cost
    return groups


def numbered(title: str, number: int, total: int) -> str:
    """The title of one of several slides, such as `Title (1/2)`; unchanged for a single one."""
    return f"{title} ({number}/{total})" if total > 1 else title


def parts(groups: Sequence[Thing], title: str) -> Iterator[tuple[str, Thing]]:
    """Each group with its numbered title."""
    for number, group in enumerate(groups, 1):
        yield numbered(title, number, len(groups)), group
