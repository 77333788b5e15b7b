"""`taller` alone: suggests what to do next, in a course and elsewhere."""

from pathlib import Path

import click

from builder.commands.spoken import At
from builder.course.overlay import is_edition

_IN_COURSE = {"check": "next-check", "build": "next-build", "serve": "next-serve", "--help": "next-help"}
_ELSEWHERE = {
    "new course my-course": "next-new",
    "-C my-course build": "next-other",
    "doctor": "next-doctor",
    "--help": "next-help",
}


def begin(here: At) -> None:
    """Says where we are and lists the commands that apply."""
    up = next((steps for steps, folder in enumerate([here.root, *here.root.parents]) if _is_course(folder)), None)
    place = "elsewhere" if up is None else "below" if up else "here"
    prefix = f"taller -C {'/'.join(['..'] * up)} " if up else "taller "
    rows = {f"{prefix}{words}": here.word(key) for words, key in (_ELSEWHERE if up is None else _IN_COURSE).items()}
    width = max(map(len, rows))
    click.echo(f"{here.word(place)}\n")
    for words, meaning in rows.items():
        click.echo(f"  {words:<{width}}  {meaning}")


def _is_course(folder: Path) -> bool:
    """Whether a folder is a course or an institution's edition of one."""
    return is_edition(folder) or ((folder / "mkdocs.yml").is_file() and (folder / "modules").is_dir())
