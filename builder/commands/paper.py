"""`taller paper`: how books use their paper, and where that could be improved."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from builder.commands.build import AUDIENCES
from builder.commands.course import course_as_it_is, language_of
from builder.commands.show import FORMS, show
from builder.commands.spoken import At, at, command, option
from builder.course.model import Audience

if TYPE_CHECKING:
    from builder.outputs.book.papers import Looked

COLUMNS = ("book", "pages", "25", "25-printed", "40", "40-printed", "tails", "apart", "cut", "few", "small")


@command("paper", "taller paper", "taller paper --audience participant --language es", "taller paper --format json")
@option("--audience", "audiences", multiple=True, type=click.Choice(AUDIENCES))
@option("--language", "languages", multiple=True, metavar="CODE")
@option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@at
def paper(here: At, audiences: tuple[str, ...], languages: tuple[str, ...], form: str) -> None:
    from builder.outputs.book.papers import papers

    course = course_as_it_is(here.root)
    asked = [language_of(course, language) for language in languages] or course.config.languages
    chosen = [Audience[name.upper()] for name in audiences] or list(Audience)
    with TemporaryDirectory(prefix="taller-") as folder:
        found = list(papers(course, chosen, asked, Path(folder)))
    show([problem for book in found for problem in book.problems], here.language, form, root=here.root)
    if form == "text":
        for line in _table(here, found):
            click.echo(line)


def _table(here: At, found: "list[Looked]") -> list[str]:
    """The lines of a table with a row for each book."""
    rows = [[here.word(f"paper-{column}") for column in COLUMNS], *map(_row, found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return ["", *lines, "", here.word("paper-legend")]


def _row(book: "Looked") -> list[str]:
    from builder.outputs.book.layout.paper import BARE, SPARSE

    paper = book.paper
    pages = [len(paper.below(share, inked=inked)) for share in (BARE, SPARSE) for inked in (True, False)]
    return [
        book.name,
        *map(str, (len(paper.inked), *pages, *map(len, (paper.tails, paper.apart, paper.cut, paper.few, paper.small)))),
    ]
