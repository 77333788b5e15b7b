"""Other forms of the books: large print, ink-saving, booklets; what a build makes of them, and how the site names them."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from building import build
from conftest import Result
from PIL import Image

from builder.build.pipeline import Report
from builder.build.table import entries
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs.book.book import prepare_book, write_book, write_booklet
from builder.outputs.book.spec import BookSpec
from builder.outputs.choice import VARIANTS, Choice
from builder.outputs.site.downloads import downloads_part
from builder.print.booklet import MOST_SHEETS, booklets, sides
from builder.problems import UsageError

pytestmark = pytest.mark.slow


def folded(order: list[tuple[int | None, int | None]]) -> list[int | None]:
    """The pages in the order in which somebody turns them, from the sides of one booklet."""
    fronts, backs = order[0::2], order[1::2]
    first = [page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])]
    second = [page for front, back in zip(fronts, backs, strict=True) for page in (front[0], back[1])]
    return first + second[::-1]


@pytest.mark.parametrize("pages", [1, 4, 5, 31, 4 * MOST_SHEETS, 4 * MOST_SHEETS + 1, 215])
def test_folded_sheets_show_every_page_in_order(pages: int) -> None:
    order, read = list(sides(pages)), []
    for sheets in booklets(-(-pages // 4)):
        read += folded(order[: 2 * sheets])
        order = order[2 * sheets :]
        assert sheets <= MOST_SHEETS
    assert not order
    assert read[:pages] == list(range(pages))
    assert read[pages:] == [None] * (-pages % 4)


def test_a_booklet_has_everything_twice_as_dense_and_no_fields(tmp_path: Path, tiny: Course) -> None:
    edition = select(tiny, Audience.PARTICIPANT, "en")
    prepared = prepare_book(edition, BookSpec(module="look", booklet=True))
    assert write_booklet(prepared, tmp_path / "a.pdf").problems == []
    assert write_booklet(prepared, tmp_path / "b.pdf").problems == []
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    write_book(prepared, tmp_path / "flat.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as booklet, pikepdf.open(tmp_path / "flat.pdf") as flat:
        assert len(booklet.pages) == 2 * -(-len(flat.pages) // 4)
        box = [float(number) for number in booklet.pages[0].mediabox]
        assert box == pytest.approx([0, 0, 841.89, 595.28], abs=0.01)
        assert "/AcroForm" not in booklet.Root
        assert "booklet to fold" in str(booklet.docinfo.Title)
        assert booklet.Root.Lang == "en"
    texts = []
    for name in ("a.pdf", "flat.pdf"):
        document = pypdfium2.PdfDocument(tmp_path / name)
        texts.append(sorted(re.sub(r"\W", "", "".join(page.get_textpage().get_text_bounded() for page in document))))
        document.close()
    assert texts[0] == texts[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf", "flat.pdf"]


@pytest.mark.parametrize("options", [{"large_print": True}, {"booklet": True}])
@pytest.mark.parametrize("audience", ["participant", "trainer"])
def test_large_type_stays_in_its_columns(
    course_dir: Path, tmp_path: Path, audience: str, options: dict[str, bool]
) -> None:
    """A table of six columns whose words don't break."""
    page = course_dir / "modules/10-look/10-first.en.md"
    rows = "| Who | Until when | Cost | Measure | Proof | Action |\n|---|---|---|---|---|---|\n"
    rows += "| Carmen | 28\u00a0August | USD\u00a01200 | Bread thrown away | Receipts | Throw less away |\n"
    page.write_text(page.read_text(encoding="utf-8") + f"\n## A table\n\n{rows}", encoding="utf-8")
    edition = select(load_course(course_dir)[0], Audience[audience.upper()], "en")
    assert write_book(prepare_book(edition, BookSpec(module="look", **options)), tmp_path / "book.pdf").problems == []
    document = pypdfium2.PdfDocument(tmp_path / "book.pdf")
    found = next(page for page in document if "Receipts" in page.get_textpage().get_text_bounded())
    text = found.get_textpage()
    left, right = {}, {}
    for word in ("August", "USD", "1200", "Bread"):
        start, count = text.search(word, match_case=True).get_next()
        boxes = [text.get_charbox(index) for index in range(start, start + count)]
        left[word], right[word] = min(box[0] for box in boxes), max(box[2] for box in boxes)
    assert right["August"] < left["USD"]
    assert right["1200"] < left["Bread"]
    document.close()


