"""Makes the record's rows from lines of lists, each with its place of origin."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from builder.problems import Problem
from builder.programme.facts import columns
from builder.programme.incoming.codes import LOCAL, Codes, local
from builder.programme.incoming.lists import NAMES, event_of_list
from builder.programme.incoming.parsed import Line, Parsed
from builder.programme.rows import (
    TABLES,
    Action,
    Attendance,
    Event,
    Firm,
    Mark,
    Measure,
    Person,
    Progress,
    Registration,
    Test,
    Visit,
)  # fmt: skip
from builder.programme.values import INDICATORS

USUAL_QUESTIONS = 15
MOST_ACTIONS = 9


class Place(NamedTuple):
    shown: PurePosixPath
    line: int


class Made(NamedTuple):
    row: Any
    place: Place


class UnclearError(Exception):
    """A line can't be made into rows; holds the code and arguments of a problem."""

    def __init__(self, code: str, /, **arguments: object) -> None:
        super().__init__(code)
        self.code, self.arguments = code, arguments


@dataclass(slots=True)
class Making:
    """What is needed to make rows."""

    codes: Codes
    events: Mapping[str, Event]
    event: str
    """The event given as an option; empty for none."""
    problems: list[Problem] = field(default_factory=list)
    _actions: dict[tuple[str, str], int] = field(default_factory=dict)

    def next_action(self, event: str, firm: str) -> int:
        """The number of the next action in a list without numbers. Raises UnclearError beyond `MOST_ACTIONS`."""
        number = self._actions[event, firm] = self._actions.get((event, firm), 0) + 1
        if number > MOST_ACTIONS:
            raise UnclearError("import-range", column="number", value=number, allowed=f"1 – {MOST_ACTIONS}", limit=0)
        return number


def made(making: Making, found: Parsed) -> Iterator[Made]:
    """The rows of a list; lines that can't be made into rows are reported in `making.problems`."""
    make = _MAKERS.get(found.kind.name, _direct)
    for line in found.lines:
        place = Place(found.sheet.shown, line.line)
        try:
            values = _with_event(making, found, line)
            yield from (Made(row, place) for row in make(making, found, replace(line, values=values)))
        except UnclearError as error:
            making.problems.append(Problem(*place, error.code, error.arguments))


def _with_event(making: Making, found: Parsed, line: Line) -> dict[str, Any]:
    values = dict(line.values)
    if event_of_list(found.kind):
        values["event"] = values.get("event") or making.event
        if not values["event"]:
            raise UnclearError("import-event-missing")
        if values["event"] not in making.events:
            raise UnclearError("import-unknown", table="event", code=values["event"])
    return values


def _firm(making: Making, values: Mapping[str, Any]) -> Firm:
    """The firm of a line, by its code, or else by its exact name. Raises UnclearError."""
    event = making.events[values["event"]]
    text: Any = values.get("firm")
    code: Any = values.get("firm_code")
    name: Any = values.get("firm_name")
    country = values.get("country") or event.country
    if text and not code:
        is_code = bool(LOCAL.fullmatch(text)) or making.codes.settled(text) in making.codes.countries
        code, name = (text, name) if is_code else (None, name or text)
    if not code and not name:
        raise UnclearError("import-needed", column="firm")
    if not code:
        there = making.codes.named_firms(name, country)
        if len(there) > 1:
            raise UnclearError("import-firm-unclear", codes=", ".join(sorted(there)))
        code = there.pop() if there else making.codes.draw_firm(name, country)
    settled = making.codes.settled(local(event.code, code))
    return Firm(
        settled,
        name=name,
        country=country,
        **_of(values, "place", "sector", "size", "owner", "women", "men", "institution"),
    )


def _person(making: Making, values: Mapping[str, Any]) -> tuple[Firm | None, Person]:
    has_firm = any(values.get(field) for field in ("firm", "firm_code", "firm_name"))
    firm = _firm(making, values) if has_firm else None
    name: Any = values.get(NAMES)
    code: Any = values.get("person_code")
    if not name and not code:
        raise UnclearError("import-needed", column=NAMES)
    code = making.codes.settled(code) if code else making.codes.person(name, firm.code if firm else None)
    return firm, Person(
        code, firm=firm.code if firm else None, name=name, **_of(values, "sex", "task", "phone", "email")
    )


def _of(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: values[name] for name in names if values.get(name) is not None}


def _registration(making: Making, _: Parsed, line: Line) -> Iterator[object]:
    firm, person = _person(making, line.values)
    yield from filter(None, (firm, person))
    yield Registration(line.values["event"], person.code, **_of(line.values, "day", "coaching"))


def _attendance(making: Making, _: Parsed, line: Line) -> Iterator[object]:
    firm, person = _person(making, line.values)
    yield from filter(None, (firm, person))
    event = making.events[line.values["event"]]
    days = {_day(event, number): present for number, present in line.days.items()}
    if line.values.get("present") is not None:
        days[line.values.get("day") or event.first_day] = line.values["present"]
    for day, present in days.items():
        if not event.first_day <= day <= event.last_day:
            raise UnclearError("import-day-outside", day=day, first=event.first_day, last=event.last_day)
        yield Attendance(event.code, person.code, day, present)


