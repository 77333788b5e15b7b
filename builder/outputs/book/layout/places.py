"""What a layout looks like to a planner: places, texts, and the worksheets in them. Imports nothing but the standard library, like `plan.py`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Plan = dict[str, dict[str, Any]]
"""Name of a text -> its `size` (of type; 1 is usual) and `goal` (pages); source of a worksheet -> what `facing.arrange` says;
`step:` and the name of a place in a text -> whether a page begins there (`new`); an agenda -> the `size` of its type and whether
its days come `apart`."""
Row = tuple[str, int, float, float, Any]
"""What stands on a page: see `builder.print.typst.Place`."""
TOP = 0.05
"""What begins above this share of a page is at its top."""


class Mark(NamedTuple):
    """A mark of the template. Places are page numbers from 0, with fractions: 2.5 is the middle of the third."""

    place: float
    source: Any
    part: str
    value: Any = None


def place_of(number: int, y: float, page: Mapping[str, float]) -> float:
    """A page, from 0, and how far down it. `page`: the `top` and `height` of the type area in points."""
    return number - 1 + (y - page["top"]) / page["height"]


def marks_of(rows: Sequence[Row], page: Mapping[str, float]) -> list[Mark]:
    """Heights are in pages, too."""

    def pages(value: Any) -> Any:
        return [pages(one) for one in value] if isinstance(value, list) else value and value / page["height"]

    return [
        Mark(place_of(number, y, page), value[0], value[1], pages(value[2]) if value[2:] else None)
        for what, number, _, y, value in rows if what == "metadata"
    ]  # fmt: skip


class Text(NamedTuple):
    """Pages of their own: a session, a story, what opens a module."""

    name: str
    begin: float
    end: float
    marks: Sequence[Mark]


def texts_of(
    marks: Sequence[Mark], ends: Sequence[tuple[str, int, float]], page: Mapping[str, float]
) -> Iterator[Text]:
    """`ends`: where each text begins and ends, as page number and points."""
    begin, number = 0.0, 0
    for label, at, y in ends:
        place = place_of(at, y, page)
        if label.startswith("begin:"):
            begin = place
            continue
        while number < len(marks) and marks[number].place < begin:
            number += 1
        first = number
        while number < len(marks) and marks[number].place <= place:
            number += 1
        yield Text(label, begin, place, marks[first:number])


class Sheet:
    """A worksheet and its worked example, as they stand in a layout."""

    def __init__(self, before: Mark, measured: Sequence[float | None]) -> None:
        self.source = before.source
        self.before = before.place
        """Where the text before it ends."""
        self.pieces: list[list[float]] = []
        """For each piece: where it begins, where each of its items does, and where it ends."""
        self.measured = measured
        """The heights of items, without what is between them, that the plan asked for."""
        self.example: list[float] = []
        """Where the example begins and ends."""
        self.shown: float | None = None
        """The height of the example, if the plan asked for it."""

    @property
    def end(self) -> float:
        return max(*self.example, self.pieces[-1][-1]) if self.example else self.pieces[-1][-1]


def sheets_of(marks: Sequence[Mark]) -> dict[str, Sheet]:
    found: dict[str, Sheet] = {}
    measured = {mark.source: mark.value for mark in marks if mark.part == "heights"}
    for mark in marks:
        sheet = found.get(mark.source)
        if mark.part == "before":
            found[mark.source] = Sheet(mark, measured.get(mark.source, []))
        elif sheet and mark.part == "sheet":
            sheet.pieces.append([mark.place])
        elif sheet and mark.part in ("item", "sheet-end"):
            sheet.pieces[-1].append(mark.place)
        elif sheet and mark.part in ("example", "example-end"):
            sheet.example.append(mark.place)
        elif sheet and mark.part == "shown":
            sheet.shown = mark.value
    return found
