"""What a course is made of: frozen values, each knowing the file and line it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import PurePosixPath
from typing import Literal

from builder.course.course_file import CourseFile
from builder.course.image import Image
from builder.course.numbers import whole
from builder.course.programme import NONE, Programme
from builder.course.scanned import Block
from builder.course.settings import Config

Kind = Literal["home", "module", "session", "case", "guide", "free"]
GUIDES = "guides/"
"""Prefix of a guide's key, since a module and its guide have the same slug."""
PAGES = "pages/"
"""Prefix of a free page's key."""
Words = Mapping[str, str]
"""One text in each language: {"en": ..., "es": ...}."""


class Audience(IntEnum):
    """Who may see a text. Each audience sees what the one before it sees."""

    PARTICIPANT = 0
    SOLUTIONS = 1
    TRAINER = 2

    @property
    def label(self) -> str:
        """The name in folders, options and messages."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a YAML file, and where it stands."""

    path: PurePosixPath
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One Markdown file. `lines[i]` is line i + 1; front matter and comments are blank in it."""

    path: PurePosixPath
    """Relative to the course's root."""
    kind: Kind
    key: str
    """Unique address without the language: `csr-principles/why-csr`, `pozo-azul`, `guides/csr-principles`, ..."""
    language: str
    meta: Mapping[str, str]
    meta_lines: Mapping[str, int]
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    fences: tuple[tuple[int, int], ...]
    """First and last line of each code fence."""
    comments: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    """The page's old keys, oldest first: old addresses redirect to it, and people's answers stay stored under the oldest."""
    cuts: frozenset[int] = frozenset()
    """As `Scan.cuts`."""
    digest_as_written: str = ""
    """Digest of the page before texts of the settings were filled in; "" when none were."""

    @property
    def record_key(self) -> str:
        """The key from which the names of its fields are made: the oldest, so that renaming the page keeps people's answers."""
        return self.was[0] if self.was else self.key

    @property
    def title(self) -> str:
        return self.meta.get("title", self.key)

    @property
    def summary(self) -> str:
        return self.meta.get("summary", "")

    @property
    def checked(self) -> str:
        """The month in which law and figures of the page were checked, as `2026-11`; "" when it names none."""
        return self.meta.get("checked", "")

    @property
    def themes(self) -> tuple[str, ...]:
        """Ids of the questions that the page answers."""
        return tuple(self.meta.get("themes", "").split())

    def walk(self) -> Iterator[Block]:
        """All blocks, in the order of their first lines."""
        for block in self.blocks:
            yield from block.walk()

    @property
    def stated_minutes(self) -> int:
        """Minutes that the author says it takes; 0 when none are given."""
        return whole(self.meta.get("minutes", "")) or 0

    @property
    def minutes(self) -> int:
        """The sum of the minutes of its activities and teaching."""
        return sum(block.minutes for block in self.walk())


@dataclass(frozen=True, slots=True)
class Page:
    """One text in all its languages."""

    key: str
    kind: Kind
    documents: Mapping[str, Document]


@dataclass(frozen=True, slots=True)
class Module:
    slug: str
    folder: PurePosixPath
    page: Page
    sessions: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A work that is cited."""

    id: str
    title: str
    publisher: str
    year: str
    language: str
    url: str
    note: Words
    path: PurePosixPath
    line: int
    publishers: Words = field(default_factory=dict)  # the publisher's name where it differs by language

    def remark(self, language: str) -> str:
        """Its note as a sentence, in this language or in any; "" where there is none."""
        note = self.note.get(language) or next(iter(self.note.values()), "")
        return f"{note[:1].upper()}{note[1:]}." if note else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a case story: who reports it, for which year."""

    what: Words
    value: Words
    by: str
    """company or independent"""
    year: str
    """Empty when the source doesn't say."""
    source: str
    line: int = 1
    source_line: int = 1
    """The line that names the source."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a case story, once for all languages."""

    path: PurePosixPath
    company: str
    country: str
    """ISO 3166 code of two letters."""
    place: Words
    sector: str
    size: Words
    size_class: str
    """micro, small, medium, large or unknown, by number of employees."""
    period: str
    year: str
    """The last year in which a source shows the firm operating."""
    cost_level: str
    topics: tuple[str, ...]
    core_subjects: tuple[str, ...]
    figures: tuple[Figure, ...]
    sources: Mapping[str, Source]
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each key, and of each entry of a list as `topics/water`."""


@dataclass(frozen=True, slots=True)
class CaseStory:
    slug: str
    page: Page
    facts: Facts


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A session, a guide, or an item of the agenda's own (title and minutes)."""

    kind: Literal["session", "guide", "own"]
    key: str  # of the page
    title: Words
    minutes: int
    line: int
    priority: str = "must"
    """For an item of the agenda's own: whether it can be left out when time is short (must, should or could)."""
    see: str = ""
    """For an item of the agenda's own: the anchor in its guide where it is explained; "" when there is none."""


@dataclass(frozen=True, slots=True)
class Break:
    """A pause; `at` and `minutes` in minutes (`at` counted from midnight)."""

    at: int
    minutes: int
    title: Words
    line: int


@dataclass(frozen=True, slots=True)
class Day:
    """`start` and `end` in minutes from midnight."""

    start: int
    end: int
    breaks: tuple[Break, ...]
    items: tuple[AgendaItem, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Variant:
    id: str
    title: Words
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    path: PurePosixPath
    participants: int
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class TrainerGuide:
    slug: str
    page: Page
    agenda: Agenda | None


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the glossary: term and meaning per language."""

    id: str
    term: Words
    text: Words
    line: int = 1


@dataclass(frozen=True, slots=True)
class Course:
    """All content as loaded, with nothing selected or rendered yet."""

    config: Config
    home: Page
    modules: tuple[Module, ...]
    cases: tuple[CaseStory, ...]
    guides: tuple[TrainerGuide, ...]
    sources: Mapping[str, Source]
    glossary: Mapping[str, Term]
    topics: Mapping[str, Mapping[str, Words]]
    """sectors, topics, core-subjects, themes: id -> words."""
    avoided: Mapping[str, Mapping[str, str]]
    """Language -> words to avoid on its pages -> what to write instead."""
    images: Mapping[PurePosixPath, Image]
    files: Mapping[PurePosixPath, CourseFile] = field(default_factory=dict)
    free: tuple[Page, ...] = ()
    """Pages outside modules: how to get there, house rules, a letter."""
    programme: Programme = NONE
    texts: tuple[Text, ...] = ()
    """Texts from YAML files that books print."""

    def pages(self) -> Iterator[Page]:
        """Every page, in the order of the course."""
        yield self.home
        for module in self.modules:
            yield module.page
            yield from module.sessions
        for case in self.cases:
            yield case.page
        for guide in self.guides:
            yield guide.page
        yield from self.free

    def documents(self) -> Iterator[Document]:
        for page in self.pages():
            yield from page.documents.values()
