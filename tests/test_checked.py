"""A page says when its law and figures were checked; the check warns after a year, and nothing built knows the date."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from building import build
from conftest import TINY, need_tool
from pypdfium2 import PdfDocument

from builder.check import ages, check_course
from builder.course.load import load_course
from builder.course.model import Audience
from builder.outputs.choice import Choice

pytestmark = pytest.mark.slow

SAID = {"en": "Law and figures on this page were checked in November 2026.", "es": "se revisaron en noviembre de 2026."}
PAGES = ("modules/10-look/10-first", "modules/10-look/module", "casestories/solar-farm", "trainer_guides/10-look")


@pytest.fixture
def dated(tmp_path: Path) -> Path:
    """The small course, with a month on a session, a module, a story and a guide."""
    root = Path(shutil.copytree(TINY, tmp_path / "course"))
    for path in (root / f"{page}.{language}.md" for page in PAGES for language in SAID):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("---\n", "---\nchecked: 2026-11\n", 1), encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 11, 1), ""),
        (date(2027, 11, 30), ""),
        (date(2027, 12, 1), "checked-too-early"),
        (date(2040, 1, 1), "checked-too-early"),
        (date(2026, 10, 31), "checked-too-late"),
    ],
)
def test_a_year_is_long_enough(day: date, code: str, dated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ages, "today", lambda: day)
    found = [problem for problem in check_course(load_course(dated)[0]) if problem.code.startswith("checked-")]
    assert [(problem.code, problem.line) for problem in found] == ([(code, 2)] * 8 if code else [])


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("engine", ["typst", "pdfkit"])
def test_readers_see_the_month_in_print(engine: str, language: str, dated: Path) -> None:
    if engine == "pdfkit":
        need_tool("wkhtmltopdf")
    build(dated, Choice(outputs=("workbook",), audiences=(Audience.TRAINER,), languages=(language,), engine=engine))
    form = ".pdfkit" if engine == "pdfkit" else ""
    path = dated / f"dist/trainer/downloads/trainer-workbook{form}.{language}.pdf"
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in PdfDocument(path))
    assert text.count(SAID[language]) == len(PAGES)


def test_readers_see_the_month_on_the_site(dated: Path) -> None:
    build(dated, Choice(outputs=("site",), audiences=(Audience.TRAINER,)))
    for language, said in SAID.items():
        pages = [path.read_text(encoding="utf-8") for path in (dated / f"dist/trainer/{language}").rglob("*.html")]
        assert sum(f"{said}</p>" in page for page in pages) == len(PAGES)


def test_nothing_built_depends_on_the_day(dated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choice = Choice(outputs=("workbook",), audiences=(Audience.PARTICIPANT,), languages=("en",))
    made = []
    for day in (date(2026, 11, 29), date(2040, 1, 1)):
        monkeypatch.setattr(ages, "today", lambda day=day: day)
        build(dated, choice, force=True)
        made.append((dated / "dist/participant/downloads/participant-workbook.en.pdf").read_bytes())
    assert made[0] == made[1]
