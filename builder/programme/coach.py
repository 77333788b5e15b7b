"""A coach's page: whom to visit this month, with each firm's plan and progress. A single HTML file without scripts."""

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
    """A visit that is due, with background."""

    due: Due
    is_late: bool
    """Whether it was due in an earlier month."""
    actions: tuple[Action, ...]
    stands: Mapping[int, Progress]
    """The action's number -> its progress at the latest visit."""
    before: tuple[Visit, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """A coach's visits of a month. `trainer` is None for firms without a coach."""

    trainer: Trainer | None
    first: date
    """The first day of the month."""
    calls: tuple[Call, ...]


def rounds(reading: Reading, visits: Sequence[Due], first: date) -> list[Round]:
    """The visits by coach; those without one come last."""
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
    """The record's rows, indexed by event and firm, or by firm."""

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
    """The page in a language; unless `names`, it holds codes and nothing personal."""
    words = programme_words(language)
    return draw(
        "coach.html", language=language, say=words["coach"], values=words["values"], columns=words["columns"],
        month=month_name(f"{one.first:%Y-%m}", language), one=one, names=names, day=lambda when: long_date(when, language),
    )  # fmt: skip
