"""The whole build on the tiny course: what is made, kept, stale; what a killed build leaves; equal bytes."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from building import build
from conftest import COURSES, TINY, Result
from pypdfium2 import PdfDocument

from builder.build import leak_search
from builder.build.lock import only_one
from builder.build.pipeline import Report
from builder.build.pipeline import build as build_in_processes
from builder.build.publish import Folders, recover
from builder.build.state import read_state
from builder.course.model import Audience
from builder.outputs.choice import Choice
from builder.problems import ContentError, UsageError

pytestmark = pytest.mark.slow

AUDIENCES = ("participant", "solutions", "trainer")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny course, built once; tests copy it."""
    root = tmp_path_factory.mktemp("built") / "course"
    shutil.copytree(TINY, root)
    build_in_processes(root, Choice())
    return root


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "course"))


def test_nothing_to_make_is_said_and_what_is_no_more_is_taken_away(tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(COURSES / "mono", root)
    choice = Choice(outputs=("module-books",), audiences=(Audience.SOLUTIONS,))
    with pytest.raises(UsageError, match="none of what you asked for"):
        build(root, choice)
    assert not (root / "dist").exists()
    page, text = (
        root / "modules/10-one/10-page.en.md",
        (root / "modules/10-one/10-page.en.md").read_text(encoding="utf-8"),
    )
    sheet = "\n::: worksheet Sheet {#s}\n::: lines {#a rows=2}\nWhat?\n:::\n:::\n"
    page.write_text(text + sheet, encoding="utf-8")
    sheets = Choice(outputs=("worksheets",))
    assert [row.state for row in build(root, sheets).rows] == ["made"]
    page.write_text(text, encoding="utf-8")
    assert [row.state for row in build(root, sheets).rows] == ["gone"]
    assert not list((root / "dist").rglob("*.pdf"))


def tree(folder: Path) -> dict[str, str]:
    """Path -> digest of every file."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def states(report: Report, state: str) -> set[str]:
    return {row.name for row in report.rows if row.state == state}


def english_sessions(root: Path) -> list[Path]:
    return sorted(root.glob("modules/*/[0-9]*.en.md"))


def session_with(root: Path, mark: str) -> Path:
    return next(path for path in english_sessions(root) if mark in path.read_text(encoding="utf-8"))


def test_every_audience_gets_its_folder(built: Path) -> None:
    names = set(tree(built / "dist"))
    assert {"participant/index.html", "participant/en/index.html", "participant/es/index.html"} <= names
    assert {"trainer/index.html", "trainer/en/index.html", "solutions/index.html"} <= names
    for audience in AUDIENCES:
        for language in ("en", "es"):
            assert f"{audience}/downloads/{audience}-workbook.{language}.pdf" in names
            assert (f"{audience}/downloads/{audience}-workbook-2.{language}.pdf" in names) == (audience != "solutions")
    assert "participant/downloads/case-stories.es.pdf" in names
    assert any(name.startswith("participant/downloads/worksheet-") for name in names)
    assert not any(name.startswith("solutions/en") for name in names)


def test_a_second_build_does_nothing_and_says_so(copy: Path) -> None:
    before = tree(copy / "dist")
    report = build(copy, Choice())
    assert report.unchanged
    assert states(report, "kept") == {row.name for row in report.rows}
    assert tree(copy / "dist") == before


def test_a_part_of_what_is_built_makes_nothing_and_touches_nothing(copy: Path) -> None:
    def stamps() -> dict[Path, tuple[int, int]]:
        found = {path: path.stat() for path in (copy / "dist").rglob("*") if path.is_file()}
        return {path: (stat.st_mtime_ns, stat.st_ino) for path, stat in found.items()}

    before = stamps()
    names = {row.name for row in build(copy, Choice()).rows}
    assert build(copy, Choice(outputs=("site",))).unchanged
    assert states(build(copy, Choice(languages=("es",), module="look")), "kept") == names
    assert stamps() == before
    with pytest.raises(UsageError):
        build(copy, Choice(languages=("xx",)))
    assert build(copy, Choice()).unchanged


def test_a_part_puts_back_what_is_missing_from_dist(copy: Path) -> None:
    file = copy / "dist/participant/index.html"
    file.unlink()
    assert not build(copy, Choice(outputs=("site",), languages=("en",))).unchanged
    assert file.is_file()
    assert build(copy, Choice(outputs=("site",), languages=("en",))).unchanged


def test_a_file_missing_from_dist_is_put_back(copy: Path) -> None:
    before = tree(copy / "dist")
    (copy / "dist/participant/en/index.html").unlink()
    report = build(copy, Choice())
    assert not report.unchanged
    assert not states(report, "made")
    assert tree(copy / "dist") == before


def test_a_trainer_note_makes_only_the_trainers_outputs(copy: Path) -> None:
    page = session_with(copy, "::: /trainer")
    text = page.read_text(encoding="utf-8").replace("::: /trainer", "One more hint.\n::: /trainer", 1)
    page.write_text(text, encoding="utf-8")
    report = build(copy, Choice())
    made = {name for name in states(report, "made") if "/questions" not in name}
    slides = {name for name in made if name.endswith(".slides.en.pptx")}  # their notes
    assert len(slides) == 1
    sheets = {f"trainer/downloads/run-sheets.{one}.en.pdf" for one in ("one-day", "two-evenings")}  # so do they
    assert made - slides - sheets == {"trainer/en", "trainer/downloads/trainer-workbook.en.pdf"}
    assert sheets <= made


@dataclass(frozen=True)
class Edited:
    """A sentence more in a session: what the participants' site alone made of it, and then all."""

    root: Path
    part: Report
    rest: Report


@pytest.fixture(scope="module")
def edited(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Edited:
    root = Path(shutil.copytree(built, tmp_path_factory.mktemp("edited") / "course"))
    page = english_sessions(root)[0]
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    part = build(root, Choice(outputs=("site",), audiences=(Audience.PARTICIPANT,)))
    assert (root / "dist/participant/downloads/participant-workbook.en.pdf").exists()
    return Edited(root, part, build(root, Choice()))


def test_a_partial_build_makes_again_what_participants_get_and_names_what_is_stale_for_trainers(edited: Edited) -> None:
    report = edited.part
    assert states(report, "made") == {"participant/en"}
    assert {
        "participant/downloads/participant-workbook.en.pdf", "solutions/downloads/solutions-workbook.en.pdf",
    } <= states(report, "again")  # fmt: skip
    assert states(report, "stale") >= {"trainer/en", "trainer/downloads/trainer-workbook.en.pdf"}
    assert not any(not name.startswith("trainer") for name in states(report, "stale"))
    assert "participant/downloads/participant-workbook.es.pdf" in states(report, "kept")
    assert "trainer/en" in states(edited.rest, "made")


def test_a_session_makes_only_the_sites_of_its_language_and_the_books_that_hold_it(
    edited: Edited, tmp_path: Path
) -> None:
    assert not states(edited.part, "again") & states(edited.rest, "made")
    names = states(edited.part, "made") | states(edited.part, "again") | states(edited.rest, "made")
    books = ("participant/downloads/look.workbook", *(f"{name}/downloads/{name}-workbook" for name in AUDIENCES))
    made = {name for name in names if "/questions" not in name and "/course." not in name}
    packages = {f"trainer/downloads/look.{version}.en.zip" for version in ("scorm12", "scorm2004")}
    epubs = {f"{name}/downloads/{name}-workbook.en.epub" for name in ("participant", "solutions")}
    assert made == {"participant/en", "trainer/en", *(f"{book}.en.pdf" for book in books), *packages, *epubs}
    text = "".join(
        page.get_textpage().get_text_range() for page in PdfDocument(edited.root / f"dist/{books[0]}.en.pdf")
    )
    assert "One more sentence." in text
    # What was kept and made is what a build from nothing makes, on another path and in one process; test_site.py shows it of sites.
    elsewhere = tmp_path / "somewhere else" / "course"
    shutil.copytree(edited.root, elsewhere, ignore=shutil.ignore_patterns("dist", ".build"))
    build(elsewhere, Choice(languages=("en",)))
    there, here = tree(elsewhere / "dist"), tree(edited.root / "dist")
    english = {name for name in here if ".en." in name and "/downloads/" in name}
    assert len(english) > 45
    assert [name for name in sorted(english) if there.get(name) != here[name]] == []


def test_a_book_of_the_other_engine_is_not_taken_for_the_same(copy: Path) -> None:
    folder, name = copy / "dist/participant/downloads", "case-stories.en.pdf"
    before = (folder / name).read_bytes()
    build(copy, Choice(engine="pdfkit", outputs=("case-stories",), languages=("en",)))
    assert (folder / name).read_bytes() == before
    assert (folder / "case-stories.pdfkit.en.pdf").read_bytes() != before


def test_faults_build_nothing(copy: Path) -> None:
    before = tree(copy / "dist")
    page = english_sessions(copy)[0]
    page.write_text(page.read_text(encoding="utf-8") + "\n::: trainer\nlost\n", encoding="utf-8")
    with pytest.raises(ContentError):
        build(copy, Choice())
    assert tree(copy / "dist") == before


def test_an_unknown_module_is_a_wrong_use(copy: Path) -> None:
    with pytest.raises(UsageError):
        build(copy, Choice(module="nothing"))


KILLS = int(os.environ.get("KILLS", "5"))
"""`KILLS=50` is the long run, of all outputs."""
TWO_FOLDERS = () if "KILLS" in os.environ else ("site",)
"""A site for each audience that has one, made by two processes."""


def test_killed_at_any_moment_dist_is_whole(tmp_path: Path) -> None:
    """Builds of a changed course, each killed somewhere; the earlier dist, or the new one, is whole each time."""
    copy = Path(shutil.copytree(COURSES / "mono", tmp_path / "course"))  # one page, so that there can be many builds
    choice = Choice(outputs=TWO_FOLDERS)
    build(copy, choice)
    page = english_sessions(copy)[0]
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    for name in ("participant/CNAME", "participant/.well-known/security.txt", "participant/en/.htaccess"):
        (copy / "dist" / name).parent.mkdir(exist_ok=True)
        (copy / "dist" / name).write_text("their", encoding="utf-8")
    old = tree(copy / "dist")
    reference = Path(shutil.copytree(copy, copy.parent / "reference"))
    started = time.monotonic()
    build_in_processes(reference, choice)
    whole = time.monotonic() - started
    new = tree(reference / "dist")
    for number in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "builder", "-C", str(copy), "build", *(f"--output={name}" for name in TWO_FOLDERS)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            process.wait(timeout=0.1 + whole * 1.2 * number / KILLS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        recover(Folders(copy))
        assert tree(copy / "dist") in (old, new)
        assert not list((copy / ".build").glob("tmp/*"))
    build(copy, choice)
    assert tree(copy / "dist") == new


def test_files_of_a_large_course_are_searched_by_a_process_that_made_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "course"
    shutil.copytree(COURSES / "mono", root)
    monkeypatch.setattr(leak_search, "LARGE", 0)
    monkeypatch.setattr(leak_search, "check_audience", None)  # in this process: the other one imports its own
    build_in_processes(root, Choice(outputs=("site",), audiences=(Audience.PARTICIPANT,)))
    files = [path for path in (root / "dist/participant").rglob("*") if path.is_file()]
    assert len(files) > 20
    assert len(read_state(root / ".build/state.json").gate) == len(files)


def test_the_command_says_what_it_wrote(copy: Path, run_cli: Callable[..., Result]) -> None:
    result = run_cli("-C", copy, "build")
    assert result.code == 0
    assert "nothing changed" in result.stdout
    assert "dist/participant/downloads/participant-workbook.en.pdf" in result.stdout


def test_a_second_build_at_the_same_time_is_refused(copy: Path, run_cli: Callable[..., Result]) -> None:
    with only_one(copy / ".build" / "lock"):
        result = run_cli("-C", copy, "build", "--force")
    assert result.code == 2
    assert "another build" in result.stderr
    assert run_cli("-C", copy, "build").code == 0
