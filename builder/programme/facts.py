"""What the record's columns may hold. The row classes state it once; tables, import, documents and tests read it."""

from collections.abc import Hashable
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Literal, NamedTuple, cast

Kind = Literal["text", "number", "decimal", "day", "flag", "choice", "country"]


@dataclass(frozen=True, slots=True)
class Fact:
    kind: Kind
    values: tuple[str, ...] = ()
    """The values of a choice; their words are in `words/<language>/programme.yml`."""
    choice: str = ""
    """The name of the list of values, for its words."""
    unit: str = ""
    of: str = ""
    """The table that the code refers to; empty if it isn't a reference."""
    size: int = 200
    """The most characters of a text."""
    least: float | None = None
    most: float | None = None
    is_key: bool = False
    is_needed: bool = False
    is_personal: bool = False
    """It names or identifies somebody: it never leaves the record in a table or report, and is deleted on request."""


class Column(NamedTuple):
    name: str
    fact: Fact


def key(kind: Kind = "text", **more: Any) -> Any:
    """A field that is part of a row's key."""
    return field(metadata={"fact": Fact(kind, size=more.pop("size", 60), is_key=True, is_needed=True, **more)})


def needed(kind: Kind = "text", **more: Any) -> Any:
    """A field that each row must have."""
    return field(metadata={"fact": Fact(kind, is_needed=True, **more)})


def maybe(kind: Kind = "text", **more: Any) -> Any:
    """A field that may be None: unknown, which is neither no nor zero."""
    return field(default=None, metadata={"fact": Fact(kind, **more)})


def columns(kind: type) -> tuple[Column, ...]:
    """The columns of a row class, in order."""
    return _columns(cast("Hashable", kind))


@cache
def _columns(kind: Any) -> tuple[Column, ...]:
    return tuple(Column(one.name, one.metadata["fact"]) for one in fields(kind))


def keys(kind: type) -> tuple[str, ...]:
    """The names of the key columns."""
    return _keys(cast("Hashable", kind))


@cache
def _keys(kind: Any) -> tuple[str, ...]:
    return tuple(name for name, fact in _columns(kind) if fact.is_key)


def key_of(row: Any) -> tuple[Any, ...]:
    """The values of the key columns."""
    return tuple(getattr(row, name) for name in keys(type(row)))
