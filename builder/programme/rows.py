"""The rows of the record, a frozen class for each table (some in `staff.py`): the only definition of contents and
units.

Codes of events, firms, people and so on join them; whoever is forgotten keeps their rows, under a new code.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from builder.programme import values
from builder.programme.facts import key, maybe, needed
from builder.programme.staff import Certificate, Coaching, Training


@dataclass(frozen=True, slots=True)
class Institution:
    code: str = key()
    name: str = needed()
    country: str | None = maybe("country")
    role: str | None = maybe("choice", choice="role", values=values.ROLES)


@dataclass(frozen=True, slots=True)
class Partner:
    code: str = key()
    name: str = needed()
    kind: str = needed("choice", choice="partner", values=values.PARTNERS)
    country: str | None = maybe("country")


@dataclass(frozen=True, slots=True)
class Event:
    """A workshop, a training, a dialogue: whatever has a place and a date."""

    code: str = key()
    kind: str = needed("choice", choice="event", values=values.EVENTS)
    title: str = needed(size=500)
    country: str = needed("country")
    first_day: date = needed("day")
    last_day: date = needed("day")
    place: str | None = maybe()
    institution: str | None = maybe(of="institution")
    hours: float | None = maybe("decimal", unit="hours", least=0, most=200)
    edition: str | None = maybe(size=60)
    note: str | None = maybe(size=2000)


@dataclass(frozen=True, slots=True)
class Support:
    """A partner's part in an event."""

    event: str = key(of="event")
    partner: str = key(of="partner")
    gives: str | None = maybe()


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a dialogue agreed on, and what became of it."""

    code: str = key()
    event: str = needed(of="event")
    text: str = needed(size=2000)
    keeper: str | None = maybe()
    due: date | None = maybe("day")
    state: str | None = maybe("choice", choice="promise", values=values.PROMISES)
    asked: date | None = maybe("day")


@dataclass(frozen=True, slots=True)
class Trainer:
    code: str = key()
    stage: str = needed("choice", choice="stage", values=values.STAGES)
    name: str | None = maybe(is_personal=True)
    sex: str | None = maybe("choice", choice="sex", values=values.SEXES)
    institution: str | None = maybe(of="institution")
    country: str | None = maybe("country")
    since: date | None = maybe("day")
    until: date | None = maybe("day")
    """The last day of the certificate."""
    consent: date | None = maybe("day")
    """The day of consent to a certificate on the web that anyone with its address can check."""
    named: date | None = maybe("day")
    """The day of consent to being named there in plain text."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A trainer's part in an event."""

    event: str = key(of="event")
    trainer: str = key(of="trainer")
    role: str = key("choice", choice="delivery", values=values.DELIVERIES)
    sessions: int | None = maybe("number", unit="sessions", least=0, most=100)
    level: int | None = maybe("number", unit="level", least=1, most=4)
    """The level on the observation sheet."""
    returned: date | None = maybe("day")
    """The day on which the workshop's data came back."""


@dataclass(frozen=True, slots=True)
class Firm:
    code: str = key()
    name: str | None = maybe(is_personal=True)
    country: str | None = maybe("country")
    place: str | None = maybe(is_personal=True)
    sector: str | None = maybe("choice", choice="sector", values=values.SECTORS)
    size: str | None = maybe("choice", choice="size", values=values.SIZES)
    owner: str | None = maybe("choice", choice="owner", values=values.OWNERS)
    women: int | None = maybe("number", unit="people", least=0, most=100_000)
    men: int | None = maybe("number", unit="people", least=0, most=100_000)
    institution: str | None = maybe(of="institution")


@dataclass(frozen=True, slots=True)
class Person:
    code: str = key()
    firm: str | None = maybe(of="firm")
    name: str | None = maybe(is_personal=True)
    sex: str | None = maybe("choice", choice="sex", values=values.SEXES)
    task: str | None = maybe(is_personal=True)
    phone: str | None = maybe(is_personal=True, size=60)
    email: str | None = maybe(is_personal=True)


@dataclass(frozen=True, slots=True)
class Registration:
    """A person's registration for an event."""

    event: str = key(of="event")
    person: str = key(of="person")
    day: date | None = maybe("day")
    coaching: str | None = maybe("choice", choice="answer", values=values.ANSWERS)


@dataclass(frozen=True, slots=True)
class Attendance:
    event: str = key(of="event")
    person: str = key(of="person")
    day: date = key("day")
    present: bool = needed("flag")


@dataclass(frozen=True, slots=True)
class Test:
    """A test result under a code that only the person knows; nothing links it to a name."""

    __test__ = False

    event: str = key(of="event")
    code: str = key(size=20)
    moment: str = key("choice", choice="moment", values=values.MOMENTS)
    form: str = needed("choice", choice="form", values=values.FORMS)
    right: int = needed("number", unit="answers", least=0, most=100)
    questions: int = needed("number", unit="questions", least=1, most=100)
    edition: str | None = maybe(size=60)


