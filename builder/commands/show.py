"""Shows problems: one line each in a pipe, grouped by file with a mark on a terminal, or in formats for programs."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from builder.commands.excerpt import Excerpt, excerpt, printable
from builder.commands.spoken import say
from builder.problems import Problem, as_github, as_json

FORMS = ("text", "github", "json")


def show(problems: Sequence[Problem], language: str, form: str, *, root: Path | None = None, err: bool = False) -> None:
    """Prints problems. With `root`, to which their paths are relative, a terminal also shows the lines concerned."""
    if form == "json":
        click.echo(as_json(problems, language, ascii_only=not _is_utf8(sys.stdout)))
    elif form == "github":
        for problem in problems:
            click.echo(as_github(problem, language))
    elif is_terminal(err=err):
        for line in grouped(problems, language, root, shutil.get_terminal_size().columns):
            click.echo(line, err=err)
    else:
        for problem in problems:
            click.echo(problem.text(language), err=err)


def is_terminal(*, err: bool = False) -> bool:
    """Whether output goes to a terminal that can redraw lines."""
    return (sys.stderr if err else sys.stdout).isatty() and os.environ.get("TERM") not in {"dumb", "unknown"}


def grouped(problems: Sequence[Problem], language: str, root: Path | None, width: int) -> Iterator[str]:
    """The lines of a report for a terminal of `width` columns."""
    for path, found in groupby(problems, lambda problem: problem.path):
        yield click.style(printable(str(path)), bold=True)
        for problem in found:
            yield from _one(problem, language, excerpt(root, problem, width) if root else None, width)
        yield ""


def _one(problem: Problem, language: str, shown: Excerpt | None, width: int) -> Iterator[str]:
    number = f"{problem.line or '':>5}"
    yield from _line(number, shown)
    colour = "yellow" if problem.is_warning else "red"
    level = say(language, "warning" if problem.is_warning else "error")
    begin = f"{level} {problem.code}:"
    text = _wrapped(f"{begin} {printable(problem.message(language))}", width)
    first = "" if shown or not problem.line else number
    yield f"{first:<5}  {text.lstrip()}".replace(begin, click.style(begin, fg=colour), 1)
    yield click.style(_wrapped(printable(problem.hint(language)), width), dim=True)


def _line(number: str, shown: Excerpt | None) -> Iterator[str]:
    if shown:
        yield f"{click.style(number, fg='cyan')}  {shown.text}"
    if shown and shown.mark:
        yield f"       {click.style(shown.mark, fg='cyan')}"


def _wrapped(text: str, width: int) -> str:
    return click.wrap_text(text, max(width - 1, 30), "       ", "       ")


def _is_utf8(stream: object) -> bool:
    return str(getattr(stream, "encoding", None) or "").lower().replace("_", "-") in ("utf-8", "utf8")


def written(paths: Sequence[Path]) -> None:
    """Prints the files that a command wrote, relative to the working directory."""
    for path in paths:
        click.echo(os.path.relpath(path))
