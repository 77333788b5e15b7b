"""The plan of a session: steps, materials in quantities, what to leave out, and for how many people."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from builder.course.agenda import name_of, pieces, places
from builder.course.materials import count_materials
from builder.course.model import Agenda, AgendaItem, Audience, Document
from builder.course.scanned import Block
from builder.course.worksheets import find_sheets, plain, signature
from builder.edition.elements import group_words
from builder.edition.select import Edition, Leaf, select_document
from builder.words import words
from builder.words.order import sort_key


@dataclass(frozen=True, slots=True)
class Step:
    """Something that takes time. `start` in minutes from the session's beginning, or in an agenda from midnight."""

    start: int
    minutes: int
    kind: str
    """The word for an activity; "" for teaching."""
    title: str
    group: str
    """How people are grouped; "" for teaching."""
    priority: str
    is_must: bool
    line: int
    """The line on the page, or, in an agenda, in the agenda's file."""
    place: str = ""
    """What to add to its page's label to find it in a book (see `course.agenda.places`); "" without one."""

    @property
    def end(self) -> int:
        return self.start + self.minutes

    @property
    def label(self) -> str:
        return f"{self.kind}: {self.title}" if self.kind else self.title

    @property
    def noted(self) -> str:
        """The label, with the priority of what may be left out."""
        return self.label if self.is_must else f"{self.label} ({self.priority})"


@dataclass(frozen=True, slots=True)
class Quantity:
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Plan:
    steps: tuple[Step, ...]
    minutes: int
    stated: int
    """Minutes that the session's page states, if they aren't the sum; else 0."""
    people: int
    materials: tuple[Quantity, ...]
    skip: tuple[Step, ...]
    """What can be left out when time is short, the least important first."""


@dataclass(frozen=True, slots=True)
class Supplies:
    """The materials that several sessions need."""

    people: int
    rows: tuple[tuple[str, int, int], ...]
    """Of what several sessions need: name, the most in one session, and the total."""
    apart: tuple[tuple[Leaf, tuple[Quantity, ...]], ...]
    """Each session that needs what no other does, with that."""
    leaves_out: bool = False
    """Whether worksheets of the participants' books were left out."""


def session_plan(edition: Edition, leaf: Leaf) -> Plan:
    steps: list[Step] = []
    found = places(leaf.document)
    for block in pieces(leaf.document):
        start, place = steps[-1].end if steps else 0, found.get(block.line, "")
        steps.append(replace(step_of(leaf.document, block, edition.language), start=start, place=place))
    skip = [
        step
        for priority in ("could", "should")
        for step, block in zip(steps, pieces(leaf.document), strict=True)
        if block.priority == priority
    ]
    number = people(edition, leaf.key)
    total = sum(step.minutes for step in steps)
    stated = leaf.document.stated_minutes if leaf.document.stated_minutes != total else 0
    return Plan(tuple(steps), total, stated, number, quantities([leaf.document], number), tuple(skip))


def step_of(document: Document, block: Block, language: str) -> Step:
    """The step for a block of a session, in words; its `start` is 0."""
    texts, is_activity = words(language), block.name == "activity"
    return Step(
        0,
        block.minutes,
        texts["activity"] if is_activity else "",
        name_of(document, block),
        group_words(block.attributes.get("group-size", "all"), texts) if is_activity else "",
        texts[f"priority-{block.priority}"],
        block.priority == "must",
        block.line,
    )


def people(edition: Edition, key: str) -> int:
    """The number of people for whom a session or guide is planned, by its agenda, else by the course's settings."""
    agendas = (guide.agenda for guide in edition.guides if guide.agenda)
    mine = (agenda for agenda in agendas if any(item.key == key for item in _items(agenda)))
    return people_of(edition, next(mine, None))


def people_of(edition: Edition, agenda: Agenda | None) -> int:
    """The number of people for whom an agenda is planned; without one, as in the course's settings."""
    return (agenda.participants if agenda else 0) or edition.config.participants


def _items(agenda: Agenda) -> Iterable[AgendaItem]:
    return (item for variant in agenda.variants for day in variant.days for item in day.items)


def quantities(documents: Iterable[Document], number: int) -> tuple[Quantity, ...]:
    """The materials that pages need for `number` people, sorted."""
    counted = count_materials((block for document in documents for block in document.walk()), number)
    return tuple(Quantity(name, total) for name, total in counted.items())


def supplies(edition: Edition, sessions: Iterable[Leaf], *, extra: bool) -> Supplies:
    """What these sessions need: the extra ones, or all others. The first agenda is taken to be the workshop's.

    Worksheets that participants have in their books, named in quotation marks, aren't counted: nobody has to copy them.
    """
    workshop = next((guide.agenda for guide in edition.guides if guide.agenda), None)
    number = edition.config.participants if extra else people_of(edition, workshop)
    sheets, leaves_out = _sheet_names(edition), False
    needs: dict[str, list[tuple[Leaf, Quantity]]] = {}
    chosen = [session for session in sessions if session.is_extra == extra]
    for session in chosen:
        for one in quantities([session.document], number):
            if any(name in one.name.lower() for name in sheets):
                leaves_out = True
            else:
                needs.setdefault(sort_key(one.name), []).append((session, one))
    rows, apart = [], {session.key: (session, list[Quantity]()) for session in chosen}
    for _, found in sorted(needs.items()):
        session, first = found[0]
        if len(found) == 1:
            apart[session.key][1].append(first)
        else:
            numbers = [one.number for _, one in found]
            rows.append((first.name, max(numbers), sum(numbers)))
    alone = tuple((session, tuple(found)) for session, found in apart.values() if found)
    return Supplies(number, tuple(rows), alone, leaves_out)


def _sheet_names(edition: Edition) -> list[str]:
    """The titles of the participants' worksheets in each kind of quotation marks, in small letters.

    Anonymous ones are handed in, so they are needed loose. A material can't have a colon in its name, so titles end before theirs.
    """
    pages = (select_document(leaf.document, Audience.PARTICIPANT) for leaf in edition.leaves() if leaf.kind != "guide")
    sheets = (sheet for sheet in find_sheets(pages).values() if signature(sheet.document, sheet.block) != "no")
    titles = [plain(sheet.block.title).lower().partition(":")[0] for sheet in sheets]
    return [f"{before}{title}{after}" for title in titles for before, after in ("“”", "«»", '""')]
