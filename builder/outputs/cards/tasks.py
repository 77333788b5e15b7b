"""Cue cards of each programme, for trainers."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from builder.course.model import Audience, Course
from builder.edition.narrow import located
from builder.edition.select import Edition
from builder.edition.summaries.agenda import programmes
from builder.outputs import Download, Given, Made, Task
from builder.outputs.cards.cards import TEMPLATE, cards_code, write_cards
from builder.outputs.choice import Choice
from builder.print.code import main_of
from builder.words import words


def tasks(_course: Course, editions: Sequence[Edition], choice: Choice) -> Iterator[Task]:
    for edition in editions:
        if edition.audience is Audience.TRAINER:
            for programme in programmes(edition):
                name = f"trainer/downloads/cue-cards.{programme.id}.{edition.language}.pdf"
                title = f"{words(edition.language)['cards']}: {programme.title}"
                make = partial(_make, edition, programme.id, choice.paper)
                task = Task(name, "cards", edition, make, (programme.id, choice.paper), Download(title, "slides"))
                yield choice.on_paper(task)


def _make(edition: Edition, identifier: str, paper: str, target: Path, given: Given) -> Made:
    def make(part: Edition, path: Path, known: Collection[str] = ()) -> Made:
        programme = next(one for one in programmes(part) if one.id == identifier)
        code = cards_code(part, programme)
        content = sha256(
            f"{main_of(code.pieces)} {paper} {part.config.colour}".encode() + TEMPLATE.read_bytes()
        ).hexdigest()
        if content not in known:
            write_cards(part, code, paper, path)
        return Made(content=content)

    return located(edition, "Typst", lambda whole: make(whole, target, given.known), make)
