"""The course that this repository ships, built whole: its books pass two checkers, its pages axe, its sizes their limits."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from builder.choice import Choice
from builder.commands import check
from builder.gate import letters
from builder.pipeline import Report, build

ROOT = Path(__file__).parent.parent
FOLDERS = ("modules", "casestories", "trainer_guides", "reference", "pages")
BOOKS = ("participant", "solutions", "trainer")
ACCEPTED = {
    "ORD-001": "margin notes and boxes are painted in another order than they are read; the tags have the reading order",
    "PAG-001": "words such as 'Activity' or 'What they did' stand at the head of several pages because they are content",
    "TBL-011": "the corner cell of a table to fill in is empty on purpose",
    "TBL-012": "tables to fill in are mostly empty on purpose",
    "TBL-013": "two tables of a worksheet follow each other",
    "TBL-014": "ruled lines and boxes of a worksheet look like a grid; they are writing space",
    "LNK-010": "an address that stands as an example is no link",
    "FRM-002": "a field's label stands above it",
}
"""Warnings of the second checker that are no faults, and why."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    root = tmp_path_factory.mktemp("real") / "course"
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    return root, build(root, Choice())


def books(root: Path) -> list[Path]:
    return sorted(path for path in root.glob("dist/*/downloads/*.pdf") if not path.name.startswith("worksheet-"))


def test_the_course_is_clean_under_strict() -> None:
    assert [problem.text("en") for problem in check(ROOT)] == []


def test_nothing_is_cut_or_outside_the_page(course: tuple[Path, Report]) -> None:
    assert [problem.text("en") for problem in course[1].problems] == []


def test_three_modules_sixteen_stories_both_languages(course: tuple[Path, Report]) -> None:
    for language in ("en", "es"):
        assert len(list((course[0] / "casestories").glob(f"*.{language}.md"))) == 16
        assert len(list((course[0] / "modules").glob(f"*/module.{language}.md"))) == 3


def test_books_travel_by_phone(course: tuple[Path, Report]) -> None:
    for path in books(course[0]):
        limit = {"trainer": 4.5, "solutions": 2.2}.get(
            path.parent.parent.name, 2.0 if "participant" in path.name else 1.0
        )
        assert path.stat().st_size < limit * 1_000_000, path.name


def test_books_have_a_length_that_one_can_carry(course: tuple[Path, Report]) -> None:
    for language in ("en", "es"):
        for audience, low, high in (("participant", 90, 230), ("trainer", 160, 440)):
            path = course[0] / f"dist/{audience}/downloads/{audience}-workbook.{language}.pdf"
            with pikepdf.open(path) as pdf:
                assert low <= len(pdf.pages) <= high, path.name
                assert str(pdf.Root.Lang) == language


def test_the_first_checker_finds_no_error(course: tuple[Path, Report]) -> None:
    paths = sorted(course[0].glob("dist/*/downloads/*.pdf"))
    assert len(paths) > 60
    done = subprocess.run([sys.executable, "-m", "pdfua", "check", *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("audience", BOOKS)
def test_the_second_checker_finds_no_error(
    course: tuple[Path, Report], audience: str, language: str, tmp_path: Path
) -> None:
    path = course[0] / f"dist/{audience}/downloads/{audience}-workbook.{language}.pdf"
    report = tmp_path / "report.json"
    program = Path(sys.executable).with_name("outloud")
    subprocess.run([program, "--quiet", "--json", report, path], capture_output=True, check=False)
    document = pypdfium2.PdfDocument(path)
    wrong = []
    for finding in findings(json.loads(report.read_text(encoding="utf-8"))):
        if finding["rule"] == "TAG-002" and is_repeated_head(document, finding):
            continue
        if finding["severity"] != "info" and finding["rule"] not in ACCEPTED:
            wrong.append((finding["rule"], finding.get("page"), finding["message"], finding.get("evidence")))
    assert wrong == []


def findings(value: object) -> list[dict]:
    """The findings in the checker's report, wherever they stand in it."""
    if isinstance(value, dict):
        if {"rule", "severity", "message"} <= value.keys():
            return [value]
        return [finding for part in value.values() for finding in findings(part)]
    return [finding for part in value for finding in findings(part)] if isinstance(value, list) else []


def is_repeated_head(document: pypdfium2.PdfDocument, finding: dict) -> bool:
    """A header row repeated at the head of the next page is no content: it was read where the table begins."""
    words = [letters(word) for word in str(finding.get("evidence")).split() if "\u00ad" not in word]
    before = [document[number] for number in range(max(0, finding["page"] - 4), finding["page"] - 1)]
    text = letters(" ".join(page.get_textpage().get_text_range() for page in before))
    return all(word in text for word in words)
