"""People's rights over the record: to see everything about them and to be forgotten; and the expiry of names."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from secrets import token_hex
from typing import Any

from builder.programme.facts import columns
from builder.programme.incoming.codes import drawn
from builder.programme.incoming.marks import firm_mark, marks_of
from builder.programme.keeping import Forgotten, Judgement, Setting, Signed
from builder.programme.rows import KINDS, Attendance, Event, Firm, Person, Registration, Trainer
from builder.programme.store import RETENTION, SECRET, USUAL_RETENTION, Reading, Writing
from builder.sheets.spelling import folded

REMOVED = "…"
OF_SOMEBODY: Mapping[str, type[Any]] = {"person": Person, "firm": Firm, "trainer": Trainer}
"""Tables whose codes identify somebody."""
_ABOUT: tuple[type[Any], ...] = (*KINDS, Signed)
"""Tables that may hold something about somebody."""


def about(reading: Reading, code: str) -> dict[str, list[dict[str, Any]]]:
    """All that is kept about a person, firm or trainer: table -> rows. Empty for an unknown code."""
    table = table_with(reading, code)
    if not table:
        return {}
    found = {table: [asdict(row) for row in reading.rows(OF_SOMEBODY[table], code=code)]}
    for kind in _ABOUT:
        for name, fact in columns(kind):
            if fact.of == table:
                found.setdefault(kind.__name__.lower(), []).extend(
                    asdict(row) for row in reading.rows(kind, **{name: code})
                )
    return {name: rows for name, rows in found.items() if rows}


def table_with(reading: Reading, code: str) -> str:
    """The table that has this code; "" when none has."""
    return next((name for name, kind in OF_SOMEBODY.items() if reading.rows(kind, code=code)), "")


def codes_of(reading: Reading, who: str) -> list[str]:
    """The code itself if it exists, else the codes of all with this name (ignoring accents), telephone or mail."""
    if table_with(reading, who):
        return [who]
    wanted = folded(who)
    return [
        row.code for kind in OF_SOMEBODY.values() for row in reading.stream(kind)
        if wanted in {folded(getattr(row, name, None) or "") for name in ("name", "phone", "email")}
    ] if wanted else []  # fmt: skip


def forget(writing: Writing, code: str, day: date) -> Counter[str]:
    """Removes somebody's names and replaces their code. Numbers stay counted, and later lists don't bring the person
    back.

    Returns the number of rows affected in each table.
    """
    table = table_with(writing, code)
    changed: Counter[str] = Counter()
    if not table:
        return changed
    if table == "firm":
        for person in writing.rows(Person, firm=code):
            changed += forget(writing, person.code, day)
    (row,) = writing.rows(OF_SOMEBODY[table], code=code)
    _remember(writing, row, day)
    _blank(writing, changed, OF_SOMEBODY[table], code=code)
    for kind in _ABOUT:
        for name, fact in columns(kind):
            if fact.of == table and kind is not Person:
                _blank(writing, changed, kind, **{name: code})
    for name in ("one", "other"):
        changed["judgement"] += writing.remove(Judgement, table=table, **{name: code})
    writing.rename(OF_SOMEBODY[table], code, f"X-{token_hex(5).upper()}")
    return +changed


def _remember(writing: Writing, row: Any, day: date) -> None:
    """Keeps only keyed hashes, which can't be reversed."""
    secret = secret_of(writing)
    marks = (
        marks_of(secret, row)
        if isinstance(row, Person)
        else [firm_mark(secret, row)]
        if isinstance(row, Firm) and row.name
        else []
    )
    writing.put(Forgotten(mark, day) for mark in marks)


def _blank(writing: Writing, changed: Counter[str], kind: type[Any], **equal: object) -> None:
    """Empties personal columns; outside of somebody's own row, `REMOVED` shows that there was a value, which still counts."""
    personal = [name for name, fact in columns(kind) if fact.is_personal]
    sign = None if kind in OF_SOMEBODY.values() else REMOVED
    rows = writing.rows(kind, **equal)
    after = [replace(row, **{name: sign for name in personal if getattr(row, name) is not None}) for row in rows]
    changed[kind.__name__.lower()] += len(rows)
    writing.put(new for old, new in zip(rows, after, strict=True) if new != old)


def due(reading: Reading, day: date) -> tuple[str, ...]:
    """Codes of people with personal data whose last event is longer ago than the retention period."""
    months = int({setting.name: setting.value for setting in reading.rows(Setting)}.get(RETENTION, USUAL_RETENTION))
    ends = {event.code: event.last_day for event in reading.rows(Event)}
    last: dict[str, date] = {}
    came: tuple[Any, ...] = (*reading.stream(Registration), *reading.stream(Attendance))
    for one in came:
        last[one.person] = max(ends[one.event], last.get(one.person, date.min))
    return tuple(
        person.code for person in reading.rows(Person)
        if _has_name(person) and person.code in last and _months_between(last[person.code], day) >= months
    )  # fmt: skip


def _has_name(person: Person) -> bool:
    return any((person.name, person.phone, person.email))


def _months_between(first: date, last: date) -> int:
    """The number of whole months."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def leaving(reading: Reading) -> Iterator[tuple[str, list[list[str]]]]:
    """Each table as it may be exported: name and rows, without personal columns and with codes that nobody knows."""
    secret = secret_of(reading)
    for kind in KINDS:
        listed = [(name, fact) for name, fact in columns(kind) if not fact.is_personal]
        rows = [[name for name, _ in listed]]
        own = kind.__name__.lower() if kind.__name__.lower() in OF_SOMEBODY else ""
        rows += (
            [_leaving(secret, getattr(row, name), own if name == "code" else fact.of) for name, fact in listed]
            for row in reading.stream(kind)
        )
        yield kind.__name__.lower(), rows


def _leaving(secret: str, value: Any, table: str) -> str:
    if value is None:
        return ""
    return drawn(secret, table[0].upper(), "leaving", str(value)) if table in OF_SOMEBODY else str(value)


def secret_of(reading: Reading) -> str:
    return {setting.name: setting.value for setting in reading.rows(Setting)}[SECRET]
