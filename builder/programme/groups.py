"""People of a workshop -> groups in which colleagues sit apart, and women and men, small and larger firms are mixed.

The idea is that of the site's group maker: firms are dealt one after another, the largest first. Then people change places as long as
that mixes the groups better. The same people with the same seed give the same groups, in whatever order they come.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

_ROUNDS = 20
"""Of changing places; a workshop needs two or three."""
_WEIGHTS = (1000, 3, 1)
"""Of two people in one group who share the firm, the sex, the size of their firms: colleagues count more than all else together."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who comes; what isn't known is empty and is like nothing."""

    code: str
    firm: str = ""
    sex: str = ""
    size: str = ""


def grouped(guests: Sequence[Guest], size: int, seed: int) -> list[list[Guest]]:
    """Groups of about `size` people, whose sizes differ by one at most."""
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
    """How many pairs of colleagues sit together, since their firm sent more people than there are groups."""
    return sum(one.firm == other.firm != "" for group in groups for one, other in combinations(group, 2))


def _dealt(guests: Sequence[Guest], random: Random) -> list[Guest]:
    """Firm by firm, the largest first; by chance where nothing else decides."""
    firms: dict[str, list[Guest]] = {}
    for one in sorted(guests, key=lambda one: one.code):
        firms.setdefault(one.firm or f"\n{one.code}", []).append(one)
    listed = list(firms.values())
    random.shuffle(listed)
    for people in listed:
        random.shuffle(people)
    return [one for people in sorted(listed, key=len, reverse=True) for one in people]


def _changed(one: list[Guest], other: list[Guest]) -> bool:
    """Changes two people's places where that makes both groups together more mixed."""
    for here in range(len(one)):
        for there in range(len(other)):
            before = _cost(one, here, one[here]) + _cost(other, there, other[there])
            after = _cost(one, here, other[there]) + _cost(other, there, one[here])
            if after < before:
                one[here], other[there] = other[there], one[here]
                return True
    return False


def _cost(group: Sequence[Guest], place: int, guest: Guest) -> int:
    """What it costs that this person sits in this place."""
    alike: tuple[Callable[[Guest], str], ...] = (lambda one: one.firm, lambda one: one.sex, lambda one: one.size)
    return sum(
        weight * sum(of(guest) == of(one) != "" for number, one in enumerate(group) if number != place)
        for weight, of in zip(_WEIGHTS, alike, strict=True)
    )
