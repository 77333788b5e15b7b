"""What editions of one course have in common is made once: layouts of books, rendered pages, single worksheets."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from builder.course.model import Audience, Course
from builder.edition import kept
from builder.edition.render import WORTH_KEEPING, markup
from builder.edition.select import select
from builder.outputs.book.book import prepare_book, prepare_sheet, write_book
from builder.outputs.book.prepared import PreparedBook


class Memory(dict[str, bytes]):
    """A store in memory that knows what was found in it."""

    is_near = True

    def __init__(self) -> None:
        self.found: list[str] = []

    def of(self, kind: str) -> list[str]:
        return [name for name in self if kind in name]

    def read(self, name: str) -> bytes | None:
        self.found += [name] if name in self else []
        return self.get(name)

    def write(self, name: str, content: bytes) -> None:
        self[name] = content


@pytest.fixture
def memory() -> Iterator[Memory]:
    store = Memory()
    kept.use(store, "builder")
    yield store
    kept.use(None, "")


def renamed(course: Course, institution: str, colour: str) -> Course:
    return replace(course, config=replace(course.config, institution=institution, colour=colour))


def workbook(course: Course) -> PreparedBook:
    return prepare_book(select(course, Audience.PARTICIPANT, "es"))


def written(book: PreparedBook, path: Path) -> bytes:
    write_book(book, path)
    return path.read_bytes()


def test_a_book_in_another_look_takes_over_the_layout(tiny: Course, memory: Memory, tmp_path: Path) -> None:
    other = workbook(renamed(tiny, "Cámara de Prueba", "#00543d"))
    kept.use(None, "")
    alone = written(other, tmp_path / "alone.pdf")
    kept.use(memory, "builder")
    first = written(workbook(tiny), tmp_path / "first.pdf")
    assert len(memory.of("layout")) == 1
    assert not memory.found
    assert written(other, tmp_path / "second.pdf") == alone != first
    assert memory.found == memory.of("layout")


def test_a_layout_that_does_not_fit_is_not_taken_over(tiny: Course, memory: Memory, tmp_path: Path) -> None:
    first = written(workbook(tiny), tmp_path / "first.pdf")
    (name,) = memory.of("layout")
    settled = json.loads(memory[name])
    assert settled["plan"]
    for wrong in ({"layout": "elsewhere"}, {"plan": {}}, {"pages": {"p:look": 1}}):
        memory[name] = json.dumps(settled | wrong).encode()
        assert written(workbook(tiny), tmp_path / "again.pdf") == first, wrong
    assert memory.found.count(name) == 3


def test_a_book_with_another_text_has_a_layout_of_its_own(tiny: Course) -> None:
    book = workbook(tiny)
    assert book.text_digest() == workbook(renamed(tiny, "Cámara", "#00543d")).text_digest()
    first = next(number for number, piece in enumerate(book.pieces) if piece.kind == "words" and piece.origin[1])
    pieces = list(book.pieces)
    pieces[first] = pieces[first]._replace(code='text("Another word")')
    changed = [
        replace(book, pieces=tuple(pieces)),
        replace(book, template=f"{book.template}\n"),
        replace(book, settings=tuple({**dict(book.settings), "paper": "us-letter"}.items())),
        prepare_book(select(tiny, Audience.PARTICIPANT, "en")),
        prepare_book(select(tiny, Audience.SOLUTIONS, "es")),
    ]
    assert len({book.text_digest(), *(one.text_digest() for one in changed)}) == len(changed) + 1


def test_a_single_sheet_is_the_same_file_for_all_institutions(tiny: Course) -> None:
    sheets = [
        prepare_sheet(select(course, Audience.PARTICIPANT, "es"), "stakeholder-map")
        for course in (tiny, renamed(tiny, "Cámara de Prueba", "#00543d"))
    ]
    assert sheets[0].digest() == sheets[1].digest()


def test_a_rendered_page_is_found_by_all_that_it_was_made_from(memory: Memory) -> None:
    text = "A *page*. " * WORTH_KEEPING
    made = markup(text, "en")
    assert markup(text, "en") == made
    assert len(memory.found) == len(memory) == 1
    for other in (markup(text, "es"), markup(text, "en", interactive=True), markup(f"{text}!", "en")):
        assert other
    assert len(memory) == 4
    markup("Too short to keep.", "en")
    assert len(memory) == 4
    kept.use(memory, "another builder")
    assert markup(text, "en") == made
    assert len(memory) == 5


def test_rendered_pages_are_not_asked_for_over_a_network(memory: Memory) -> None:
    memory.is_near = False
    markup("A *page*. " * WORTH_KEEPING, "en")
    assert not memory
