"""Results that take long to make and that many editions have in common, kept in the cache that they share.

A process works for one course at a time: `use` says where results are kept; without a cache nothing is. A result is only
ever found under a digest of everything that it was made from.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Protocol


class Store(Protocol):
    """Where results are kept, by name. `read` gives None for what isn't there whole."""

    @property
    def is_near(self) -> bool:
        """Whether to read takes no longer than to render a page."""
        ...

    def read(self, name: str) -> bytes | None: ...
    def write(self, name: str, content: bytes) -> None: ...


_FOLDER = "kept"
_now: list[tuple[Store, str]] = []
"""The store and the digest of the builder and of the course's languages, if results are kept."""


def use(store: Store | None, made_by: str) -> None:
    """Keeps results in this store from now on. `made_by`: a digest of what every result depends on."""
    _now[:] = [(store, made_by)] if store is not None else []


def near() -> tuple[Store, str] | None:
    """What `use` was called with, which can be pickled for another process; None unless results are kept in a near store."""
    return next((now for now in _now if now[0].is_near), None)


def find(kind: str, *parts: object) -> bytes | None:
    """The result of this kind that was made from `parts`, which have a stable `repr`."""
    for store, made_by in _now:
        return store.read(_name(made_by, kind, parts))
    return None


def keep(content: bytes, kind: str, *parts: object) -> None:
    for store, made_by in _now:
        store.write(_name(made_by, kind, parts), content)


def kept_text(make: Callable[[], str], kind: str, *parts: object) -> str:
    """The text that `make` returns, which depends on nothing but `parts`; not from a store in a network, where asking takes longer."""
    if near() is None:
        return make()
    found = find(kind, *parts)
    if found is not None:
        return found.decode()
    made = make()
    keep(made.encode(), kind, *parts)
    return made


def _name(made_by: str, kind: str, parts: tuple[object, ...]) -> str:
    return f"{_FOLDER}/{kind}-{sha256(repr((made_by, kind, parts)).encode()).hexdigest()[:40]}"
