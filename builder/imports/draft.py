"""What an import makes: files by their place, and notes on what became of each thing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

Fate = Literal["kept", "changed", "lost", "decide"]
FATES: tuple[Fate, ...] = ("decide", "lost", "changed", "kept")
"""In the order in which a person should read them."""


@dataclass(frozen=True, slots=True)
class Note:
    """What became of one thing: where it stood, where it stands now (no path when nowhere), and which sentence says so.

    `line` counts lines of a text, slides of a presentation, paragraphs of a Word file; 0 where there is nothing to count.
    """

    fate: Fate
    code: str
    source: str
    line: int = 0
    target: PurePosixPath | None = None
    target_line: int = 0
    arguments: Mapping[str, object] = field(default_factory=dict)


Said = tuple[Fate, str, int, Mapping[str, object]]
"""What is to be said of a line of a page before it is known where it goes: fate, code, line, arguments."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asked for."""

    language: str = "en"
    title: str = ""
    day: str = ""
    """The date of what is new, YYYY-MM-DD."""
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """Files by their place below the target, and what to say about them."""

    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    folders: list[PurePosixPath] = field(default_factory=list)
    """Folders that must be there, empty or not."""
    drawings: list[PurePosixPath] = field(default_factory=list)
    """Files that are SVGs still, and have to be drawn as the bitmaps that their names say."""

    def text(self, place: str | PurePosixPath, text: str) -> None:
        self.files[PurePosixPath(place)] = text.encode()


class SourceError(Exception):
    """The source can't be imported: the code of a problem and its arguments."""

    def __init__(self, code: str, source: str | Path = "", line: int = 0, **arguments: object) -> None:
        super().__init__(code, str(source), line, arguments)
        self.code, self.source, self.line, self.arguments = code, str(source), line, arguments
