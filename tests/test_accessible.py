"""Every kind of PDF that can be made, in both languages, passes two checkers.

Books of the real course as a build makes them are checked in test_real_course, after its build. Booklets are for the
printer alone: two pages stand on each side, in the order of folding, so that nobody could listen to them. Whoever can't
read them on paper takes the book that they are made from.
"""

from collections.abc import Iterator
from pathlib import Path

import checkers
import pikepdf
import pytest
import structure_check

from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs import Given
from builder.outputs.book.book import prepare_book, write_book
from builder.outputs.book.spec import BookSpec
from builder.outputs.choice import TWO_CARDS, VARIANTS, Choice
from builder.outputs.people.kinds import KINDS
from builder.outputs.people.page import Occasion, write_people
from builder.outputs.people.people import read_people
from builder.outputs.run_sheets import tasks as run_sheets

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "es")
NAMES = "name,organisation\nMaría Núñez Ñandú,Panadería La Espiga\nJean-Baptiste,\nAna Ruiz,Café «Aurora»\n"


@pytest.fixture(scope="module")
def real() -> Course:
    """The course that this repository ships."""
    course, problems = load_course(ROOT)
    assert not problems
    return course


def large_print(course: Course, language: str, folder: Path) -> Path:
    """A module's book of the real course in the larger size of type, which no build makes unless asked."""
    participant = select(course, Audience.PARTICIPANT, language)
    path = folder / f"module-large-print.{language}.pdf"
    write_book(prepare_book(participant, BookSpec(module=participant.modules[0].slug, large_print=True)), path)
    return path


def small_books(course: Course, language: str, folder: Path) -> Iterator[Path]:
    """Of the tiny course: every form of a workbook, for participants and for trainers; every sheet from a list of people."""
    (folder / "list.csv").write_text(NAMES, encoding="utf-8")
    forms = {
        "us-letter": BookSpec(paper="us-letter"), "large-print": BookSpec(large_print=True),
        "ink-saving": BookSpec(ink_saving=True), "second-volume": BookSpec(volume=2),
    }  # fmt: skip
    assert {"booklet", TWO_CARDS, *forms} >= set(VARIANTS)
    for audience in (Audience.PARTICIPANT, Audience.TRAINER):
        edition = select(course, audience, language)
        for name, spec in forms.items():
            path = folder / f"{audience.label}-{name}.{language}.pdf"
            write_book(prepare_book(edition, spec), path)
            yield path
    yield two_cards(course, language, folder)
    people = read_people(folder / "list.csv")
    for kind in KINDS:
        path = folder / f"{kind}.{language}.pdf"
        write_people(edition, people, folder / "list.csv", Occasion(kind), path)
        yield path


def two_cards(course: Course, language: str, folder: Path) -> Path:
    """Run sheets as cards, which need the books that were written before them."""
    editions = [select(course, audience, language) for audience in (Audience.PARTICIPANT, Audience.TRAINER)]
    task = next(task for task in run_sheets.tasks(course, editions, Choice()) if task.variant == TWO_CARDS)
    forms = {"-workbook.": "us-letter", "-workbook-2.": "second-volume"}
    books = [
        folder / f"{Path(name).name.partition('-')[0]}-{form}.{language}.pdf"
        for name in task.after for mark, form in forms.items() if mark in name
    ]  # fmt: skip
    assert len(books) == len(task.after)
    task.make(folder / f"cards.{language}.pdf", Given(after=books))
    return folder / f"cards.{language}.pdf"


def test_large_print_of_the_real_course(real: Course, tmp_path: Path) -> None:
    """In the language with the longer lines."""
    paths = [large_print(real, "es", tmp_path)]
    assert checkers.first(paths) == ""
    assert checkers.second(paths, tmp_path) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_every_book_and_sheet(tiny: Course, language: str, tmp_path: Path) -> None:
    paths = list(small_books(tiny, language, tmp_path))
    assert {path.name: structure_check.faults(path) for path in paths if structure_check.faults(path)} == {}
    _breaks(paths[0], tmp_path / "broken.pdf")
    kinds = {fault.split(",")[0] for fault in structure_check.faults(tmp_path / "broken.pdf")}
    assert {"a heading without text", "a table without a header cell", "a figure without an alternative"} <= kinds
    assert any("is read after" in kind for kind in kinds)
    assert checkers.first(paths) == ""
    assert checkers.second(paths, tmp_path) == []


def _breaks(path: Path, target: Path) -> None:
    """Takes from the first heading, table and figure what makes them so, and reads the last part of the book first."""
    with pikepdf.open(path) as document:
        nodes = list(structure_check.walk(document.Root.StructTreeRoot))
        first = {
            kind: next(node for node in nodes if str(node.get("/S", "")) == kind)
            for kind in ("/H1", "/Table", "/Figure")
        }
        first["/H1"].K = pikepdf.Array()
        del first["/Figure"].Alt
        for node in structure_check.walk(first["/Table"]):
            if str(node.S) == "/TH":
                node.S = pikepdf.Name.TD
        (whole,) = [node for node in nodes if str(node.get("/S", "")) == "/Document"]
        whole.K = pikepdf.Array([whole.K[-1], *list(whole.K)[:-1]])
        document.save(target)
