"""`taller record`: the programme's record, from registration to what firms did in six months."""

from typing import TYPE_CHECKING

import click

from builder.commands.spoken import At, Group, at, command, option
from builder.problems import MissingToolError

if TYPE_CHECKING:
    from builder.programme.place import Place

record_option = option("--record", "given", default="", metavar="ADDRESS")
"""Where the record lies, as each of these commands may be told."""


@command("init", "taller record init", "taller record init --record postgresql://secretariat@db.example.org/record")
@record_option
@option("--retention", type=click.IntRange(1, 120), metavar="MONTHS")
@at
def init(here: At, *, given: str, retention: int | None) -> None:
    place = place_of_record(given)
    from builder.programme.store import begin

    begin(place, retention)
    click.echo(here.word("record-ready", place=place.shown))


@command("status", "taller record status", "taller record status --record ~/programme/record.sqlite")
@record_option
@at
def status(here: At, *, given: str) -> None:
    place = place_of_record(given)
    from builder.programme.rows import TABLES
    from builder.programme.store import Store
    from builder.words import programme_words

    titles = programme_words(here.language)["tables"]
    click.echo(place.shown)
    with Store(place) as store, store.reading() as reading:
        for name, kind in TABLES.items():
            click.echo(f"{reading.count(kind):>8}  {titles[name][0]}")


def place_of_record(given: str) -> "Place":
    """Where the record is. Raises MissingToolError without the packages that a record needs."""
    try:
        import alembic  # noqa: F401 - whether it is there
        import psycopg  # noqa: F401
        import sqlalchemy  # noqa: F401
    except ImportError as error:
        raise MissingToolError("programme-missing", {"package": error.name}) from error
    from builder.programme.place import place_of

    return place_of(given)


record = Group(
    "record",
    commands=[init, status],
    examples=("taller record init", "taller record status"),
)
