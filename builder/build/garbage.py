"""How often Python looks for garbage in cycles: rarely, since a course has none and by default it costs a tenth of the time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (100_000, 20, 20)
"""Thresholds: objects made since the last search, then searches of the younger before one of the older."""


def search_seldom() -> None:
    """From now on in this process."""
    gc.set_threshold(*_SELDOM)


@contextmanager
def seldom_searched() -> Iterator[None]:
    """Meanwhile in this process."""
    before = gc.get_threshold()
    search_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
