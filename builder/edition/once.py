"""Values that several outputs derive from an edition, made once per process."""

from collections import deque
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from builder.edition.select import Edition

Made = TypeVar("Made")
_KEPT: deque[tuple[Edition, dict[Hashable, Any]]] = deque(maxlen=4)
"""Values of the last four editions: those that a language has, and one for handouts."""


def once(edition: Edition, name: Hashable, make: Callable[[], Made]) -> Made:
    """The result of `make`, or of an earlier call with this name. Callers must not change it.

    Editions are compared by identity; each process of a build gets an edition only once.
    """
    kept = next((values for known, values in _KEPT if known is edition), None)
    if kept is None:
        kept = {}
        _KEPT.append((edition, kept))
    if name not in kept:
        kept[name] = make()
    made: Made = kept[name]
    return made
