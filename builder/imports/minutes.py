"""Distributes the minutes that a source states for a whole session among its parts, since nothing else takes time here."""

from collections.abc import Sequence

from lxml import html

from builder.course.vocabulary import RULES
from builder.imports.escape import words_only
from builder.imports.tree import Box, Part, line_of, plain

LEAST = 3
"""The average minutes per part; with less time, the shortest parts get none, or the agenda would fall into pieces."""
_APART = frozenset({"activity", "objectives", "keypoints", "quiz", "worksheet"})


def with_minutes(parts: Sequence[Part], teaching: int, exercises: int) -> list[Part]:
    """The parts with explanations in `teach` blocks and with minutes for these and for activities.

    Explanations get a share by length, activities equal ones. Without stated minutes, activities keep their own.
    """
    activities = [part for part in parts if isinstance(part, Box) and part.name == "activity"]
    teaching, exercises = (teaching + exercises, 0) if not activities else (teaching, exercises)
    for box, minutes in zip(activities, _equal(len(activities), exercises), strict=True):
        box.attributes |= {"minutes": str(max(1, minutes))} if exercises else {}
    runs = _runs(parts)
    weights = [0 if _is_apart(run[0]) else sum(_words(part) for part in run) for run in runs]
    shares = _shares(weights, teaching)
    found: list[Part] = []
    for run, minutes in zip(runs, shares, strict=True):
        found += [_teach(run, minutes)] if minutes else run
    return found


def _is_apart(part: Part) -> bool:
    return isinstance(part, Box) and (part.name in _APART or part.name not in RULES["teach"].children)


def _runs(parts: Sequence[Part]) -> list[list[Part]]:
    """Groups of parts that belong together: from one second-level heading or activity to the next."""
    runs: list[list[Part]] = []
    for part in parts:
        is_heading = not isinstance(part, Box) and part.tag == "h2"
        if not runs or is_heading or _is_apart(part) or _is_apart(runs[-1][-1]):
            runs.append([])
        runs[-1].append(part)
    return runs


def _teach(run: Sequence[Part], minutes: int) -> Box:
    first = run[0]
    box = Box("teach", "", line_of(first), list(run), attributes={"minutes": str(minutes)})
    if not isinstance(first, Box) and first.tag == "h2" and first.find(".//a") is None:
        box.title, box.id, box.parts = words_only(plain(first)), first.get("id") or "", list(run[1:])
    return box if box.parts else Box("teach", "", box.line, list(run), attributes=box.attributes)


def _words(part: Part) -> int:
    if isinstance(part, html.HtmlElement):
        return (
            len(plain(part).split()) + 30 * (len(part.findall(".//img")) + (part.tag == "img"))
            if part.tag not in ("h1", "h2")
            else 0
        )
    return 0 if part.name in ("trainer", "answer") else sum(map(_words, part.parts))


def _shares(weights: Sequence[int], total: int) -> list[int]:
    """The total divided into whole minutes by weight; if there isn't enough for all, only the heaviest get any."""
    shares = [0] * len(weights)
    heavy = sorted((place for place, weight in enumerate(weights) if weight), key=lambda place: -weights[place])[
        : max(1, total // LEAST)
    ]
    heavy = heavy if total else []
    whole = sum(weights[place] for place in heavy)
    if not heavy:
        return shares
    for place in heavy:
        shares[place] = max(1, total * weights[place] // whole)
    step = 1 if sum(shares) < total else -1
    while sum(shares) != total:
        for place in heavy:
            if sum(shares) != total and shares[place] + step > 0:
                shares[place] += step
    return shares


def _equal(count: int, total: int) -> list[int]:
    return [total // count + (place < total % count) for place in range(count)]
