"""What the record holds about the events of some time: read once, from one state of the record."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from builder.programme.keeping import Source
from builder.programme.rows import (
    Action,
    Agreement,
    Attendance,
    Delivery,
    Event,
    Expense,
    Firm,
    Institution,
    Mark,
    Measure,
    Partner,
    Person,
    Progress,
    Story,
    Support,
    Test,
    Trainer,
    Visit,
)  # fmt: skip
from builder.programme.store import Reading

FIRMS_LEARN = ("workshop",)
"""Kinds of events by which a firm is reached."""


@dataclass(frozen=True)
class Period:
    first: date
    last: date
    events: tuple[Event, ...]
    institutions: tuple[Institution, ...]
    partners: tuple[Partner, ...]
    support: tuple[Support, ...]
    agreements: tuple[Agreement, ...]
    trainers: tuple[Trainer, ...]
    deliveries: tuple[Delivery, ...]
    firms: tuple[Firm, ...]
    people: tuple[Person, ...]
    there: tuple[Attendance, ...]
    """Who was there, on each day."""
    tests: tuple[Test, ...]
    marks: tuple[Mark, ...]
    actions: tuple[Action, ...]
    visits: tuple[Visit, ...]
    progress: tuple[Progress, ...]
    measures: tuple[Measure, ...]
    stories: tuple[Story, ...]
    expenses: tuple[Expense, ...]
    sources: tuple[Source, ...]

    def as_of(self, *tables: str) -> date | None:
        return max((source.day for source in self.sources if source.table in tables), default=None)

    @cached_property
    def firm_of(self) -> dict[str, str | None]:
        return {person.code: person.firm for person in self.people}

    @cached_property
    def workshops(self) -> frozenset[str]:
        return frozenset(event.code for event in self.events if event.kind in FIRMS_LEARN)

    @cached_property
    def trained(self) -> frozenset[str]:
        """People who were at a workshop on one day at least."""
        return frozenset(one.person for one in self.there if one.event in self.workshops)

    @cached_property
    def reached(self) -> dict[str, Firm]:
        """Firms of whom somebody was at a workshop: each once."""
        codes = {self.firm_of.get(person) for person in self.trained}
        return {firm.code: firm for firm in self.firms if firm.code in codes}

    def firms_at(self, event: str) -> set[str]:
        """Firms of whom somebody was there."""
        return {firm for one in self.there if one.event == event and (firm := self.firm_of.get(one.person))}


def period(reading: Reading, first: date, last: date) -> Period:
    """What is known of the events that began between two days, both included."""
    events = tuple(event for event in reading.rows(Event) if first <= event.first_day <= last)
    codes = {event.code for event in events}

    def of(kind: type[Any]) -> tuple[Any, ...]:
        return tuple(row for row in reading.stream(kind) if row.event in codes)

    return Period(
        first, last, events, reading.rows(Institution), reading.rows(Partner), of(Support), of(Agreement), reading.rows(Trainer), of(Delivery),
        reading.rows(Firm), reading.rows(Person), tuple(row for row in of(Attendance) if row.present), of(Test), of(Mark), of(Action), of(Visit),
        of(Progress), of(Measure), of(Story), of(Expense), reading.rows(Source),
    )  # fmt: skip
