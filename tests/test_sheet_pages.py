"""Worksheets on paper: room to write, whole pages, cells as large as the example's answers."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from builder.course.load import load_course
from builder.course.model import Audience
from builder.edition.select import select
from builder.outputs.book.book import prepare_book, prepare_sheet, write_book
from builder.print.typst import compile_book

pytestmark = pytest.mark.slow

PAGE, CELL, LINE = "modules/10-look/10-first.en.md", 34.0, 22.7
"""12 mm and 8 mm in points."""
LONG = "A safe way home after the night shift, and a lamp at the back door that works in the rain"
BLANK, FOOT = 0.3, 60.0


def changed(course_dir: Path, *changes: tuple[str, str]) -> Path:
    page = course_dir / PAGE
    text = page.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    page.write_text(text, encoding="utf-8")
    return course_dir


def alone(course_dir: Path, target: Path, *changes: tuple[str, str]) -> Path:
    """The sheet of the tiny course, so changed, alone."""
    course, problems = load_course(changed(course_dir, *changes))
    assert not problems
    assert not write_book(prepare_sheet(select(course, Audience.PARTICIPANT, "en"), "stakeholder-map"), target).problems
    return target


def boxes(path: Path) -> dict[str, tuple[int, float, float]]:
    """Field -> its page, width and height."""
    with pikepdf.open(path) as document:
        return {
            str(one.T).removeprefix("look_first_stakeholder-map_"): (
                number, float(one.Rect[2]) - float(one.Rect[0]), float(one.Rect[3]) - float(one.Rect[1]),
            )
            for number, page in enumerate(document.pages)
            for one in page.get("/Annots", [])
            if "/T" in one
        }  # fmt: skip


def fills(path: Path) -> list[float]:
    """The share of each page's text area that is used."""
    found = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            height = page.get_height()
            lows = [one.get_bounds()[1] for one in page.get_objects(max_depth=5) if one.get_bounds()[1] > FOOT]
            found.append((height - 68 - min(lows, default=height)) / (height - 126))
    return found


@pytest.mark.parametrize("rows", [1, 4, 12, 15])
def test_a_sheet_fills_the_pages_that_it_needs(course_dir: Path, tmp_path: Path, rows: int) -> None:
    """Room to write grows until the page is full; it never costs a page more, and the last page is never nearly empty."""
    found = fills(alone(course_dir, tmp_path / "sheet.pdf", ("#first-step rows=4", f"#first-step rows={rows}")))
    assert len(found) == (1 if rows <= 4 else 2), found
    assert found[-1] > BLANK
    if len(found) == 1 and rows > 1:
        assert found[0] > 0.8


def test_a_cell_has_room_for_an_answer_as_long_as_the_examples(course_dir: Path, tmp_path: Path) -> None:
    short = boxes(alone(course_dir, tmp_path / "short.pdf"))
    long = boxes(
        alone(course_dir, tmp_path / "long.pdf", ("A safe way home", LONG), ("#drawing rows=8", "#drawing rows=20"))
    )
    assert all(height >= CELL - 6 for name, (_, _, height) in short.items() if name.startswith("who_"))
    _, width, height = long["who_r1c2"]
    assert height >= (len(LONG) * 4.4 // width + 1) * 10
    assert width > 1.2 * long["who_r2c1"][1], "its column is wider, too"


def test_a_column_of_numbers_is_narrow(course_dir: Path, tmp_path: Path) -> None:
    found = boxes(alone(course_dir, tmp_path / "sheet.pdf", ("A safe way home", "3"), ("Night bakers", LONG)))
    assert found["who_r2c2"][1] < 0.5 * found["who_r2c1"][1]


def test_where_it_is_from_stands_at_the_foot_of_each_page(course_dir: Path, tmp_path: Path) -> None:
    path = alone(course_dir, tmp_path / "sheet.pdf", ("#first-step rows=4", "#first-step rows=15"))
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert all("First look" in text for text in texts)
    assert len(texts) == 2


def test_a_sheet_that_fits_on_a_page_is_not_cut_in_a_workbook(course_dir: Path) -> None:
    """Wherever it begins: what goes before it is made longer, line by line."""
    changed(course_dir, ("#first-step rows=4", "#first-step rows=2"), ("#drawing rows=8", "#drawing rows=5"))
    text = (course_dir / PAGE).read_text(encoding="utf-8")
    for more in (0, 8, 16, 24):
        (course_dir / PAGE).write_text(
            text.replace("3. Copy the result.", "3. Copy." + "\n\n    One more." * more), "utf-8"
        )
        book = prepare_book(select(load_course(course_dir)[0], Audience.PARTICIPANT, "en"))
        made = compile_book(book.main, book.template, dict(book.assets), dict(book.settings), 0, book.origins)
        marks = [place for place in made.places if place.what == "metadata"]
        assert len({place.page for place in marks if place.value[0] == f"{PAGE}:{65 + 2 * more}"}) == 1, more
