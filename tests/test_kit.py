"""Books through pdfkit: the real wkhtmltopdf, every word of the pages, page numbers that are right."""

import os
import re
from html import unescape
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from book_check import faults, squeezed
from conftest import Result, need_tool

from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import Edition, select
from builder.edition.volumes import volumes
from builder.gate.look import letters
from builder.outputs.book.pdfkit.engine import write_kit_book
from builder.outputs.book.pdfkit.html import write_html
from builder.outputs.book.spec import BookSpec

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
CASES = [(audience, language) for audience in Audience for language in ("en", "es")]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0].label}-{case[1]}")
def book(
    request: pytest.FixtureRequest, tiny: Course, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Edition, Path]:
    need_tool("wkhtmltopdf")
    audience, language = request.param
    edition = select(tiny, audience, language)
    target = tmp_path_factory.mktemp("kit") / "book.pdf"
    write_kit_book(edition, BookSpec(), target)
    return edition, target


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_range() for page in document]


def test_everything_is_printed_and_the_contents_name_its_page(book: tuple[Edition, Path]) -> None:
    assert faults(book[0], BookSpec(), book[1], in_order=True) == []


def test_the_check_finds_what_is_wrong(book: tuple[Edition, Path], tmp_path: Path) -> None:
    """A page too many, and one that is missing."""
    edition, path = book
    with pikepdf.open(path) as pdf:
        blank = pdf.add_blank_page(page_size=(595, 842))
        pdf.pages.insert(2, blank)
        pdf.save(tmp_path / "more.pdf")
    with pikepdf.open(path) as pdf:
        del pdf.pages[len(pdf.pages) // 2]
        pdf.save(tmp_path / "less.pdf")
    more = faults(edition, BookSpec(), tmp_path / "more.pdf")
    assert any(fault.startswith("not in the contents") for fault in more)
    assert any(fault.startswith("no page number") for fault in more)
    assert faults(edition, BookSpec(), tmp_path / "less.pdf", in_order=True)


def test_the_real_course_is_printed_whole(tmp_path: Path) -> None:
    """A participant's first workbook (`make accessible`: all), in the language with the longer lines. No page ends with a
    heading; each rated thing is named.
    """
    need_tool("wkhtmltopdf")
    course, problems = load_course(ROOT)
    assert not problems
    edition = select(course, Audience.PARTICIPANT, "es")
    for volume in volumes(edition) if "EVERY_FILE" in os.environ else volumes(edition)[:1]:
        spec = BookSpec(volume=volume)
        write_kit_book(edition, spec, tmp_path / "book.pdf")
        assert faults(edition, spec, tmp_path / "book.pdf", in_order=True) == []
        texts = pages(tmp_path / "book.pdf")
        heads = headings(edition, spec)
        assert len(heads) > 20
        assert [number for number, text in enumerate(texts, 1) if squeezed(last_line(text)) in heads] == []
        if volume == 1:
            rated = squeezed("Menos malas sorpresas: 2")
            assert any(rated in squeezed(text) for text in texts)


@pytest.mark.parametrize(("audience", "last"), [(Audience.PARTICIPANT, ""), (Audience.TRAINER, "the size of the roof")])
def test_stories_open_with_the_story(tiny: Course, audience: Audience, last: str) -> None:
    """Their facts come after it, and before the notes for trainers and the footnotes at its end."""
    written = "".join(write_html(select(tiny, audience, "en"), BookSpec(content="cases")).parts)
    story, country, after = written.partition("<td>Country</td>")
    assert country
    assert "What would you have measured?" in story
    assert 'class="footnote"' in after
    assert last in after


def headings(edition: Edition, spec: BookSpec) -> set[str]:
    """What stands in headings and labels of boxes, squeezed; not questions, below which empty lines follow."""
    found = re.findall(
        r"<(h[2-6])[^>]*>(.*?)</\1>|<p class=\"block-label\">(.*?)</p>", "".join(write_html(edition, spec).parts), re.DOTALL
    )  # fmt: skip
    return {squeezed(unescape(re.sub("<[^>]*>", "", head or label))) for _, head, label in found} - {""}


def last_line(page: str) -> str:
    """The last line of a page above its number."""
    lines = [line for line in page.splitlines() if line.strip() and not re.match(r"Página \d+ de", line)]
    return lines[-1] if lines else ""


def test_page_numbers_bookmarks_title_and_language(book: tuple[Edition, Path]) -> None:
    edition, path = book
    texts = pages(path)
    word = {"en": ("Page", "of"), "es": ("Página", "de")}[edition.language]
    for number, text in enumerate(texts[1:], 2):
        assert f"{word[0]} {number} {word[1]} {len(texts)}" in text
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == edition.language
        assert edition.config.site_name in str(pdf.docinfo["/Title"])
        with pdf.open_outline() as outline:
            assert len(outline.root) > 2
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", []):
                uri = str(annotation.get("/A", {}).get("/URI", ""))
                assert not uri.startswith(("file:", "http://taller.invalid")), uri


def test_participants_get_no_key_and_no_note(book: tuple[Edition, Path], tiny: Course) -> None:
    edition, path = book
    document = select(tiny, Audience.TRAINER, edition.language)
    notes = [
        "\n".join(leaf.document.lines[block.line : block.end - 1])
        for leaf in document.leaves()
        for block in leaf.document.walk()
        if block.name == "trainer" and not block.children
    ]
    assert notes
    text = letters("\n".join(pages(path)))
    shown = [note for note in notes if letters(note) and letters(note) in text]
    assert bool(shown) == (edition.audience is Audience.TRAINER)


def test_without_wkhtmltopdf_the_command_ends_with_3(course_dir: Path, run_cli: object, tmp_path: Path) -> None:
    result: Result = run_cli(
        "-C", course_dir, "build", "--engine", "pdfkit", "--output", "case-stories", PATH=str(tmp_path)
    )
    assert result.code == 3
    assert "wkhtmltopdf" in result.stderr
    assert "Traceback" not in result.stderr
