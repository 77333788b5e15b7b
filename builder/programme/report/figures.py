"""What a report is made of: tables whose numbers have a base, a source and a date. Whatever isn't known says so."""

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Gap(Enum):
    """Instead of a number."""

    HIDDEN = "hidden"
    """It would show fewer than five firms, or let them be worked out."""
    MISSING = "missing"
    """Nobody said it."""


Value = str | int | float | date | Gap | None
"""None is an empty cell."""


@dataclass(frozen=True, slots=True)
class Word:
    """A key of `words/<language>/report.yml`, or `list.value` of the record's lists, with what fills its braces."""

    key: str
    arguments: tuple[tuple[str, Value], ...] = ()


def word(key: str, **arguments: Value) -> Word:
    return Word(key, tuple(arguments.items()))


Cell = Value | Word


@dataclass(frozen=True, slots=True)
class Table:
    key: str
    """Of its title and its heads, in `report.yml`."""
    rows: tuple[tuple[Cell, ...], ...]
    base: Word
    """Of how many."""
    sources: tuple[str, ...]
    """Tables of the record."""
    as_of: date | None = None
    """When these tables last got something."""
    notes: tuple[Word, ...] = ()
    chart: int = 0
    """The column that is drawn as bars; 0: none."""

    @property
    def hides(self) -> bool:
        return any(cell is Gap.HIDDEN for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True)
class Report:
    first: date
    last: date
    tables: tuple[Table, ...]
    is_fictional: bool = False
