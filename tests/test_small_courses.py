"""What a course doesn't have leaves no empty book, page, menu entry or sentence; and what its home page says to trainers is printed."""

import shutil
from pathlib import Path

import pytest
import yaml
from conftest import TINY

from builder.build.table import OUTPUTS, entries
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import Edition, select
from builder.edition.volumes import volumes
from builder.outputs.book.book import prepare_book
from builder.outputs.book.pdfkit.html import write_html
from builder.outputs.book.spec import BookSpec
from builder.outputs.choice import Choice
from builder.outputs.scorm.package import Wanted, package_files
from builder.outputs.site.site import site_files
from builder.print.typst import compile_book

MONO = TINY.parent / "mono"
NOTE = "Put the kettle on before the first of them comes in."


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """One module, one session; no story, guide, term, source or worksheet."""
    root = Path(shutil.copytree(MONO, tmp_path_factory.mktemp("bare") / "course"))
    for path in (root / "trainer_guides").iterdir():
        path.unlink()
    return load_course(root)[0]


def edition_of(course: Course, audience: Audience) -> Edition:
    return select(course, audience, "en")


def test_no_book_of_stories_and_one_workbook(bare: Course) -> None:
    editions = [edition_of(bare, audience) for audience in Audience]
    names = entries(bare, editions, Choice(), OUTPUTS).keys()
    assert not [name for name in names if "case-stories" in name]
    assert "participant/downloads/participant-workbook.en.pdf" in names
    assert not [name for name in names if "workbook-2" in name]
    assert volumes(editions[0]) == (0,)


@pytest.mark.parametrize("audience", [Audience.PARTICIPANT, Audience.TRAINER])
def test_no_empty_page_on_the_site(bare: Course, audience: Audience) -> None:
    files = site_files(edition_of(bare, audience), ["en"])
    pages = {name.removeprefix("docs/") for name in files if name.endswith(".md")}
    assert pages == {"index.md", "modules/one/index.md", "modules/one/page.md"}
    assert [name for row in yaml.safe_load(files["mkdocs.yml"])["nav"] for name in row] == ["Home", "One"]
    assert "cases/index" not in files["docs/index.md"].decode()
    assert "docs/feed.xml" not in files


@pytest.mark.parametrize("audience", Audience)
def test_no_word_of_stories_or_guides_in_books(bare: Course, audience: Audience) -> None:
    for volume in (0, 1, 2):
        if volume and audience is Audience.SOLUTIONS:
            continue
        text = prepare_book(edition_of(bare, audience), BookSpec(volume=volume)).main
        assert "case stor" not in text.lower()
        assert "Trainer guides" not in text
        assert "genda" not in text
    assert "Case stories" not in "".join(write_html(edition_of(bare, audience), BookSpec()).parts)


def test_no_empty_chapter_in_packages(bare: Course) -> None:
    page = package_files(edition_of(bare, Audience.PARTICIPANT), Wanted("scorm12"))["index.html"].decode()
    assert "Case stories" not in page
    assert "Glossary" not in page


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The tiny course with notes for trainers on its home page: plain, in a list, and with code in it."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("noted") / "course"))
    for language in ("en", "es"):
        with (root / f"reference/home.{language}.md").open("a", encoding="utf-8") as stream:
            stream.write(f"\n1. One\n\n    ::: trainer\n    {NOTE}\n    ::: /trainer\n")
            stream.write("\n::: trainer\n```\na sample of code\n```\n::: /trainer\n\nLast words of the page.\n")
    return load_course(root)[0]


def test_notes_of_the_home_page_reach_the_trainers_book_and_no_other(noted: Course) -> None:
    for audience in Audience:
        text = prepare_book(edition_of(noted, audience), BookSpec()).main
        other = "".join(write_html(edition_of(noted, audience), BookSpec()).parts)
        for found in (text, other):
            assert (NOTE in found) == ("a sample of code" in found) == (audience is Audience.TRAINER)
            assert "Last words of the page." not in found
    trainer = edition_of(noted, Audience.TRAINER)
    assert NOTE in prepare_book(trainer, BookSpec(volume=1)).main
    assert NOTE not in prepare_book(trainer, BookSpec(volume=2)).main
    assert NOTE not in prepare_book(trainer, BookSpec(module="look")).main


def test_the_book_with_those_notes_is_typeset(noted: Course) -> None:
    book = prepare_book(edition_of(noted, Audience.TRAINER), BookSpec(volume=1))
    made = compile_book(
        book.main, book.template, dict(book.assets), dict(book.settings), book.timestamp, book.origins
    )  # fmt: skip
    assert made.pdf.startswith(b"%PDF-")
