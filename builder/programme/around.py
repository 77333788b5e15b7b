"""What to derive from the record around a workshop: visits to make, guests, certificates."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from builder.programme.rows import Attendance, Event, Firm, Person, Registration, Visit
from builder.programme.values import MONTHS
from builder.sheets.spelling import folded

VISITED = ("workshop",)
"""Kinds of events whose firms are visited afterwards."""


@dataclass(frozen=True, slots=True)
class Due:
    """A visit that hasn't been held."""

    day: date
    month: int
    event: Event
    firm: Firm


def months_later(day: date, months: int) -> date:
    """The same day of the month some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def visits_due(
    events: Iterable[Event], firms: Iterable[Firm], taking_part: Iterable[tuple[str, str]], visits: Iterable[Visit], until: date
) -> list[Due]:  # fmt: skip
    """Visits of months 1, 3 and 6 not yet held and due by `until`, by day. `taking_part`: pairs of event and firm."""
    held = {(visit.event, visit.firm, visit.month) for visit in visits}
    known, workshops = {firm.code: firm for firm in firms}, {one.code: one for one in events if one.kind in VISITED}
    found = [
        Due(months_later(workshops[event].last_day, month), month, workshops[event], known[firm])
        for event, firm in sorted(set(taking_part))
        if event in workshops and firm in known
        for month in MONTHS
        if (event, firm, month) not in held
    ]
    return sorted((due for due in found if due.day <= until), key=lambda due: (due.day, due.event.code, due.firm.code))


def firms_of(
    people: Iterable[Person], registrations: Iterable[Registration], attendance: Iterable[Attendance], planned: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """Pairs of event and firm: firms that planned actions there, and those of people who attended.

    Where an event's attendance wasn't recorded, the firms of those registered count.
    """
    yield from planned
    firm_of = {person.code: person.firm for person in people if person.firm}
    listed = tuple(attendance)
    noted = {row.event for row in listed}
    present = [(row.event, row.person) for row in listed if row.present]
    present += [(row.event, row.person) for row in registrations if row.event not in noted]
    yield from ((event, firm_of[person]) for event, person in present if person in firm_of)


def guests(
    event: Event, people: Iterable[Person], registrations: Iterable[Registration], attendance: Iterable[Attendance]
) -> list[Person]:
    """The people with a name who registered or attended on any day, sorted by name."""
    coming = {row.person for row in registrations if row.event == event.code}
    coming |= {row.person for row in attendance if row.event == event.code and row.present}
    return sorted(
        (one for one in people if one.code in coming and one.name), key=lambda one: (folded(one.name or ""), one.code)
    )


def attended(event: Event, people: Sequence[Person], attendance: Iterable[Attendance], least: int) -> list[Person]:
    """The people who were present on at least `least` percent of the event's days."""
    days = (event.last_day - event.first_day).days + 1
    there: dict[str, set[date]] = {}
    for row in attendance:
        if row.event == event.code and row.present and event.first_day <= row.day <= event.last_day:
            there.setdefault(row.person, set()).add(row.day)
    return [
        person for person in people if 100 * len(there.get(person.code, ())) >= least * days and person.code in there
    ]
