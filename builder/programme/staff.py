"""Rows about trainers' progress: trainings, certificates, coaching."""

from dataclasses import dataclass
from datetime import date

from builder.programme import values
from builder.programme.facts import key, maybe, needed


@dataclass(frozen=True, slots=True)
class Training:
    """What a future trainer did in a training of trainers, or in a refresher day."""

    event: str = key(of="event")
    trainer: str = key(of="trainer")
    full_days: int | None = maybe("number", unit="days", least=0, most=10)
    right: int | None = maybe("number", unit="answers", least=0, most=100)
    """Right answers in the final test, which is the one that counts."""
    questions: int | None = maybe("number", unit="questions", least=1, most=100)
    teach_back: str | None = maybe("choice", choice="teach-back", values=values.TEACH_BACKS)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A trainer's certificate, including expired and withdrawn ones."""

    trainer: str = key(of="trainer")
    given: date = key("day")
    until: date = needed("day")
    withdrawn: date | None = maybe("day")
    number: str | None = maybe(size=60, is_personal=True)
    edition: str | None = maybe(size=60)
    """The edition of the course."""


@dataclass(frozen=True, slots=True)
class Coaching:
    """The trainer who visits a firm after a workshop."""

    event: str = key(of="event")
    firm: str = key(of="firm")
    trainer: str = needed(of="trainer")
