"""The days of a programme -> a calendar: each session, item and break at its hour, with its steps."""

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256

from builder.course.agenda import clock_text
from builder.edition.select import Edition
from builder.edition.summaries.agenda import Programme, Stretch
from builder.package.calendar import CalendarEvent, calendar_text
from builder.words import words


def programme_calendar(edition: Edition, programme: Programme, dates: Sequence[date], place: str = "") -> str:
    """The text of the calendar file. `dates`: one for each day of the programme. Raises ValueError for any other number."""
    title = f"{edition.home.title or edition.config.site_name}: {programme.title}"
    events = _events(edition, programme, dates, place)
    return calendar_text(events, title, edition.language, edition.config.released)


def _events(edition: Edition, programme: Programme, dates: Sequence[date], place: str) -> Iterator[CalendarEvent]:
    for number, (day, plan) in enumerate(zip(dates, programme.days, strict=True), 1):
        for order, one in enumerate(plan.stretches, 1):
            told = f"{edition.config.course_id} {programme.id} {number} {order}"
            uid = f"{sha256(told.encode()).hexdigest()[:32]}@{edition.config.course_id}"
            hours = (one.start, one.end)
            yield CalendarEvent(
                uid, day, day, one.title, place, _steps(edition, one), hours=hours, is_busy=one.kind != "break"
            )


def _steps(edition: Edition, stretch: Stretch) -> str:
    minutes = words(edition.language)["minutes"]
    return "\n".join(f"{clock_text(step.start)} {step.noted} ({step.minutes} {minutes})" for step in stretch.steps)
