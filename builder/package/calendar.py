"""A calendar file (RFC 5545) of whole days or hours; the same bytes for the same events."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """Whole days, or hours of one day. Importing an event with the same `uid` again updates it."""

    uid: str
    first: date
    last: date
    title: str
    place: str = ""
    text: str = ""
    reminder_days: int = 0
    """How many days before it phones remind people; 0 for no reminder."""
    hours: tuple[int, int] | None = None
    """Start and end in minutes from midnight of the first day, local time without a zone; None for whole days."""
    is_busy: bool = False


def calendar_text(events: Iterable[CalendarEvent], title: str, language: str, stamp: date) -> str:
    """The file's text, lines ended by CR LF. `stamp`: the date of the edition, since nothing here reads the clock."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Taller//{language}", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_escaped(title)}"]
    for event in events:
        lines += _event(event, stamp)
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _event(event: CalendarEvent, stamp: date) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{stamp:%Y%m%d}T000000Z")
    if event.hours:
        yield f"DTSTART:{_moment(event.first, event.hours[0])}"
        yield f"DTEND:{_moment(event.first, event.hours[1])}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(event.title)}"
    if event.place:
        yield f"LOCATION:{_escaped(event.place)}"
    if event.text:
        yield f"DESCRIPTION:{_escaped(event.text)}"
    yield f"TRANSP:{'OPAQUE' if event.is_busy else 'TRANSPARENT'}"
    if event.reminder_days:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{event.reminder_days}D")
        yield from (f"DESCRIPTION:{_escaped(event.title)}", "END:VALARM")
    yield "END:VEVENT"


def _moment(day: date, minutes: int) -> str:
    """Local time; `minutes` may go beyond midnight."""
    late, rest = divmod(minutes, 24 * 60)
    return f"{day + timedelta(days=late):%Y%m%d}T{rest // 60:02d}{rest % 60:02d}00"


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    lines = "\\n".join(text.splitlines())
    return "".join(max(letter, " ") for letter in lines)


def _folded(line: str) -> str:
    """The line folded at 75 bytes (RFC 5545, 3.1), never within a character."""
    out, size = "", 0
    for letter in line:
        length = len(letter.encode())
        if size + length > 74:
            out, size = f"{out}\r\n ", 1
        out, size = out + letter, size + length
    return out
