"""Parses a sheet into lines of values, with problems for what can't be read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from builder.problems import ContentError, Problem
from builder.programme.facts import Fact
from builder.programme.incoming.cells import CellError, Habits, habits, read
from builder.programme.incoming.lists import DAYS, KINDS, NAMES, Column, Kind, columns_of, fits, likeliest
from builder.programme.incoming.sheets import Sheet
from builder.sheets.columns import Reading, find_columns
from builder.sheets.spelling import folded, is_broken, is_nobody
from builder.sheets.table import Row
from builder.words import programme_words

SHOWN = 40
"""The most characters of a cell in a message."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was given as options; empty or None where nothing was."""

    event: str = ""
    kind: str = ""
    names: tuple[str, ...] = ()
    month_first: bool | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list."""

    line: int
    values: Mapping[str, Any]
    numbered: Mapping[int, Mapping[str, Any]]
    """The action's number -> its fields."""
    days: Mapping[int | date, bool]
    """A day of the event, by number or date -> whether the person was present."""


@dataclass(slots=True)
class Parsed:
    sheet: Sheet
    kind: Kind
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parsed(sheet: Sheet, asked: Asked) -> Parsed:
    """The lines of a sheet. Raises ContentError when its kind, or which columns make up the name, is unclear."""
    kind = _kind(sheet, asked)
    columns = columns_of(kind, sheet.heads)
    found = Parsed(sheet, kind)
    names = _names(sheet, asked, columns) if NAMES in kind.fields else ()
    columns = [column for column in columns if column.field != NAMES]
    _refuse_names(found, columns)
    readers = [(column, _fact(kind, column), _habits(kind, column, sheet.rows, asked)) for column in columns]
    _say_unread(found, {column.place for column in columns} | {*names})
    for row in sheet.rows:
        line = _line(found, row, readers, names)
        if line:
            found.lines.append(line)
    return found


def _kind(sheet: Sheet, asked: Asked) -> Kind:
    if sheet.kind or asked.kind:
        kind = KINDS[sheet.kind or asked.kind]
        if not fits(kind, columns_of(kind, sheet.heads)):
            needs = ", ".join(group[0] for group in kind.needs)
            raise ContentError(
                [Problem(sheet.shown, sheet.line, "import-columns", {"kind": kind.name, "columns": needs})]
            )
        return kind
    kinds = likeliest(sheet.heads)
    kinds = [kind for kind in kinds if _is_called(sheet, kind)] or kinds if len(kinds) > 1 else kinds
    if len(kinds) != 1:
        code = "import-kind-unclear" if kinds else "import-kind-unknown"
        names = ", ".join(kind.name for kind in kinds or KINDS.values())
        raise ContentError([Problem(sheet.shown, sheet.line, code, {"kinds": names})])
    return kinds[0]


def _is_called(sheet: Sheet, kind: Kind) -> bool:
    """Whether the file or sheet is named after the list, since columns for code and name may belong to any."""
    called = folded(f"{sheet.shown.stem} {sheet.title}")
    titles = [programme_words(language)["tables"].get(kind.name, [kind.name])[0] for language in ("en", "es")]
    return any(folded(str(title)) in called for title in (kind.name, *titles))


def _names(sheet: Sheet, asked: Asked, columns: Sequence[Column]) -> tuple[int, ...]:
    """The positions of the columns of a person's name; none in lists with codes instead."""
    if not any(column.field == NAMES for column in columns) and not asked.names:
        return ()
    if sheet.is_export and not asked.names:
        return tuple(column.place for column in columns if column.field == NAMES)
    others = {column.place for column in columns if column.field != NAMES}
    rows = [Row(sheet.line, list(sheet.heads)), *sheet.rows]
    return find_columns(rows, 0, Reading(names=asked.names), sheet.shown, others).names


