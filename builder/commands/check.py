"""`taller check`: all problems of a course."""

from pathlib import Path

import click

from builder.commands.show import FORMS, show
from builder.commands.spoken import At, at, command, option
from builder.problems import ContentError, Problem


@command("check", "taller check --strict", "taller --lang es check", "taller check --format github")
@option("--strict", is_flag=True)
@option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@at
@click.pass_context
def check(ctx: click.Context, here: At, *, strict: bool, form: str) -> None:
    problems = all_problems(here.root)
    show(problems, here.language, form, root=here.root)
    errors = [problem for problem in problems if (strict and not problem.is_note) or not problem.is_warning]
    if form == "text":
        warnings = sum(problem.is_warning for problem in problems)
        parts = (here.word("errors", n=len(problems) - warnings), here.word("warnings", n=warnings))
        click.echo(", ".join(parts), err=True)
    ctx.exit(1 if errors else 0)


def all_problems(root: Path) -> list[Problem]:
    """All problems of the course in `root`, sorted."""
    from builder.check import check_course
    from builder.course.load import load_course

    try:
        course, problems = load_course(root)
    except ContentError as error:
        return error.problems
    return check_course(course, problems)
