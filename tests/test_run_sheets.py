"""Run sheets: a session on one page, with clock times, cues, and pages of both workbooks."""

import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pdfua
import pypdfium2
import pytest
from conftest import TINY

from builder.course.load import load_course
from builder.course.model import Audience, Course, Document
from builder.edition.select import Edition, select
from builder.edition.summaries.agenda import programmes
from builder.edition.summaries.cues import CUES, cues
from builder.outputs import Given, Task
from builder.outputs.book.book import prepare_book, write_book
from builder.outputs.book.spec import BookSpec
from builder.outputs.choice import Choice
from builder.outputs.run_sheets.sheet import Place, run_sheets
from builder.outputs.run_sheets.tasks import tasks
from builder.words import words

NOTE = """::: trainer
- **Ask:** What did your firm leave
  behind [yesterday](10-first.en.md)?
- **do** Write ten answers.
- **Low literacy:** use objects.
- **If late:** Skip it.

Background.
::: /trainer"""


@pytest.fixture(scope="module")
def made(tiny: Course, tmp_path_factory: pytest.TempPathFactory) -> tuple[Edition, Task, list[Path], Path]:
    """The sheets of the first programme, after the workbooks that they are made from."""
    folder = tmp_path_factory.mktemp("sheets")
    trainer, reader = (select(tiny, audience, "en") for audience in (Audience.TRAINER, Audience.PARTICIPANT))
    task = next(tasks(tiny, [reader, trainer], Choice()))
    paths = []
    for name in task.after:
        edition = trainer if name.startswith("trainer") else reader
        paths.append(folder / name.replace("/", "-"))
        volume = re.search(r"workbook-(\d)", name)
        write_book(prepare_book(edition, BookSpec(volume=int(volume[1]) if volume else 1)), paths[-1])
    task.make(folder / "sheets.pdf", Given(after=paths))
    return trainer, task, paths, folder / "sheets.pdf"


def pages(pdf: Path) -> list[str]:
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf)]


def test_only_trainers_get_them_and_they_wait_for_both_workbooks(tiny: Course) -> None:
    editions = [select(tiny, audience, "en") for audience in Audience]
    found = list(tasks(tiny, editions, Choice()))
    assert {task.audience for task in found} == {Audience.TRAINER}
    assert [task.name for task in found] == [
        f"trainer/downloads/run-sheets.{one.id}{form}.en.pdf"
        for one in programmes(editions[-1])
        for form in ("", "-two-cards")
    ]
    assert [task.variant for task in found[:2]] == ["", "two-cards"], "the cards are made when asked for"
    assert {"trainer/downloads/trainer-workbook.en.pdf", "participant/downloads/participant-workbook.en.pdf"} <= {
        *found[0].after
    }


@pytest.mark.slow
def test_each_session_has_a_page_and_each_step_its_page_in_both_books(
    made: tuple[Edition, Task, list[Path], Path],
) -> None:
    edition, task, books, target = made
    assert not list(pdfua.validate(str(target)).findings)
    shown = pages(target)
    (programme, *_) = programmes(edition)
    assert len(shown) == len([*run_sheets(programme, {}, {})])
    sheet = next(page for page in shown if "Map them" in page)
    asked = "Write one name on each card."
    own, theirs = (
        next(number for number, page in enumerate(pages(path), 1) if asked in page and "Time min What" not in page)
        for path in (
            next(path for path in books if "trainer-workbook.en" in path.name),
            next(path for path in books if "participant-workbook.en" in path.name),
        )
    )
    assert f"your book: {own} · participants’ book: {theirs}" in sheet
    assert "Ask first who opens the shop" in sheet
    assert re.search(r"Materials .*card: \d+", sheet)
    assert re.search(r"When time is short, leave out .*\(\d+ min, should\)", " ".join(shown))
    again = target.with_name("again.pdf")
    task.make(again, Given(after=books))
    assert again.read_bytes() == target.read_bytes()


