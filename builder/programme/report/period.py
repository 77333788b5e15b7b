"""The record's rows on the events of a period, read in one transaction."""

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
"""Kinds of events that count as reaching a firm."""


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
    """Attendance rows of those present, by day."""
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
        """People who attended a workshop on at least one day."""
        return frozenset(one.person for one in self.there if one.event in self.workshops)

    @cached_property
    def reached(self) -> dict[str, Firm]:
        """Firms with somebody at a workshop, by code."""
        codes = {self.firm_of.get(person) for person in self.trained}
        return {firm.code: firm for firm in self.firms if firm.code in codes}

    def firms_at(self, event: str) -> set[str]:
        """Codes of the firms with somebody at the event."""
        return {firm for one in self.there if one.event == event and (firm := self.firm_of.get(one.person))}


def period(reading: Reading, first: date, last: date) -> Period:
    """What is recorded about the events that began between two days, inclusive."""
    events = tuple(event for event in reading.rows(Event) if first <= event.first_day <= last)
    codes = {event.code for event in events}

    def of(kind: type[Any]) -> tuple[Any, ...]:
        return tuple(row for row in reading.stream(kind) if row.event in codes)

    return Period(
        first, last, events, reading.rows(Institution), reading.rows(Partner), of(Support), of(Agreement), reading.rows(Trainer), of(Delivery),
        reading.rows(Firm), reading.rows(Person), tuple(row for row in of(Attendance) if row.present), of(Test), of(Mark), of(Action), of(Visit),
        of(Progress), of(Measure), of(Story), of(Expense), reading.rows(Source),
    )  # fmt: skip