def _day(event: Event, number: int | date) -> date:
    return number if isinstance(number, date) else event.first_day + timedelta(number - 1)


def _tests(_: Making, found: Parsed, line: Line) -> Iterator[object]:
    values = line.values
    code, form = str(values.get("code") or "").replace(" ", "").upper(), values.get("form")
    if not code or not form:
        raise UnclearError("import-needed", column="code" if not code else "form")
    other = {"A": "B", "B": "A"}[form]
    taken = [("before", form, values.get("before")), ("after", other, values.get("after"))]
    if values.get("right") is not None:
        taken.append((values.get("moment") or "before", form, values["right"]))
    questions = values.get("questions") or USUAL_QUESTIONS
    for moment, letter, right in taken:
        if right is not None and right > questions:
            raise UnclearError("import-range", column=found.kind.name, value=right, allowed=f"0 – {questions}", limit=0)
        if right is not None:
            yield Test(values["event"], code, moment, letter, right, questions, **_of(values, "edition"))


def _marks(_: Making, _found: Parsed, line: Line) -> Iterator[object]:
    values = line.values
    if "statement" not in values:
        raise UnclearError("import-needed", column="statement")
    counts = [values.get(name) or 0 for name in ("ones", "twos", "threes", "fours")]
    yield Mark(values["event"], values["statement"], *counts)


def _plan(making: Making, _: Parsed, line: Line) -> Iterator[object]:
    firm = _firm(making, line.values)
    yield firm
    fields = [name for name, fact in columns(Action) if not fact.is_key]
    single = _of(line.values, *fields)
    listed = dict(line.numbered)
    if single:
        listed[line.values.get("number") or making.next_action(line.values["event"], firm.code)] = single
    for number, values in sorted(listed.items()):
        if values.get("what") or values.get("kind"):
            yield Action(line.values["event"], firm.code, number, **_of(values, *fields))


def _visits(making: Making, _: Parsed, line: Line) -> Iterator[object]:
    values = line.values
    firm = _firm(making, values)
    month = values.get("month")
    if month is None:
        raise UnclearError("import-needed", column="month")
    key = (values["event"], firm.code, month)
    fields = [name for name, fact in columns(Visit) if not fact.is_needed]
    said = {**values, "reached": values.get("reached", True)}
    yield firm
    yield Visit(*key, reached=said["reached"], **_of(said, *fields))
    listed = dict(line.numbered)
    if values.get("state"):
        listed[values.get("number") or 1] = _of(values, "state", "value", "evidence")
    for number, one in sorted(listed.items()):
        if one.get("state"):
            yield Progress(*key, number, **_of(one, "state", "value", "evidence"))
    for name in INDICATORS:
        parts: dict[str, Any] = {
            part: values.get(f"{name}_{part}") for part in ("start", "start_of", "value", "value_of", "evidence")
        }
        if parts["start"] is not None or parts["value"] is not None:
            yield Measure(*key, name, **parts)


def _direct(making: Making, found: Parsed, line: Line) -> Iterator[object]:
    """A row of a list whose columns are those of a table."""
    kind = TABLES[found.kind.name]
    values: dict[str, Any] = {name: line.values.get(name) for name, _ in columns(kind)}
    if kind is Event and values["last_day"] is None:
        values["last_day"] = values["first_day"]
    if kind is Firm and values["code"]:
        if LOCAL.fullmatch(values["code"]) and not making.event:
            raise UnclearError("import-event-missing")
        values["code"] = local(making.event, values["code"])
    if values.get("firm"):
        values["firm"] = local(values.get("event") or making.event, values["firm"])
    if kind is Event and values["first_day"] and values["last_day"] < values["first_day"]:
        raise UnclearError("import-days-order")
    for name, fact in columns(kind):
        if values[name] is None and fact.is_needed:
            raise UnclearError("import-needed", column=name)
        if fact.of in ("firm", "trainer") and values[name]:
            values[name] = _meant(making, fact.of, values[name], values.get("event"))
        if fact.of in ("firm", "person") or (name == "code" and kind in (Firm, Person)):
            values[name] = making.codes.settled(values[name]) if values[name] else None
    yield kind(**values)


def _meant(making: Making, table: str, text: str, event: str | None) -> str:
    """The code of a firm or trainer named in a line; the text itself when unknown. Raises UnclearError if ambiguous."""
    country = making.events[event].country if event and event in making.events else None
    found = making.codes.meant(table, text, country)
    if len(found) > 1:
        raise UnclearError("import-firm-unclear", codes=", ".join(sorted(found)))
    return found.pop() if found else text


_MAKERS: Mapping[str, Callable[[Making, Parsed, Line], Iterator[object]]] = {
    "registration": _registration, "attendance": _attendance, "tests": _tests, "marks": _marks, "plan": _plan, "visits": _visits,
}  # fmt: skip
