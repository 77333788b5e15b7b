"""`taller record`: the programme's record, from registration to what firms did within six months."""

from datetime import UTC, datetime

import click

from builder.commands.intake import take_in
from builder.commands.rights import export, forget_them, tell
from builder.commands.spoken import At, Group, at, command, option
from builder.commands.whereabouts import place_of_record, record_option


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
    from builder.programme.rights import due
    from builder.programme.rows import TABLES
    from builder.programme.store import Store
    from builder.words import programme_words

    titles = programme_words(here.language)["tables"]
    click.echo(place.shown)
    with Store(place) as store, store.reading() as reading:
        for name, kind in TABLES.items():
            click.echo(f"{reading.count(kind):>8}  {titles[name][0]}")
        old = len(due(reading, datetime.now(UTC).date()))
    if old:
        click.echo(here.word("record-due", n=old), err=True)


@command("demo", "taller record demo --record ~/demo")
@record_option
@at
def demo(here: At, *, given: str) -> None:
    place = place_of_record(given)
    from builder.problems import UsageError
    from builder.programme.demo import demo as fictional
    from builder.programme.rows import TABLES
    from builder.programme.store import Store, begin

    begin(place)
    with Store(place) as store, store.writing() as writing:
        if any(writing.count(kind) for kind in TABLES.values()):
            raise UsageError("record-not-empty", {"place": place.shown})
        writing.put(fictional())
    click.echo(here.word("record-demo", place=place.shown))


record = Group(
    "record",
    commands=[init, take_in, status, tell, forget_them, export, demo],
    examples=("taller record init", "taller record import events.csv --dry-run", "taller record status"),
)
