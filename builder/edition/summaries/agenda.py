"""The programmes of a course with their times, from its agendas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePosixPath
from typing import Literal

from builder.course.agenda import Slot, lay_day, places
from builder.course.model import Agenda, Variant
from builder.edition.once import once
from builder.edition.select import Edition, EditionGuide, Leaf
from builder.edition.summaries.lists import in_language
from builder.edition.summaries.plan import Quantity, Step, people_of, quantities, step_of
from builder.words import words


@dataclass(frozen=True, slots=True)
class Stretch:
    """A session or guide without a break, an item of the agenda's own, or a break. Times in minutes from midnight."""

    kind: Literal["session", "guide", "own", "break"]
    title: str
    start: int
    end: int
    leaf: Leaf | None
    """The page; None for an item of the agenda's own and for a break."""
    steps: tuple[Step, ...]
    is_continued: bool
    """Whether it continues a session after a break."""
    whole: int
    """Minutes of the session from here on this day."""
    line: int
    see: str = ""
    """For an item of the agenda's own: `:anchor` of where its guide explains it, to follow the guide's label; else ""."""

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class DayPlan:
    title: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """One variant of an agenda."""

    guide: Leaf
    """The page that the agenda belongs to."""
    id: str
    """Unique in the course."""
    title: str
    people: int
    days: tuple[DayPlan, ...]
    materials: tuple[Quantity, ...]
    path: PurePosixPath
    line: int


def programmes(edition: Edition) -> list[Programme]:
    """Every variant of every agenda, in the order of the guides."""
    return list(once(edition, "programmes", lambda: tuple(_programmes(edition))))


def _programmes(edition: Edition) -> list[Programme]:
    pages = {leaf.key: leaf for leaf in edition.leaves() if leaf.kind in ("session", "guide")}
    owners = [guide for guide in edition.guides if guide.agenda]
    return [
        _programme(edition, pages, guide, guide.agenda, variant, "" if guide is owners[0] else f"{guide.slug}-")
        for guide in owners
        if guide.agenda
        for variant in guide.agenda.variants
    ]


def _programme(
    edition: Edition, pages: Mapping[str, Leaf], guide: EditionGuide, agenda: Agenda, variant: Variant, prefix: str
) -> Programme:
    number, word = people_of(edition, agenda), words(edition.language)["day"]
    documents = {key: leaf.document for key, leaf in pages.items()}
    laid = [lay_day(day, documents) for day in variant.days]
    used = dict.fromkeys(slot.key for slots in laid for slot in slots if slot.key)
    return Programme(
        guide.page,
        prefix + variant.id,
        in_language(variant.title, edition.language),
        number,
        tuple(
            DayPlan(f"{word} {count}", tuple(_stretches(edition, pages, slots))) for count, slots in enumerate(laid, 1)
        ),
        quantities((documents[key] for key in used), number),
        agenda.path,
        variant.days[0].line if variant.days else 1,
    )


def _stretches(edition: Edition, pages: Mapping[str, Leaf], slots: Sequence[Slot]) -> Iterator[Stretch]:
    before = ""
    for _, group in groupby(slots, lambda slot: (slot.key or id(slot), slot.kind)):
        run = list(group)
        first, leaf = run[0], pages.get(run[0].key)
        yield Stretch(
            first.kind,
            leaf.title if leaf else in_language(first.title, edition.language),
            first.start,
            run[-1].end,
            leaf,
            tuple(_steps(run, leaf, edition.language)),
            bool(leaf) and first.key == before,
            sum(slot.minutes for slot in slots if slot.key == first.key and slot.start >= first.start),
            first.line,
            f":{first.see}" if first.see else "",
        )
        before = before if first.kind == "break" else first.key


def _steps(run: Iterable[Slot], leaf: Leaf | None, language: str) -> Iterator[Step]:
    found = places(leaf.document) if leaf else {}
    for slot in run:
        if slot.block and leaf:
            place = found.get(slot.block.line, "")
            yield replace(step_of(leaf.document, slot.block, language), start=slot.start, line=slot.line, place=place)
