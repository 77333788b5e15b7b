"""`taller collect`: what people wrote into PDFs and DOCX files, in one table."""

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.commands.show import show
from builder.commands.spoken import At, argument, at, command, option

if TYPE_CHECKING:
    from builder.collect.collect import Collection


@command(
    "collect",
    "taller collect group-of-march",
    "taller collect group-of-march --output march.csv --language es --semicolon",
)
@argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.csv")
@option("--language", default="", metavar="CODE")
@option("--names", is_flag=True)
@option("--all", "everything", is_flag=True)
@option("--semicolon", is_flag=True)
@at
@click.pass_context
def collect(
    ctx: click.Context, here: At, folder: Path, *, output: Path | None, language: str, names: bool, everything: bool,
    semicolon: bool,
) -> None:  # fmt: skip
    target = output or folder / "answers.csv"
    separator = ";" if semicolon else ","
    found = _collect(here.root, folder, target, language, separator, names=names, everything=everything)
    show(found.problems, here.language, "text", err=True)
    if not found.files:
        click.echo(here.word("no-answers"), err=True)
        ctx.exit(1)
    click.echo(f"{os.path.relpath(target)}: {_counted(found)}")
    ctx.exit(1 if any(not problem.is_warning for problem in found.problems) else 0)


def _counted(found: "Collection") -> str:
    """The number of files of each kind, such as `3 PDF, 1 DOCX`."""
    suffixes = [file.path.suffix.lower() for file in found.files]
    kinds = Counter("DOCX" if suffix in (".docx", ".docm") else "PDF" for suffix in suffixes)
    return ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items(), reverse=True))


def _collect(
    root: Path, folder: Path, target: Path, language: str, separator: str, *, names: bool, everything: bool
) -> "Collection":
    """Writes the answers from all filled-in files of a folder into one table; writes nothing when none could be read."""
    from builder.collect import collect as collecting
    from builder.collect import table
    from builder.commands.course import course_as_it_is, language_of
    from builder.commands.target import refuse_overwriting, replace
    from builder.sheets.cells import as_csv
    from builder.words import known_languages, words

    heads = {"file", *(words(known)["collect-file"] for known in known_languages())}
    refuse_overwriting(
        target, [], root, tuple(f"\ufeff{quote}{head}".encode() for head in heads for quote in ('"', ""))
    )
    course = course_as_it_is(root)
    found = collecting.collect(course, folder, language_of(course, language), without=target)
    if found.files:
        rows = table.table(found, names=names, everything=everything)
        replace(target, lambda draft: draft.write_bytes(as_csv(rows, separator)))
    return found
