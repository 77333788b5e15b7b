"""No engine is the first to find a fault; if one is, its message names the page and the line that it came from."""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from conftest import COURSES, TINY, need_tool

from builder.build.plan import Job
from builder.build.pool import make_all, processes
from builder.build.state import Earlier
from builder.build.table import Entry
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.narrow import Part, find_parts, narrow, only, told
from builder.edition.select import Edition, select
from builder.outputs import Given, Made, Task
from builder.outputs.book.book import prepare_book, write_book
from builder.outputs.book.tasks import tasks as book_tasks
from builder.outputs.choice import Choice
from builder.outputs.site.tasks import tasks as site_tasks
from builder.problems import ContentError, Problem

SESSION = PurePosixPath("modules/10-look/10-first.en.md")
MODULE = PurePosixPath("modules/10-look/module.en.md")
STORY = PurePosixPath("casestories/solar-farm.en.md")
PAGE = PurePosixPath("modules/10-one/10-page.en.md")


def line_with(root: Path, path: PurePosixPath, words: str) -> int:
    lines = (root / path).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if words in line)


def refusing(*words: str) -> Callable[[Edition, Path], None]:
    """An engine that can't bear pages with all of these words."""

    def engine(edition: Edition, _: Path) -> None:
        texts = ["\n".join([leaf.title, *leaf.document.lines]) for leaf in edition.leaves()]
        if all(any(word in text for text in texts) for word in words):
            raise ValueError(words)

    return engine


@pytest.mark.parametrize(
    "words", ["title: First look", "Every [stakeholder]", "| Little power", "is only a sample", "Speak slowly", "::: keypoints"]
)  # fmt: skip
def test_what_an_engine_cannot_bear_is_found(tiny: Course, words: str) -> None:
    edition = select(tiny, Audience.TRAINER, "en")
    part = narrow(edition, refusing(words.removeprefix("title: ")))
    assert part is not None
    assert part.path == SESSION
    assert part.first <= line_with(TINY, SESSION, words) <= part.last


def test_what_no_part_alone_is_to_blame_for_blames_none(tiny: Course) -> None:
    edition = select(tiny, Audience.TRAINER, "en")
    assert narrow(edition, refusing("Every [stakeholder]", "Speak slowly")) is None
    assert narrow(edition, refusing("")) is None
    assert narrow(edition, refusing("stands nowhere")) is None


def test_the_parts_of_a_page_are_all_that_it_says(tiny: Course) -> None:
    for leaf in select(tiny, Audience.TRAINER, "en").leaves():
        parts = [part for part in find_parts(leaf.document) if not part.is_head]
        numbers = {number for part in parts for number in range(part.first, part.last + 1)}
        assert {number for number, line in enumerate(leaf.document.lines, 1) if line.strip()} <= numbers
        assert [part.first for part in parts] == sorted(part.first for part in parts)


@pytest.mark.slow
def test_an_edition_of_one_part_can_be_made(tiny: Course, tmp_path: Path) -> None:
    edition = select(tiny, Audience.TRAINER, "en")
    line = line_with(TINY, SESSION, "## The grid")
    write_book(prepare_book(only(edition, [Part(SESSION, line, line)])), tmp_path / "book.pdf")
    assert (tmp_path / "book.pdf").stat().st_size > 1000


@pytest.fixture
def faulty(tmp_path: Path) -> Course:
    """A course with a block that the renderer refuses, as if the check didn't know of it."""
    root = tmp_path / "course"
    shutil.copytree(COURSES / "mono", root)
    with (root / PAGE).open("a", encoding="utf-8") as stream:
        stream.write("\nMore words.\n\n::: no-such-block\nWords.\n:::\n\nWords after it.\n")
    return load_course(root)[0]


KIT = "participant/downloads/one.workbook-pdfkit.en.pdf"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["typst", "pdfkit", "mkdocs"])
def test_every_engine_names_page_and_line(tmp_path: Path, faulty: Course, engine: str) -> None:
    if engine == "pdfkit":
        need_tool("wkhtmltopdf")
    editions = [select(faulty, Audience.PARTICIPANT, "en")]
    found = site_tasks if engine == "mkdocs" else book_tasks
    tasks = found(faulty, editions, Choice(engine="pdfkit" if engine == "pdfkit" else "typst"))
    task = next(
        one for one in tasks if one.name in ("participant/en", "participant/downloads/one.workbook.en.pdf", KIT)
    )
    with pytest.raises(ContentError) as error:
        task.make(tmp_path / "made", Given())
    line = line_with(tmp_path / "course", PAGE, "no-such-block")
    assert [(one.path, one.line, one.code) for one in error.value.problems] == [(PAGE, line, "engine-failed")]


