"""`taller calendar`: the days of a programme as a calendar file and as cue cards with their dates."""

from datetime import date, datetime
from pathlib import Path

import click

from builder.commands.show import written
from builder.commands.spoken import At, argument, at, command, option
from builder.course.paper import PAPERS
from builder.problems import UsageError


@command(
    "calendar",
    "taller calendar two-days --date 2026-12-07 --date 2026-12-08",
    'taller calendar two-days --date 2026-12-07 --date 2026-12-08 --language es --place "San José" --cards cards.pdf',
)
@argument("variant")
@option("--date", "dates", multiple=True, required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD")
@option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.ics")
@option("--cards", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.pdf")
@option("--language", default="", metavar="CODE")
@option("--place", default="", metavar="PLACE")
@option("--paper", type=click.Choice(PAPERS))
@at
def calendar(
    here: At, /, variant: str, *, dates: tuple[datetime, ...], output: Path | None, cards: Path | None, language: str,
    place: str, paper: str | None,
) -> None:  # fmt: skip
    days = tuple(sorted(day.date() for day in dates))
    target = output or Path(f"{Path(variant).name}.ics")
    written(_calendar(here.root, variant, days, (target, cards), language, place, paper))


def _calendar(
    root: Path,
    variant: str,
    days: tuple[date, ...],
    targets: tuple[Path, Path | None],
    language: str,
    place: str,
    paper: str | None,
) -> list[Path]:
    """Writes the calendar, and the cards if there is a place for them. Raises UsageError."""
    from builder.commands.course import course_as_it_is, language_of
    from builder.commands.target import refuse_overwriting, replace
    from builder.course.model import Audience
    from builder.edition.select import select
    from builder.edition.summaries.agenda import programmes
    from builder.outputs.cards.calendar import programme_calendar
    from builder.outputs.cards.cards import cards_code, write_cards

    target, cards = targets
    refuse_overwriting(target, [], root, (b"BEGIN:VCALENDAR",))
    course = course_as_it_is(root)
    edition = select(course, Audience.TRAINER, language_of(course, language))
    known = {one.id: one for one in programmes(edition)}
    if variant not in known:
        raise UsageError("variant-unknown", {"name": variant, "known": ", ".join(known)})
    programme = known[variant]
    if len(days) != len(programme.days):
        raise UsageError("dates-of-days", {"name": variant, "days": len(programme.days), "dates": len(days)})
    text = programme_calendar(edition, programme, days, place)
    replace(target, lambda draft: draft.write_bytes(text.encode()))
    if cards is None:
        return [target]
    refuse_overwriting(cards, [], root, (b"%PDF",))
    used = paper or course.config.papers[0]
    replace(cards, lambda draft: write_cards(edition, cards_code(edition, programme, days), used, draft))
    return [target, cards]
