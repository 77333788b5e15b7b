"""The ways to place a worksheet and its worked example, and what is wrong with each. Runs like `plan.py`.

A place is a page number from 0 with a fraction, a height is in pages; 0 is a right page.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import ceil
from typing import Any, NamedTuple

from builder.outputs.book.layout.places import Sheet

FULL, BREAKS = 0.975, 0.6
"""How far a page can be filled; the height from which an item may break."""
HEAD, SPACE, FOOT = 0.045, 0.0125, 0.02
"""Heights of a piece's title, of what is between items, and of what is between a sheet and its example."""
CLOSER, SHEET, EXAMPLE = 0.94, 0.985, 0.95
"""Smaller type, and what is left of heights in it: room to write stays."""
BARE, NONE = 0.26, 0.004
"""Share of a page below which it looks empty; a share that is none."""
APART, LAST, TURNED, EMPTY, SMALLER = 0.7, 0.3, 0.05, 0.2, 0.08
"""What is wrong with a way, in pages: the example faces nothing of its sheet; only the last piece; a page is turned while writing;
a page is nearly empty, which is worse for a piece (`WORSE`) as one looks for what is to be written there; the type is smaller."""
WORSE = 3
PAGE, LEFT, FLOW = "page", "left", "flow"
Span = tuple[float, float]
"""Where something begins and ends."""


class Way(NamedTuple):
    """How a sheet and its example are placed."""

    at: str
    """It begins where the text ends, on a new page (as does each of its pieces), or on a left page."""
    example: str
    """The example follows it (empty), comes `first`, or comes first and on a `new` page."""
    size: float
    """Size of the type in units of the usual."""

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.at, self.example, "closer" if self.size < 1 else "")))


WAYS = [Way(at, example, size) for at in (FLOW, PAGE, LEFT) for example in ("", "first", "new") for size in (1, CLOSER)]


class Placed(NamedTuple):
    end: float
    """Where the text after it begins."""
    wrong: float
    """What is wrong with it, in pages."""
    apart: float
    """How much of that is that the example doesn't face it."""
    how: dict[str, Any]
    """What the template is told."""


def placed(known: Mapping[str, Any], place: float, way: Way) -> Placed | None:
    """A sheet and its example, placed in a way; nothing if they don't fit."""
    scale, lower = (SHEET, EXAMPLE) if way.size < 1 else (1, 1)
    items, high, before = [item * scale for item in known["items"]], known["shown"] * lower, place
    how: dict[str, Any] = {"size": way.size} if way.size < 1 else {}
    shown: Span | tuple[()] = ()
    if way.example:
        shown = _shown(high, place if way.example == "first" else float(ceil(place - NONE)))
        place = shown[1]
        how["after"] = True
    spans, cuts = _spans(items, place, way.at)
    if not spans:
        return None
    if way.at != PAGE:
        how["at"] = [
            PAGE if way.at == LEFT and int(spans[0][0]) == ceil(place - NONE) else way.at,
            *[way.at] * len(cuts),
        ]
    if cuts:
        how["cuts"] = cuts
    end = spans[-1][1] + FOOT
    if high and not way.example:
        shown = _shown(high, end)
        end = shown[1]
    if shown and shown[0] % 1 < NONE:
        how["example"] = PAGE
    return _judged(end, before, spans, shown, how)


def unmoved(sheet: Sheet, place: float, told: dict[str, Any]) -> Placed:
    """A sheet that stands on as many pages, or two more or less, as in the last layout."""
    moved = round(place - sheet.before)
    spans = [(piece[0] + moved, piece[-1] + moved) for piece in sheet.pieces]
    shown = (sheet.example[0] + moved, sheet.example[1] + moved) if sheet.example else ()
    return _judged(sheet.end + moved, place, spans, shown, told)


def _judged(end: float, before: float, spans: Sequence[Span], shown: Span | tuple[()], how: dict[str, Any]) -> Placed:
    """`before`: where the text ends."""
    away = apart(spans, shown)
    begin = min(spans[0][0], shown[0]) if shown else spans[0][0]
    empty = (int(begin) > int(before) and is_bare(before)) + WORSE * sum(
        last - first < BARE for first, last in spans[:-1]
    )
    turned = len({_side(page) for span in spans for page in _pages(span)}) - 1
    return Placed(end, away + EMPTY * empty + TURNED * turned + SMALLER * ("size" in how), away, how)


def _shown(high: float, place: float) -> Span:
    """Where an example of this height begins and ends; it isn't divided if it fits on a page."""
    begin = place if place % 1 + high <= FULL or high > FULL else float(ceil(place - NONE))
    return begin, begin + high


def _spans(items: Sequence[float], place: float, at: str) -> tuple[list[Span], list[int]]:
    """Where the pieces of a sheet begin and end, and the items before which they do; nothing if it can't be so placed."""
    top = ceil(place - NONE)
    if at == FLOW:
        span = (place, _end(items, place))
        fits = place % 1 + HEAD + items[0] <= FULL and not is_cut(span) and span[1] % 1 <= FULL
        return ([span], []) if fits else ([], [])
    step = 1 if at == PAGE else 2
    begin = top + (step == 2 and top % 2 == 0)
    cuts = _cuts(items, step)
    edges = [0, *cuts, len(items)]
    spans = [
        (float(begin + step * number), _end(items[first:last], begin + step * number))
        for number, (first, last) in enumerate(pairwise(edges))
    ]
    fits = all(last - first <= step - 1 + FULL for first, last in spans)
    return (spans, cuts) if fits and not (at == LEFT and len(spans) == 1 and spans[0][1] < begin + 1) else ([], [])


def _end(items: Sequence[float], place: float) -> float:
    """Where a piece ends that begins here. An item that doesn't fit on a page goes to the next one, unless it is so high that it may break."""
    place += HEAD
    for item in items:
        if place % 1 + item > FULL + SPACE and item < BREAKS:
            place = ceil(place)
        place += item
    return place


def _cuts(items: Sequence[float], most: int) -> list[int]:
    """The items before which a new piece begins, so that each fits on `most` pages; the last isn't nearly empty if that can be helped."""
    cuts: list[int] = []
    for number in range(1, len(items)):
        if _end(items[cuts[-1] if cuts else 0 : number + 1], 0) > most - 1 + FULL:
            cuts.append(number)
    while cuts and _end(items[cuts[-1] :], 0) < BARE and cuts[-1] - 1 > ([0, *cuts])[-2]:
        cuts[-1] -= 1
    return cuts


def apart(spans: Sequence[Span], shown: Sequence[float]) -> float:
    """How much the example doesn't face its sheet."""
    if not shown:
        return 0
    sides = {_side(page) for page in _pages((shown[0], shown[1]))}
    if sides == {_side(int(spans[0][0]))}:
        return 0
    return LAST if sides == {_side(_pages(spans[-1])[-1])} else APART


def _pages(span: Span) -> range:
    return range(int(span[0]), max(ceil(span[1] - NONE), int(span[0]) + 1))


def _side(page: int) -> int:
    """The same number for two facing pages; the first page, 0, faces none."""
    return (page + 1) // 2


def is_bare(place: float) -> bool:
    """Whether a page that ends here looks empty."""
    return NONE < place % 1 < BARE


def is_cut(piece: Sequence[float]) -> bool:
    """Whether a piece stands neither on one page nor on two facing ones."""
    return len({_side(page) for page in _pages((piece[0], piece[-1]))}) > 1