def _refuse_names(found: Parsed, columns: Sequence[Column]) -> None:
    """Reports columns with names in a list of test results, which must be by code."""
    if found.kind.name != "tests":
        return
    used = {column.place for column in columns}
    named = [head for place, head in enumerate(found.sheet.heads) if place not in used and head and _may_name(head)]
    if named:
        found.problems.append(
            Problem(found.sheet.shown, found.sheet.line, "import-test-names", {"columns": ", ".join(named)})
        )


def _may_name(head: str) -> bool:
    return any(
        column.field in (NAMES, "email", "phone", "firm", "firm_name", "firm_code")
        for column in columns_of(KINDS["registration"], [head])
    )


def _fact(kind: Kind, column: Column) -> Fact:
    return kind.fields[column.field]


def _habits(kind: Kind, column: Column, rows: Sequence[Row], asked: Asked) -> Habits:
    cells = (row.cells[column.place] for row in rows if column.place < len(row.cells))
    how = habits(_fact(kind, column), cells)
    return Habits(asked.month_first, how.letters) if asked.month_first is not None else how


def _say_unread(found: Parsed, used: set[int]) -> None:
    left = [head for place, head in enumerate(found.sheet.heads) if head and place not in used]
    if left and not found.sheet.is_free:
        names = ", ".join(f'"{head[:SHOWN]}"' for head in left[:20])
        found.problems.append(Problem(found.sheet.shown, found.sheet.line, "import-unread", {"columns": names}))


def _line(
    found: Parsed, row: Row, readers: Sequence[tuple[Column, Fact, Habits]], names: Sequence[int]
) -> Line | None:  # fmt: skip
    values: dict[str, Any] = {}
    numbered: dict[int, dict[str, Any]] = {}
    days: dict[int | date, bool] = {}
    cells, faults = row.cells, len(found.problems)
    for column, fact, how in readers:
        cell = cells[column.place] if column.place < len(cells) else ""
        value = _value(found, row.line, cell, column, fact, how) if cell else None
        if value is None:
            continue
        if column.field == DAYS:
            days[column.number or read(column.head, Fact("day"), Habits(month_first=False))] = value
        elif column.number:
            numbered.setdefault(column.number, {})[column.field] = value
        else:
            values[column.field] = value
    if names:
        name = " ".join(cells[place] for place in names if place < len(cells) and cells[place])
        if not name and not values and not days:
            return None
        if not name or is_nobody(name) or is_broken(name):
            found.problems.append(Problem(found.sheet.shown, row.line, "import-name"))
        values[NAMES] = name
    return Line(row.line, values, numbered, days) if len(found.problems) == faults or found.sheet.is_free else None


def _value(found: Parsed, line: int, cell: str, column: Column, fact: Fact, how: Habits) -> Any:
    try:
        return read(cell, fact, how)
    except CellError as error:
        code = str(error)
    if found.sheet.is_free:
        found.problems.append(Problem(found.sheet.shown, line, "import-left-out", {"column": column.head}))
        return None
    shown = "…" if fact.is_personal else cell[:SHOWN]
    arguments = {"column": column.head, "value": shown, "allowed": _allowed(fact), "limit": fact.size}
    found.problems.append(Problem(found.sheet.shown, line, code, arguments))
    return None


def _allowed(fact: Fact) -> str:
    """The allowed values in both languages, since the list may be in either."""
    if fact.values or fact.choice:
        values = [programme_words(language)["values"].get(fact.choice, {}) for language in ("en", "es")]
        return "; ".join(
            ", ".join(dict.fromkeys(str(one.partition(" (")[0]) for one in listed.values())) for listed in values
        )
    if fact.least is not None:
        return f"{fact.least:g} – {fact.most:g}" if fact.most is not None else f"≥ {fact.least:g}"
    return {
        "day": "2026-03-24",
        "number": "12",
        "decimal": "1.5, 1,5",
        "country": "CR, Costa Rica",
        "flag": "yes, no; sí, no",
    }.get(fact.kind, "")


def broken_lines(found: Parsed) -> Iterator[Problem]:
    """The errors among the problems; they stop an import."""
    return (problem for problem in found.problems if not problem.is_warning)
