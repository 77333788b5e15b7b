"""Every corner input that the check accepts goes through all three engines, and its page is there, in both languages."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import COURSES, need_tool
from corners import CORNERS

from builder.check import check_course
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs.book.book import prepare_book, write_book
from builder.outputs.book.pdfkit.engine import write_kit_book
from builder.outputs.book.spec import BookSpec
from builder.outputs.site.site import build_site, stage_site
from builder.print.pdf_text import page_lines

pytestmark = pytest.mark.slow

HEAD = "---\ntitle: Corners {n}\ntrack: core\n---\n\n::: objectives\n- Say one thing.\n:::\n\n::: teach Corners {minutes=5}\nWords.\n:::\n"
ON_A_PAGE = 12
EXPECTED = (
    "a word is wider than its column", "una palabra es más ancha que su columna",
    "before a quarter of them is used", "antes de usar una cuarta parte",
)  # fmt: skip
"""Of pages that hold a dozen odd things each."""
LANGUAGES = ("en", "es")


def pages() -> Iterator[str]:
    """Pages of some corners each; between two of them stands their number."""
    texts = [re.sub(r"\{#([sqa])(?=[ }])", rf"{{#\g<1>{n}", text) for n, text in enumerate(CORNERS.values())]
    for first in range(0, len(texts), ON_A_PAGE):
        parts = (f"corner{n}x\n\n{text}\n" for n, text in enumerate(texts[first : first + ON_A_PAGE], first))
        yield HEAD.replace("{n}", str(first)) + "\n" + "\n".join(parts)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("corners") / "course"
    shutil.copytree(COURSES / "mono", root)
    (root / "modules/10-one/images").mkdir()
    (root / "modules/10-one/images/p.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30"/></svg>'
    )
    replaced = {
        "mkdocs.yml": 'site_name: "One page"\nextra:\n  taller:\n    languages: [en, es]\n',
        "reference/sources.yml": "".join(f"{key}:\n  {{title: T, publisher: P, url: https://example.org/}}\n" for key in ("src", "src2")),
        "reference/glossary.yml": "word: {en: {term: Word, text: A meaning.}, es: {term: Palabra, text: Un sentido.}}\n",
    }  # fmt: skip
    for name, text in replaced.items():
        (root / name).write_text(text, encoding="utf-8")
    (root / "modules/10-one/10-page.en.md").unlink()
    for number, text in enumerate(pages()):
        (root / f"modules/10-one/{number + 10}-page-{number}.en.md").write_bytes(text.encode())
    for path in list(root.rglob("*.en.md")):
        shutil.copyfile(path, path.with_name(path.name.replace(".en.", ".es.")))
    found, problems = load_course(root)
    assert [one.text("en") for one in (*problems, *check_course(found)) if not one.is_warning] == []
    return found


def missing(text: str) -> list[str]:
    """The corners whose number is not seen."""
    seen = re.findall(r"corner(\d+)x", "".join(text.split()))
    return [name for number, name in enumerate(CORNERS) if str(number) not in seen]


@pytest.mark.parametrize("language", LANGUAGES)
def test_typst_prints_them(tmp_path: Path, course: Course, language: str) -> None:
    audience = Audience.TRAINER if language == "en" else Audience.PARTICIPANT
    made = write_book(prepare_book(select(course, audience, language)), tmp_path / "book.pdf")
    assert [one.text("en") for one in made.problems if not any(words in one.text("en") for words in EXPECTED)] == []
    assert missing("\n".join(next(iter(made.reading.values())))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_engine_prints_them(tmp_path: Path, course: Course, language: str) -> None:
    need_tool("wkhtmltopdf")
    write_kit_book(select(course, Audience.PARTICIPANT, language), BookSpec(), tmp_path / "book.pdf")
    assert missing(page_lines((tmp_path / "book.pdf").read_bytes())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_site_shows_them(tmp_path: Path, course: Course, language: str) -> None:
    audience = Audience.TRAINER if language == "en" else Audience.PARTICIPANT
    stage_site(select(course, audience, language), tmp_path / "stage", LANGUAGES)
    build_site(tmp_path / "stage", tmp_path / "site")
    shown = "".join(path.read_text(encoding="utf-8") for path in sorted((tmp_path / "site").rglob("page-*.html")))
    assert missing(shown) == []
    assert "R&amp;D;" in shown
