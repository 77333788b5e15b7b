"""How much room to write there is on a worksheet that is printed alone: enough to fill its page, or about half of its last one.

It is first laid out on one endless page with the usual room, where marks say what would grow: measuring it in up to seven rooms took
longer than all else. Typst's child process runs this file like `plan.py`, so it may import nothing but the standard library.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

Plan = dict[str, dict[str, Any]]
"""`room`: the room to write (`size`), the one that fills the pages (`full`), and whether more was `tried` without effect. For the rest, see `plan.py`."""
Row = tuple[str, int, float, float, Any]
"""What stands on a page: see `builder.print.typst.Place`."""
ROOMS = (1.6, 1.5, 1.4, 1.3, 1.2, 1.1)
"""Room to write, in units of the usual."""
WIDEST, HALF = 1.4, 0.5
"""The most room on a sheet of several pages. Parts that don't break leave gaps, so consecutive pages are never quite full."""
LAST = 0.32
"""Least share of the last page that is filled."""
NEARLY = 0.001
"""Share of a page that is nothing."""


def revised(rows: Sequence[Row], ends: Sequence[tuple[str, int, float]], plan: Plan, page: Mapping[str, float]) -> Plan:
    """The plan with the room to write; an equal one when that is right, or for other books. `page`: see `plan.py`."""
    marks = [(value[1], value[0], number, y) for what, number, _, y, value in rows if what == "metadata"]
    if any(part == "filling" for part, *_ in marks):
        return {**plan, "room": _filling(marks, page["height"])}
    how = plan.get("room", {})
    if how.get("single") and how["size"] > 1 and any(number > 1 for _, number, _ in ends):
        return {**plan, "room": {**how, "size": _less(how["size"])}}  # it has grown more than was foreseen
    return _widened(marks, plan, page)


def _filling(marks: Sequence[tuple[str, Any, int, float]], high: float) -> dict[str, Any]:
    """The most room with which the sheet has no more pages. `high`: height of a page in points."""
    at = {part: y for part, _, _, y in marks if part in ("filling", "filling-end")}
    least = at["filling-end"] - at["filling"]
    pages = ceil(least / high - NEARLY)
    most, full = (ROOMS[0], 1.0) if pages < 2 else (WIDEST, pages - HALF)
    rooms = [room for room in ROOMS if room <= most and least + _growth(marks, room) <= full * high]
    room = max(rooms, default=1)
    return {"size": room, "full": room, "single": int(pages < 2)}


def _less(room: float) -> float:
    return max((less for less in ROOMS if less < room), default=1)


def _growth(marks: Iterable[tuple[str, Any, int, float]], room: float) -> float:
    """How many points higher it is in more room. A row of a table grows once its fields are higher than what else it holds."""
    more, rows = 0.0, dict[float, float]()
    top = 0.0
    for part, value, _, y in marks:
        if part == "lines":
            more += (max(value[0], int(value[0] * room + 0.25)) - value[0]) * value[1]
        elif part == "blank":
            more += value * (room - 1)
        elif part == "cell":
            top = y
        elif part == "cell-end":
            rows[top] = max(rows.get(top, 0.0), value * room - (y - top))
    return more + sum(rows.values())


def _widened(marks: Sequence[tuple[str, Any, int, float]], plan: Plan, page: Mapping[str, float]) -> Plan:
    """More room on a sheet, on page 1, whose last page would be nearly empty, step by step."""
    places = [
        number - 1 + (y - page["top"]) / page["height"] for part, _, number, y in marks if part in ("sheet", "sheet-end")
    ]  # fmt: skip
    how = plan.get("room", {})
    if not how or not places or "tried" in how or not places[0] < 1 <= places[-1] or places[-1] % 1 >= LAST:
        return plan
    size = round(how.get("wider", 1.0) + 0.1, 1)
    return {
        **plan,
        "room": {**how, "size": size, "wider": size} if size <= WIDEST else {**how, "size": how["full"], "tried": 1},
    }
