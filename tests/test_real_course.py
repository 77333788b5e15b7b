"""The course that this repository ships, built whole: its books pass two checkers, its pages axe, its sizes their limits."""

import base64
import io
import shutil
from pathlib import Path

import checkers
import pikepdf
import pypdf
import pytest
from book_check import faults
from shipped import only_shipped
from site_fixtures import Browser, file_address

from builder.build.pipeline import Report, build
from builder.commands.check import all_problems as check
from builder.course.load import load_course
from builder.course.model import Audience
from builder.edition.select import select
from builder.edition.volumes import volumes
from builder.outputs.book.spec import BookSpec
from builder.outputs.choice import Choice

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
FOLDERS = ("modules", "casestories", "trainer_guides", "reference", "pages")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    root = tmp_path_factory.mktemp("real") / "course"
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    return root, build(root, Choice())


SEVERAL = ("workbook", "slides", "slides-handout")
"""One of each module."""


def books(root: Path, names: str = "*.pdf") -> list[Path]:
    return sorted(path for path in root.glob(f"dist/*/downloads/{names}") if not path.name.startswith("worksheet-"))


def test_the_course_is_clean_under_strict() -> None:
    assert [problem.text("en") for problem in check(ROOT)] == []


def test_nothing_is_cut_or_outside_the_page(course: tuple[Path, Report]) -> None:
    assert [problem.text("en") for problem in course[1].problems] == []


@only_shipped
def test_books_travel_by_phone(course: tuple[Path, Report]) -> None:
    for path in books(course[0]):
        limit = {"trainer": 4.5, "solutions": 2.8}.get(
            path.parent.parent.name, 2.0 if "participant" in path.name else 1.0
        )
        assert path.stat().st_size < limit * 1_000_000, path.name


@only_shipped
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("participant-workbook", 90, 140), ("participant-workbook-2", 60, 100), ("trainer-workbook", 160, 260), ("trainer-workbook-2", 160, 260),
     ("participant-workbook-3", 40, 100), ("trainer-workbook-3", 100, 260)],
)  # fmt: skip
def test_books_have_a_length_that_one_can_carry(
    course: tuple[Path, Report], name: str, low: int, high: int, language: str
) -> None:
    with pikepdf.open(course[0] / f"dist/{name.partition('-')[0]}/downloads/{name}.{language}.pdf") as pdf:
        assert low <= len(pdf.pages) <= high
        assert str(pdf.Root.Lang) == language


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_heading_and_question_is_printed_and_the_contents_name_its_page(
    course: tuple[Path, Report], language: str
) -> None:
    loaded, _ = load_course(ROOT)
    for audience in Audience:
        edition = select(loaded, audience, language)
        books = {
            f"{audience.label}-workbook" + (f"-{v}" if v > 1 else ""): BookSpec(volume=v) for v in volumes(edition)
        }
        if audience is Audience.PARTICIPANT:
            books |= {f"{module.slug}.workbook": BookSpec(module=module.slug) for module in edition.modules}
            books["case-stories"] = BookSpec(content="cases")
        for name, spec in books.items():
            path = course[0] / f"dist/{audience.label}/downloads/{name}.{language}.pdf"
            assert faults(edition, spec, path) == [], name


def downloads(root: Path, audience: str, pattern: str) -> list[Path]:
    """By name, the first volume first."""
    return sorted((root / f"dist/{audience}/downloads").glob(pattern), key=lambda path: path.name.split("."))


def test_the_first_checker_finds_no_error(course: tuple[Path, Report]) -> None:
    """Every workbook and the case stories; where several are of a kind, the smallest in each language, and each third single worksheet."""
    paths = [path for path in books(course[0]) if not any(f".{kind}" in path.name for kind in SEVERAL)]
    kinds = [books(course[0], f"*.{kind}.{language}.pdf") for kind in SEVERAL for language in ("en", "es")]
    paths += [min(kind, key=lambda path: path.stat().st_size) for kind in kinds]
    paths += sorted(course[0].glob("dist/*/downloads/worksheet-*.pdf"))[::3]
    assert checkers.first(paths) == ""


SECOND = [
    ("participant", "participant-workbook*", None),
    ("participant", "case-stories", 1),
    ("participant", "*.workbook", 1),
    ("participant", "worksheet-*", 1),
    ("solutions", "solutions-workbook*", None),
    ("trainer", "trainer-workbook*", None),
]
"""Audience, names, and how many of them are enough where several are of a kind."""
ENOUGH_IN_ENGLISH = {"solutions": 0, "trainer": 1}
"""Spanish has the longer lines, and the same pages."""


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_second_checker_finds_no_error(course: tuple[Path, Report], language: str, tmp_path: Path) -> None:
    paths = []
    for audience, names, enough in SECOND:
        found = downloads(course[0], audience, f"{names}.{language}.pdf")
        assert found, names
        paths += found[: ENOUGH_IN_ENGLISH.get(audience, enough) if language == "en" else enough]
    assert checkers.second(paths, tmp_path) == []


def test_each_variant_of_an_agenda_prints_on_two_pages(course: tuple[Path, Report]) -> None:
    browser = Browser()
    try:
        for language in ("en", "es"):
            browser.open(file_address(course[0] / f"dist/trainer/{language}/guides/agenda.html"))
            variants = browser.driver.find_elements("css selector", "details.variant")
            for number, variant in enumerate(variants):
                if number:
                    variant.find_element("css selector", "summary").click()
                paper = {"paperWidth": 8.27, "paperHeight": 11.69}
                printed = base64.b64decode(browser.driver.execute_cdp_cmd("Page.printToPDF", paper)["data"])
                pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages]
                assert len(pages) <= 2, (language, number)
                assert len("".join(pages)) > 1000
            assert len(variants) == 4
    finally:
        browser.driver.quit()
