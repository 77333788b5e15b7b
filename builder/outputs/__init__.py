"""The contract of outputs: websites, books, and whatever else is made from a course. No output imports another one.

An output has a folder below this one, and in it a `tasks.py` with

    def tasks(course: Course, editions: Sequence[Edition], choice: Choice) -> Iterator[Task]

which makes nothing yet: it names every file or folder that the output can put into `dist/`. The build picks what was asked
for, keeps what was made from the same input before, and makes the rest in processes of its own. A line in
`builder/build/table.py` adds an output; `--output`, digests, the downloads page and the leak gate follow from it.

Draw from an `Edition`: it holds what one audience gets in one language. docs/developers/write-an-output.md shows how.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from builder.edition.select import Edition
from builder.problems import Problem

Group = Literal["books", "sheets", "offline", "office", "platforms"]
"""The parts of the downloads page, in its order; words `site-for-...` are their headings."""


@dataclass(frozen=True, slots=True)
class Download:
    """What readers are told of a file that they may take away."""

    title: str
    """In the language of the edition; no two files have the same."""
    group: Group
    format: str = "PDF"
    sheet: str = ""
    """The worksheet that the file prints: the worksheet's page links to it."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the build knows when it has something made."""

    before: str = ""
    """`Made.content` of the last time, if what was made then can be used again."""
    downloads: Mapping[str, Download] = field(default_factory=dict)
    """By file name, all that the edition can have; only for tasks that list them."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a task says of what it made."""

    problems: Sequence[Problem] = ()
    """Warnings."""
    content: str = ""
    """A digest of all that its bytes depend on, where that is less than the edition. Equal to `before`: nothing was written."""
    reading: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of a PDF -> the text of its pages, if that was read: the leak gate needn't read it again."""


@dataclass(frozen=True, slots=True)
class Task:
    """One file or folder of dist."""

    name: str
    """Its path in dist; `<audience>/downloads/<file>` for downloads."""
    output: str
    """The output's name in the table."""
    edition: Edition
    make: Callable[[Path, Given], Made]
    """Writes to a path that does not exist yet. It runs in another process, so it is a module's function, or a `partial` of one."""
    made_from: Sequence[object] = ()
    """What it depends on beside the edition, its name and the builder, as values with a stable `repr`."""
    download: Download | None = None
    lists_downloads: bool = False
    module: str = ""
    variant: str = ""
    """A form of a book: made only when asked for."""
    effort: int = 0
    """Larger ones are begun first, so that all processes end together."""
