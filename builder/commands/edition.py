"""`taller edition`: begins an institution's edition of a course, and follows the changes of that course."""

from pathlib import Path

import click

from builder.commands.show import written
from builder.commands.spoken import At, Group, argument, at, command, option


@command(
    "new",
    'taller edition new mexico --base ../course --name "Taller México" --institution "Cámara de Villachica"',
    "taller edition new jamaica --base https://example.org/course.git --to v1.0 --language en",
)
@argument("folder", type=click.Path(file_okay=False, path_type=Path))
@option("--base", required=True, metavar="BASE")
@option("--to", "tag", default="", metavar="TAG")
@option("--name", default="", metavar="TITLE")
@option("--institution", default="", metavar="NAME")
@option("--language", "languages", multiple=True, metavar="CODE")
@option("--country", default="", metavar="COUNTRY")
@at
def new_edition(
    here: At, folder: Path, *, base: str, tag: str, name: str, institution: str, languages: tuple[str, ...], country: str
) -> None:  # fmt: skip
    from builder.commands import edition_new

    wishes = edition_new.Wishes(base, tag, name, institution, languages, country)
    written(edition_new.new_edition(folder.resolve(), wishes, here.language))


@command("status", "taller edition status", "taller edition status --seen modules/10-water/10-wells.es.md")
@option("--seen", multiple=True, metavar="FILE")
@at
@click.pass_context
def status(ctx: click.Context, here: At, *, seen: tuple[str, ...]) -> None:
    from builder.commands import edition_follow

    ctx.exit(edition_follow.tell_status(here, seen))


@command("update", "taller edition update", "taller edition update --to v1.1")
@option("--to", "tag", default="", metavar="TAG")
@at
@click.pass_context
def update(ctx: click.Context, here: At, *, tag: str) -> None:
    from builder.commands import edition_follow

    ctx.exit(edition_follow.update(here, tag))


edition = Group(
    "edition",
    commands=[new_edition, status, update],
    examples=("taller edition new mexico --base ../course", "taller edition status", "taller edition update"),
)
