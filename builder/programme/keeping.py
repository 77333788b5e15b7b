"""Rows that the record keeps about itself: what came in, what was answered, who was forgotten, its settings."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from builder.programme.facts import key, maybe, needed


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was taken in, by the digest of its contents, and how many rows it gave to a table."""

    digest: str = key(size=64)
    table: str = key(size=60)
    name: str = needed(size=300)
    day: date = needed("day")
    rows: int = needed("number", least=0)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person said of two rows that look alike: whether they are the same firm or person."""

    table: str = key(size=60)
    one: str = key()
    other: str = key()
    same: bool = needed("flag")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Somebody who asked to be forgotten: a digest that nobody can turn back into a name, so that no later file brings them back."""

    mark: str = key(size=64)
    day: date = needed("day")
    removed: str | None = maybe(size=500)


@dataclass(frozen=True, slots=True)
class Setting:
    name: str = key()
    value: str = needed(size=300)


SLOTS = 131_072
"""Places in the list of withdrawn certificates: as many as the norm asks for, so that no place tells how many there are."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What a certificate that was signed needs besides its row. It isn't in any table that leaves: its code leads to a person."""

    trainer: str = key(of="trainer")
    given: date = key("day")
    slot: int = needed("number", least=0, most=SLOTS - 1)
    """Its place in the list of withdrawn certificates."""
    code: str = needed(is_personal=True, size=40)
    """Its address ends in it."""
    salt: str = needed(is_personal=True, size=64)
    """The name is hashed with it."""


OWN: tuple[type[Any], ...] = (Source, Judgement, Forgotten, Setting, Signed)
