"""A message in a translator's file, and such a file's contents."""

from collections.abc import Sequence
from dataclasses import dataclass

SEPARATOR = "#"
"""Separates file and place in a message's context."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`path` and `line` point into the course in a file to be written, and to the message itself in a file that was read."""

    context: str
    text: str
    translation: str
    is_fuzzy: bool
    path: str
    line: int
    comments: tuple[str, ...] = ()
    """Comments for the translator."""
    note: str = ""
    """Something that a person has to decide."""
    previous: str = ""
    language: str = ""
    source_language: str = ""
    of: str = ""
    """The file that the text is from, used where a program has lost the context."""
    is_obsolete: bool = False
    """The text is no longer in the course; the message is kept, since it may return."""

    @property
    def key(self) -> str:
        """The key of the file that it belongs to."""
        return self.context.partition(SEPARATOR)[0]

    @property
    def place(self) -> str:
        return self.context.partition(SEPARATOR)[2]


@dataclass(frozen=True, slots=True)
class FileOfMessages:
    title: str
    project: str
    day: str
    """YYYY-MM-DD."""
    source_language: str
    language: str
    original: str
    entries: Sequence[Entry]
