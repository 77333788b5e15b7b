"""A course in a language that is written from right to left: what browsers show is, and what we print is refused in words."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import build
from openpyxl import load_workbook

import builder
from builder.check import check_course
from builder.course.load import load_course
from builder.outputs.choice import Choice
from builder.outputs.site.templates import draw
from builder.problems import ContentError
from builder.words.packs import use

MONO = Path(__file__).parent / "courses" / "mono"
SETTINGS = "id: one-page\n    languages: [ar]\n    outputs: [site, scorm, moodle-book]"
QUIZ = """
:::: quiz سؤال {#final use=test}
::: question {#first type=single}
من يتأثر؟

- [x] الجيران
    > نعم، بالتأكيد.
- [ ] لا أحد
    > انظر ثانية.
:::
::::
"""
PHYSICAL = re.compile(
    r"(?<![\w-])((margin|padding|border)-(left|right)|left|right|text-align:\s*(left|right)|float)\s*[:;}]"
)


@pytest.fixture(autouse=True)
def _no_languages_of_others() -> Iterator[None]:
    yield
    use({})


@pytest.fixture
def arabic(tmp_path: Path) -> Path:
    root = Path(shutil.copytree(MONO, tmp_path / "course"))
    settings = root / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("id: one-page\n    languages: [en]", SETTINGS), encoding="utf-8"
    )
    for path in root.rglob("*.en.md"):
        path.rename(path.with_name(path.name.replace(".en.md", ".ar.md")))
    page = root / "modules" / "10-one" / "10-page.ar.md"
    text = page.read_text(encoding="utf-8").replace("A page", "صفحة").replace("Words.", "كلمات.")
    page.write_text(text + QUIZ, encoding="utf-8")
    (root / "languages" / "ar").mkdir(parents=True)
    (root / "languages" / "ar" / "language.yml").write_text("name: العربية\nfallback: [en]\n", encoding="utf-8")
    return root


def codes(root: Path) -> set[str]:
    """What is found, but for words that aren't translated."""
    return {problem.code for problem in check_course(*load_course(root))} - {
        "missing-interface-words",
        "texts-in-fallback",
    }


def test_letters_of_other_scripts_are_no_fault_where_nothing_is_printed(arabic: Path) -> None:
    assert codes(arabic) == set()
    with pytest.raises(ContentError) as told:
        build(arabic, Choice(("workbook",)))
    assert {problem.code for problem in told.value.problems} == {"missing-glyph"}
    settings = arabic / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("scorm, ", "slides, "), encoding="utf-8")
    assert codes(arabic) == {"missing-glyph", "right-to-left"}


@pytest.mark.slow
def test_packages_and_tables_run_from_right_to_left(arabic: Path) -> None:
    build(arabic, Choice(("scorm", "moodle-book", "tracker")))
    found = arabic / "dist" / "trainer" / "downloads"
    with zipfile.ZipFile(found / "course.scorm12.ar.zip") as archive:
        assert '<html lang="ar" dir="rtl">' in archive.read("index.html").decode()
    with zipfile.ZipFile(found / "course.moodle-book.ar.zip") as archive:
        (page,) = [name for name in archive.namelist() if "page" in name]
        assert '<div lang="ar" dir="rtl">' in archive.read(page).decode()
    (table,) = found.glob("*.xlsx")
    assert all(sheet.sheet_view.rightToLeft for sheet in load_workbook(table))


def test_pages_without_a_site_around_them_say_their_direction() -> None:
    given = {"texts": {"site-moved": ""}, "title": "", "canonical": "", "href": ""}
    assert '<html lang="ar" dir="rtl">' in draw("moved.html", language="ar", **given)
    assert '<html lang="es">' in draw("moved.html", language="es", **given)


def test_style_sheets_of_pages_name_no_side() -> None:
    """`left` and `right` would stay where they are in a page from right to left."""
    outputs = Path(builder.__file__).parent / "outputs"
    sheets = [*outputs.glob("site/**/*.css"), *outputs.glob("scorm/**/*.css")]
    assert len(sheets) > 5
    assert {
        sheet.name: found[0] for sheet in sheets if (found := PHYSICAL.search(sheet.read_text(encoding="utf-8")))
    } == {}
