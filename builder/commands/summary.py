"""The end of a build: a short table by audience and kind, anything unusual, and what to publish."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

import click

from builder.commands.spoken import At

if TYPE_CHECKING:
    from rich.table import Table

    from builder.build.pipeline import Report
    from builder.build.pipeline import Row as Output

AUDIENCES = ("participant", "solutions", "trainer")
STATES = ("made", "again", "kept", "stale", "gone", "yours")
TOLD = ("again", "gone", "stale", "yours")
"""States that need an explanation."""
SHOWN = 8
"""The most names per state that a terminal shows."""
_WIDE_ENOUGH = 200


@dataclass(frozen=True, slots=True)
class Row:
    """Outputs of one audience and kind."""

    audience: str
    kind: str
    size: int
    states: Counter[str]

    @property
    def number(self) -> int:
        return sum(count for state, count in self.states.items() if state not in {"gone", "yours"})


def show_summary(here: At, report: "Report", *, is_short: bool) -> None:
    """Prints the summary. Unless `is_short` (pipes, `--verbose`), every output gets a line before the table."""
    rows = report.rows
    if not is_short:
        for row in rows:
            click.echo(_line(here, row))
    _tell_states(here, rows, is_short=is_short)
    _draw(here, counted(rows))
    made = [row for row in rows if row.state not in {"gone", "yours"}]
    number = here.word("outputs", n=len(made), seconds=f"{report.seconds:.1f}")
    there = here.word("publish" if any(row.name.startswith("participant/") for row in made) else "nothing-to-publish")
    click.echo(f"{here.word('unchanged') + ', ' if report.unchanged else ''}{number}; {there}")


def counted(built: Iterable["Output"]) -> list[Row]:
    """A row for each audience and kind, audiences in order, sites first."""
    groups: dict[tuple[str, str], list[Output]] = {}
    for one in built:
        groups.setdefault((one.name.partition("/")[0], one.kind), []).append(one)
    rows = [
        Row(*key, sum(one.size for one in found), Counter(one.state for one in found)) for key, found in groups.items()
    ]
    return sorted(rows, key=lambda row: (*(_order(AUDIENCES, row.audience)), row.kind != "site", -row.size))


def _order(known: Sequence[str], name: str) -> tuple[int, str]:
    return (known.index(name) if name in known else len(known), name)


def _line(here: At, row: "Output") -> str:
    took = f"{row.seconds:6.1f} s" if row.seconds else "        "
    return f"{here.word(f'is-{row.state}'):<8} {size_text(row.size):>9} {took}  dist/{row.name}"


def _tell_states(here: At, rows: Sequence["Output"], *, is_short: bool) -> None:
    for state in TOLD:
        found = [row for row in rows if row.state == state]
        if found:
            click.echo(f"{here.word(f'is-{state}')}: {here.word(f'state-{state}')}")
        for row in found[:SHOWN] if is_short else ():
            click.echo(f"  dist/{row.name}")
        if is_short and len(found) > SHOWN:
            click.echo(f"  {here.word('more', n=len(found) - SHOWN)}")


def _draw(here: At, rows: Sequence[Row]) -> None:
    """Prints the widest form of the table that fits; pipes get the wide one."""
    from rich.console import Console

    is_terminal = sys.stdout.isatty()
    console = Console(highlight=False, width=None if is_terminal else _WIDE_ENOUGH)
    has_lines = is_terminal and console.encoding.startswith("utf")
    wide = _wide(here, rows, has_lines=has_lines)
    room = console.options.update(width=_WIDE_ENOUGH)
    fits = console.measure(wide, options=room).maximum <= console.width
    with console.capture() as drawn:
        console.print(wide if fits else _narrow(here, rows, has_lines=has_lines))
    lines = drawn.get().rstrip().splitlines()
    click.echo("\n".join(["", *(line.rstrip() for line in lines), ""]))


def _wide(here: At, rows: Sequence[Row], *, has_lines: bool) -> "Table":
    states = [state for state in STATES if any(row.states[state] for row in rows)]
    table = _empty(here, ["audience", "kind", "number", "size", *states], has_lines=has_lines)
    before = ""
    for row in rows:
        audience = "" if row.audience == before else _named(here, "audience", row.audience)
        table.add_row(audience, _named(here, "kind", row.kind), *_numbers(row, states))
        before = row.audience
    table.add_section()
    table.add_row(here.word("total"), "", *_numbers(_total(rows), states))
    return table


def _narrow(here: At, rows: Sequence[Row], *, has_lines: bool) -> "Table":
    """The table without columns for states; each audience gets a row of its own."""
    table = _empty(here, ["kind", "number", "size"], has_lines=has_lines)
    for audience, found in groupby(rows, lambda row: row.audience):
        table.add_row(_named(here, "audience", audience), style="bold")
        for row in found:
            table.add_row(f" {_named(here, 'kind', row.kind)}", *_numbers(row, ()))
    table.add_section()
    table.add_row(here.word("total"), *_numbers(_total(rows), ()))
    return table


def _empty(here: At, heads: Sequence[str], *, has_lines: bool) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE if has_lines else None, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for head in heads:
        justify: Literal["left", "right"] = "left" if head in {"audience", "kind"} else "right"
        table.add_column(here.word(f"head-{head}"), justify=justify, no_wrap=True)
    return table


def _total(rows: Sequence[Row]) -> Row:
    return Row("", "", sum(row.size for row in rows), sum((row.states for row in rows), Counter()))


def _numbers(row: Row, states: Iterable[str]) -> list[str]:
    return [str(row.number), size_text(row.size), *(str(row.states[state] or "") for state in states)]


def _named(here: At, what: str, name: str) -> str:
    try:
        return here.word(f"{what}-{name}")
    except KeyError:
        return name or here.word("kind-other")


def size_text(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{-(-size // 1000)} kB"
