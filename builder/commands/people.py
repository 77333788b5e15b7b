"""`taller people`: attendance sheets, badges and certificates for a list of names."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from builder.commands.show import show, written
from builder.commands.spoken import At, argument, at, command, option
from builder.course.paper import PAPERS
from builder.outputs.people.kinds import KINDS
from builder.problems import Problem, UsageError


@command(
    "people",
    "taller people list.csv --kind attendance --date 2026-11-24 --date 2026-11-25",
    'taller people list.csv --kind badges --language es --title "Taller en Puebla"',
    'taller people list.csv --kind certificate --date 2026-11-25 --place "San José" --hours 14',
    'taller people list.xlsx --kind certificate --name "Nombres" --name "Apellidos"',
)
@argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--kind", type=click.Choice(KINDS), required=True)
@option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.pdf")
@option("--language", default="", metavar="CODE")
@option("--title", default="", metavar="TITLE")
@option("--date", "dates", multiple=True, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD")
@option("--days", type=click.IntRange(1, 5), default=2, show_default=True, metavar="DAYS")
@option("--place", default="", metavar="PLACE")
@option("--hours", default="", metavar="N")
@option("--paper", type=click.Choice(PAPERS))
@option("--name", "names", multiple=True, metavar="COLUMN")
@option("--organisation", default="", metavar="COLUMN")
@option("--person", "people", multiple=True, type=click.IntRange(1), metavar="LINE")
@at
def people(
    here: At, /, file: Path, *, kind: str, output: Path | None, language: str, dates: tuple[datetime, ...],
    **details: Any,
) -> None:  # fmt: skip
    target = output or file.with_name(f"{kind}.pdf")
    days = tuple(day.date() for day in dates)
    reading = {key: details.pop(key) for key in ("names", "organisation", "people")}
    warnings = _people(here.root, file, target, kind, language, days, reading, **details)
    show(warnings, here.language, "text", err=True)
    written([target])


def _people(
    root: Path, source: Path, target: Path, kind: str, language: str, dates: tuple[date, ...],
    reading: Mapping[str, Any], **details: Any,
) -> tuple[Problem, ...]:  # fmt: skip
    """Writes a PDF for the people on a list and returns warnings; `reading` says which columns and lines to use."""
    from builder.commands.course import course_as_it_is, language_of
    from builder.commands.target import refuse_overwriting, replace
    from builder.course.model import Audience
    from builder.edition.select import select
    from builder.outputs.people.page import Occasion, write_people
    from builder.outputs.people.people import read_list
    from builder.print.glyphs import missing_characters
    from builder.sheets.columns import Reading

    refuse_overwriting(target, [source], root, (b"%PDF",))
    for name in ("title", "place", "hours"):
        if missing := missing_characters(details[name]):
            raise UsageError("signs-missing", {"option": f"--{name}", "characters": missing})
    listed = read_list(source, Reading(**reading))
    course = course_as_it_is(root)
    edition = select(course, Audience.PARTICIPANT, language_of(course, language))
    details["paper"] = details["paper"] or course.config.papers[0]
    occasion = Occasion(kind, dates=dates, **details)
    replace(target, lambda draft: write_people(edition, listed.people, source, occasion, draft))
    return listed.warnings
