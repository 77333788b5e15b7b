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
    refused = ("error", "warning") if strict else ("error",)
    if form == "text":
        broken, warnings = (sum(problem.level == level for problem in problems) for level in ("error", "warning"))
        parts = (here.word("errors", n=broken), here.word("warnings", n=warnings))
        click.echo(", ".join(parts), err=True)
    ctx.exit(1 if any(problem.level in refused for problem in problems) else 0)


def all_problems(root: Path) -> list[Problem]:
    """All problems of the course in `root`, sorted."""
    from builder.check import check_course
    from builder.course.load import load_course

    try:
        course, problems = load_course(root)
    except ContentError as error:
        return error.problems
    return check_course(course, problems)
