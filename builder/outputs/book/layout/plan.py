"""What to set differently after seeing a layout: texts whose last page holds a few lines, worksheets, nearly empty pages.

Typst's child process runs this file and its neighbours (`facing`, `ways`, `places`) between two layouts, without the rest of the builder,
so they may import nothing but the standard library. What didn't help is undone and not tried again, so a plan soon settles.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy

from builder.outputs.book.layout.facing import arrange, closer_by, is_tail, learn
from builder.outputs.book.layout.places import Mark, Plan, Row, Text, marks_of, texts_of
from builder.outputs.book.layout.ways import FLOW, PAGE

BARE, KEPT, FULL = 0.26, 0.3, 0.95
"""Share of a page below which it looks empty; what must stay on a page from which text is moved to such a one; how far a page is filled."""
AGENDA = (9.25, 9.6, 10, 10.5, 11)
"""Sizes of type for the agenda, in points. It is first laid out in the smallest."""


def revised(rows: Sequence[Row], ends: Sequence[tuple[str, int, float]], plan: Plan, page: Mapping[str, float]) -> Plan:
    """The next plan; an equal one when nothing is left to do. `page`: the `top` and `height` of the type area in points."""
    if any(what == "metadata" and value[1] == "filling" for what, _, _, _, value in rows):
        return plan  # an endless page, which is there for `room.py`
    found = deepcopy(plan)
    marks = marks_of(rows, page)
    texts = [*texts_of(marks, ends, page)]
    _read_at_a_glance(marks, found)
    _tighten(texts, found)
    learn(texts, found)
    is_balanced = any(name.startswith("step:") for name in plan)
    if plan:
        arrange(texts, found, anew=not is_balanced, closer=not is_balanced)
    _loosen(texts, plan, found)
    if found == plan:
        _balance((stretch for text in texts for stretch in _stretches(text, plan)), found)
    return found


def _tighten(texts: Iterable[Text], plan: Plan) -> None:
    """Sets texts without sheets closer, whose last page holds a few lines."""
    for text in texts:
        pages, more = int(text.end) - int(text.begin), text.end % 1
        if text.name not in plan and is_tail(more, pages) and not any(mark.part == "before" for mark in text.marks):
            plan[text.name] = closer_by(more, pages)


def _loosen(texts: Iterable[Text], before: Plan, plan: Plan) -> None:
    """Gives a text its usual size again if the smaller one didn't save a page, once its sheets are placed."""
    for text in texts:
        how = before.get(text.name, {})
        is_settled = all(
            before.get(mark.source) == plan.get(mark.source) for mark in text.marks if mark.part == "sheet"
        )
        if how and how["size"] < 1 and int(text.end) - int(text.begin) > how["goal"] and is_settled:
            plan[text.name] = {**how, "size": 1}


def _read_at_a_glance(marks: Iterable[Mark], plan: Plan) -> None:
    """The largest type in which each agenda fits on its page; or none does, and its days come `apart`.

    The first guess is the one in which it surely fits if lines only get longer; where more of them break than that, it gets smaller.
    """
    begun: dict[str, float] = {}
    for place, name, part, _ in marks:
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


class _Stretch:
    """What stands from one forced new page to the next."""

    def __init__(self, begin: float, step: str = "") -> None:
        self.begin = self.end = begin
        self.step = step
        """The step at which the plan made a page begin here; empty when something else did."""
        self.steps: list[tuple[str, float]] = []
        """The places at which a page may begin."""
        self.empty = 0
        """How many pages after it are empty."""


def _stretches(text: Text, plan: Plan) -> Iterator[_Stretch]:
    """Those of a text that end otherwise than by a step of the plan."""
    stretch, last, pieces = _Stretch(text.begin), text.begin, Counter[str]()
    for place, source, part, _ in text.marks:
        if part == "step" and plan.get(f"step:{source}", {}).get("new"):
            stretch = _Stretch(place, f"step:{source}")
        elif part == "step":
            stretch.steps.append((f"step:{source}", place))
        elif part == "sheet" and source in plan:
            at = plan[source].get("at", [PAGE])
            pieces[source] += 1
            if at[min(pieces[source], len(at)) - 1] != FLOW:
                stretch.end, stretch.empty = last, int(place) - int(last) - 1
                yield stretch
                stretch = _Stretch(place)
        last = place
    stretch.end = text.end
    yield stretch


def _balance(stretches: Iterable[_Stretch], plan: Plan) -> None:
    """Lets a page begin earlier where the next one, or the empty one before a left page, would hold little or nothing."""
    for text in stretches:
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
