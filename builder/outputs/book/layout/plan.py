"""What is to be set otherwise, seen from how the pages came out: texts whose last page holds a few lines, sheets that are cut.

Typst's child process runs this file alone, between one layout and the next: it may ask for nothing but the standard library. A plan
only ever asks for more, so it is soon settled; what didn't help is taken back and not tried again.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import ceil
from typing import Any

Plan = dict[str, dict[str, Any]]
"""Name of a text -> its `size` (of type, 1 as usual) and `goal` (pages); source of a sheet -> how it begins (`at`: page, left), its
`size`, `cuts` (the items before which it begins anew), and whether it stands `after` its worked example."""
Row = tuple[str, int, float, float, Any]
"""What stands on a page: see `builder.print.typst.Place`."""
TAIL, SHARE, SMALLEST, LARGEST = 0.3, 0.1, 0.94, 0.97
"""Of a page: the last page of a text that may end a page earlier; that by its pages; sizes of type."""
CLOSE, CLOSER = 1.1, 0.94
"""Pages that fit on one when they are set closer, and the size of their type."""
PAIR = 1.95
"""Pages that surely fit on two: what doesn't break leaves gaps."""
STEPS = 20


def revised(rows: Sequence[Row], ends: Sequence[tuple[str, int, float]], plan: Plan, page: Mapping[str, float]) -> Plan:
    """The next plan; the same one when nothing is left to do. `page`: its `top` and `height` in points."""
    found = {name: dict(how) for name, how in plan.items()}
    _tighten(ends, found, page)
    for source, sheet in _sheets(rows, page).items():
        how = found.get(source, {})
        _place(sheet, how)
        if how:
            found[source] = how
    return found


def _tighten(ends: Sequence[tuple[str, int, float]], plan: Plan, page: Mapping[str, float]) -> None:
    begun: dict[str, int] = {}
    for label, number, y in ends:
        if label.startswith("begin:"):
            begun[label.removeprefix("begin:")] = number
        elif label in begun:
            pages, how = number - begun[label], plan.get(label)
            more = (y - page["top"]) / page["height"]
            if how is None and pages > 0 and more < TAIL and more < SHARE * pages:
                size = 0.975 - 0.9 * more / pages
                plan[label] = {"size": min(LARGEST, max(SMALLEST, size)), "goal": pages - 1}
            elif how is not None and how["size"] < 1 and pages > how["goal"]:
                how["size"] = 1


class _Sheet:
    """Where a sheet that may be placed stands, and its worked example: on a strip of all pages, in pages from 0."""

    def __init__(self, before: float) -> None:
        self.before = before
        """What stands before it ends here."""
        self.pieces: list[list[float]] = []
        """For each piece its begin, its items, its end."""
        self.example: list[float] = []


def _sheets(rows: Sequence[Row], page: Mapping[str, float]) -> dict[str, _Sheet]:
    found: dict[str, _Sheet] = {}
    for what, number, _, y, value in rows:
        source, part = value[:2] if what == "metadata" else ("", "")
        place = number - 1 + (y - page["top"]) / page["height"]
        if part == "before":
            found[source] = _Sheet(place)
        elif source in found and part == "sheet":
            found[source].pieces.append([place])
        elif source in found and part in ("item", "sheet-end"):
            found[source].pieces[-1].append(place)
        elif source in found and part in ("example", "example-end"):
            found[source].example.append(place)
    return found


def _place(sheet: _Sheet, how: dict[str, Any]) -> None:
    """One that is cut gets more of what it needs: another page, closer type, a left page, a place after its example, pieces."""
    cut = [piece for piece in sheet.pieces if _is_cut(piece)]
    if cut:
        high = max(piece[-1] - piece[0] for piece in cut)
        if "cuts" not in how and high > PAIR and len(cut[0]) > 3:
            how.update(at="left", cuts=_cuts(cut[0]))
        elif high <= 1 and "at" not in how:
            how["at"] = "page"
        elif high <= CLOSE and "size" not in how:
            how.update(at="page", size=CLOSER)
        else:
            how.update(at="left", size=1)
    if (
        how.get("at")
        and not how.get("after")
        and sheet.example
        and _room(sheet, how) > sheet.example[1] - sheet.example[0]
    ):
        how["after"] = True


def _is_cut(piece: Sequence[float]) -> bool:
    """It stands on no page, and on no two that face each other."""
    first, last = int(piece[0]), int(piece[-1])
    return last != first and not (last == first + 1 and first % 2 == 1)


def _room(sheet: _Sheet, how: Mapping[str, Any]) -> float:
    """Of the pages before a sheet, what would be left empty."""
    page = int(sheet.before)
    return page + (2 if how["at"] == "left" and page % 2 == 1 else 1) - sheet.before


def _cuts(places: Sequence[float]) -> list[int]:
    """Items before which a sheet begins anew, so that the pieces are as few and as equal as can be."""
    high = places[-1] - places[0]
    count = ceil(high / PAIR)
    cuts: list[int] = []
    for step in range(STEPS + 1):
        most = high / count + step / STEPS * (PAIR - high / count)
        cuts, start = [], places[0]
        for number, (place, after) in enumerate(pairwise(places[1:])):
            if after - start > most and number:
                cuts.append(number)
                start = place
        if len(cuts) < count:
            break
    return cuts
