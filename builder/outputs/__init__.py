"""The contract of outputs: websites, books, and whatever else is made from a course. No output imports another one.
An output has a folder here with a `tasks.py` that defines `tasks(course, editions, choice) -> Iterator[Task]`. `tasks` makes
nothing itself: it lists every file or folder that the output can put into `dist/`; the build then makes those that were asked for
and have changed. A line in `builder/build/table.py` adds an output. docs/developers/write-an-output.md shows how.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from builder.course.model import Audience
from builder.edition.select import Edition
from builder.problems import Problem

Group = Literal["books", "slides", "sheets", "offline", "office", "platforms"]
"""The sections of the downloads page, in order; their headings are the words `site-for-...`."""


@dataclass(frozen=True, slots=True)
class Download:
    """How a file is presented on the downloads page."""

    title: str
    """In the language of the edition; unique among the files."""
    group: Group
    format: str = "PDF"
    sheet: str = ""  # the worksheet that it prints, whose page links to it
    guide: str = ""  # key in `platforms.yml`


@dataclass(frozen=True, slots=True)
class Given:
    """What the build passes to a task when it runs."""

    known: frozenset[str] = frozenset()
    """Each `Made.content` of this output whose file can be reused, from the last build or from an edition that shares the cache."""
    downloads: Mapping[str, Download] = field(default_factory=dict)
    """By file name, every download that the edition can have; only for tasks that list them."""
    after: Sequence[Path] = ()  # what the tasks of `Task.after` made
    readings: Mapping[str, Sequence[str]] = field(default_factory=dict)  # their `Made.reading`, if made in this build


@dataclass(frozen=True, slots=True)
class Made:
    """What a task reports about what it made."""

    problems: Sequence[Problem] = ()
    content: str = ""  # digest of what its bytes depend on; if `Given.known` has it, nothing was written
    reading: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """SHA-256 of a PDF -> the text of each page, if the task has read it: later checks needn't read it again."""


@dataclass(frozen=True, slots=True)
class Task:
    """One file or folder of dist."""

    name: str
    """Its path in dist; `<audience>/downloads/<file>` for downloads."""
    output: str
    edition: Edition
    make: Callable[[Path, Given], Made]
    """Writes to a path that does not exist yet, in another process: a module's function, or a `partial` of one."""
    made_from: Sequence[object] = ()  # what it depends on besides edition, name and builder, each with a stable `repr`
    download: Download | None = None
    lists_downloads: bool = False
    module: str = ""
    variant: str = ""  # a form that is made only when asked for
    after: Sequence[str] = ()  # names of the tasks whose finished files or folders this one is made from
    platforms: Sequence[str] = ()
    paper: str = ""  # the paper size, if it matters
    engine: str = ""  # the print engine, if there is a choice
    effort: int = 0  # larger tasks start first, so that all processes finish at about the same time
    together: str = ""  # tasks of a language with the same word run in one process: they share work

    @property
    def audience(self) -> Audience:
        """Whose folder it is in; packages of participants' pages are with the trainers, who upload them to a platform."""
        return Audience[self.name.partition("/")[0].upper()]
