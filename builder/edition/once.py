"""What several outputs take from an edition, made once per process."""

from collections import deque
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from builder.edition.select import Edition

Made = TypeVar("Made")
_KEPT: deque[tuple[Edition, dict[Hashable, Any]]] = deque(maxlen=3)
"""Of the last editions: a language has three."""


def once(edition: Edition, name: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, or gave when it was asked for by this name before. Nobody may change it.

    An edition is known by being the same object; processes of a build get each only once.
    """
    kept = next((values for known, values in _KEPT if known is edition), None)
    if kept is None:
        kept = {}
        _KEPT.append((edition, kept))
    if name not in kept:
        kept[name] = make()
    made: Made = kept[name]
    return made
