"""A book for the second engine while it is being written: its HTML parts, contents, pictures and ids."""

import re
from dataclasses import dataclass, field
from html import escape

from builder.course.worksheets import plain
from builder.edition.select import Edition

MARK = "http://taller.invalid/"
"""Links to this address mark headings: the engine keeps link annotations, from which the headings' pages are read."""


@dataclass(slots=True)
class Entry:
    """A line of the contents."""

    level: int
    title: str
    anchor: str


@dataclass(slots=True)
class KitHtml:
    """A book as HTML parts, its contents and its pictures."""

    edition: Edition
    title: str
    printed: set[tuple[str, str]]
    """Kind and key of its pages."""
    parts: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    assets: dict[str, bytes] = field(default_factory=dict)
    terms: set[str] = field(default_factory=set)
    """Keys of the glossary terms that its pages link to."""

    def heading(self, level: int, title: str, anchor: str, css: str = "") -> None:
        """Writes a heading and its line of the contents."""
        self.entries.append(Entry(level, plain(title), anchor))
        mark = f'<a href="{MARK}{anchor}">{escape(plain(title))}</a>'
        self.parts.append(f'<h{level} id="{anchor}" class="{css}">{mark}</h{level}>')


def anchor_of(key: str, anchor: str = "") -> str:
    """The id of a page, or of an anchor on it, in a book's single HTML page. Pages that the builder adds have no key."""
    return re.sub(r"[^a-zA-Z0-9_-]", "_", key) + (f"--{anchor}" if anchor else "")
