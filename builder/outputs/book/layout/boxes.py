"""What to set differently when a box breaks over two pages: closer type, or a new page to begin on, where the text gets no longer by that.

Typst's child process runs this file like `plan.py`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from builder.outputs.book.layout.places import Mark, Plan, Row, Text, marks_of, texts_of

FEW = 0.13
"""Share of a page: less of a box is a few lines."""
CLOSEST, SAVED = 0.92, 0.22
"""The type of a box that is set closer, and the share of its height, with the gap at the page's foot, that may be saved by that."""
KEPT, FILLED = 0.3, 0.45
"""Share of a page that must stay filled when a box leaves it: of one that a few lines part, and of any other."""
FULL, NOTHING = 0.96, 0.006
"""How far a page is filled at most, and a share of one that is nothing."""


def revised(rows: Sequence[Row], ends: Sequence[tuple[str, int, float]], plan: Plan, page: Mapping[str, float]) -> Plan:
    """The next plan, once nothing else in it changes; an equal one when nothing is left to do. `page`: see `plan.py`.

    It says of a box (`box:` and its source) the `size` of its type, whether it begins a page (`new`), and the most pages that its text
    may have by that (`goal`); `boxes`: what was planned `before`.
    """
    others = {name: how for name, how in plan.items() if name != "boxes" and not name.startswith("box:")}
    before = repr(sorted(others.items()))
    is_settled = plan.get("boxes", {"before": repr([])})["before"] == before
    found = dict(plan) if is_settled else {**plan, "boxes": {"before": before}}
    for box in _boxes(texts_of(marks_of(rows, page), ends, page)):
        how = plan.get(f"box:{box.source}", {})
        if how.get("goal", box.pages) < box.pages:
            found[f"box:{box.source}"] = {"size": 1, "new": 0, "goal": box.pages}  # it made the text longer
        elif is_settled and int(box.end) > int(box.begin) and "new" not in how:
            found[f"box:{box.source}"] = _remedy(box, is_first=not how)
    return found


class _Box:
    """Where a box that may break is. Places are page numbers from 0, with fractions: 2.5 is the middle of the third."""

    def __init__(self, mark: Mark, after: Sequence[Mark], text: Text) -> None:
        self.source, self.begin = mark.source, mark.place
        self.is_held = mark.part == "held"
        """Whether what stands before it must stay with it."""
        ends = (end_of(other.place) for other in after if (other.source, other.part) == (mark.source, "box-end"))
        self.end = next(ends, mark.place)
        self.stop = _stop(self.end, after, text)
        """Where what comes after it ends, up to the next forced new page."""
        self.pages = int(text.end) - int(text.begin)
        """How many pages its text has, the last one aside."""


def _boxes(texts: Iterable[Text]) -> Iterator[_Box]:
    for text in texts:
        for index, mark in enumerate(text.marks, 1):
            if mark.part in ("box", "held"):
                yield _Box(mark, text.marks[index:], text)


def _stop(end: float, after: Iterable[Mark], text: Text) -> float:
    """The end of the text, or the place after which a worksheet begins a page."""
    last = end
    for mark in after:
        if mark.place >= end:
            if mark.part == "sheet" and int(mark.place) > int(last):
                return last
            last = mark.place
    return text.end


def end_of(place: float) -> float:
    """Where a box ends: the mark after one that fills its page stands at the top of the next."""
    return place - NOTHING if place % 1 < NOTHING else place


def leaves_few(begin: float, end: float) -> bool:
    """Whether a box leaves a few lines on its first page or its last. Places are page numbers with fractions."""
    return int(end) > int(begin) and (end % 1 < FEW or 1 - begin % 1 < FEW)


def _remedy(box: _Box, *, is_first: bool) -> dict[str, Any]:
    """What is tried for a box that breaks: closer type at first, then a new page."""
    high, few = box.end - box.begin, leaves_few(box.begin, box.end)
    if is_first and 1 - box.begin % 1 > (1 - SAVED) * high:
        return {"size": CLOSEST, "goal": box.pages}
    has_room = box.stop % 1 + 1 - box.begin % 1 < FULL
    is_moved = not box.is_held and high < FULL and has_room and box.begin % 1 >= (KEPT if few else FILLED)
    return {"size": 1, "new": int(is_moved), "goal": box.pages}
