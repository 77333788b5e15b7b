"""What is to be set otherwise, seen from how the pages came out: texts whose last page holds a few lines, sheets that are cut.

Typst's child process runs this file alone, between one layout and the next: it may ask for nothing but the standard library. A plan
only ever asks for more, so it is soon settled; what didn't help is taken back and not tried again.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

Plan = dict[str, dict[str, Any]]
"""Name of a text -> its `size` (of type, 1 as usual) and `goal` (pages); source of a sheet -> how each of its pieces
begins (`at`: page, left), its `size`, `cuts` (the items before which it begins anew), and whether it stands `after` its worked example."""
Row = tuple[str, int, float, float, Any]
"""What stands on a page: see `builder.print.typst.Place`."""
TAIL, SHARE, SMALLEST, LARGEST = 0.3, 0.1, 0.94, 0.97
"""Of a page: the last page of a text that may end a page earlier; that by its pages; sizes of type."""
CLOSE, CLOSER = 1.1, 0.94
"""Pages that fit on one when they are set closer, and the size of their type."""
PAIR = 1.95
"""Pages that surely fit on two: what doesn't break leaves gaps."""
TURNS, TOP = 3, 0.05
"""How often an example may change places; where a page begins, in pages."""
PAGE, LEFT = "page", "left"


def revised(rows: Sequence[Row], ends: Sequence[tuple[str, int, float]], plan: Plan, page: Mapping[str, float]) -> Plan:
    """The next plan; the same one when nothing is left to do. `page`: its `top` and `height` in points."""
    found = deepcopy(plan)
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
    """One that is cut gets more of what it needs: another page, closer type, a left page, pieces."""
    cut = [number for number, piece in enumerate(sheet.pieces) if _is_cut(piece)]
    places = how.setdefault("at", [None] * len(sheet.pieces)) if cut else how.get("at", [])
    for number in cut:
        piece = sheet.pieces[number]
        high = piece[-1] - piece[0]
        if "cuts" not in how and high > PAIR and len(piece) > 3:
            how["cuts"] = _cuts(piece)
            how["at"] = places = [LEFT] * (len(how["cuts"]) + 1)
        elif high <= 1 and places[number] is None:
            places[number] = PAGE
        elif high <= CLOSE and "size" not in how:
            places[number], how["size"] = PAGE, CLOSER
        else:
            places[number], how["size"] = LEFT, 1
    for number, piece in enumerate(sheet.pieces):
        if places and places[number] == LEFT and int(piece[0]) == int(piece[-1]) and piece[0] % 1 < TOP:
            places[number] = PAGE  # it needs no second one
    _order(sheet, how)


def _order(sheet: _Sheet, how: dict[str, Any]) -> None:
    """A sheet goes after its example where that fills what would be left empty. What stands before both moves: it may change its mind."""
    if not how.get("at") or not how["at"][0] or not sheet.example or how.get("turns", 0) == TURNS:
        return
    page = int(sheet.before)
    room = page + (2 if how["at"][0] == LEFT and page % 2 == 1 else 1) - sheet.before
    after = room > sheet.example[1] - sheet.example[0]
    if after != how.get("after", False):
        how.update(after=after, turns=how.get("turns", 0) + 1)


def _is_cut(piece: Sequence[float]) -> bool:
    """It stands on no page, and on no two that face each other."""
    first, last = int(piece[0]), int(piece[-1])
    return last != first and not (last == first + 1 and first % 2 == 1)


def _cuts(places: Sequence[float]) -> list[int]:
    """Items before which a sheet begins anew: each piece has what surely fits on two pages."""
    cuts, start = [], places[0]
    for number, (place, after) in enumerate(pairwise(places[1:])):
        if after - start > PAIR and number:
            cuts.append(number)
            start = place
    return cuts
