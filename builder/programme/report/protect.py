"""Protects firms: no group of fewer than five is printed, nor anything from which it could be worked out.

Groups that are too small are combined as "others", together with the next larger one if still too few. Thus a table's
sum is right, and nothing can be found by subtraction. Where groups can't be combined, numbers are hidden, never just
one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from builder.programme.report.figures import Gap

FEWEST = 5
"""The fewest firms in a group, and people of one sex in it."""
OTHERS = "others"
ROOM = 3
"""The most firms in "others" per group combined: if all were as large as small groups can be, each size would be known."""


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    firms: int
    numbers: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    """Numbers of people that mustn't be small either: they must be 0 or at least `FEWEST`."""

    def together(self, other: "Group") -> "Group":
        return Group(
            OTHERS, self.firms + other.firms,
            tuple(a + b for a, b in zip(self.numbers, other.numbers, strict=True)),
            tuple(a + b for a, b in zip(self.people, other.people, strict=True)),
        )  # fmt: skip


def is_enough(group: Group) -> bool:
    return group.firms >= FEWEST and all(number == 0 or number >= FEWEST for number in group.people)


def protected(groups: Sequence[Group], enough: Callable[[Group], bool] = is_enough) -> list[Group] | None:
    """The groups to print, with small ones combined as others; None if all of them are too few.

    Each firm counts once, in one group only.
    """
    there = [group for group in groups if group.firms]
    good = sorted((group for group in there if enough(group)), key=lambda group: -group.firms)
    small = [group for group in there if not enough(group)]
    if not small:
        return good or None
    others = small[0]
    for group in small[1:]:
        others = others.together(group)
    while good and (len(small) < 2 or not enough(others) or others.firms > ROOM * (len(groups) - len(good))):
        small.append(good[-1])
        others = others.together(good.pop())
    others = Group(OTHERS, others.firms, others.numbers, others.people)
    return [*good, others] if enough(others) else None


def hidden(counts: Sequence[int]) -> list[int | Gap]:
    """Counts of firms at events, which can't be combined, while their sum may be known.

    If one is small, the smallest are hidden up to one of ten or more, and all equal to it, so that the hidden sum can
    be split in several ways. If nothing larger would be left to show, all are hidden, zeros too.
    """
    if not any(0 < count < FEWEST for count in counts):
        return list(counts)
    there = sorted(count for count in counts if count)
    limit = next((count for count in there[1:] if 2 * FEWEST <= count < there[-1]), None)
    if limit is None:
        return [Gap.HIDDEN] * len(counts)
    return [Gap.HIDDEN if 0 < count <= limit else count for count in counts]


def nested(counts: Sequence[int]) -> list[int | Gap]:
    """Counts of firms, each part of the one before; hidden if it, or its difference from the last one shown, is small."""
    shown: list[int | Gap] = []
    last: int | None = None
    for count in counts:
        is_small = 0 < count < FEWEST or (last is not None and 0 < last - count < FEWEST)
        shown.append(Gap.HIDDEN if is_small else count)
        last = last if is_small else count
    return shown


def or_hidden(value: float, firms: int) -> float | Gap:
    """A value about this many firms, or hidden."""
    return value if firms >= FEWEST else Gap.HIDDEN


def is_one_firms(amounts: Sequence[float]) -> bool:
    """Whether one firm makes up at least half of a sum, which would reveal its share."""
    return bool(amounts) and 2 * max(amounts) >= sum(amounts)
