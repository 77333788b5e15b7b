"""Where worksheets go, each on one page or a facing pair, and their worked examples, which ought to face them.

Each text has a few ways to place its sheets. A way fills more or fewer pages, and so turns left pages into right ones for all that
follows up to the next part, which begins on a right page: so the cheapest ways for all texts of a part are looked for together.
Heights are those that the last layout shows. What came out otherwise than foreseen isn't tried again. Runs like `plan.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import Any, NamedTuple

from builder.outputs.book.layout.places import TOP, Plan, Sheet, Text, sheets_of
from builder.outputs.book.layout.ways import (
    APART,
    CLOSER,
    EMPTY,
    FULL,
    HEAD,
    NONE,
    PAGE,
    SMALLER,
    SPACE,
    WAYS,
    Placed,
    apart,
    is_bare,
    is_cut,
    placed,
    unmoved,
)

SAME, OTHER = 0.03, 0.1
"""By how much places may differ that are the same; what is wrong, in pages, with another way than that of the last layout: it may not come
out as foreseen. It counts once more each time."""
TAIL, SHARE, LARGEST, LONG = 0.3, 0.1, 0.97, 9
"""A text may end a page earlier if its last page is filled less than `TAIL`, and less than `SHARE` for each page before; then
its type is between `CLOSER` and `LARGEST` of the usual size. With `LONG` pages before it hardly ever does: sheets hold it."""
CHANGES, FREE = 5, 1
"""How often a sheet is placed anew, and how often in a way in which it was before."""
FOLLOWED = 12
"""How many ways to set the first sheets of a text are followed."""
TOLD = ("at", "cuts", "after", "size", "example")
"""What the template is told."""
KNOWN = ("items", "shown", "not", "bad")
"""What is kept from one plan to the next, whatever way is chosen."""
Chosen = tuple[str, str, dict[str, Any]]
"""Source of a sheet, name of its way, and what the template is told; or the name of a text, nothing, and its size and goal."""


class _Path(NamedTuple):
    """A way to set the texts so far, or a text as far as a sheet."""

    end: float
    cost: float
    chosen: tuple[Chosen, ...]


def learn(texts: Iterable[Text], plan: Plan) -> None:
    """Notes the heights of each sheet's `items`, and of its example (`shown`): none for those that the next layout measures, as they end a page."""
    for sheet in (sheet for text in texts for sheet in sheets_of(text.marks).values()):
        how = plan.setdefault(sheet.source, {})
        if "items" not in how:
            found = [_between(*pair) for piece in sheet.pieces for pair in pairwise(piece[1:])]
            how["items"] = [*found[:-1], *(high and high + SPACE for high in found[-1:])]
            how["shown"] = _between(*sheet.example) if sheet.example else 0
        elif sheet.measured:
            how["items"] = [high or (new or 0) + SPACE for high, new in zip(how["items"], sheet.measured, strict=True)]
        if how["shown"] is None:
            how["shown"] = sheet.shown


def arrange(texts: Iterable[Text], plan: Plan, *, anew: bool, closer: bool = False) -> None:
    """Writes into the plan, for the source of each sheet: where each of its pieces begins (`at`: page, left), its `size`, `cuts` (the
    items before which a new piece begins), whether it comes `after` its example, whether that begins a page (`example`), and for
    the next round the name of the `way`, how often it was placed (`turns`) and what did `not` come out as foreseen.

    `closer`: a text may be set closer to end a page earlier. Unless `anew`, only sheets that are cut are placed otherwise.
    """
    for part in _parts(texts):
        for sheet in (sheet for text in part for sheet in sheets_of(text.marks).values()):
            _look_at(sheet, plan)
        for source, name, how in _best(part, plan, anew=anew, closer=closer):
            if not name:
                plan[source] = how
                continue
            before = plan.get(source, {})
            turns = before.get("turns", 0)
            after = {**how, "way": name, "turns": turns, **{key: before[key] for key in KNOWN if key in before}}
            if after != before:
                plan[source] = {**after, "turns": turns + 1}
            if turns > FREE and name != before["way"] != PAGE:
                plan[source]["not"] = sorted({*before.get("not", []), before["way"]})


def _parts(texts: Iterable[Text]) -> Iterator[list[Text]]:
    """Texts from one that begins on a right page to the next such one."""
    part: list[Text] = []
    for text in texts:
        if part and any(mark.part == "part" for mark in text.marks):
            yield part
            part = []
        part.append(text)
    yield part


def _between(place: float, after: float) -> float | None:
    """The height of what stands between two places of the same page."""
    return after - place if int(after) == int(place) else None


