"""`taller follow workshop`: what to print and hand out around a workshop, from the record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from builder.commands.show import show, written
from builder.commands.spoken import At, argument, at, command, option
from builder.commands.whereabouts import place_of_record, record_option
from builder.course.paper import PAPERS
from builder.problems import UsageError

if TYPE_CHECKING:
    from builder.edition.select import Edition
    from builder.outputs.people.people import Person as Printed
    from builder.programme.around import Due
    from builder.programme.rows import Event, Firm, Person
    from builder.programme.store import Reading


@dataclass(frozen=True, slots=True)
class Workshop:
    """What the record says about a workshop."""

    event: "Event"
    guests: "Sequence[Person]"
    firms: "Mapping[str, Firm]"
    attended: "Sequence[Person]"
    """Those who were present often enough for a certificate."""
    visits: "Sequence[Due]"


@command(
    "workshop",
    "taller follow workshop MX-2026-01",
    "taller follow workshop MX-2026-01 --language es --group-size 5 --seed 2",
)
@argument("event")
@record_option
@option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER")
@option("--language", default="", metavar="CODE")
@option("--group-size", type=click.IntRange(2, 30), default=4, show_default=True, metavar="N")
@option("--seed", type=click.IntRange(0, 1_000_000), default=1, show_default=True, metavar="N")
@option("--paper", type=click.Choice(PAPERS))
@at
def workshop(
    here: At, *, event: str, given: str, output: Path | None, language: str, group_size: int, seed: int, paper: str
) -> None:
    place = place_of_record(given)
    from builder.commands.course import course_as_it_is, language_of
    from builder.course.model import Audience
    from builder.edition.select import select
    from builder.programme.place import folder_beside, private_folder
    from builder.programme.store import Store

    course = course_as_it_is(here.root)
    edition = select(course, Audience.PARTICIPANT, language_of(course, language))
    with Store(place) as store, store.reading() as reading:
        found = _workshop(reading, event, course.config.attendance)
    folder = private_folder(output) if output else folder_beside(place, event)
    listed, together = _listed(found, group_size, seed)
    printed = _write(here, folder, found, listed, edition, paper or course.config.papers[0])
    written(printed)
    _clear(here, folder, printed, is_own=output is None)
    _tell(here, found, course.config.attendance, together)


def _workshop(reading: "Reading", code: str, least: int) -> Workshop:
    from builder.commands.visits import visits_until
    from builder.programme.around import attended, guests
    from builder.programme.rows import Attendance, Event, Firm, Person, Registration

    events = reading.rows(Event, code=code)
    if not events:
        raise UsageError("event-unknown", {"event": code})
    people, noted = reading.rows(Person), reading.rows(Attendance, event=code)
    coming = guests(events[0], people, reading.rows(Registration, event=code), noted)
    if not coming:
        raise UsageError("event-nobody", {"event": code})
    firms = {firm.code: firm for firm in reading.rows(Firm)}
    visits = [due for due in visits_until(reading, date.max) if due.event.code == code]
    return Workshop(events[0], coming, firms, attended(events[0], coming, noted, least), visits)


def _listed(found: Workshop, size: int, seed: int) -> "tuple[dict[str, Printed], int]":
    """People as printed, by code, and the number of pairs of colleagues who sit in one group."""
    from builder.outputs.people.people import Person as Printed
    from builder.programme.groups import Guest, colleagues, grouped

    def guest(one: "Person") -> Guest:
        firm = found.firms.get(one.firm or "")
        return Guest(one.code, one.firm or "", one.sex or "", (firm.size if firm else "") or "")

    groups = grouped([guest(one) for one in found.guests], size, seed)
    number = {one.code: str(place) for place, group in enumerate(groups, 1) for one in group}
    return {
        one.code: Printed(one.name or "", line, _firm(found, one), group=number[one.code])
        for line, one in enumerate(found.guests, 2)
    }, colleagues(groups)


def _firm(found: Workshop, one: "Person") -> str:
    firm = found.firms.get(one.firm or "")
    return (firm.name if firm else "") or ""


def _write(
    here: At, folder: Path, found: Workshop, listed: "dict[str, Printed]", edition: "Edition", paper: str
) -> list[Path]:
    """Writes the list, what is printed from it and the calendar of visits; returns the files."""
    from builder.commands.target import keep_private, refuse_overwriting
    from builder.commands.visits import calendar_of
    from builder.outputs.people.page import Occasion, write_people
    from builder.outputs.people.people import check_people, left_out, printable
    from builder.sheets.cells import as_csv

    source, people = folder / "people.csv", list(listed.values())
    shown = {code: printable(person) for code, person in listed.items()}
    occasion = _occasion(found, Occasion("attendance", paper=paper))
    rows = [["name", "organisation", "group"], *([one.name, one.organisation, one.group] for one in people)]
    writers: dict[Path, Callable[[Path], object]] = {source: lambda draft: draft.write_bytes(as_csv(rows))}
    for kind in ("attendance", "badges", "groups", "certificate"):
        chosen = [shown[one.code] for one in found.attended] if kind == "certificate" else list(shown.values())
        if chosen:
            writers[folder / f"{kind}.pdf"] = lambda draft, kind=kind, chosen=chosen: write_people(  # type: ignore[misc]
                edition, chosen, source, replace(occasion, kind=kind), draft
            )
    if found.visits:
        writers[folder / "visits.ics"] = lambda draft: draft.write_bytes(calendar_of(here, found.visits))
    for target in writers:
        refuse_overwriting(target, [], here.root, (b"%PDF", b"\xef\xbb\xbf", b"BEGIN:VCALENDAR"))
    keep_private(source, writers.pop(source))
    check_people(list(shown.values()), source)
    show(sorted(left_out(PurePosixPath(source.name), people)), here.language, "text", err=True)
    for target, write in writers.items():
        keep_private(target, write)
    return [source, *writers]


def _clear(here: At, folder: Path, printed: Sequence[Path], *, is_own: bool) -> None:
    """Handles files of an earlier run that this one didn't write: removes them from our own folder, reports them
    elsewhere.
    """
    for stale in (folder / "certificate.pdf", folder / "visits.ics"):
        if stale in printed or not stale.is_file():
            continue
        if is_own:
            stale.unlink()
        click.echo(here.word("workshop-removed" if is_own else "workshop-stale", file=stale), err=True)


def _occasion(found: Workshop, usual: "Occasion") -> "Occasion":  # type: ignore[name-defined]  # noqa: F821
    event = found.event
    days = (event.last_day - event.first_day).days + 1
    dates = tuple(event.first_day + timedelta(day) for day in range(min(days, 5)))
    return replace(
        usual, title=event.title, dates=dates, place=event.place or "", hours=f"{event.hours:g}" if event.hours else ""
    )


def _tell(here: At, found: Workshop, least: int, together: int) -> None:
    if together:
        click.echo(here.word("workshop-colleagues", n=together), err=True)
    if found.attended:
        click.echo(here.word("workshop-certificates", n=len(found.attended), of=len(found.guests), least=least))
    else:
        click.echo(here.word("workshop-no-certificates", least=least), err=True)
