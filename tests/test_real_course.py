"""The course that this repository ships, built: its books pass two checkers, its sizes their limits, nothing is cut.

All of it in Spanish, which has the longer lines; in English what participants get: books and site. `make accessible` builds and reads all.
"""

import base64
import gzip
import io
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import checkers
import pikepdf
import pypdf
import pypdfium2
import pytest
import structure_check
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

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]  # on a busy machine the build alone takes ten minutes

ROOT = Path(__file__).parent.parent
FOLDERS = ("modules", "casestories", "trainer_guides", "reference", "free_pages", "pages")
BOOKS = ("*-workbook*", "case-stories", "*.workbook", "worksheet-*")
KINDS = (*BOOKS, "*.slides", "*.slides-handout", "cue-cards.*", "run-sheets.*")
"""Names of PDFs that differ only in their module, volume, sheet or plan of the day."""
HYPHEN = re.compile("(\\w+)\ufffe\\s*(\\w+)")
"""A word divided at the end of a line, as the reader of PDFs tells it."""
LENGTHS = {
    "participant-workbook": (90, 120), "participant-workbook-2": (60, 100), "participant-workbook-3": (40, 100),
    "trainer-workbook": (160, 260), "trainer-workbook-2": (160, 260), "trainer-workbook-3": (100, 260),
    "solutions-workbook": (200, 284),
}  # fmt: skip
"""Pages of the books, at least and at most."""
EVERY_FILE = "EVERY_FILE" in os.environ
"""`make accessible`: a quarter of an hour of a processor instead of six minutes."""
IN_ENGLISH = Choice(languages=("en",), outputs=("workbook", "case-stories", "site"), audiences=(Audience.PARTICIPANT,))
"""What is built in English, unless it is every file."""
WHOLE = ["en", "es"] if EVERY_FILE else ["es"]
"""Languages in which all is built."""
BUILT = {language: tuple(Audience) if language in WHOLE else IN_ENGLISH.audiences for language in ("en", "es")}
"""Whose books are built."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    root = tmp_path_factory.mktemp("real") / "course"
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    if EVERY_FILE:
        return root, build(root, Choice())
    spanish, english = build(root, Choice(languages=("es",))), build(root, IN_ENGLISH)
    return root, replace(spanish, problems=(*spanish.problems, *english.problems))


def books(root: Path, names: str = "*.pdf") -> list[Path]:
    return sorted(path for path in root.glob(f"dist/*/downloads/{names}") if not path.name.startswith("worksheet-"))


@only_shipped
def test_hyphens_stand_in_long_words_alone(course: tuple[Path, Report]) -> None:
    """Of what is divided at the end of a line in the participants' books, in both languages: no short word, no name."""
    divided: set[str] = set()
    for path in books(course[0], "participant-workbook*.pdf"):
        with pypdfium2.PdfDocument(path) as document:
            for page in document:
                divided |= {"-".join(pair) for pair in HYPHEN.findall(page.get_textpage().get_text_range())}
    assert 0 < len(divided) < 40, "words with a hyphen of their own are among them"
    assert not [word for word in divided if len(word) < 9]


def test_the_course_is_clean_under_strict() -> None:
    assert [problem.text("en") for problem in check(ROOT)] == []


def test_nothing_is_cut_or_outside_the_page(course: tuple[Path, Report]) -> None:
    assert [problem.text("en") for problem in course[1].problems] == []


@only_shipped
def test_books_travel_by_phone(course: tuple[Path, Report]) -> None:
    for path in books(course[0]):
        limit = {"trainer": 4.5, "solutions": 3.2}.get(
            path.parent.parent.name, 2.0 if "participant" in path.name else 1.0
        )
        assert path.stat().st_size < limit * 1_000_000, path.name


@only_shipped
def test_no_page_weighs_more_than_25_kb(course: tuple[Path, Report]) -> None:
    """Compressed, without what pages share: that has its own limit in test_site_loading.py."""
    pages = course[0].glob("dist/participant/*/**/*.html")
    weights = {page.relative_to(course[0]): len(gzip.compress(page.read_bytes(), 6)) for page in pages}
    assert len(weights) > 100
    assert {page: weight for page, weight in weights.items() if weight > 25_000} == {}


@only_shipped
@pytest.mark.parametrize("language", ["en", "es"])
def test_books_have_a_length_that_one_can_carry(course: tuple[Path, Report], language: str) -> None:
    for name, (low, high) in LENGTHS.items():
        if name.partition("-")[0] not in {audience.label for audience in BUILT[language]}:
            continue
        with pikepdf.open(course[0] / f"dist/{name.partition('-')[0]}/downloads/{name}.{language}.pdf") as pdf:
            assert low <= len(pdf.pages) <= high, name
            assert str(pdf.Root.Lang) == language, name


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_heading_and_question_is_printed_and_the_contents_name_its_page(
    course: tuple[Path, Report], language: str
) -> None:
    loaded, _ = load_course(ROOT)
    for audience in BUILT[language]:
        edition = select(loaded, audience, language)
        books = {
            f"{audience.label}-workbook" + (f"-{v}" if v > 1 else ""): BookSpec(volume=v) for v in volumes(edition)
        }
        if audience is Audience.PARTICIPANT:
            if language in WHOLE:
                books |= {f"{module.slug}.workbook": BookSpec(module=module.slug) for module in edition.modules}
            books["case-stories"] = BookSpec(content="cases")
        for name, spec in books.items():
            path = course[0] / f"dist/{audience.label}/downloads/{name}.{language}.pdf"
            assert faults(edition, spec, path) == [], name


def looked_at(root: Path, language: str, kinds: Sequence[str] = KINDS) -> list[Path]:
    """The smallest PDF of each kind in a language; with `EVERY_FILE` all of them."""
    found = defaultdict(list)
    for path in sorted(root.glob(f"dist/*/downloads/*.{language}.pdf"), key=lambda path: path.stat().st_size):
        kind = next((kind for kind in KINDS if fnmatch(path.name, f"{kind}.{language}.pdf")), None)
        assert kind, f"of what kind is {path.name}?"
        found[path.parent.parent.name, kind].append(path)
    expected = {"*-workbook*", "case-stories"} | ({"*.workbook"} if language in WHOLE else set())
    assert expected <= {kind for _, kind in found}
    return [path for (_, kind), paths in found.items() if kind in kinds for path in paths[: None if EVERY_FILE else 1]]


def without_solutions(paths: list[Path]) -> list[Path]:
    """The book of solutions has 284 pages and is made like the participants': half of a checker's time."""
    return [path for path in paths if EVERY_FILE or "solutions" not in path.name]


@pytest.mark.parametrize("language", ["en", "es"])
def test_tags_hold_what_they_say_in_the_order_of_the_pages(course: tuple[Path, Report], language: str) -> None:
    found = {path.name: structure_check.faults(path) for path in looked_at(course[0], language)}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", WHOLE)
def test_the_first_checker_finds_no_error(course: tuple[Path, Report], language: str) -> None:
    assert checkers.first(without_solutions(looked_at(course[0], language))) == ""


@pytest.mark.parametrize("language", WHOLE)
def test_the_second_checker_finds_no_error(course: tuple[Path, Report], language: str, tmp_path: Path) -> None:
    """The tiny course's books are looked at by both in both languages."""
    assert checkers.second(without_solutions(looked_at(course[0], language, BOOKS)), tmp_path) == []


def test_each_variant_of_an_agenda_prints_on_two_pages(course: tuple[Path, Report]) -> None:
    browser = Browser()
    try:
        for language in WHOLE:
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
