"""A programme with clock times -> its run sheets: for each session what to do when, on which page, and what may be left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.course.agenda import pieces
from builder.edition.select import Leaf
from builder.edition.summaries.agenda import DayPlan, Programme, Stretch
from builder.edition.summaries.cues import Cue, cues
from builder.edition.summaries.plan import Quantity, Step, quantities


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a workbook."""

    volume: int
    """0 when there is only one."""
    page: int


Pages = Mapping[str, Place]
"""Label of a page or step -> where it is printed."""


@dataclass(frozen=True, slots=True)
class Row:
    """A step, or a break in the middle of a session."""

    start: int
    minutes: int
    title: str
    step: Step | None = None
    """None for a break."""
    cues: tuple[Cue, ...] = ()
    own: Place | None = None
    """Its page in the trainer's book; None if unknown."""
    theirs: Place | None = None
    """Its page in the participants' book; None if unknown."""


@dataclass(frozen=True, slots=True)
class RunSheet:
    """One session of one day. Times in minutes from midnight."""

    day: str
    leaf: Leaf
    rows: tuple[Row, ...]
    materials: tuple[Quantity, ...]
    after: Stretch | None
    """What comes next on that day; None at its end."""
    line: int
    """Line of the agenda."""

    @property
    def start(self) -> int:
        return self.rows[0].start

    @property
    def end(self) -> int:
        return self.rows[-1].start + self.rows[-1].minutes

    @property
    def skip(self) -> list[Step]:
        """The steps that can be left out, by time of day."""
        return [row.step for row in self.rows if row.step and not row.step.is_must]


def run_sheets(programme: Programme, own: Pages, theirs: Pages) -> Iterator[RunSheet]:
    """The sheets of all days in their order."""
    for day in programme.days:
        for leaf in dict.fromkeys(one.leaf.key for one in day.stretches if one.leaf and one.steps):
            yield _sheet(programme, day, leaf, own, theirs)


def _sheet(programme: Programme, day: DayPlan, key: str, own: Pages, theirs: Pages) -> RunSheet:
    places = [number for number, one in enumerate(day.stretches) if one.leaf and one.leaf.key == key]
    first, last = places[0], places[-1]
    run, after = day.stretches[first : last + 1], day.stretches[last + 1 : last + 2]
    leaf = run[0].leaf
    if leaf is None:
        raise ValueError(key)
    return RunSheet(
        day.title,
        leaf,
        tuple(_rows(run, leaf, own, theirs)),
        quantities([leaf.document], programme.people),
        after[0] if after else None,
        run[0].line,
    )


def _rows(run: Sequence[Stretch], leaf: Leaf, own: Pages, theirs: Pages) -> Iterator[Row]:
    """The steps with their notes, and the breaks between them."""
    blocks = pieces(leaf.document)
    for one in run:
        if not one.steps:
            yield Row(one.start, one.minutes, one.title)
        for step, block in zip(one.steps, blocks, strict=False):
            label = f"p:{leaf.key}"
            found = (pages.get(label + step.place) or pages.get(label) for pages in (own, theirs))
            yield Row(step.start, step.minutes, step.label, step, cues(leaf.document, block), *found)