def _look_at(sheet: Sheet, plan: Plan) -> None:
    """Notes a way that didn't come out as foreseen."""
    how = plan.get(sheet.source, {})
    way = next((way for way in WAYS if way.name == how.get("way", "")), None)
    if way is None or way.name in (PAGE, *how.get("not", [])):
        return  # one way is always left
    spans = [(piece[0], piece[-1]) for piece in sheet.pieces]
    foreseen, fails = placed(how, sheet.before, way), any(map(is_cut, spans))
    higher = _broken(sheet, how["items"]) if fails else how["items"]
    if higher != how["items"]:
        plan[sheet.source] = {**how, "items": higher, "not": []}
        return
    if foreseen is None and fails:
        how["bad"] = how.get("bad", 0) + 1  # the text before it ends elsewhere than foreseen, which may settle
    if how.get("bad", 0) > 1 or (foreseen and (fails or apart(spans, sheet.example) > foreseen.apart)):
        how["not"] = sorted({*how.get("not", []), way.name})
        how.pop("bad", None)


def _broken(sheet: Sheet, items: Sequence[float]) -> list[float]:
    """The heights of items with what those higher than a page leave empty where they break, as their rows don't."""
    pairs = (pair for piece in sheet.pieces for pair in pairwise(piece[1:]))
    return [
        max(item, after - place) if item >= FULL and int(after) > int(place) else item
        for item, (place, after) in zip(items, pairs, strict=True)
    ]


def _best(part: Sequence[Text], plan: Plan, *, anew: bool, closer: bool) -> Sequence[Chosen]:
    """The cheapest way to set all texts of a part."""
    paths = [_Path(float(int(part[0].begin) % 2), 0, ())] if part else []
    for text in part:
        further: dict[int, _Path] = {}
        for path in paths:
            for found in _set(text, path, plan, anew=anew, closer=closer):
                side = int(found.end) % 2
                if side not in further or found.cost < further[side].cost:
                    further[side] = found
        paths = [*further.values()]
    return min(paths, key=lambda path: path.cost + path.end % 2, default=_Path(0, 0, ())).chosen


def _set(text: Text, path: _Path, plan: Plan, *, anew: bool, closer: bool) -> Iterator[_Path]:
    """The ways to set one text; it ends where a page begins."""
    paths, done = [path], text.begin
    for sheet in sheets_of(text.marks).values():
        further = [
            _Path(way.end, one.cost + way.wrong, (*one.chosen, (sheet.source, name, way.how)))
            for one in paths
            for name, way in _ways(sheet, one.end + sheet.before - done, plan, anew=anew)
        ]
        paths = sorted(further, key=lambda one: one.cost + one.end)[:FOLLOWED]
        done = _after(sheet, text)
    for one in paths:
        end = one.end + text.end - done
        if one.chosen and end % 1 > FULL:
            end += HEAD  # what doesn't break leaves gaps
        last = max(path.end + 1, ceil(end - NONE))
        yield _Path(last, one.cost + last - path.end + EMPTY * is_bare(end), one.chosen)
        pages, more = last - path.end - 1, end % 1
        if closer and one.chosen and text.name not in plan and is_tail(more, pages):
            yield _Path(
                last - 1, one.cost + pages + SMALLER, (*one.chosen, (text.name, "", closer_by(more, int(pages))))
            )


def _after(sheet: Sheet, text: Text) -> float:
    """Where the text after a sheet begins: at the top of the next page if its first block didn't fit below it."""
    first = next((mark.place for mark in text.marks if mark.part == "step" and mark.place >= sheet.end), sheet.end)
    return first if ceil(sheet.end) <= first < ceil(sheet.end) + TOP else sheet.end


def _ways(sheet: Sheet, place: float, plan: Plan, *, anew: bool) -> Iterator[tuple[str, Placed]]:
    """The ways to place a sheet where the text before it ends."""
    how = plan.get(sheet.source, {})
    told = {key: how[key] for key in TOLD if key in how}
    now, never = how.get("way", PAGE), how.get("not", [])
    stands = now not in never and not any(map(is_cut, sheet.pieces))
    is_held = stands and (not anew or how.get("turns", 0) >= CHANGES)
    found = {
        way.name: one
        for way in WAYS
        if way.name not in never and not (is_held and way.name != now) and (sheet.example or not way.example)
        and (one := placed(how, place, way))
    }  # fmt: skip
    moved = place - sheet.before
    if "way" in how and stands and round(moved) % 2 == 0 and abs(moved - round(moved)) < SAME:
        found[now] = unmoved(sheet, place, told)
    for name, one in found.items():
        usual = found.get(name.removesuffix(" closer"), one)
        if name == now:
            yield name, one
        elif usual is one or one.apart < usual.apart:
            yield name, one._replace(wrong=one.wrong + OTHER * (1 + how.get("turns", 0)))
    if not found:
        yield now, Placed(place + sheet.end - sheet.before, APART, APART, told)


def is_tail(more: float, pages: float) -> bool:
    """Whether a text that fills `pages` and `more` of another might do without that."""
    return NONE < more < min(TAIL, SHARE * pages) and pages < LONG


def closer_by(more: float, pages: int) -> dict[str, Any]:
    """What the plan says of a text that ought to fill `pages` instead of them and `more` of another."""
    return {"size": min(LARGEST, max(CLOSER, 0.975 - 0.9 * more / pages)), "goal": pages - 1}
