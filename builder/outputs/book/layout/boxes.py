"""What to set differently when a box breaks over two pages: closer type, or a new page to begin on, where the text gets no longer by that.

Typst's child process runs this file like `plan.py`, so it may import nothing but the standard library.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Plan = dict[str, dict[str, Any]]
"""`box:` and the source of a box -> its `size` (of type; 1 is usual), whether it begins a page (`new`), and the `goal`: the most
pages that its text may have by that. `boxes`: what was planned `before` this planner. For the rest, see `plan.py`."""
Row = tuple[str, int, float, float, Any]
"""What stands on a page: see `builder.print.typst.Place`."""
FEW = 0.13
"""Share of a page: less of a box is a few lines."""
CLOSEST, SAVED = 0.92, 0.22
"""The type of a box that is set closer, and the share of its height, with the gap at the page's foot, that may be saved by that."""
KEPT, FILLED = 0.3, 0.45
"""Share of a page that must stay filled when a box leaves it: of one that a few lines part, and of any other."""
FULL, NOTHING = 0.96, 0.006
"""How far a page is filled at most, and a share of one that is nothing."""


def revised(rows: Sequence[Row], ends: Sequence[tuple[str, int, float]], plan: Plan, page: Mapping[str, float]) -> Plan:
    """The next plan, once nothing else in it changes; an equal one when nothing is left to do. `page`: see `plan.py`."""
    others = {name: how for name, how in plan.items() if name != "boxes" and not name.startswith("box:")}
    before = repr(sorted(others.items()))
    is_settled = plan.get("boxes", {"before": repr([])})["before"] == before
    found = dict(plan) if is_settled else {**plan, "boxes": {"before": before}}
    for box in _boxes(rows, ends, page):
        how = plan.get(f"box:{box.source}", {})
        if how.get("goal", box.pages) < box.pages:
            found[f"box:{box.source}"] = {"size": 1, "new": 0, "goal": box.pages}  # it made the text longer
        elif is_settled and int(box.end) > int(box.begin) and "new" not in how:
            found[f"box:{box.source}"] = _remedy(box, is_first=not how)
    return found


class _Box:
    """Where a box that may break is. Places are page numbers from 0, with fractions: 2.5 is the middle of the third."""

    def __init__(self, source: str, begin: float, *, is_held: bool) -> None:
        self.source = source
        self.is_held = is_held
        """Whether what stands before it must stay with it."""
        self.begin = self.end = self.stop = begin
        """`stop`: where what comes after it ends, up to the next forced new page."""
        self.pages = 0
        """How many pages its text has."""


def _boxes(rows: Sequence[Row], ends: Sequence[tuple[str, int, float]], page: Mapping[str, float]) -> Iterator[_Box]:
    marks = [
        (number - 1 + (y - page["top"]) / page["height"], *value[:2]) for what, number, _, y, value in rows if what == "metadata"
    ]  # fmt: skip
    for index, (begin, source, part) in enumerate(marks):
        if part not in ("box", "held"):
            continue
        box = _Box(source, begin, is_held=part == "held")
        after = [mark for mark in marks[index + 1 :] if mark[1:] == (source, "box-end")]
        box.end = end_of(after[0][0]) if after else begin
        begun = 0
        for label, number, y in ends:
            if label.startswith("begin:"):
                begun = number
            elif number - 1 >= int(box.end):
                box.pages, box.stop = number - begun, number - 1 + (y - page["top"]) / page["height"]
                break
        box.stop = _stop(box, marks[index + 1 :])
        yield box


def _stop(box: _Box, marks: Sequence[tuple[float, str, str]]) -> float:
    """The end of the text, or the place after which a worksheet begins a page."""
    last = box.end
    for place, _, part in marks:
        if box.end <= place <= box.stop:
            if part == "sheet" and int(place) > int(last):
                return last
            last = place
    return box.stop


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
