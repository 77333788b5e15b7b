"""What the people behind the course did and with whom: activities, partners, the community. Frozen values, all optional."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

Words = Mapping[str, str]
_HISTORY, _PARTNERS = PurePosixPath("reference/programme.yml"), PurePosixPath("reference/partners.yml")


@dataclass(frozen=True, slots=True)
class Reached:
    """A number that the programme reports, and its source."""

    value: str
    what: Words
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Activity:
    """A workshop, a dialogue, ...: what took place, when, where, with whom."""

    id: str
    title: Words
    kind: str
    first: date
    last: date
    country: str
    """ISO 3166 code of two letters."""
    place: Words
    """The town; empty where the source names none."""
    came_from: tuple[str, ...]
    """Countries of the people who took part, where the source names them."""
    people: int
    """How many took part; 0 where the source doesn't say."""
    firms: int
    partners: Mapping[str, tuple[str, ...]]
    """Role -> ids of the partners who had it."""
    agreed: Words
    """What was agreed at a dialogue."""
    note: Words
    source: str
    lines: Mapping[str, int]
    """The line of each key; of a partner as `partners/<role>/<id>`."""
    line: int


@dataclass(frozen=True, slots=True)
class Organisation:
    """A partner of the programme."""

    id: str
    name: str
    country: str
    """Code of two letters; "" for an international organization."""
    about: Words
    url: str
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Channel:
    """Where the community talks. `settings`: what giscus asks for (repo, repo-id, category, category-id)."""

    kind: str
    """discourse, giscus, mail, matrix, whatsapp or other"""
    title: Words
    address: str
    settings: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Contribution:
    """What an institution added to the course: a page of it, or something elsewhere."""

    title: Words
    by: str
    day: date
    page: str
    """The key of a page of the course; "" when it has an address of its own."""
    url: str
    about: Words
    line: int


@dataclass(frozen=True, slots=True)
class Event:
    """A date to come together."""

    id: str
    title: Words
    first: date
    last: date
    place: Words
    about: Words
    line: int


@dataclass(frozen=True, slots=True)
class Community:
    path: PurePosixPath
    about: Words = field(default_factory=dict)
    rules: tuple[Words, ...] = ()
    channels: tuple[Channel, ...] = ()
    knowledge: tuple[Contribution, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """`reference/programme.yml`, `partners.yml` and `community.yml`; what there is no file for is empty."""

    path: PurePosixPath = _HISTORY
    about: Words = field(default_factory=dict)
    kinds: Mapping[str, Words] = field(default_factory=dict)
    dialogues: tuple[str, ...] = ()
    """The kinds of activities that are dialogues."""
    roles: Mapping[str, Words] = field(default_factory=dict)
    reached: tuple[Reached, ...] = ()
    activities: tuple[Activity, ...] = ()
    """The newest first."""
    partners_path: PurePosixPath = _PARTNERS
    partners: Mapping[str, Organisation] = field(default_factory=dict)
    community: Community | None = None
    lines: Mapping[str, int] = field(default_factory=dict)

    def cited(self) -> set[str]:
        """The ids of the sources that the programme names."""
        named = [one.source for one in self.reached] + [one.source for one in self.activities]
        return {*named, *(one.source for one in self.partners.values())} - {""}


NONE = Programme()
