"""Papers and engines: no file is written over by one of another paper or engine, and the course says which are usual."""

import shutil
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pikepdf
import pytest
from building import build
from conftest import TINY

from builder.build.table import entries
from builder.course.config import read_config
from builder.course.folder import CourseFolder
from builder.course.model import Audience, Course
from builder.course.reader import Reader
from builder.course.settings import Config
from builder.edition.select import select
from builder.outputs.choice import Choice, is_special, named
from builder.problems import Problem

SHEETS = Choice(outputs=("worksheets",), audiences=(Audience.PARTICIPANT,), languages=("en",))
LETTER = Choice(SHEETS.outputs, SHEETS.audiences, SHEETS.languages, papers=("us-letter",))


def settings(text: str) -> tuple[Config, list[Problem]]:
    problems: list[Problem] = []
    reader = Reader(PurePosixPath("mkdocs.yml"), ("en",), problems)
    return read_config(
        CourseFolder(Path(), problems), reader, f"site_name: A course\nextra:\n  taller:\n    id: a\n{text}"
    ), problems


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("", ("a4",)),
        ("    country: MX\n", ("us-letter",)),
        ("    country: AR\n", ("a4",)),
        ("    country: MX\n    paper: a4\n", ("a4",)),
        ("    paper: [us-letter, a4]\n", ("us-letter", "a4")),
        ("    paper: [a4, a4]\n", ("a4",)),
    ],
)
def test_the_settings_or_the_country_say_which_paper_is_usual(text: str, papers: tuple[str, ...]) -> None:
    config, problems = settings(text)
    assert not problems
    assert config.papers == papers


@pytest.mark.parametrize(("text", "code"), [("    paper: a5\n", "unknown-value"), ("    country: XX\n", "bad-country")])
def test_a_paper_or_country_that_nobody_knows_is_named(text: str, code: str) -> None:
    _, problems = settings(text)
    assert [(problem.code, problem.line) for problem in problems] == [(code, 5)]


def test_the_paper_and_the_engine_stand_in_the_name_where_they_are_not_the_usual_ones(tiny: Course) -> None:
    editions = [select(tiny, audience, "en") for audience in Audience]
    tasks = {name: entry.task for name, entry in entries(tiny, editions, Choice()).items()}
    usual = {name for name, task in tasks.items() if Choice().wants(task)}
    letter = {name for name, task in tasks.items() if Choice(papers=("us-letter",)).wants(task)}
    kit = {name for name, task in tasks.items() if Choice(engine="pdfkit").wants(task)}
    assert not [name for name in usual if "us-letter" in name or "pdfkit" in name]
    assert "participant/downloads/participant-workbook.us-letter.en.pdf" in letter
    assert "trainer/downloads/cue-cards.one-day-us-letter.en.pdf" in letter
    assert "participant/downloads/worksheets.us-letter.en.docx" in letter
    assert "participant/downloads/participant-workbook.pdfkit.en.pdf" in kit
    # What hangs on neither is the same; what does is nowhere the same file.
    assert {name for name in usual & letter if tasks[name].paper} == set()
    assert {name for name in usual if not tasks[name].paper} <= letter
    assert {name for name in usual & kit if tasks[name].engine} == set()
    assert all(is_special(tasks[name]) for name in (letter | kit) - usual)
    titles = [task.download.title for task in tasks.values() if task.download and task.name.startswith("participant/")]
    assert len(set(titles)) == len(titles)


def test_run_sheets_name_the_pages_of_books_on_their_own_paper(tiny: Course) -> None:
    editions = [select(tiny, audience, "en") for audience in Audience]
    found = entries(tiny, editions, Choice())
    after = found["trainer/downloads/run-sheets.one-day-us-letter.en.pdf"].task.after
    assert after
    assert all("us-letter" in name and name in found for name in after)


@pytest.mark.slow
def test_letter_is_made_beside_a4_and_stays(tmp_path: Path) -> None:
    root = Path(shutil.copytree(TINY, tmp_path / "course"))
    build(root, SHEETS)
    folder = root / "dist/participant/downloads"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    build(root, LETTER)
    build(root, SHEETS)
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(after) == set(before) | {named(name, "us-letter") for name in before}
    assert before.items() <= after.items()
    for name in before:
        with pikepdf.open(folder / named(name, "us-letter")) as document:
            assert [float(number) for number in document.pages[0].mediabox] == [0, 0, 612, 792]


def test_a_course_for_both_papers_gets_both_unasked(tiny: Course) -> None:
    both = replace(tiny, config=replace(tiny.config, papers=("us-letter", "a4")))
    tasks = [entry.task for entry in entries(both, [select(both, Audience.PARTICIPANT, "en")], Choice()).values()]
    wanted = {task.name for task in tasks if Choice().wants(task)}
    name = "participant/downloads/participant-workbook.{}.pdf"
    assert {name.format("en"), name.format("a4.en")} <= wanted
