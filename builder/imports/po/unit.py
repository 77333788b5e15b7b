"""A message: a text of a page or a YAML file, where it stands, and what it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from builder.imports.po.marks import PLACEHOLDER, Mark

_SAID = re.compile(r"[^\W\d_]|\d[.,]\d")
"""Words, or a number that other languages write with other signs."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One text. `start` and `end` are places in the file's text; what a picture shows stands inside of another text (`inside`)."""

    place: str
    """Where it stands, the same in every language: `sort-cards/item-2`."""
    kind: str
    text: str
    """With placeholders, on one line."""
    line: int
    start: int
    end: int
    marks: Mapping[str, Mark] = field(default_factory=dict)
    inside: tuple[str, str] = ("", "")
    """Of what a picture shows: the place of the text that it stands in, and the picture's placeholder."""
    prefix: str | None = None
    """What stands before each further line; None for what stands on one line."""
    audience: str = ""
    """trainer or answer, for what not everybody gets."""
    limit: int = 0
    """Characters that it may have; 0 for as many as one likes."""
    style: str = ""
    """Of a value in YAML: how it is written; `new` when its language has none yet."""

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
    """What a translation must take over as it is, and that isn't in a text: blocks with ids and numbers, ids of headings."""

    @property
    def shape(self) -> list[tuple[str, str]]:
        """What there is to translate; in every language the same."""
        return [(unit.place, unit.kind) for unit in self.units]
