"""No group of fewer than five firms is printed, nor anything by which it could be worked out.

Groups that are too small go together, unnamed, under "others", with the next larger one where they are still too few: so the sum of a
table is true, and there is nothing to subtract from it. Where groups can't go together, numbers are hidden, never one alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from builder.programme.report.figures import Gap

FEWEST = 5
"""Firms of a group, and people of one sex in it."""
OTHERS = "others"
ROOM = 3
"""Firms for each group without a name, at most: if all of them were as large as small groups can be, each would be known."""


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    firms: int
    numbers: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    """Numbers of people that may not be small either: 0, or five and more."""

    def together(self, other: "Group") -> "Group":
        return Group(
            OTHERS, self.firms + other.firms,
            tuple(a + b for a, b in zip(self.numbers, other.numbers, strict=True)),
            tuple(a + b for a, b in zip(self.people, other.people, strict=True)),
        )  # fmt: skip


def is_enough(group: Group) -> bool:
    return group.firms >= FEWEST and all(number == 0 or number >= FEWEST for number in group.people)


def protected(groups: Sequence[Group], enough: Callable[[Group], bool] = is_enough) -> list[Group] | None:
    """The groups that may be printed, those that may not together as others; None when all of them are too few.

    A group counts each firm once and no firm is in two groups.
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
    """Counts of events, which can't go together, while their sum may be known.

    Where one is small, the smallest are hidden up to one of ten or more, with all that equal it, so that the sum of what is hidden
    can be split in more than one way. Where nothing larger is left to be seen, all are hidden, those with nobody too.
    """
    if not any(0 < count < FEWEST for count in counts):
        return list(counts)
    there = sorted(count for count in counts if count)
    limit = next((count for count in there[1:] if 2 * FEWEST <= count < there[-1]), None)
    if limit is None:
        return [Gap.HIDDEN] * len(counts)
    return [Gap.HIDDEN if 0 < count <= limit else count for count in counts]


def nested(counts: Sequence[int]) -> list[int | Gap]:
    """Counts of firms of which each is a part of the one before. One is hidden where it, or what the last shown one has more, is small."""
    shown: list[int | Gap] = []
    last: int | None = None
    for count in counts:
        is_small = 0 < count < FEWEST or (last is not None and 0 < last - count < FEWEST)
        shown.append(Gap.HIDDEN if is_small else count)
        last = last if is_small else count
    return shown


def or_hidden(value: float, firms: int) -> float | Gap:
    """A number about so many firms."""
    return value if firms >= FEWEST else Gap.HIDDEN


def is_one_firms(amounts: Sequence[float]) -> bool:
    """Whether one firm makes up half of a sum or more: the sum would tell its own number."""
    return bool(amounts) and 2 * max(amounts) >= sum(amounts)
