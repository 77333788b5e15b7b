"""`taller follow`: whom to visit, who gets a certificate, how far trainers have got, from the record."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.commands.spoken import At, Group, argument, at, command, option
from builder.commands.visits import coach, due
from builder.commands.whereabouts import place_of_record, record_option
from builder.commands.workshop import workshop

if TYPE_CHECKING:
    from builder.programme.trainers import Condition, Standing

_EXPIRES = 90
"""The number of days before a certificate expires in which this is pointed out."""


@command(
    "attended",
    "taller follow attended MX-2026-01 --output certificates.csv",
    "taller follow attended MX-2026-01 --least 100",
)
@argument("event")
@record_option
@option("--least", type=click.IntRange(1, 100), metavar="PERCENT")
@option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default="certificates.csv",
    show_default=True,
    metavar="FILE.csv",
)
@at
def attended(here: At, *, event: str, given: str, least: int | None, output: Path) -> None:
    place = place_of_record(given)
    from builder.commands.target import refuse_overwriting, replace
    from builder.problems import UsageError
    from builder.programme.around import attended as who
    from builder.programme.rows import Attendance, Event, Firm, Person
    from builder.programme.store import Store
    from builder.sheets.cells import as_csv

    refuse_overwriting(output, [], here.root, (b"\xef\xbb\xbfname", b'\xef\xbb\xbf"name"'))
    with Store(place) as store, store.reading() as reading:
        listed = reading.rows(Event, code=event)
        if not listed:
            raise UsageError("event-unknown", {"event": event})
        people = who(
            listed[0], reading.rows(Person), reading.rows(Attendance, event=event), least or _usual_least(here)
        )
        firms = {firm.code: firm.name or "" for firm in reading.rows(Firm)}
    named = [person for person in people if person.name]
    rows = [["name", "organisation"], *([person.name or "", firms.get(person.firm or "", "")] for person in named)]
    replace(output, lambda draft: draft.write_bytes(as_csv(rows, ",")))
    click.echo(f"{output}: {here.word('follow-people', n=len(named))}")


def _usual_least(here: At) -> int:
    """The minimum attendance in per cent: the course's setting, or the default where there is no course."""
    from builder.commands.course import course_as_it_is, is_course
    from builder.course.settings import ATTENDANCE

    return course_as_it_is(here.root).config.attendance if is_course(here.root) else ATTENDANCE


@command("trainers", "taller follow trainers", "taller follow trainers T-7")
@argument("trainer", default="")
@record_option
@at
def trainers(here: At, *, trainer: str, given: str) -> None:
    place = place_of_record(given)
    from builder.problems import UsageError
    from builder.programme.store import Store
    from builder.programme.trainers import standings

    today = datetime.now(UTC).date()
    with Store(place) as store, store.reading() as reading:
        found = [one for one in standings(reading, today) if trainer in ("", one.trainer.code)]
    if trainer and not found:
        raise UsageError("trainer-unknown", {"trainer": trainer})
    for one in found:
        _say_standing(here, one, today)


def _say_standing(here: At, one: "Standing", today: date) -> None:
    """Prints a line for the trainer, and one for each stage with missing conditions."""
    from builder.words import programme_words

    stages, last = programme_words(here.language)["values"]["stage"], one.trainer.until
    end = here.word("follow-until", day=last) if last else ""
    end = here.word("follow-withdrawn", day=one.withdrawn) if one.withdrawn else end
    soon = here.word("follow-soon") if last and last <= today + timedelta(days=_EXPIRES) else ""
    said = here.word("follow-standing", co=one.co_delivered, observed=one.observed, led=one.led)
    click.echo("  ".join(filter(None, (one.trainer.code, stages[one.trainer.stage], said, end, soon))))
    for stage in ("trainee", "co-trainer", "trainer", "renewal", "master"):
        missing = one.missing(stage)
        title = here.word("follow-renewal") if stage == "renewal" else stages[stage]
        if missing:
            click.echo(
                f"    {here.word('follow-missing', stage=title, what='; '.join(said_of(here, each) for each in missing))}"
            )


def said_of(here: At, condition: "Condition") -> str:
    """A condition in words: what it needs and what there is."""
    found = "–" if condition.found is None else condition.found
    return here.word(f"follow-need-{condition.name}", found=found, needed=condition.needed)


follow = Group(
    "follow",
    commands=[workshop, due, coach, attended, trainers],
    examples=("taller follow workshop MX-2026-01", "taller follow due", "taller follow trainers"),
)