# -- the build


def names(report: Report, state: str) -> set[str]:
    return {row.name.rpartition("/")[2] for row in report.rows if row.state == state}


def test_variants_are_made_when_asked_for_and_kept_up_to_date(course_dir: Path) -> None:
    choice = Choice(outputs=("site", "module-books"), audiences=(Audience.PARTICIPANT,))
    settings = course_dir / "mkdocs.yml"  # in one language: a build of both takes twice as long
    settings.write_text(settings.read_text(encoding="utf-8").replace("[en, es]", "[en]"), encoding="utf-8")
    first = build(course_dir, Choice(variants=("large-print", "booklet"), languages=("en",), outputs=("module-books",)))
    assert names(first, "made") == {
        f"{module}.workbook-{variant}.en.pdf" for module in ("look", "act") for variant in ("large-print", "booklet")
    }
    whole = build(course_dir, choice)
    assert not any(variant in name for name in names(whole, "made") for variant in VARIANTS)
    assert names(first, "made") <= names(whole, "kept")
    assert build(course_dir, choice).unchanged
    page = next(course_dir.glob("modules/10-look/10-*.en.md"))
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    again = build(course_dir, choice)
    assert "look.workbook-booklet.en.pdf" in names(again, "made") | names(again, "again")
    assert not names(again, "stale")
    downloads = (course_dir / "dist/participant/en/downloads.html").read_text(encoding="utf-8")
    assert "look.workbook-booklet.en.pdf" in downloads
    assert "look.workbook-ink-saving.en.pdf" not in downloads
    assert "booklet to fold" in downloads


def test_what_has_no_variant_is_wrong_use(course_dir: Path, run_cli: Callable[..., Result]) -> None:
    for choice in (Choice(variants=("booklet",), engine="pdfkit"), Choice(variants=("booklet",), outputs=("site",))):
        with pytest.raises(UsageError):
            build(course_dir, choice)
    assert run_cli("-C", course_dir, "build", "--variant", "huge").code == 2


def test_the_downloads_page_names_books_in_words_and_in_order(tiny: Course) -> None:
    names = {
        "act.workbook", "case-stories", "case-stories.ink-saving", "look.workbook", "look.workbook-booklet",
        "participant-workbook", "participant-workbook.large-print", "worksheet-stakeholder-map",
    }  # fmt: skip
    for language, expected in (
        ("en", ["Participant workbook", "Participant workbook, large print", "Workbook of module 1: Look", "Look, booklet to fold",
                "Workbook of module 2: ", ", ink-saving"]),
        ("es", ["Cuaderno de participantes", "Cuaderno de participantes, letra grande", "Cuaderno del módulo 1: ", ", folleto para doblar",
                "Cuaderno del módulo 2: ", ", ahorro de tinta"]),
    ):  # fmt: skip
        tasks = entries(tiny, [select(tiny, Audience.PARTICIPANT, language)], Choice())
        told = tasks[f"participant/{language}"].downloads
        html = downloads_part(
            language, {name: told[name] for name in told if name.removesuffix(f".{language}.pdf") in names}, "../"
        )
        places = [html.index(text) for text in expected]
        assert places == sorted(places)
        assert html.count("<li") == 8


# -- the contact sheet


def test_a_contact_sheet_shows_every_page(tmp_path: Path, tiny: Course) -> None:
    edition = select(tiny, Audience.PARTICIPANT, "en")
    write_book(prepare_book(edition, BookSpec(content="cases")), tmp_path / "book.pdf")
    script = Path(__file__).parent.parent / "tools/contact_sheet.py"
    command = [sys.executable, str(script), "book.pdf", "pages.png", "--columns", "4", "--width", "100"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    document = pypdfium2.PdfDocument(tmp_path / "book.pdf")
    rows = -(-len(document) // 4)
    document.close()
    with Image.open(tmp_path / "pages.png") as picture:
        assert picture.size == (4 * 108 + 8, rows * (142 + 8) + 8)
