"""A message in a translator's file, and what such a file holds."""

from collections.abc import Sequence
from dataclasses import dataclass

SEPARATOR = "#"
"""Between the file and the place in it, in a message's context."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`path` and `line`: in a file that is written, of the text in the course; in one that was read, of the message in it."""

    context: str
    text: str
    translation: str
    is_fuzzy: bool
    path: str
    line: int
    comments: tuple[str, ...] = ()
    """For the translator, from us."""
    note: str = ""
    """What a person has to decide."""
    previous: str = ""
    language: str = ""
    source_language: str = ""
    of: str = ""
    """The file that the text is from: asked where a program has lost the context."""
    is_obsolete: bool = False
    """Of a text that the course has no longer; kept, since it may come back."""

    @property
    def key(self) -> str:
        """Of the file that it belongs to."""
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
