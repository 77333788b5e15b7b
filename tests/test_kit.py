"""Books through pdfkit: the real wkhtmltopdf, every heading and field label, page numbers that are right."""

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import Result, need_tool

from builder.edition import Edition, select
from builder.gate import letters
from builder.model import Audience, Course
from builder.outputs.kit_book import write_kit_book
from builder.outputs.kit_html import write_html
from builder.worksheets import fields, find_sheets, question

CASES = [(audience, language) for audience in Audience for language in ("en", "es")]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0].label}-{case[1]}")
def book(
    request: pytest.FixtureRequest, tiny: Course, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Edition, Path]:
    need_tool("wkhtmltopdf")
    audience, language = request.param
    edition = select(tiny, audience, language)
    target = tmp_path_factory.mktemp("kit") / "book.pdf"
    write_kit_book(edition, "", "a4", target)
    return edition, target


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_range() for page in document]


def test_the_contents_name_the_page_of_each_heading(book: tuple[Edition, Path]) -> None:
    edition, path = book
    texts = pages(path)
    entries = write_html(edition, "", cases_only=False).entries
    assert len(entries) > 8
    contents = "\n".join(texts[:4])
    for entry in entries:
        match = re.search(re.escape(entry.title) + r"\s+(\d+)\s", contents)
        assert match, entry.title
        assert letters(entry.title) in letters(texts[int(match[1]) - 1]), entry.title


def test_every_field_label_is_printed(book: tuple[Edition, Path]) -> None:
    edition, path = book
    text = letters("\n".join(pages(path)))
    labels = [
        question(sheet.document, field)
        for sheet in find_sheets(leaf.document for leaf in edition.leaves()).values()
        for field in fields(sheet.block)
    ]
    assert labels
    assert [label for label in labels if letters(label) not in text] == []


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
