"""A coach's page: whom to visit this month, with what each firm planned and where it stood. One file, without a script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from builder.programme.around import Due
from builder.programme.pages import draw
from builder.programme.rows import Action, Person, Progress, Trainer, Visit
from builder.programme.staff import Coaching
from builder.programme.store import Reading
from builder.words import long_date, month_name, programme_words


@dataclass(frozen=True, slots=True)
class Call:
    """A visit that is due, with what to know before it."""

    due: Due
    is_late: bool
    """From an earlier month."""
    actions: tuple[Action, ...]
    stands: Mapping[int, Progress]
    """Number of the action -> where it stood at the last visit."""
    before: tuple[Visit, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """A coach's visits of a month. No trainer: firms for whom nobody is named."""

    trainer: Trainer | None
    first: date
    """Of the month."""
    calls: tuple[Call, ...]


def rounds(reading: Reading, visits: Sequence[Due], first: date) -> list[Round]:
    """The visits by coach, those without one at the end."""
    coaches = {(one.event, one.firm): one.trainer for one in reading.rows(Coaching)}
    trainers = {one.code: one for one in reading.rows(Trainer)}
    calls: dict[str, list[Call]] = {}
    known = _Known.read(reading)
    for due in visits:
        code = coaches.get((due.event.code, due.firm.code), "")
        calls.setdefault(code, []).append(known.call(due, is_late=due.day < first))
    ordered = sorted(calls, key=lambda code: (code == "", code))
    return [Round(trainers.get(code), first, tuple(calls[code])) for code in ordered]


@dataclass(frozen=True, slots=True)
class _Known:
    """Rows by event and firm, by firm."""

    actions: Mapping[tuple[str, str], list[Action]]
    progress: Mapping[tuple[str, str], list[Progress]]
    visits: Mapping[tuple[str, str], list[Visit]]
    people: Mapping[str, list[Person]]

    @classmethod
    def read(cls, reading: Reading) -> "_Known":
        actions, progress, visits = (_by(reading.rows(kind), _place) for kind in (Action, Progress, Visit))
        return cls(actions, progress, visits, _by(reading.rows(Person), lambda row: row.firm))

    def call(self, due: Due, *, is_late: bool) -> Call:
        place = (due.event.code, due.firm.code)
        stands = {one.number: one for one in self.progress.get(place, ())}  # by month, so the last one stays
        people = tuple(one for one in self.people.get(due.firm.code, ()) if one.name)
        return Call(due, is_late, tuple(self.actions.get(place, ())), stands, tuple(self.visits.get(place, ())), people)


def _place(row: Any) -> tuple[str, str]:
    return row.event, row.firm


def _by(rows: Sequence[Any], key: Any) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def page(one: Round, language: str, *, names: bool) -> str:
    """The page in a language; without names it has the record's codes and nothing that is personal."""
    words = programme_words(language)
    return draw(
        "coach.html", language=language, say=words["coach"], values=words["values"], columns=words["columns"],
        month=month_name(f"{one.first:%Y-%m}", language), one=one, names=names, day=lambda when: long_date(when, language),
    )  # fmt: skip
