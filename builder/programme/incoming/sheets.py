"""Reads the sheets of a file: a spreadsheet, a form export or a participant's saved record."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

import yaml

from builder.problems import ContentError, Problem
from builder.programme.incoming.exports import is_export, plain_heads
from builder.programme.incoming.lists import likeliest
from builder.sheets.table import Limits, Row, read_sheets

LIMITS = Limits(text=60_000_000, book=30_000_000, unpacked=300_000_000, columns=2_000)
LONGEST_HEAD = 300
"""The characters of a cell that are examined for a head; a whole one may have a hundred thousand."""
LOOKED_AT = 15
"""The number of rows in which heads are looked for."""
_WORKSHEETS = Path(__file__).with_name("worksheets.yml")
_FIELD = re.compile(r"[a-z0-9-]+(?:_[a-z0-9-]+){2,}")
"""The names of worksheet fields, in saved records and in tables of `taller collect`."""


@dataclass(frozen=True, slots=True)
class Sheet:
    shown: PurePosixPath
    title: str
    heads: Sequence[str]
    rows: Sequence[Row]
    line: int
    """The line of the heads."""
    kind: str = ""
    """The kind of list; empty if unknown."""
    is_free: bool = False
    """Filled in by hand on a worksheet: unreadable values are left out with a warning, not refused."""
    is_export: bool = False
    """Written by a form server: its heads are known, and only the known ones are names."""


def digest_of(path: Path) -> str:
    """The digest of the contents, by which an imported file is recognised under any name."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sheets_of(path: Path) -> list[Sheet]:
    """The sheets of a file. Raises ContentError with the lines of what can't be read."""
    shown = PurePosixPath(path.as_posix())
    if path.suffix.lower() == ".json":
        return list(_of_worksheets(shown, [(1, _saved(path, shown))]))
    found = [
        one
        for title, rows in read_sheets(path, shown, _rate, LIMITS).items()
        if rows
        for one in _of(shown, title, rows)
    ]
    if any(
        one.is_export and likeliest(one.heads) for one in found
    ):  # of a form whose actions are in a sheet of their own
        found = [one for one in found if not one.is_export or likeliest(one.heads)]
    if not found:
        raise ContentError([Problem(shown, 1, "list-empty")])
    return found


def _of(shown: PurePosixPath, title: str, rows: Sequence[Row]) -> Iterator[Sheet]:
    """The sheet; a table of worksheets gives one for each worksheet."""
    scores = [_known(row.cells) for row in rows[:LOOKED_AT]]
    place = scores.index(max(scores))
    heads = rows[place].cells
    fields = [_field(head) for head in heads]
    if sum(map(bool, fields)) > len(heads) // 2:
        filled = ((row.line, dict(zip(fields, row.cells, strict=False))) for row in rows[place + 1 :])
        yield from _of_worksheets(shown, list(filled))
    elif is_export(heads):
        yield Sheet(shown, title, plain_heads(heads), rows[place + 1 :], rows[place].line, is_export=True)
    else:
        yield Sheet(shown, title, heads, rows[place + 1 :], rows[place].line)


def _field(head: str) -> str:
    """The field's name from `Plan: Action 1 [action-plan_plan_plan_actions_r1c1]` or the name alone; "" for other heads."""
    name = head.rpartition("[")[2][:-1] if head.endswith("]") else head
    return name if _FIELD.fullmatch(name) else ""


def _known(cells: Sequence[str]) -> int:
    short = [cell[:LONGEST_HEAD] for cell in cells]
    kinds = likeliest(plain_heads(short) if is_export(short) else short)
    return 1 + len(cells) if kinds or sum(map(bool, map(_field, cells))) > 2 else 0


def _rate(rows: Sequence[Row]) -> int:
    return max((_known(row.cells) for row in rows[:LOOKED_AT]), default=0)


def _saved(path: Path, shown: PurePosixPath) -> Mapping[str, str]:
    """The fields of a record that a participant saved on the site. Raises ContentError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig") if path.stat().st_size < LIMITS.text else "")
        fields = {str(name): entry["value"] for name, entry in data["fields"].items()}
        is_ours = data["format"] == "taller-record" and data["version"] == 1
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ContentError([Problem(shown, 1, "record-broken")]) from error
    if not is_ours or not all(isinstance(value, str) for value in fields.values()):
        raise ContentError([Problem(shown, 1, "record-broken")])
    return fields


def _of_worksheets(shown: PurePosixPath, people: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[Sheet]:
    """The parts of worksheets that the record knows; the rest is ignored."""
    found: dict[str, tuple[list[str], list[Row]]] = {}
    for line, fields in people:
        for name, sheet in _worksheets().items():
            for cells in _filled(sheet, fields):
                heads, rows = found.setdefault(name, (sorted(sheet.heads), []))
                rows.append(Row(line, [cells.get(head, "") for head in heads]))
    for name, (heads, rows) in found.items():
        yield Sheet(shown, name, heads, rows, 1, _worksheets()[name].kind, is_free=True)
    if not found:
        raise ContentError([Problem(shown, 1, "import-no-worksheet")])


@dataclass(frozen=True, slots=True)
class Worksheet:
    kind: str
    fields: Mapping[str, str]
    """Worksheet field, with `{n}` for a row's number -> field of the list."""
    always: Mapping[str, str]
    rows: int
    """The number of rows that become rows of the list; 0 when all are numbered fields of a single one."""

    @property
    def heads(self) -> set[str]:
        numbers = range(1, 10)
        numbered = {target.format(n=number) for target in self.fields.values() for number in numbers}
        return numbered | set(self.always)


def _filled(sheet: Worksheet, fields: Mapping[str, str]) -> Iterator[dict[str, str]]:
    if not sheet.rows:
        cells = {
            target.format(n=number): fields.get(source.format(n=number), "").strip()
            for source, target in sheet.fields.items()
            for number in range(1, 10)
        }
        if sum(map(bool, cells.values())) > 1:
            yield {**cells, **sheet.always}
        return
    for number in range(1, sheet.rows + 1):
        cells = {target: fields.get(source.format(n=number), "").strip() for source, target in sheet.fields.items()}
        if any(cell for target, cell in cells.items() if "{n}" in _source(sheet, target)):
            yield {**cells, **{key: value.format(n=number) for key, value in sheet.always.items()}}


def _source(sheet: Worksheet, target: str) -> str:
    return next(source for source, found in sheet.fields.items() if found == target)


@cache
def _worksheets() -> Mapping[str, Worksheet]:
    listed = yaml.safe_load(_WORKSHEETS.read_text(encoding="utf-8"))
    return {
        name: Worksheet(one["kind"], one["fields"], one.get("always", {}), one.get("rows", 0))
        for name, one in listed.items()
    }
