"""`taller follow due` and `coach`: whom to visit, as a list, a calendar, or a page for each coach."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from builder.commands.show import written
from builder.commands.spoken import LANGUAGES, At, argument, at, command, option
from builder.commands.whereabouts import place_of_record, record_option
from builder.course.paper import PAPERS

if TYPE_CHECKING:
    from builder.programme.around import Due
    from builder.programme.coach import Round
    from builder.programme.store import Reading

_AHEAD = 31
FORMATS = ("html", "pdf")


@command("due", "taller follow due", "taller follow due --until 2026-12-31 --output visits.ics")
@record_option
@option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD")
@option("--event", default="", metavar="CODE")
@option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.ics")
@at
def due(here: At, *, given: str, until: datetime | None, event: str, output: Path | None) -> None:
    today = datetime.now(UTC).date()
    last = until.date() if until else today + timedelta(days=_AHEAD)
    place = place_of_record(given)
    from builder.programme.store import Store

    with Store(place) as store, store.reading() as reading:
        found = [one for one in visits_until(reading, last) if event in ("", one.event.code)]
    for one in found:
        late = here.word("follow-late") if one.day < today else ""
        click.echo(
            f"{one.day}  {here.word('follow-month', n=one.month)}  {one.event.code}  {one.firm.code}  {late}".rstrip()
        )
    if not found:
        click.echo(here.word("follow-nothing", day=last))
    if output:
        _write_calendar(here, found, output)
        written([output])


def visits_until(reading: "Reading", until: date) -> "list[Due]":
    """Visits due by a day that haven't been held."""
    from builder.programme.around import firms_of, visits_due
    from builder.programme.rows import Action, Attendance, Event, Firm, Person, Registration, Visit

    planned = {(action.event, action.firm) for action in reading.rows(Action)}
    pairs = firms_of(reading.rows(Person), reading.rows(Registration), reading.rows(Attendance), planned)
    return visits_due(reading.rows(Event), reading.rows(Firm), pairs, reading.rows(Visit), until)


def calendar_of(here: At, found: "Sequence[Due]") -> bytes:
    """An iCalendar of visits with codes only, since calendars are shared and stored by other companies."""
    from builder.package.calendar import CalendarEvent, calendar_text

    events = [
        CalendarEvent(
            f"visit-{one.event.code}-{one.firm.code}-{one.month}@taller", one.day, one.day,
            f"{here.word('follow-month', n=one.month)}: {one.firm.code}", text=one.event.code, reminder_days=7,
        )
        for one in found
    ]  # fmt: skip
    return calendar_text(events, "Taller", here.language, datetime.now(UTC).date()).encode()


def _write_calendar(here: At, found: "list[Due]", target: Path) -> None:
    from builder.commands.target import refuse_overwriting, replace

    refuse_overwriting(target, [], here.root, (b"BEGIN:VCALENDAR",))
    replace(target, lambda draft: draft.write_bytes(calendar_of(here, found)))


@command("coach", "taller follow coach", "taller follow coach T-7 --month 2026-12 --names --language es")
@argument("trainer", default="")
@record_option
@option("--month", type=click.DateTime(["%Y-%m"]), metavar="YYYY-MM")
@option("--names", is_flag=True)
@option("--language", type=click.Choice(LANGUAGES), default=None, metavar="CODE")
@option("--format", "formats", type=click.Choice(FORMATS), multiple=True, default=FORMATS)
@option("--paper", type=click.Choice(PAPERS), default="a4", show_default=True)
@option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER")
@at
def coach(
    here: At, /, *, trainer: str, given: str, month: datetime | None, language: str | None, output: Path | None, **details: Any
) -> None:  # fmt: skip
    today = datetime.now(UTC).date()
    first = (month.date() if month else today).replace(day=1)
    place = place_of_record(given)
    from builder.problems import UsageError
    from builder.programme.coach import rounds
    from builder.programme.place import folder_beside, private_folder
    from builder.programme.rows import Trainer
    from builder.programme.store import Store

    last = first.replace(day=monthrange(first.year, first.month)[1])
    with Store(place) as store, store.reading() as reading:
        if trainer and not reading.rows(Trainer, code=trainer):
            raise UsageError("trainer-unknown", {"trainer": trainer})
        found = rounds(reading, visits_until(reading, last), first)
    chosen = [one for one in found if trainer in ("", one.trainer.code if one.trainer else None)]
    if not chosen:
        click.echo(here.word("follow-nothing", day=last))
        return
    folder = private_folder(output) if output else folder_beside(place, "coaches")
    written([path for one in chosen for path in _write_round(here, folder, one, language or here.language, **details)])


def _write_round(
    here: At, folder: Path, one: "Round", language: str, *, names: bool, formats: tuple[str, ...], paper: str
) -> list[Path]:  # fmt: skip
    """Writes a coach's page for phones and the same as PDF; returns the files."""
    from builder.commands.report import house
    from builder.commands.target import keep_private, refuse_overwriting
    from builder.programme.coach import page
    from builder.programme.coach_pdf import Look, write_round

    whose = one.trainer.code if one.trainer else here.word("follow-no-coach")
    whose = re.sub(r"[^\w-]+", "-", whose)
    stem = f"{whose}.{one.first:%Y-%m}.{language}{'.names' if names else ''}"
    write: dict[str, Callable[[Path], object]] = {
        "html": lambda draft: draft.write_text(page(one, language, names=names), encoding="utf-8"),
        "pdf": lambda draft: write_round(one, language, draft, Look(*house(here.root), paper), names=names),
    }
    targets = {folder / f"{stem}.{name}": write[name] for name in dict.fromkeys(formats)}
    for target in targets:
        refuse_overwriting(target, [], here.root, (b"<!doctype html>", b"%PDF"))
    for target, each in targets.items():
        keep_private(target, each)
    return [*targets]
