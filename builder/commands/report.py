"""`taller report`: the funder's report, from the programme's record."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from builder.commands.show import written
from builder.commands.spoken import LANGUAGES, At, at, command, option
from builder.commands.whereabouts import place_of_record, record_option

FORMATS = ("pdf", "docx", "xlsx")
COLOUR = "#1f4e5f"


@command(
    "report",
    "taller report --from 2026-01-01 --to 2026-12-31 --language es",
    "taller report --from 2026-01-01 --to 2026-12-31 --format docx --template letterhead.docx",
)
@record_option
@option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), required=True, metavar="YYYY-MM-DD")
@option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), required=True, metavar="YYYY-MM-DD")
@option("--language", type=click.Choice(LANGUAGES), default=None)
@option("--format", "formats", type=click.Choice(FORMATS), multiple=True, default=FORMATS)
@option("--template", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE.docx")
@option("--answers", type=click.Path(exists=True, dir_okay=False, path_type=Path), multiple=True, metavar="FILE")
@option("--paper", type=click.Choice(["a4", "us-letter"]), default="a4", show_default=True)
@option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER")
@at
def report(
    here: At, /, *, given: str, first: datetime, last: datetime, language: str | None, output: Path | None,
    answers: tuple[Path, ...], **details: Any,
) -> None:  # fmt: skip
    place = place_of_record(given)
    from builder.programme.report.report import report as made
    from builder.programme.report.spoken import spoken
    from builder.programme.store import Store

    items = _items(here.root, answers, language or here.language)
    with Store(place) as store, store.reading() as reading:
        found = spoken(made(reading, first.date(), last.date(), items), language or here.language)
    stem = f"report-{first:%Y-%m-%d}-{last:%Y-%m-%d}-{found.language}"
    written(write_files(here.root, found, (output or Path()) / stem, **details))


def _items(root: Path, answers: tuple[Path, ...], language: str) -> Any:
    """Tables on the quality of the tests' questions; empty without answers."""
    if not answers:
        return ()
    from builder.commands.answers import Brought, analysis_of
    from builder.programme.items.tables import item_tables

    return item_tables(analysis_of(root, Brought(answers), language), everything=False)


def write_files(
    root: Path, found: Any, stem: Path, *, formats: tuple[str, ...], template: Path | None, paper: str
) -> list[Path]:
    """Writes the report in each format, replacing only earlier output of this command; returns the files."""
    from builder.commands.target import refuse_overwriting, replace
    from builder.programme.report.as_docx import write_docx
    from builder.programme.report.as_pdf import write_pdf
    from builder.programme.report.as_xlsx import write_xlsx

    institution, colour = house(root)
    write: dict[str, Any] = {
        "pdf": lambda draft: write_pdf(found, draft, institution, colour, paper),
        "docx": lambda draft: write_docx(found, draft, template, colour),
        "xlsx": lambda draft: write_xlsx(found, draft, colour),
    }
    paths = [stem.with_name(f"{stem.name}.{name}") for name in formats]
    for path in paths:
        refuse_overwriting(path, [template] if template else [], root, (b"%PDF", b"PK"))
    for name, path in zip(formats, paths, strict=True):
        replace(path, write[name])
    return paths


def house(root: Path) -> tuple[str, str]:
    """Institution and colour of the course in `root`; "" and the default colour where there is none."""
    from builder.commands.course import course_as_it_is, is_course

    if not is_course(root):
        return "", COLOUR
    config = course_as_it_is(root).config
    return config.institution, config.colour
