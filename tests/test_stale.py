"""Nothing that an author has hidden or taken out stays with participants, whatever part of the course is built."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from building import build
from conftest import TINY, Result

from builder.build.plan import Job, plan
from builder.build.state import Earlier, State
from builder.build.table import entries
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs.choice import Choice

pytestmark = pytest.mark.slow

PAGE = "modules/10-look/10-first.en.md"
CHOICES = {
    "--output workbook": Choice(outputs=("workbook",)),
    "--output site": Choice(outputs=("site",)),
    "--audience trainer": Choice(audiences=(Audience.TRAINER,)),
    "--audience participant": Choice(audiences=(Audience.PARTICIPANT,)),
    "--language es": Choice(languages=("es",)),
    "--only-module": Choice(module="look"),
    "--variant": Choice(variants=("booklet",)),
    "--paper": Choice(papers=("us-letter",), outputs=("case-stories",)),
    "--engine": Choice(engine="pdfkit", outputs=("case-stories",)),
    "everything": Choice(),
}


def replace(name: str, old: str, new: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


CHANGES: dict[str, Callable[[Path], object]] = {
    "a sentence is hidden": replace(PAGE, "The firm touches", "::: trainer\nThe firm touches\n::: /trainer\n\nPeople"),
    "a sentence is taken out": replace(PAGE, "Write one name", "Write"),
    "a page is deleted": lambda root: [path.unlink() for path in root.glob("modules/10-look/20-deeper.*")],
    "a module is deleted": lambda root: shutil.rmtree(root / "modules/20-act"),
    "a picture is changed": lambda root: shutil.copy(root / "reference/logo.png", root / "modules/10-look/images/flipchart.png"),
    "words of a picture": replace("modules/10-look/images/grid.yml", "Much", "Great"),
    "a term is changed": replace("reference/glossary.yml", "Anyone who", "All who"),
    "a source is changed": replace("reference/sources.yml", "title:", "title: New"),
    "a language is taken out": replace("mkdocs.yml", "[en, es]", "[en]"),
    "the colour": replace("mkdocs.yml", "#1f4e5f", "#2f4e5f"),
    "the logo": lambda root: (root / "reference/logo.png").write_bytes((root / "modules/10-look/images/flipchart.png").read_bytes()),
    "a case story": replace("casestories/solar-farm.yml", "medium", "high"),
}  # fmt: skip


def loaded(root: Path) -> tuple[Course, list]:
    course = load_course(root)[0]
    return course, [select(course, audience, language) for audience in Audience for language in course.config.languages]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> tuple[State, Path]:
    """The state after everything was built, books of one language on both papers; a cache with a file a key."""
    cache = tmp_path_factory.mktemp("cache")
    course, editions = loaded(TINY)
    outputs = {}
    for name, entry in entries(course, editions, Choice()).items():
        task = entry.task
        is_made = task.paper in ("", "a4") or task.edition.language == "es"
        if is_made and task.engine != "pdfkit" and task.variant in {"", "booklet"}:
            outputs[name] = Earlier(entry.key)
            (cache / entry.key).touch()
    return State(outputs=outputs), cache


@pytest.mark.parametrize("what", CHANGES)
def test_no_part_of_the_course_leaves_a_stale_output_below_trainers(
    what: str, course_dir: Path, before: tuple[State, Path]
) -> None:
    state, cache = before
    CHANGES[what](course_dir)
    course, editions = loaded(course_dir)
    now = entries(course, editions, Choice())
    for name, choice in CHOICES.items():
        rows = plan(course, editions, choice, state, cache, state.outputs, force=False)
        kept = [row for row in rows if not isinstance(row, Job)]
        for row in kept:
            entry = now[row.task.name]
            is_right = row.output.key == entry.key
            assert is_right == (row.state == "kept"), (name, row.task.name)
            assert is_right or entry.task.edition.audience is Audience.TRAINER, (name, row.task.name)
        names = {row.task.name for row in rows}
        assert names >= state.outputs.keys() & now.keys(), name


def test_a_part_on_other_paper_leaves_the_rest_as_it_is(before: tuple[State, Path]) -> None:
    state, cache = before
    rows = plan(*loaded(TINY), CHOICES["--paper"], state, cache, state.outputs, force=False)
    assert {row.task.output for row in rows if isinstance(row, Job)} == {"case-stories"}
    assert {row.state for row in rows if not isinstance(row, Job)} == {"kept"}


def test_force_makes_only_what_is_asked_for(before: tuple[State, Path]) -> None:
    state, cache = before
    rows = plan(*loaded(TINY), CHOICES["--output site"], state, cache, state.outputs, force=True)
    assert {row.task.output for row in rows if isinstance(row, Job)} == {"site"}
    assert len(rows) == len(state.outputs)


def test_without_the_cache_what_lies_in_dist_is_made_again(before: tuple[State, Path], tmp_path: Path) -> None:
    """After `taller clean`, a part is built: the rest is neither lost nor out of date."""
    state, _ = before
    rows = plan(*loaded(TINY), CHOICES["--output site"], State(), tmp_path, state.outputs, force=False)
    assert len([row for row in rows if isinstance(row, Job)]) == len(state.outputs)


def letters(folder: Path) -> str:
    """All that can be read in pages and indexes below a folder."""
    paths = (path for path in folder.rglob("*") if path.suffix in {".html", ".json", ".js", ".xml"})
    return "".join(path.read_text(encoding="utf-8") for path in sorted(paths))


def test_a_partial_build_takes_hidden_text_and_lost_downloads_away(
    course_dir: Path, run_cli: Callable[..., Result]
) -> None:
    build(course_dir, Choice(outputs=("site", "module-books"), audiences=(Audience.PARTICIPANT,)))
    assert "The firm touches many people." in letters(course_dir / "dist/participant")
    old, spanish = "The firm touches many people.", "La empresa toca a muchas personas."
    for name, text in ((PAGE, old), (PAGE.replace(".en.", ".es."), spanish)):
        replace(name, text, f"::: trainer\n{text}\n::: /trainer")(course_dir)
    shutil.rmtree(course_dir / "modules/20-act")
    for path in course_dir.glob("trainer_guides/20-act.*"):
        path.unlink()
    for path in [*course_dir.rglob("*.md"), course_dir / "trainer_guides/00-workshop.yml"]:
        text = re.sub(r"\[([^\]]*)\]\(\.\./20-act[^)]*\)", r"\1", path.read_text(encoding="utf-8"))
        path.write_text(text.replace("act/plan", "look/deeper"), encoding="utf-8")
    done = run_cli("-C", course_dir, "--lang", "es", "build", "--output", "worksheets", "--language", "es")
    assert done.code == 0, done.stdout + done.stderr
    assert re.search(r"^rehecho .*dist/participant/en$", done.stdout, re.MULTILINE)
    assert re.search(r"^quitado .*dist/participant/downloads/act.workbook.en.pdf$", done.stdout, re.MULTILINE)
    assert "se hizo aunque no se pidió" in done.stdout
    text = letters(course_dir / "dist/participant")
    assert old not in text
    assert "act.workbook" not in text
    assert not (course_dir / "dist/participant/downloads/act.workbook.en.pdf").exists()


def test_a_build_that_fails_says_that_dist_is_the_old_one(course_dir: Path, run_cli: Callable[..., Result]) -> None:
    (course_dir / "dist").mkdir()
    with (course_dir / PAGE).open("a", encoding="utf-8") as page:
        page.write("\n::: trainer\nlost\n")
    done = run_cli("-C", course_dir, "--lang", "en", "build")
    assert done.code == 1
    assert "nothing was published: dist/ is still as the last build left it" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_another_output_is_made_from_is_on_the_paper_of_the_course(before: tuple[State, Path]) -> None:
    """An EPUB lists the pages of a book, whatever else is printed."""
    state, cache = before
    choice = Choice(outputs=("epub",), papers=("us-letter",))
    rows = plan(*loaded(TINY), choice, State(), cache, state.outputs, force=False)
    made = {(row.task.output, row.task.paper) for row in rows if isinstance(row, Job) and row.is_asked_for}
    assert made == {("epub", ""), ("workbook", "a4"), ("case-stories", "a4")}
