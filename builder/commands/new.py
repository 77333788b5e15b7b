"""`taller new`: the commands that write skeletons."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import click

from builder.commands.show import written
from builder.commands.spoken import At, Group, argument, at, command, option

KINDS = ("workshop", "blank", "programme")
"""The kinds of new course: folders of `skeleton/starters`."""


@command(
    "course",
    'taller new course my-course --title "Agua limpia" --language es --language en',
    "taller new course my-programme --like programme",
)
@argument("folder", type=click.Path(file_okay=False, path_type=Path))
@option("--like", "kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True)
@option("--title", default="A new course", show_default=True, metavar="TITLE")
@option("--language", "languages", multiple=True, default=("en", "es"), show_default=True, metavar="CODE")
def new_course(folder: Path, *, kind: str, title: str, languages: tuple[str, ...]) -> None:
    from builder.commands import starters

    written(starters.new_course(folder.resolve(), title, languages, today(), kind))


@command("module", "taller new module water-and-waste")
@argument("name")
@at
def new_module(here: At, name: str) -> None:
    from builder.commands import course, skeletons

    written(skeletons.new_module(course.course_as_it_is(here.root), name))


@command("session", 'taller new session csr-principles "Water and waste"')
@argument("module")
@argument("name")
@at
def new_session(here: At, module: str, name: str) -> None:
    from builder.commands import course, skeletons

    written(skeletons.new_session(course.course_as_it_is(here.root), module, name))


@command("case", 'taller new case "Café Aurora"')
@argument("name")
@at
def new_case(here: At, name: str) -> None:
    from builder.commands import course, skeletons

    written(skeletons.new_case(course.course_as_it_is(here.root), name, today()))


@command("guide", 'taller new guide "Our country"')
@argument("name")
@at
def new_guide(here: At, name: str) -> None:
    from builder.commands import course, skeletons

    written(skeletons.new_guide(course.course_as_it_is(here.root), name))


@command("page", 'taller new page "House rules"')
@argument("name")
@at
def new_page(here: At, name: str) -> None:
    from builder.commands import course, skeletons

    written(skeletons.new_page(course.course_as_it_is(here.root), name))


@command("language", "taller new language pt-BR")
@argument("code")
@at
def new_language(here: At, code: str) -> None:
    from builder.commands import course, skeletons

    written(skeletons.new_language(course.course_as_it_is(here.root), code))


def today() -> date:
    """The date for new files: SOURCE_DATE_EPOCH if set, otherwise today, in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else datetime.now(UTC).date()


new = Group(
    "new",
    commands=[new_course, new_module, new_session, new_case, new_guide, new_page, new_language],
    examples=(
        "taller new course my-course --language es --language en",
        'taller new session csr-principles "Water and waste"',
        'taller new case "Café Aurora"',
        "taller new language pt",
    ),
)
