"""Rules on the agenda: everything it names exists, every day ends in time, no core session is left out."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from builder.check.structure import page_anchors
from builder.course.agenda import Slot, clock_text, lay_day
from builder.course.model import GUIDES, Course, Day, Document, TrainerGuide, Variant
from builder.course.reader import nearest
from builder.course.shown import shown_documents
from builder.problems import Problem

FAR = 30
"""The most minutes between a break's time in the agenda's file and its time in the schedule."""


def agendas(course: Course) -> Iterator[Problem]:
    for guide in course.guides:
        if guide.agenda is None:
            continue
        for variant in guide.agenda.variants:
            yield from _references(guide, variant)
            for language in course.config.languages:
                yield from _variant(course, guide.agenda.path, variant, _documents(course, language))


def _references(guide: TrainerGuide, variant: Variant) -> Iterator[Problem]:
    """Every anchor that `see` names exists in the guide, in each of its languages."""
    agenda = guide.agenda
    for item in (item for day in variant.days for item in day.items if agenda and item.see):
        for document in guide.page.documents.values():
            known = page_anchors(document)
            if agenda and item.see not in known:
                arguments = {"anchor": item.see, "file": document.path.name, "nearest": nearest(item.see, known)}
                yield Problem(agenda.path, item.line, "broken-anchor", arguments)


def _documents(course: Course, language: str) -> dict[str, Document]:
    """Sessions and guides by key, in this language or, where untranslated, in another."""
    return {one.key: one for one in shown_documents(course, language) if one.kind in ("session", "guide")}


def _variant(
    course: Course, path: PurePosixPath, variant: Variant, documents: Mapping[str, Document]
) -> Iterator[Problem]:
    used: dict[str, int] = {}
    for day in variant.days:
        for item in day.items:
            if item.kind != "own":
                document, name = documents.get(item.key), item.key.removeprefix(GUIDES)
                if document is None:
                    arguments = {"key": name, "nearest": nearest(name, [key.removeprefix(GUIDES) for key in documents])}
                    yield Problem(path, item.line, "unknown-session", arguments)
                elif not document.minutes:
                    yield Problem(path, item.line, "session-without-minutes", {"key": name})
                if item.key in used:
                    yield Problem(path, item.line, "session-twice", {"key": name, "other": used[item.key]})
                used[item.key] = item.line
        slots = lay_day(day, documents)
        yield from _breaks(path, day, slots)
        if slots and slots[-1].end > day.end:
            arguments = {"end": clock_text(slots[-1].end), "limit": clock_text(day.end)}
            yield Problem(path, day.line, "day-too-long", arguments)
    core = [
        session.key
        for module in course.modules
        for session in module.sessions
        if any(document.meta.get("track") == "core" for document in session.documents.values())
    ]
    if any(key in used for key in core):
        for key in core:
            if key not in used:
                yield Problem(path, 1, "core-session-left-out", {"key": key, "variant": variant.id})


def _breaks(path: PurePosixPath, day: Day, slots: list[Slot]) -> Iterator[Problem]:
    """Breaks outside the day (lunch at 1:00 is at night), left out, or far from the time asked for."""
    starts = {slot.line: slot.start for slot in slots if slot.kind == "break"}
    for due in day.breaks:
        start, at = starts.get(due.line), clock_text(due.at)
        if not day.start < due.at < day.end:
            arguments = {"at": at, "start": clock_text(day.start), "end": clock_text(day.end)}
            yield Problem(path, due.line, "break-outside-day", arguments)
        elif start is None:
            yield Problem(path, due.line, "break-left-out", {"at": at})
        elif abs(start - due.at) > FAR:
            yield Problem(path, due.line, "break-far", {"at": at, "start": clock_text(start), "limit": FAR})
