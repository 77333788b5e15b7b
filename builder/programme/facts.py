"""What a column of the record may hold. The rows say it once; tables, import, documents and tests read it here."""

from collections.abc import Hashable
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Literal, NamedTuple, cast

Kind = Literal["text", "number", "decimal", "day", "flag", "choice", "country"]


@dataclass(frozen=True, slots=True)
class Fact:
    kind: Kind
    values: tuple[str, ...] = ()
    """Of a choice; its words are in `words/<language>/programme.yml`."""
    choice: str = ""
    """The name of the list of values."""
    unit: str = ""
    of: str = ""
    """The table that holds this code."""
    size: int = 200
    """Signs of a text."""
    least: float | None = None
    most: float | None = None
    is_key: bool = False
    is_needed: bool = False
    is_personal: bool = False
    """It names somebody, or leads to them: it never leaves the record in a table or a report, and is what is forgotten."""


class Column(NamedTuple):
    name: str
    fact: Fact


def key(kind: Kind = "text", **more: Any) -> Any:
    """A part of what a row is known by."""
    return field(metadata={"fact": Fact(kind, size=more.pop("size", 60), is_key=True, is_needed=True, **more)})


def needed(kind: Kind = "text", **more: Any) -> Any:
    """What each row has."""
    return field(metadata={"fact": Fact(kind, is_needed=True, **more)})


def maybe(kind: Kind = "text", **more: Any) -> Any:
    """What a row may lack: then nobody said it, which is not the same as no, or nothing."""
    return field(default=None, metadata={"fact": Fact(kind, **more)})


def columns(kind: type) -> tuple[Column, ...]:
    """The columns of a kind of row, in their order."""
    return _columns(cast("Hashable", kind))


@cache
def _columns(kind: Any) -> tuple[Column, ...]:
    return tuple(Column(one.name, one.metadata["fact"]) for one in fields(kind))


def keys(kind: type) -> tuple[str, ...]:
    """The names of the columns that a row is known by."""
    return _keys(cast("Hashable", kind))


@cache
def _keys(kind: Any) -> tuple[str, ...]:
    return tuple(name for name, fact in _columns(kind) if fact.is_key)


def key_of(row: Any) -> tuple[Any, ...]:
    """What a row is known by."""
    return tuple(getattr(row, name) for name in keys(type(row)))
