"""Partners are named wherever their logo stands, in every kind of output and language."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs.book.book import prepare_book, write_book
from builder.outputs.book.pdfkit.html import write_html
from builder.outputs.book.spec import BookSpec
from builder.outputs.people.page import Occasion, write_people
from builder.outputs.people.people import Person

pytestmark = pytest.mark.slow

HOUSE, PARTNER = "Chamber of Tinyville", "Bank of Tinyville"
SAID = {"en": f"With: {PARTNER}", "es": f"Con: {PARTNER}"}


def alternatives(path: Path) -> list[str]:
    """What is read aloud instead of each picture."""
    with pikepdf.open(path) as pdf:
        objects = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        return [str(one.Alt) for one in objects if one.get("/S") == "/Figure" and "/Alt" in one]


@pytest.mark.parametrize("language", SAID)
def test_a_book_names_each_logo_and_prints_the_names(tiny: Course, language: str, tmp_path: Path) -> None:
    edition = select(tiny, Audience.PARTICIPANT, language)
    write_book(prepare_book(edition, BookSpec(content="cases")), tmp_path / "book.pdf")
    found = alternatives(tmp_path / "book.pdf")
    assert (found.count(HOUSE), found.count(PARTNER)) == (1, 1)
    document = pypdfium2.PdfDocument(tmp_path / "book.pdf")
    assert SAID[language] in document[2].get_textpage().get_text_range(), "below the contents, which follow the preface"
    document.close()


@pytest.mark.parametrize("language", SAID)
def test_the_second_engine_prints_the_names(tiny: Course, language: str) -> None:
    book = write_html(select(tiny, Audience.PARTICIPANT, language), BookSpec(content="cases"))
    assert f"<p>{SAID[language]}</p>" in "".join(book.parts)


def test_a_certificate_names_each_logo(tiny: Course, tmp_path: Path) -> None:
    target = tmp_path / "certificate.pdf"
    write_people(
        select(tiny, Audience.PARTICIPANT, "es"),
        [Person("Ana Ruiz", 2)],
        Path("list.csv"),
        Occasion("certificate"),
        target,
    )
    assert sorted(alternatives(target)) == [PARTNER, HOUSE]
