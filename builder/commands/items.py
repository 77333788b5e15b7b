"""`taller items`: the quality of the tests' questions, from people's answers by code."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from builder.commands.answers import Brought, forms_in, read_all
from builder.commands.report import FORMATS, write_files
from builder.commands.show import written
from builder.commands.spoken import LANGUAGES, At, argument, at, command, option

if TYPE_CHECKING:
    from builder.programme.items.answers import Sheet
    from builder.programme.items.forms import Form

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@command(
    "items",
    "taller items --blank answers.xlsx",
    "taller items answers.xlsx --language es --results tests.csv",
    "taller items --before monday.csv --after tuesday.csv",
)
@argument("files", nargs=-1, type=FILE)
@option("--before", type=FILE, multiple=True, metavar="FILE")
@option("--after", type=FILE, multiple=True, metavar="FILE")
@option("--blank", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.xlsx")
@option("--results", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.csv")
@option("--language", type=click.Choice(LANGUAGES), default=None)
@option("--format", "formats", type=click.Choice(FORMATS), multiple=True, default=["xlsx"])
@option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER")
@at
def items(
    here: At, /, *, files: tuple[Path, ...], before: tuple[Path, ...], after: tuple[Path, ...], blank: Path | None,
    language: str | None, **said: Any,
) -> None:  # fmt: skip
    from builder.problems import UsageError

    brought, spoken_in = Brought(files, before, after), language or here.language
    if blank:
        written(_blank(here.root, blank, spoken_in))
    elif not brought:
        raise UsageError("items-nothing", {})
    else:
        written(_analysis(here.root, brought, spoken_in, **said))


def _blank(root: Path, target: Path, language: str) -> list[Path]:
    from builder.commands.course import course_as_it_is
    from builder.commands.target import refuse_overwriting, replace
    from builder.programme.items.sheets import write_blank

    forms = forms_in(course_as_it_is(root), language)
    refuse_overwriting(target, [], root, (b"PK",))
    replace(target, lambda draft: write_blank(forms, language, draft))
    return [target]


def _analysis(
    root: Path, brought: Brought, language: str, *, results: Path | None, formats: tuple[str, ...], output: Path | None
) -> list[Path]:  # fmt: skip
    from builder.commands.course import course_as_it_is
    from builder.programme.items.analysis import analysed
    from builder.programme.items.tables import item_tables
    from builder.programme.report.spoken import spoken_alone

    course = course_as_it_is(root)
    forms = forms_in(course, language)
    sheets = read_all(course, forms, brought)
    tables = item_tables(analysed(forms, sheets), everything=True)
    found = spoken_alone("items-title", course.config.site_name, course.config.released, tables, language)
    stem = (output or Path()) / f"items-{language}"
    made = write_files(root, found, stem, formats=formats, template=None, paper="a4")
    return [*made, *_results(root, results, forms, sheets, course.config.version)]


def _results(
    root: Path, target: Path | None, forms: "Sequence[Form]", sheets: "Sequence[Sheet]", version: str
) -> list[Path]:  # fmt: skip
    from builder.commands.target import refuse_overwriting, replace
    from builder.programme.items.sheets import results
    from builder.sheets.cells import as_csv

    if target is None:
        return []
    rows = list(results(forms, sheets, version))
    refuse_overwriting(target, [], root, (b'\xef\xbb\xbf"event"',))
    replace(target, lambda draft: draft.write_bytes(as_csv(rows)))
    return [target]
