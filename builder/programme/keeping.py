"""The record's rows about itself: imports, answers, forgotten people, settings."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from builder.programme.facts import key, maybe, needed


@dataclass(frozen=True, slots=True)
class Source:
    """An imported file, by the digest of its contents, with the number of rows that it gave to a table."""

    digest: str = key(size=64)
    table: str = key(size=60)
    name: str = needed(size=300)
    day: date = needed("day")
    rows: int = needed("number", least=0)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's answer on whether two similar rows are the same firm or person."""

    table: str = key(size=60)
    one: str = key()
    other: str = key()
    same: bool = needed("flag")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Somebody who asked to be forgotten: an irreversible hash, so that no later file brings them back."""

    mark: str = key(size=64)
    day: date = needed("day")
    removed: str | None = maybe(size=500)


@dataclass(frozen=True, slots=True)
class Setting:
    name: str = key()
    value: str = needed(size=300)


SLOTS = 131_072
"""Bits in the status list: the specification's minimum, so that its length doesn't reveal how many are issued."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Data of a signed certificate besides its row; never exported, since the code identifies a person."""

    trainer: str = key(of="trainer")
    given: date = key("day")
    slot: int = needed("number", least=0, most=SLOTS - 1)
    """Its index in the status list."""
    code: str = needed(is_personal=True, size=40)
    """The last part of its address."""
    salt: str = needed(is_personal=True, size=64)
    """The salt for hashing the name."""


OWN: tuple[type[Any], ...] = (Source, Judgement, Forgotten, Setting, Signed)
