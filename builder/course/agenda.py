"""Schedules sessions: minutes of activities and teaching -> times of day, with breaks between them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from builder.course.model import AgendaItem, Break, Day, Document, Words
from builder.course.scanned import Block
from builder.course.vocabulary import HIDDEN
from builder.course.worksheets import plain

TIMED = ("teach", "activity")
_HEADING = re.compile(r"\s*#{2,6} +(?P<text>.*?)\s*(?:\{#[^{}]*\})?$")


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of the day. Times in minutes from midnight."""

    start: int
    minutes: int
    kind: Literal["session", "guide", "own", "break"]
    key: str
    """The key of the page that the piece belongs to; "" for the agenda's own items and breaks."""
    title: Words
    """Of one of the agenda's own items, or a break."""
    block: Block | None
    """The piece of a session or guide; None for the agenda's own items and breaks."""
    line: int
    """In the agenda's file."""
    see: str = ""
    """For one of the agenda's own items: the anchor in its guide where it is explained; "" when there is none."""

    @property
    def end(self) -> int:
        return self.start + self.minutes


def pieces(document: Document) -> Iterator[Block]:
    """The blocks of a page that take time, in order."""
    return (block for block in document.walk() if block.name in TIMED and block.minutes)


def name_of(document: Document, block: Block) -> str:
    """What a piece is called: its title; else the first heading in it, the heading above it, or the title of the page."""
    if block.title:
        return plain(block.title)
    fenced = {number for first, last in document.fences for number in range(first, last + 1)}
    lines = ((number, _HEADING.match(line)) for number, line in enumerate(document.lines, 1) if number not in fenced)
    headings = {number: match["text"] for number, match in lines if match}
    inside = (text for number, text in headings.items() if block.line < number < block.end)
    above = (text for number, text in reversed(headings.items()) if number < block.line)
    return plain(next(inside, "") or next(above, "") or document.title)


def places(document: Document) -> dict[int, str]:
    """Line of each titled teaching block or activity -> what identifies it in every book: `:id`, or `@number` on the page.

    Blocks in hidden text aren't counted: participants don't have them, and the numbers would differ.
    """

    def shown(blocks: tuple[Block, ...]) -> Iterator[Block]:
        for block in blocks:
            if block.name not in HIDDEN:
                if block.name in TIMED:
                    yield block
                yield from shown(block.children)

    found = enumerate(shown(document.blocks), 1)
    return {block.line: f":{block.id}" if block.id else f"@{number}" for number, block in found if block.title}


def lay_day(day: Day, documents: Mapping[str, Document]) -> list[Slot]:
    """The day's slots in order. `documents`: the sessions and guides by key.

    A break goes to the boundary nearest to its time; it cuts sessions, never an activity.
    """
    slots: list[Slot] = []
    clock = day.start
    waiting = list(day.breaks)

    def pause(due: Break) -> None:
        nonlocal clock
        slots.append(Slot(clock, due.minutes, "break", "", due.title, None, due.line))
        clock += due.minutes

    for item in day.items:
        for minutes, block in _parts(item, documents):
            while waiting and _is_nearer_before(waiting[0], clock, minutes):
                pause(waiting.pop(0))
            slots.append(Slot(clock, minutes, item.kind, item.key, item.title, block, item.line, item.see))
            clock += minutes
    for due in waiting:
        if due.at < clock:
            pause(due)
    return slots


def clock_text(minutes: int) -> str:
    """510 -> 8:30."""
    return f"{minutes // 60 % 24}:{minutes % 60:02d}"


def _parts(item: AgendaItem, documents: Mapping[str, Document]) -> list[tuple[int, Block | None]]:
    if item.kind == "own":
        return [(item.minutes, None)]
    document = documents.get(item.key)
    return [(block.minutes, block) for block in pieces(document)] if document else []


def _is_nearer_before(due: Break, clock: int, minutes: int) -> bool:
    """Whether the boundary before a piece is nearer to the break's time than the one after it."""
    return due.at <= clock or (due.at < clock + minutes and due.at - clock <= clock + minutes - due.at)
