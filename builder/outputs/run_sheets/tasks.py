"""Run sheets of each programme, for trainers. They need the finished workbooks, to whose pages they refer."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from builder.course.model import Audience, Course
from builder.edition.narrow import located
from builder.edition.select import Edition
from builder.edition.summaries.agenda import Programme, programmes
from builder.edition.volumes import volume_of, volumes, workbook_name
from builder.outputs import Download, Given, Made, Task
from builder.outputs.choice import TWO_CARDS, Choice, named
from builder.outputs.run_sheets.draw import TEMPLATE, sheets_code, write_sheets
from builder.outputs.run_sheets.sheet import Pages, Place, run_sheets
from builder.print.code import main_of
from builder.print.page_map import page_map
from builder.words import words

Books = tuple[tuple[int, bool], ...]
"""Volume of each workbook that a programme needs, and whether it is the participants'."""


def tasks(_course: Course, editions: Sequence[Edition], choice: Choice) -> Iterator[Task]:
    readers = {edition.language: edition for edition in editions if edition.audience is Audience.PARTICIPANT}
    for edition in editions:
        if edition.audience is Audience.TRAINER:
            for programme in programmes(edition):
                for form in ("", TWO_CARDS):
                    yield _task(edition, readers.get(edition.language), programme, form, choice)


def _task(edition: Edition, readers: Edition | None, programme: Programme, form: str, choice: Choice) -> Task:
    books = _books(edition, programme)
    if readers:
        books += _books(readers, programme)
    texts, suffix = words(edition.language), f"-{form}" if form else ""
    name = f"trainer/downloads/run-sheets.{programme.id}{suffix}.{edition.language}.pdf"
    title = f"{texts['run-sheets']}: {programme.title}" + (f", {texts[f'variant-{form}']}" if form else "")
    kinds = tuple((volume, audience == "participant") for volume, audience, _ in books)
    make = partial(_make, edition, programme.id, choice.paper, form, kinds)
    is_own = choice.paper == edition.config.papers[0]
    after = tuple(path if is_own else named(path, choice.paper) for _, _, path in books)
    made_from = (programme.id, choice.paper, form)
    return choice.on_paper(
        Task(
            name, "run-sheets", edition, make, made_from, Download(title, "slides"), after=after, variant=form,
            together="run-sheets",  # so that the workbooks are read only once
        )
    )  # fmt: skip


def _books(edition: Edition, programme: Programme) -> list[tuple[int, str, str]]:
    """Volume, audience and task of each workbook of the edition that holds a page of the programme."""
    keys = {one.leaf.key for day in programme.days for one in day.stretches if one.leaf}
    known, label = volumes(edition), edition.audience.label
    found = {volume_of(edition, leaf) if len(known) > 1 else 0 for leaf in edition.leaves() if leaf.key in keys}
    return [
        (volume, label, f"{label}/downloads/{workbook_name(edition, volume)}.{edition.language}.pdf")
        for volume in sorted(found)
    ]


def _make(edition: Edition, identifier: str, paper: str, form: str, books: Books, target: Path, given: Given) -> Made:
    own, theirs = (_pages(books, given.after, is_theirs=is_theirs) for is_theirs in (False, True))

    def make(part: Edition, path: Path, known: Collection[str] = ()) -> Made:
        programme = next(one for one in programmes(part) if one.id == identifier)
        code = sheets_code(part, programme, run_sheets(programme, own, theirs))
        said = f"{main_of(code.pieces)} {paper} {form} {part.config.colour}".encode()
        content = sha256(said + TEMPLATE.read_bytes()).hexdigest()
        if content not in known:
            write_sheets(part, code, paper, form, path)
        return Made(content=content)

    return located(edition, "Typst", lambda whole: make(whole, target, given.known), make)


def _pages(books: Books, paths: Sequence[Path], *, is_theirs: bool) -> Pages:
    """The page of each label in the workbooks of one audience."""
    chosen = [(volume, path) for (volume, theirs), path in zip(books, paths, strict=True) if theirs == is_theirs]
    return {label: Place(volume, page) for volume, path in chosen for label, page in page_map(path).items()}
