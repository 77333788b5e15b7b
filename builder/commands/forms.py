"""`taller forms`: forms for phones, for KoboToolbox and ODK Central."""

from pathlib import Path

import click

from builder.commands.show import written
from builder.commands.spoken import At, at, command, option


@command("forms", "taller forms", "taller forms --output forms --sheet plan --sheet diary")
@option("--output", type=click.Path(file_okay=False, path_type=Path), default="forms", show_default=True, metavar="DIR")
@option("--sheet", "sheets", multiple=True, metavar="ID")
@at
def forms(here: At, /, *, output: Path, sheets: tuple[str, ...]) -> None:
    written(_forms(here.root, output, sheets))


def _forms(root: Path, folder: Path, sheets: tuple[str, ...]) -> list[Path]:
    """Writes the forms of the worksheets, or the programme's if none are named; returns the files. Raises UsageError."""
    from builder.commands.course import course_as_it_is
    from builder.commands.target import refuse_overwriting, replace
    from builder.course.model import Audience
    from builder.edition.select import select
    from builder.edition.summaries.record import action_count, plan_tables
    from builder.outputs.forms.programme import programme_forms
    from builder.outputs.forms.worksheets import is_sensitive, known_sheets, sheet_form
    from builder.outputs.forms.xlsform import write_form
    from builder.problems import UsageError

    course = course_as_it_is(root)
    config = course.config
    for sheet in sheets:
        if sheet not in known_sheets(course):
            raise UsageError("worksheet-unknown", {"name": sheet})
        if is_sensitive(course, sheet):
            raise UsageError("forms-sensitive", {"name": sheet})
    edition = select(course, Audience.PARTICIPANT, config.default_language)
    made = {f"sheet-{sheet}": sheet_form(course, sheet) for sheet in sheets} or programme_forms(
        config.course_id, config.languages, action_count(plan_tables(edition)) or 3
    )
    targets = {folder / f"{name}.xlsx": form for name, form in made.items()}
    for target in targets:
        refuse_overwriting(target, [], root, (b"PK",))
    for target, form in targets.items():
        replace(target, lambda draft, form=form: write_form(form, config.languages, config.released, draft))  # type: ignore[misc]
    return list(targets)
