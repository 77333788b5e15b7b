"""Tables of trainers, stories, agreements, money and missing data."""

import math
from collections import Counter
from collections.abc import Iterator

from builder.programme import values
from builder.programme.report.figures import Cell, Gap, Table, word
from builder.programme.report.period import Period
from builder.programme.report.reach import word_country


def afterwards(period: Period) -> Iterator[Table]:
    yield _trainers(period)
    yield _stories(period)
    yield _agreements(period)
    yield _money(period)
    yield _missing(period)


def _trainers(period: Period) -> Table:
    stages = Counter(trainer.stage for trainer in period.trainers)
    rows = tuple((word(f"stage.{stage}"), stages[stage]) for stage in values.STAGES)
    return Table(
        "trainers", (*rows, (word("all"), len(period.trainers))), word("base-trainers", n=len(period.trainers)), ("trainer",),
        period.as_of("trainer"),
    )  # fmt: skip


def _stories(period: Period) -> Table:
    """Existing stories, and those with consent; refusals aren't counted here."""
    there = [story for story in period.stories if story.state in ("gathered", "published")]
    agreed = sum(story.consent is not None for story in there)
    rows = (
        (word("story.gathered"), len(there)),
        (word("with-consent"), agreed),
        (word("story.published"), sum(story.state == "published" for story in there)),
    )
    return Table("stories", rows, word("base-stories", n=len(there)), ("story",), period.as_of("story"))


def _agreements(period: Period) -> Table:
    events = {event.code: event for event in period.events}
    rows: list[tuple[Cell, ...]] = []
    for one in sorted(period.agreements, key=lambda one: (events[one.event].first_day, one.code)):
        event = events[one.event]
        place = word("event-on", country=word_country(event.country), place=event.place or "", day=event.first_day)
        rows.append(
            (place, one.text, word(f"promise.{one.state}") if one.state else Gap.MISSING, one.asked or Gap.MISSING)
        )
    held = sum(event.kind.startswith(("dialogue", "round")) for event in period.events)
    return Table("agreements", tuple(rows), word("base-dialogues", n=held), ("agreement",), period.as_of("agreement"))


def _money(period: Period) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for currency in sorted({one.currency for one in period.expenses}):
        for item in values.ITEMS:
            here = [one for one in period.expenses if (one.currency, one.item) == (currency, item)]
            if here:
                sums = [
                    [getattr(one, name) for one in here if getattr(one, name) is not None]
                    for name in ("planned", "spent", "in_kind")
                ]
                rows.append(
                    (word(f"item.{item}"), currency, *(math.fsum(found) if found else Gap.MISSING for found in sums))
                )
    events = len({one.event for one in period.expenses})
    return Table(
        "money",
        tuple(rows),
        word("base-of-events", n=events, of=len(period.events)),
        ("expense",),
        period.as_of("expense"),
    )


def _missing(period: Period) -> Table:
    """Missing data, by number of workshops; nothing is estimated instead."""
    sets = {
        "missing-attendance": {one.event for one in period.there}, "missing-tests": {one.event for one in period.tests},
        "missing-marks": {one.event for one in period.marks}, "missing-plans": {one.event for one in period.actions},
        "missing-month-3": {one.event for one in period.visits if one.month == 3},
        "missing-month-6": {one.event for one in period.visits if one.month == 6},
        "missing-money": {one.event for one in period.expenses},
    }  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (word(name), len(period.workshops - there), len(period.workshops)) for name, there in sets.items()
    ]
    return Table(
        "missing",
        tuple(rows),
        word("base-of-workshops", n=len(period.workshops), of=len(period.workshops)),
        ("event",),
        period.as_of("event"),
    )