def test_what_stops_any_output_is_told_with_its_line(tmp_path: Path, faulty: Course, tiny: Course) -> None:
    edition = select(faulty, Audience.PARTICIPANT, "en")
    error = told(edition, "scorm", ValueError("no such block"))
    assert isinstance(error, ContentError)
    line = line_with(tmp_path / "course", PAGE, "no-such-block")
    assert [(one.path, one.line) for one in error.problems] == [(PAGE, line)]
    ours = KeyError("a fault of ours")
    assert told(select(tiny, Audience.PARTICIPANT, "en"), "scorm", ours) is ours


@pytest.mark.slow
def test_the_pool_tells_it(tmp_path: Path, faulty: Course) -> None:
    edition = select(faulty, Audience.PARTICIPANT, "en")
    task = Task("participant/x", "site", edition, stopped)
    job = Job(Entry(task, "a" * 32), Earlier(), is_asked_for=True)
    (tmp_path / "cache").mkdir()
    with processes(1, tmp_path) as pool, pytest.raises(ContentError) as error:
        make_all(pool, tmp_path / "cache", [job], lambda _: None)
    assert {one.path for one in error.value.problems} == {PAGE}


def stopped(_target: Path, _given: Given) -> Made:
    raise ValueError


# -- the lines of a book's code


def changed(root: Path, path: PurePosixPath, old: str, new: str) -> Course:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return load_course(root)[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", ["Every ", "Many people are touched.", "Little power", "What will you do first?", "Copy the result."]
)  # fmt: skip
def test_what_typst_refuses_names_the_line_of_the_words(tmp_path: Path, tiny: Course, words: str) -> None:
    prepared = prepare_book(select(tiny, Audience.PARTICIPANT, "en"))
    pieces = [
        one._replace(code=f"{one.code} + panic()") if one.words == words and one.origin[0] == str(SESSION) else one
        for one in prepared.pieces
    ]  # fmt: skip
    with pytest.raises(ContentError) as error:
        write_book(replace(prepared, pieces=tuple(pieces)), tmp_path / "book.pdf")
    first = min(error.value.problems)
    assert (first.path, first.line) == (SESSION, line_with(TINY, SESSION, words))


def layout_faults(course: Course, tmp_path: Path, audience: Audience = Audience.PARTICIPANT) -> Sequence[Problem]:
    return write_book(prepare_book(select(course, audience, "en")), tmp_path / "book.pdf").problems


@pytest.mark.slow
def test_a_wide_table_names_its_rows(course_dir: Path, tmp_path: Path) -> None:
    table = f"| {' | '.join(['Many'] * 12)} |\n|{'---|' * 12}\n| {' | '.join(['8' * 25] * 12)} |"
    problems = layout_faults(changed(course_dir, SESSION, "::: keypoints", f"{table}\n\n::: keypoints"), tmp_path)
    first = line_with(course_dir, SESSION, "| Many |")
    assert {(one.path, one.line) for one in problems} == {(SESSION, first), (SESSION, first + 2)}


@pytest.mark.slow
@pytest.mark.parametrize("audience", [Audience.PARTICIPANT, Audience.TRAINER])
@pytest.mark.parametrize("path", [SESSION, MODULE, STORY])
def test_a_long_title_is_blamed_wherever_it_is_printed(
    course_dir: Path, tmp_path: Path, path: PurePosixPath, audience: Audience
) -> None:
    (course_dir / path).write_text(
        re.sub(
            r"title: .*", f"title: {'Extraordinarily ' * 120}", (course_dir / path).read_text(encoding="utf-8"), count=1
        ),
        encoding="utf-8",
    )
    try:
        problems = layout_faults(load_course(course_dir)[0], tmp_path, audience)
    except ContentError as error:  # Typst may stop at a title of several pages, instead of printing what is too tall
        problems = error.problems
    assert {(one.path, one.line) for one in problems} == {(path, 2)}
