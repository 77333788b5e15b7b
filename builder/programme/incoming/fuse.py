"""Fuses rows that somebody declared the same firm or person, with all that refers to either."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from builder.programme.facts import columns, key_of
from builder.programme.rows import KINDS, Firm, Person
from builder.programme.store import Writing


def fuse(writing: Writing, same: Mapping[str, str]) -> None:
    """Fuses in the record. `same`: the code that goes -> the code that stays."""
    kinds: tuple[type[Any], ...] = (Firm, Person)
    for kind in kinds:
        there = {row.code: row for row in writing.rows(kind)}
        for gone in [code for code in same if code in there]:
            kept = _end(same, gone)
            if kept in there:
                there[kept] = _together(writing, kind, there[kept], there[gone])
            else:
                writing.rename(kind, gone, kept)


def _end(same: Mapping[str, str], code: str) -> str:
    while code in same:
        code = same[code]
    return code


def _together(writing: Writing, kind: type[Any], kept: Any, gone: Any) -> Any:
    """The row that stays, completed from the other; rows that refer to the other are moved or merged."""
    table = kind.__name__.lower()
    writing.put([filled(kept, gone)])
    moved: dict[type, list[Any]] = {}
    for other in KINDS:
        for name, fact in columns(other):
            if fact.of == table:
                moved.setdefault(other, []).extend(_moved(writing, other, name, gone.code, kept.code))
    for other in reversed(KINDS):
        for name, fact in columns(other):
            if fact.of == table:
                writing.remove(other, **{name: gone.code})
    writing.put(row for rows in moved.values() for row in rows)
    writing.remove(kind, code=gone.code)
    return filled(kept, gone)


def _moved(writing: Writing, kind: type[Any], name: str, gone: str, kept: str) -> list[Any]:
    there = {key_of(row): row for row in writing.rows(kind, **{name: kept})}
    found = [replace(row, **{name: kept}) for row in writing.rows(kind, **{name: gone})]
    return [filled(there[key_of(row)], row) if key_of(row) in there else row for row in found]


def filled(row: Any, other: Any) -> Any:
    """The first row with its empty columns taken from the second."""
    names = [name for name, _ in columns(type(row)) if getattr(row, name) is None]
    return replace(row, **{name: getattr(other, name) for name in names})
