"""The result of an import: files by their path, and notes on what became of each thing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

Fate = Literal["kept", "changed", "lost", "decide"]
FATES: tuple[Fate, ...] = ("decide", "lost", "changed", "kept")
"""In the order in which to read them."""


@dataclass(frozen=True, slots=True)
class Note:
    """What became of one thing: where it was, where it is now (`target` is None when nowhere), and the code of the
    message.

    `line` counts lines of a text, slides of a presentation or paragraphs of a Word file; 0 where nothing can be
    counted.
    """

    fate: Fate
    code: str
    source: str
    line: int = 0
    target: PurePosixPath | None = None
    target_line: int = 0
    arguments: Mapping[str, object] = field(default_factory=dict)


Said = tuple[Fate, str, int, Mapping[str, object]]
"""A note on a page's line before its target is known: fate, code, line, arguments."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for."""

    language: str = "en"
    title: str = ""
    day: str = ""
    """The date for new files, YYYY-MM-DD."""
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """Files by their path below the target, and notes about them."""

    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    folders: list[PurePosixPath] = field(default_factory=list)
    """Folders that must exist, even if empty."""
    drawings: list[PurePosixPath] = field(default_factory=list)
    """SVGs in `files` that are still to be rendered as the bitmaps that their names promise."""

    def text(self, place: str | PurePosixPath, text: str) -> None:
        self.files[PurePosixPath(place)] = text.encode()


class SourceError(Exception):
    """The source can't be imported; holds the code and arguments of a problem."""

    def __init__(self, code: str, source: str | Path = "", line: int = 0, **arguments: object) -> None:
        super().__init__(code, str(source), line, arguments)
        self.code, self.source, self.line, self.arguments = code, str(source), line, arguments
