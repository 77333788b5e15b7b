"""Tables of reaction and learning: ratings, and test results before and after."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean, stdev

from builder.programme.report.figures import Cell, Gap, Table, word
from builder.programme.report.period import Period
from builder.programme.report.protect import FEWEST
from builder.programme.rows import Test
from builder.programme.values import STATEMENTS

HEAP = 5
"""The fewest pairs in a group for which a mean is calculated."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two tests of one code."""

    first: str
    """The form taken first."""
    gain: int


@dataclass(frozen=True, slots=True)
class Gain:
    pairs: int
    improved: int
    alone: int
    """Codes with a single test, or with the same form twice."""
    gain: float | None
    """The gain in right answers: the mean of both groups' means; None where a group has too few pairs."""
    spread: float | None
    """The sample standard deviation of the gains; None with too few pairs."""


def learning(period: Period) -> Iterator[Table]:
    yield _marks(period)
    yield _tests(period)


def _marks(period: Period) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for statement in STATEMENTS:
        here = [mark for mark in period.marks if mark.statement == statement]
        low, high = sum(mark.ones + mark.twos for mark in here), sum(mark.threes + mark.fours for mark in here)
        counts: tuple[Cell, ...] = (low, high, low + high) if low + high >= FEWEST else (Gap.HIDDEN,) * 3
        rows.append((word(f"statement.{statement}"), *(counts if here else (Gap.MISSING,) * 3)))
    events = len({mark.event for mark in period.marks})
    return Table(
        "marks",
        tuple(rows),
        word("base-of-workshops", n=events, of=len(period.workshops)),
        ("mark",),
        period.as_of("mark"),
        chart=2,
    )


def _tests(period: Period) -> Table:
    """A row for each edition of the tests, which are never combined."""
    rows = []
    editions = sorted({test.edition or "" for test in period.tests})
    for edition in editions:
        found = gain_of([test for test in period.tests if (test.edition or "") == edition])
        few = found.pairs < FEWEST
        mean_gain: Cell = Gap.HIDDEN if found.gain is None else round(found.gain, 1)
        spread: Cell = Gap.HIDDEN if found.spread is None else round(found.spread, 1)
        counts: tuple[Cell, ...] = (Gap.HIDDEN, Gap.HIDDEN) if few else (found.pairs, found.improved)
        rows.append((edition or Gap.MISSING, *counts, mean_gain, spread, found.alone))
    events = len({test.event for test in period.tests})
    notes = (word("note-gain", n=HEAP),)
    return Table(
        "tests",
        tuple(rows),
        word("base-of-workshops", n=events, of=len(period.workshops)),
        ("test",),
        period.as_of("test"),
        notes,
    )


def gain_of(tests: Sequence[Test]) -> Gain:
    """The gain in pairs of tests by workshop and code; two tests with the same form don't make a pair."""
    by_code: dict[tuple[str, str], dict[str, Test]] = defaultdict(dict)
    for test in tests:
        by_code[test.event, test.code][test.moment] = test
    pairs = [
        Pair(both["before"].form, both["after"].right - both["before"].right)
        for both in by_code.values()
        if {"before", "after"} <= both.keys() and both["before"].form != both["after"].form
    ]
    heaps = [[pair.gain for pair in pairs if pair.first == form] for form in ("A", "B")]
    is_enough = all(len(heap) >= HEAP for heap in heaps)
    improved = sum(pair.gain > 0 for pair in pairs)
    spread = stdev(pair.gain for pair in pairs) if is_enough else None
    gain = math.fsum(mean(heap) for heap in heaps) / 2 if is_enough else None
    return Gain(len(pairs), improved, len(by_code) - len(pairs), gain, spread)
