"""The parts of a report: tables whose numbers have a base, a source and a date. Unknown values are marked as such."""

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Gap(Enum):
    """Stands in for a number."""

    HIDDEN = "hidden"
    """Hidden: it would show fewer than five firms, or let them be worked out."""
    MISSING = "missing"
    """Not recorded."""


Value = str | int | float | date | Gap | None
"""None is an empty cell."""


@dataclass(frozen=True, slots=True)
class Word:
    """A key of `words/<language>/report.yml`, or `list.value` of the record's lists, with arguments for its placeholders."""

    key: str
    arguments: tuple[tuple[str, Value], ...] = ()


def word(key: str, **arguments: Value) -> Word:
    return Word(key, tuple(arguments.items()))


Cell = Value | Word


@dataclass(frozen=True, slots=True)
class Table:
    key: str
    """The key of its title and heads in `report.yml`."""
    rows: tuple[tuple[Cell, ...], ...]
    base: Word
    """The base: how many firms, events and so on the numbers refer to."""
    sources: tuple[str, ...]
    """The record's tables that it is drawn from."""
    as_of: date | None = None
    """The date of the latest import into these tables; None if unknown."""
    notes: tuple[Word, ...] = ()
    chart: int = 0
    """The column drawn as bars; 0 for none."""

    @property
    def hides(self) -> bool:
        return any(cell is Gap.HIDDEN for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True)
class Report:
    first: date
    last: date
    tables: tuple[Table, ...]
    is_fictional: bool = False
