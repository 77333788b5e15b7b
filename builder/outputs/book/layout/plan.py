"""What to set differently after seeing a layout: texts whose last page holds a few lines, and worksheets that are split.

Typst's child process runs this file alone between two layouts, so it may import nothing but the standard library. A plan
only ever grows, so it soon settles; what didn't help is undone and not tried again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

Plan = dict[str, dict[str, Any]]
"""Name of a text -> its `size` (of type; 1 is usual) and `goal` (pages); source of a worksheet -> where each of its pieces
begins (`at`: page, left), its `size`, `cuts` (the items before which a new piece begins), whether it comes `after` its example,
and whether each piece has a page of its own (`single`); `step:` and the name of a place in a text -> whether a page begins there (`new`); an agenda -> the `size` of its type and whether its days come `apart`."""
Row = tuple[str, int, float, float, Any]
"""What stands on a page: see `builder.print.typst.Place`."""
TAIL, SHARE, SMALLEST, LARGEST, LONG = 0.3, 0.1, 0.94, 0.97, 9
"""A text may end a page earlier if its last page is filled less than `TAIL`, and less than `SHARE` for each page before; then
its type is between `SMALLEST` and `LARGEST` of the usual size. With `LONG` pages before it hardly ever does: sheets hold it."""
CLOSE, CLOSER = 1.1, 0.94
"""Height, in pages, of a worksheet that still fits on one page in smaller type, and the size of that type."""
PAIR = 1.95
"""Height, in pages, that surely fits on two: items that may not break leave gaps."""
TURNS, TOP = 3, 0.05
"""How often worksheet and example may change places; what begins above this share of a page is at its top."""
BARE, KEPT, FULL = 0.26, 0.3, 0.95
"""Share of a page below which it looks empty; what must stay on a page from which text is moved to such a one; how far a page is filled."""
HEAD = 0.06
"""Height, in pages, of the title that each piece of a worksheet repeats."""
PAGE, LEFT = "page", "left"
AGENDA = (9.25, 9.6, 10, 10.5, 11)
"""Sizes of type for the agenda, in points. It is first laid out in the smallest."""


def revised(rows: Sequence[Row], ends: Sequence[tuple[str, int, float]], plan: Plan, page: Mapping[str, float]) -> Plan:
    """The next plan; an equal one when nothing is left to do. `page`: the `top` and `height` of the type area in points."""
    if any(what == "metadata" and value[1] == "filling" for what, _, _, _, value in rows):
        return plan  # an endless page, which is there for `room.py`
    found, sheets = deepcopy(plan), _sheets(rows, page)
    is_balanced = any(name.startswith("step:") for name in plan)
    _tighten(ends, found, page)
    _read_at_a_glance(rows, found, page)
    for source, sheet in sheets.items():
        how = found.get(source, {})
        _place(sheet, how)
        if not is_balanced:
            _order(sheet, how)
        if how:
            found[source] = how
    if found == plan and not is_balanced:
        _divide(sheets, found)
    if found == plan:
        _balance(_texts(rows, ends, plan, page), found)
    return found


def _tighten(ends: Sequence[tuple[str, int, float]], plan: Plan, page: Mapping[str, float]) -> None:
    begun: dict[str, int] = {}
    for label, number, y in ends:
        if label.startswith("begin:"):
            begun[label.removeprefix("begin:")] = number
        elif label in begun:
            pages, how = number - begun[label], plan.get(label)
            more = (y - page["top"]) / page["height"]
            if how is None and 0 < pages < LONG and more < TAIL and more < SHARE * pages:
                size = 0.975 - 0.9 * more / pages
                plan[label] = {"size": min(LARGEST, max(SMALLEST, size)), "goal": pages - 1}
            elif how is not None and how["size"] < 1 and pages > how["goal"]:
                how["size"] = 1


def _read_at_a_glance(rows: Sequence[Row], plan: Plan, page: Mapping[str, float]) -> None:
    """The largest type in which each agenda fits on its page; or none does, and its days come `apart`.

    The first guess is the one in which it surely fits if lines only get longer; where more of them break than that, it gets smaller.
    """
    begun: dict[str, float] = {}
    for what, number, _, y, value in rows:
        name, part = value if what == "metadata" else ("", "")
        place = _place_of(number, y, page)
        if part == "agenda":
            begun[name] = place
        elif part == "agenda-end" and name not in plan:
            high = place - begun[name]
            size = max((size for size in AGENDA if high * (size / AGENDA[0]) ** 2 <= 1), default=0)
            if size != AGENDA[0]:
                plan[name] = {"size": size} if size else {"size": AGENDA[0], "apart": 1}
        elif part == "agenda-end" and int(place) > int(begun[name]):
            smaller = [size for size in AGENDA if size < plan[name]["size"]]
            plan[name] = {"size": smaller[-1]} if smaller else {"size": AGENDA[0], "apart": 1}


class _Sheet:
    """Where a worksheet and its worked example are. Places are page numbers from 0, with fractions: 2.5 is the middle of the third."""

    def __init__(self, before: float) -> None:
        self.before = before
        """Where the text before it ends."""
        self.pieces: list[list[float]] = []
        """For each piece: where it begins, where each of its items does, and where it ends."""
        self.example: list[float] = []


def _sheets(rows: Sequence[Row], page: Mapping[str, float]) -> dict[str, _Sheet]:
    found: dict[str, _Sheet] = {}
    for what, number, _, y, value in rows:
        source, part = value[:2] if what == "metadata" else ("", "")
        place = _place_of(number, y, page)
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
    """Gives a sheet that is split the next remedy: a new page, smaller type, a left-hand page, or division into pieces."""
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
            places[number] = PAGE  # it no longer needs two pages


def _order(sheet: _Sheet, how: dict[str, Any]) -> None:
    """Puts a sheet after its example where that fills an otherwise empty rest of a page; `TURNS` limits how often this is revised."""
    if not how.get("at") or not how["at"][0] or not sheet.example or how.get("turns", 0) == TURNS:
        return
    page = int(sheet.before)
    room = page + (2 if how["at"][0] == LEFT and page % 2 == 1 else 1) - sheet.before
    after = room > sheet.example[1] - sheet.example[0]
    if after != how.get("after", False):
        how.update(after=after, turns=how.get("turns", 0) + 1)


def _divide(sheets: Mapping[str, _Sheet], plan: Plan) -> None:
    """Divides sheets of two pages before which a page would stay empty, so that the second faces it, into pieces of a page each.

    Each saves a page or two, and so turns left pages into right ones as far as the next module, which begins on a right page.
    """
    module, moved = "", 0
    for source, sheet in sheets.items():
        how = plan.get(source, {})
        if source.rpartition("/")[0] != module:
            module, moved = source.rpartition("/")[0], 0
        if how.get("at", [PAGE])[0] != LEFT:
            continue
        first, last = int(sheet.pieces[0][0]), int(sheet.pieces[-1][-1])
        before = min(first - 1, int(sheet.example[1] if how.get("after") and sheet.example else sheet.before))
        blank = first - before - 1
        cuts = _single(sheet.pieces, how.get("cuts", []))
        ends_bare = any(int(piece[-1]) > int(piece[0]) and piece[-1] % 1 < BARE for piece in sheet.pieces)
        if cuts and ((before + moved) % 2 == 1 or ends_bare):
            how.update(at=[PAGE] * (len(cuts) + 1), cuts=cuts, single=1)
            moved += len(cuts) - (last - first) - blank
        else:
            moved += (before + moved) % 2 - blank


def _single(pieces: Sequence[Sequence[float]], cuts: Sequence[int]) -> list[int]:
    """The items before which a new piece begins, if each piece has a page of its own; empty if an item is too high for that."""
    found, item = [], 0
    for number, piece in enumerate(pieces):
        if number:
            found.append(cuts[number - 1])
        if int(piece[-1]) > int(piece[0]):
            end = int(piece[0]) + 1
            fits = [
                place for place, start in enumerate(piece[1:-1])
                if place and start - piece[0] > BARE and start <= end + TOP and BARE < piece[-1] - start < FULL - HEAD
            ]  # fmt: skip
            if not fits:
                return []
            found.append(item + fits[-1])
        item += len(piece) - 2
    return found


class _Text:
    """What stands from one forced new page to the next."""

    def __init__(self, begin: float, step: str = "") -> None:
        self.begin = self.end = begin
        self.step = step
        """The step at which the plan made a page begin here; empty when something else did."""
        self.steps: list[tuple[str, float]] = []
        """The places at which a page may begin."""
        self.empty = 0
        """How many pages after it are empty."""


def _texts(
    rows: Sequence[Row], ends: Sequence[tuple[str, int, float]], plan: Plan, page: Mapping[str, float]
) -> Iterator[_Text]:
    """The texts that end otherwise than by a step of the plan."""
    marks = [(_place_of(number, y, page), *value[:2]) for what, number, _, y, value in rows if what == "metadata"]
    begin = 0.0
    for label, number, y in ends:
        if label.startswith("begin:"):
            begin = _place_of(number, y, page)
            continue
        end, pieces = _place_of(number, y, page), Counter[str]()
        text, last = _Text(begin), begin
        for place, source, part in marks:
            if not begin <= place <= end:
                continue
            if part == "step" and plan.get(f"step:{source}", {}).get("new"):
                text = _Text(place, f"step:{source}")
            elif part == "step":
                text.steps.append((f"step:{source}", place))
            elif part == "sheet":
                at = plan.get(source, {}).get("at", [])
                pieces[source] += 1
                if at and at[min(pieces[source], len(at)) - 1]:
                    text.end, text.empty = last, int(place) - int(last) - 1
                    yield text
                    text = _Text(place)
            last = place
        text.end = end
        yield text


def _balance(texts: Iterable[_Text], plan: Plan) -> None:
    """Lets a page begin earlier where the next one, or the empty one before a left page, would hold little or nothing."""
    for text in texts:
        page = int(text.end)
        is_bare = text.end % 1 < BARE
        if is_bare and text.step and int(text.begin) == page:
            plan[text.step] = {"new": 0}  # it didn't help
        elif is_bare or text.empty:
            shorter = page - 1 if is_bare else page
            fits = [
                name for name, place in text.steps
                if int(place) == shorter and place - max(shorter, text.begin) >= KEPT and name not in plan
                and BARE < text.end - place < FULL
            ]  # fmt: skip
            if fits:
                plan[fits[-1]] = {"new": 1}


def _place_of(number: int, y: float, page: Mapping[str, float]) -> float:
    """A page, from 0, and how far down it."""
    return number - 1 + (y - page["top"]) / page["height"]


def _is_cut(piece: Sequence[float]) -> bool:
    """Whether it stands neither on one page nor on two facing ones."""
    first, last = int(piece[0]), int(piece[-1])
    return last != first and not (last == first + 1 and first % 2 == 1)


def _cuts(places: Sequence[float]) -> list[int]:
    """The items before which a new piece begins, so that each piece surely fits on two pages."""
    cuts, start = [], places[0]
    for number, (place, after) in enumerate(pairwise(places[1:])):
        if after - start > PAIR and number:
            cuts.append(number)
            start = place
    return cuts