@dataclass(frozen=True, slots=True)
class Mark:
    """How many people circled each number, for one statement of the final form."""

    event: str = key(of="event")
    statement: str = key("choice", choice="statement", values=values.STATEMENTS)
    ones: int = needed("number", unit="people", least=0, most=10_000)
    twos: int = needed("number", unit="people", least=0, most=10_000)
    threes: int = needed("number", unit="people", least=0, most=10_000)
    fours: int = needed("number", unit="people", least=0, most=10_000)


@dataclass(frozen=True, slots=True)
class Action:
    """One of the actions that a firm planned in a workshop."""

    event: str = key(of="event")
    firm: str = key(of="firm")
    number: int = key("number", least=1, most=9)
    what: str | None = maybe(is_personal=True, size=500)
    kind: str | None = maybe("choice", choice="action", values=values.ACTIONS)
    owner: str | None = maybe(is_personal=True)
    begins: date | None = maybe("day")
    due: date | None = maybe("day")
    indicator: str | None = maybe(is_personal=True, size=300)
    unit: str | None = maybe(size=60)
    baseline: float | None = maybe("decimal")
    baseline_day: date | None = maybe("day")
    goal: float | None = maybe("decimal")


@dataclass(frozen=True, slots=True)
class Visit:
    """A form of month 1, 3 or 6, also for a firm that couldn't be reached."""

    event: str = key(of="event")
    firm: str = key(of="firm")
    month: int = key("number", unit="months", least=1, most=12)
    reached: bool = needed("flag")
    day: date | None = maybe("day")
    how: str | None = maybe("choice", choice="how", values=values.HOW)
    asker: str | None = maybe("choice", choice="asker", values=values.ASKERS)
    part: str | None = maybe("choice", choice="part", values=values.PARTS)
    currency: str | None = maybe(size=3)
    spent: float | None = maybe("decimal", unit="currency", least=0)
    saved: float | None = maybe("decimal", unit="currency", least=0)
    saved_evidence: str | None = maybe("choice", choice="evidence", values=values.EVIDENCE)
    story: str | None = maybe("choice", choice="answer", values=values.ANSWERS)
    next_step: str | None = maybe(is_personal=True, size=500)


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of one action at a visit."""

    event: str = key(of="event")
    firm: str = key(of="firm")
    month: int = key("number", unit="months", least=1, most=12)
    number: int = key("number", least=1, most=9)
    state: str = needed("choice", choice="state", values=values.STATES)
    value: float | None = maybe("decimal")
    evidence: str | None = maybe("choice", choice="evidence", values=values.EVIDENCE)


@dataclass(frozen=True, slots=True)
class Measure:
    """One of the programme's indicators in a firm, at the start and at the visit."""

    event: str = key(of="event")
    firm: str = key(of="firm")
    month: int = key("number", unit="months", least=1, most=12)
    indicator: str = key("choice", choice="indicator", values=values.INDICATORS)
    start: float | None = maybe("decimal", least=0)
    start_of: float | None = maybe("decimal", least=0)
    """The whole of which `start` is a part, such as 12 in 6 of 12."""
    value: float | None = maybe("decimal", least=0)
    value_of: float | None = maybe("decimal", least=0)
    evidence: str | None = maybe("choice", choice="evidence", values=values.EVIDENCE)


@dataclass(frozen=True, slots=True)
class Story:
    """A case story of a firm, from the offer to its printing."""

    code: str = key()
    state: str = needed("choice", choice="story", values=values.STORIES)
    firm: str | None = maybe(of="firm")
    event: str | None = maybe(of="event")
    title: str | None = maybe(is_personal=True, size=300)
    consent: date | None = maybe("day")


@dataclass(frozen=True, slots=True)
class Expense:
    """Money planned and spent for an event."""

    event: str = key(of="event")
    item: str = key("choice", choice="item", values=values.ITEMS)
    currency: str = key(size=3)
    planned: float | None = maybe("decimal", unit="currency", least=0)
    spent: float | None = maybe("decimal", unit="currency", least=0)
    in_kind: float | None = maybe("decimal", unit="currency", least=0)


KINDS: tuple[type[Any], ...] = (
    Institution, Partner, Event, Support, Agreement, Trainer, Delivery, Training, Certificate, Firm, Person, Coaching, Registration,
    Attendance, Test, Mark, Action, Visit, Progress, Measure, Story, Expense,
)  # fmt: skip
"""The tables for import and export, ordered so that each comes after those it refers to."""
TABLES = {kind.__name__.lower(): kind for kind in KINDS}
"""Table name -> row class."""
