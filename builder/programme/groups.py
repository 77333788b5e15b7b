"""Divides a workshop's people into groups that separate colleagues and mix sexes and firm sizes.

As in the site's group maker, people are dealt out firm by firm, the largest first. Then pairs swap places as long as
that improves the mix. The same people and seed give the same groups, in whatever order the people are passed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

_ROUNDS = 20
"""The most rounds of swaps; a workshop needs two or three."""
_WEIGHTS = (1000, 3, 1)
"""The cost of two people in a group sharing firm, sex or firm size; one shared firm outweighs everything else."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A guest; unknown values are empty and count as different from all others."""

    code: str
    firm: str = ""
    sex: str = ""
    size: str = ""


def grouped(guests: Sequence[Guest], size: int, seed: int) -> list[list[Guest]]:
    """Groups of about `size` people; their sizes differ by at most one."""
    count = max(round(len(guests) / size), 1 if guests else 0)
    random = Random(seed)  # noqa: S311 - nothing is to be kept secret
    groups: list[list[Guest]] = [[] for _ in range(count)]
    for number, one in enumerate(_dealt(guests, random)):
        groups[number % count].append(one)
    for _ in range(_ROUNDS):
        changes = sum(_changed(one, other) for one, other in combinations(groups, 2))
        if not changes:
            break
    return [sorted(group, key=lambda one: one.code) for group in groups]


def colleagues(groups: Sequence[Sequence[Guest]]) -> int:
    """The number of pairs of colleagues in the same group, as when a firm sent more people than there are groups."""
    return sum(one.firm == other.firm != "" for group in groups for one, other in combinations(group, 2))


def _dealt(guests: Sequence[Guest], random: Random) -> list[Guest]:
    """People in dealing order: firm by firm, the largest first, otherwise at random."""
    firms: dict[str, list[Guest]] = {}
    for one in sorted(guests, key=lambda one: one.code):
        firms.setdefault(one.firm or f"\n{one.code}", []).append(one)
    listed = list(firms.values())
    random.shuffle(listed)
    for people in listed:
        random.shuffle(people)
    return [one for people in sorted(listed, key=len, reverse=True) for one in people]


def _changed(one: list[Guest], other: list[Guest]) -> bool:
    """Swaps the first pair whose exchange improves the mix; False when there is none."""
    for here in range(len(one)):
        for there in range(len(other)):
            before = _cost(one, here, one[here]) + _cost(other, there, other[there])
            after = _cost(one, here, other[there]) + _cost(other, there, one[here])
            if after < before:
                one[here], other[there] = other[there], one[here]
                return True
    return False


def _cost(group: Sequence[Guest], place: int, guest: Guest) -> int:
    """The cost of a guest sitting at this place of a group."""
    alike: tuple[Callable[[Guest], str], ...] = (lambda one: one.firm, lambda one: one.sex, lambda one: one.size)
    return sum(
        weight * sum(of(guest) == of(one) != "" for number, one in enumerate(group) if number != place)
        for weight, of in zip(_WEIGHTS, alike, strict=True)
    )
