"""Merges the rows of an import's files with those in the record, and reports contradictions."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from builder.problems import Problem
from builder.programme.facts import columns, key_of, keys
from builder.programme.incoming.make import Made, Place
from builder.programme.rows import KINDS, TABLES
from builder.programme.store import Reading

SHOWN = 40
_CODE = re.compile(r"[\w./-]*\d[\w./-]*")
"""Matches codes: what has a digit and no space isn't a name."""


@dataclass(slots=True)
class Merged:
    fused: AbstractSet[str]
    new: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)


def merged(reading: Reading, rows: list[Made], fused: AbstractSet[str], *, correct: bool) -> Merged:
    """The rows to write. `fused`: codes declared to stand for others too, so that spellings of names may differ.

    `correct`: the files win over what the record says; two lines of the files must agree all the same.
    """
    result = Merged(fused)
    order = {kind: number for number, kind in enumerate(KINDS)}
    rows.sort(key=lambda one: order[type(one.row)])
    for kind, group in groupby(rows, key=lambda one: type(one.row)):
        wanted = _one_each(result, group)
        there = _there(reading, kind, wanted)
        for key, (row, place) in wanted.items():
            before = there.get(key)
            if before is None:
                result.new.append(row)
                continue
            after = _joined(result, before, row, place, "", is_newer=correct)
            if after == before:
                result.same += 1
            else:
                result.changed.append(after)
    return result


def _one_each(result: Merged, group: Iterable[Made]) -> dict[tuple[Any, ...], Made]:
    """Key -> the combined row of all lines about it."""
    found: dict[tuple[Any, ...], Made] = {}
    for one in group:
        key = key_of(one.row)
        before = found.get(key)
        if before is None:
            found[key] = one
        elif before.row != one.row:
            other = f"{before.place.shown}:{before.place.line}"
            found[key] = Made(_joined(result, before.row, one.row, one.place, other), before.place)
    return found


def _joined(result: Merged, before: Any, after: Any, place: Place, other: str, *, is_newer: bool = False) -> Any:
    """The first row with the additions of the second; contradictions are reported."""
    changes = {}
    for name, fact in columns(type(before)):
        old, new = getattr(before, name), getattr(after, name)
        if new is None or new == old:
            continue
        if old is None or is_newer:
            changes[name] = new
        elif fact.is_personal and key_of(before)[0] in result.fused:
            changes[name] = max(old, new)  # deterministic, whichever came first; prefers accents
        else:
            shown = ("…", "…") if fact.is_personal else (str(old)[:SHOWN], str(new)[:SHOWN])
            arguments = {
                "column": name,
                "code": _shown_key(before),
                "before": shown[0],
                "after": shown[1],
                "other": other,
            }
            code = "import-differs-here" if other else "import-differs"
            result.problems.append(Problem(*place, code, arguments))
    return replace(before, **changes) if changes else before


def _shown_key(row: Any) -> str:
    return " ".join(str(part) for part in key_of(row))


def _there(reading: Reading, kind: type[Any], wanted: dict[tuple[Any, ...], Made]) -> dict[tuple[Any, ...], Any]:
    if not reading.count(kind):
        return {}
    if "event" in keys(kind):
        events = {one.row.event for one in wanted.values()}
        found: Iterator[Any] = (row for event in sorted(events) for row in reading.stream(kind, event=event))
    else:
        found = reading.stream(kind)
    return {key: row for row in found if (key := key_of(row)) in wanted}


def unknown_codes(reading: Reading, rows: Iterable[Made]) -> Iterator[Problem]:
    """Problems with codes that are neither in the record nor in the files."""
    listed = list(rows)
    known = {
        name: set(_codes(reading, name)) for name in ("institution", "partner", "event", "trainer", "firm", "person")
    }
    for one in listed:
        name = type(one.row).__name__.lower()
        if name in known:
            known[name].add(one.row.code)
    links = {kind: [(name, fact.of) for name, fact in columns(kind) if fact.of] for kind in KINDS}
    for one in listed:
        for column, table in links[type(one.row)]:
            code = getattr(one.row, column)
            if code is not None and code not in known[table]:
                yield Problem(*one.place, "import-unknown", {"table": table, "code": _without_name(table, code)})


def _codes(reading: Reading, table: str) -> Iterator[str]:
    return (row.code for row in reading.stream(TABLES[table]))


def _without_name(table: str, code: str) -> str:
    """Hides what may be a name, since messages get copied and sent."""
    return code if table in ("event", "institution", "partner") or _CODE.fullmatch(code) else "…"
