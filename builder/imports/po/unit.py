"""A message: a text of a page or YAML file, with its position and kind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from builder.imports.po.marks import PLACEHOLDER, Mark

_SAID = re.compile(r"[^\W\d_]|\d[.,]\d")
"""Letters, or a number that other languages punctuate differently."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One text. `start` and `end` are positions in the file; a picture's alternative text is inside another text
    (`inside`).
    """

    place: str
    """Its place, the same in every language: `sort-cards/item-2`."""
    kind: str
    text: str
    """The text on one line, with placeholders."""
    line: int
    start: int
    end: int
    marks: Mapping[str, Mark] = field(default_factory=dict)
    inside: tuple[str, str] = ("", "")
    """For an alternative text: the place of the surrounding text, and the picture's placeholder."""
    prefix: str | None = None
    """What precedes each continuation line; None for a text on one line."""
    audience: str = ""
    """"trainer" or "answer" for a text that not everybody gets, otherwise ""."""
    limit: int = 0
    """The most characters; 0 for no limit."""
    style: str = ""
    """How it is written: `plain` or `quoted` in YAML, `attribute`, or "" for running text."""

    @property
    def is_said(self) -> bool:
        """Whether there is anything to translate."""
        return bool(_SAID.search(PLACEHOLDER.sub("", self.text)))


@dataclass(frozen=True, slots=True)
class Cut:
    """A file and its messages, in the order of the file."""

    text: str
    units: tuple[Unit, ...]
    signs: tuple[str, ...] = ()
    """What a translation must keep and isn't in a text: blocks with ids and numbers, ids of headings."""

    @property
    def shape(self) -> list[tuple[str, str]]:
        """The texts' places and kinds, which are the same in every language."""
        return [(unit.place, unit.kind) for unit in self.units]
