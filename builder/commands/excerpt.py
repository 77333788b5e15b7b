"""The line that a problem is on, cut to the terminal's width, with a mark under the spot."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from unicodedata import combining, east_asian_width

from builder.problems import Problem

MARGIN = 8
"""Columns before the text, and one after it."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A printable line, and the marks to print under it (may be empty)."""

    text: str
    mark: str


def printable(text: str) -> str:
    """The text without characters that control a terminal or reverse its direction, since authors' texts aren't trusted."""
    return "".join(sign if sign.isprintable() else " " if sign == "\t" else "\ufffd" for sign in text)


def excerpt(root: Path, problem: Problem, width: int) -> Excerpt | None:
    """The problem's line; None where the line is unknown or empty, or the file isn't text or is outside `root`."""
    lines = _lines(root, problem.path.as_posix())
    if not 0 < problem.line <= len(lines) or not lines[problem.line - 1].strip():
        return None
    line = printable(lines[problem.line - 1].rstrip("\r"))
    start, end = _place(line, problem)
    text, shift = _cut(line, start, max(width - MARGIN, 20))
    if start == end:
        return Excerpt(text, "")
    before, inside = text[: start + shift], text[start + shift : end + shift]
    return Excerpt(text, " " * columns(before) + "^" * max(1, columns(inside)))


@lru_cache(maxsize=16)
def _lines(root: Path, name: str) -> list[str]:
    path = (root / name).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        return []
    data = path.read_bytes()
    return [] if b"\0" in data else data.decode("utf-8-sig", "replace").split("\n")


def _place(line: str, problem: Problem) -> tuple[int, int]:
    """Start and end of the longest of the problem's values that occurs once in the line; 0, 0 when there is none."""
    values = sorted({printable(str(value)) for value in problem.arguments.values()}, key=len, reverse=True)
    for value in values:
        if value.strip() and line.count(value) == 1 and _is_whole(line, value):
            start = line.index(value)
            return start, start + len(value)
    return 0, 0


def _is_whole(line: str, value: str) -> bool:
    """Whether the value isn't part of a longer word or number."""
    start = line.index(value)
    around = line[start - 1 : start] + line[start + len(value) : start + len(value) + 1]
    return not any(sign.isalnum() for sign in around) or not (value[0].isalnum() and value[-1].isalnum())


def _cut(line: str, start: int, width: int) -> tuple[str, int]:
    """The part of the line around `start` that fits, and by how much its characters moved."""
    if columns(line) <= width:
        return line, 0
    first = max(0, start - width // 2) if start > width - 12 else 0
    begin = "..." if first else ""
    room = width - 3 - len(begin)
    rest = line[first:]
    shown = rest if columns(rest) <= room + 3 else _first(rest, room) + "..."
    return begin + shown, len(begin) - first


def _first(text: str, room: int) -> str:
    """The characters that fit into `room` columns."""
    return "".join(sign for sign, end in zip(text, _ends(text), strict=True) if end <= room)


def _ends(text: str) -> Iterator[int]:
    end = 0
    for sign in text:
        end += columns(sign)
        yield end


def columns(text: str) -> int:
    """The number of columns in which a terminal shows the text."""
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)