def test_two_cards_hold_what_the_page_holds(made: tuple[Edition, Task, list[Path], Path], tiny: Course) -> None:
    """Side by side on a sheet on its side: the first with the materials, the last with what may be left out."""
    edition, _, books, target = made
    reader = select(tiny, Audience.PARTICIPANT, "en")
    _, task, *_ = tasks(tiny, [reader, edition], Choice())
    cards = target.with_name("cards.pdf")
    task.make(cards, Given(after=books))
    assert not list(pdfua.validate(str(cards)).findings)
    with pypdfium2.PdfDocument(cards) as document:
        assert len(document) == len(pypdfium2.PdfDocument(target))
        for number, page in enumerate(document):
            width, height = page.get_size()
            assert width > height
            said = page.get_textpage()
            left, right = (
                " ".join(said.get_text_bounded(start, 0, start + width / 2, height).split()) for start in (0, width / 2)
            )
            assert "2/2" in right
            assert "When time is short" in right
            assert not Counter(pages(target)[number].split()) - Counter(f"{left} {right}".split())


def test_steps_go_by_the_clock_and_a_break_keeps_its_place(made: tuple[Edition, Task, list[Path], Path]) -> None:
    for programme in programmes(made[0]):
        days = {day.title: day for day in programme.days}
        for sheet in run_sheets(programme, {}, {}):
            starts = [row.start for row in sheet.rows]
            assert starts == sorted(starts)
            own = [one for one in days[sheet.day].stretches if one.leaf and one.leaf.key == sheet.leaf.key]
            assert [row.start for row in sheet.rows if row.step] == [step.start for one in own for step in one.steps]
            assert (sheet.start, sheet.end) == (own[0].start, own[-1].end)


def test_a_page_that_no_book_names_is_that_of_its_session(made: tuple[Edition, Task, list[Path], Path]) -> None:
    programme = programmes(made[0])[0]
    sheet = next(iter(run_sheets(programme, {f"p:{'look/first'}": Place(2, 7)}, {})))
    assert {row.own for row in sheet.rows if row.step} == {Place(2, 7)}
    assert {row.theirs for row in sheet.rows} == {None}


def page_with(note: str, tmp_path: Path) -> Document:
    shutil.copytree(TINY, tmp_path / "course")
    path = tmp_path / "course/modules/10-look/10-first.en.md"
    old = "::: trainer\nSpeak slowly here, since the word is new to most groups.[^teaching-2024]\n::: /trainer"
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, note), encoding="utf-8")
    course, _ = load_course(tmp_path / "course")
    return next(one for one in course.documents() if one.path.name == "10-first.en.md")


def test_marked_lines_are_the_cues_and_others_are_not(tmp_path: Path) -> None:
    document = page_with(NOTE, tmp_path)
    step = next(block for block in document.walk() if block.name == "teach")
    assert [(cue.kind, cue.text) for cue in cues(document, step)] == [
        ("ask", "What did your firm leave behind yesterday?"), ("do", "Write ten answers."), ("late", "Skip it."),
    ]  # fmt: skip
    # Their Spanish words mark nothing on an English page.
    assert not [cue for cue in cues(replace(document, language="es"), step) if cue.kind]


def test_of_a_note_without_marks_the_first_sentences_are_shown(tmp_path: Path) -> None:
    said = "Wait. “Is it so?” Then go on, e.g. with 3.5 kilos! A fourth. A fifth."
    document = page_with(f"::: trainer\n{said}\n::: /trainer", tmp_path)
    step = next(block for block in document.walk() if block.name == "teach")
    assert [cue.text for cue in cues(document, step)] == [
        "Wait.", "“Is it so?”", "Then go on, e.g. with 3.5 kilos!",
    ]  # fmt: skip


def test_the_words_of_cues_differ_in_each_language() -> None:
    for language in ("en", "es"):
        assert len({words(language)[f"cue-{kind}"].casefold() for kind in CUES}) == len(CUES)
