"""Questions that run across modules: a page that lists them, a line where they are answered, rows of the index, chapters."""

import shutil
from pathlib import Path

import pytest
from conftest import TINY

from builder.check import check_course
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import Edition, select
from builder.outputs.book.book import prepare_book
from builder.outputs.book.spec import BookSpec
from builder.outputs.scorm.package import Wanted, package_files
from builder.outputs.site.site import site_files

THEMES = """themes:
  money: {en: "Does it pay & when?", es: "¿Se paga?"}
  room: {en: "How do I keep the room awake?", es: "¿Cómo mantengo despierta a la sala?"}
  nobody: {en: "Who asks this?", es: "¿Quién pregunta esto?"}
"""
NAMED = {
    "modules/20-act/10-plan": "[money]",
    "casestories/solar-farm": "[money]",
    "trainer_guides/10-look": "[room, money]",
}


def with_themes(root: Path) -> Path:
    shutil.copytree(TINY, root)
    with (root / "reference/topics.yml").open("a", encoding="utf-8") as topics:
        topics.write(THEMES)
    for stem, named in NAMED.items():
        for path in (root / f"{stem}.en.md", root / f"{stem}.es.md"):
            old = path.read_text(encoding="utf-8")
            path.write_text(old.replace("---\n", f"---\nthemes: {named}\n", 1), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course, problems = load_course(with_themes(tmp_path_factory.mktemp("themes") / "course"))
    assert not check_course(course, problems)
    return course


@pytest.fixture(scope="module")
def participant(course: Course) -> Edition:
    return select(course, Audience.PARTICIPANT, "en")


def test_a_page_lists_what_each_audience_can_read(course: Course, participant: Edition) -> None:
    text = site_files(participant, ["en"])["docs/themes.md"].decode()
    assert 'id="theme-money"' in text
    assert "Does it pay &amp; when?" in text
    assert text.index("modules/act/plan.md") < text.index("solar-farm.md")
    assert "awake" not in text, "only trainers have the page that answers it"
    assert "Who asks this?" not in text
    spanish = site_files(select(course, Audience.TRAINER, "es"), ["es"])["docs/themes.md"].decode()
    assert "¿Cómo mantengo despierta a la sala?" in spanish


def test_pages_say_what_they_answer(participant: Edition) -> None:
    files = site_files(participant, ["en"])
    assert 'href="../../themes.md#theme-money"' in files["docs/modules/act/plan.md"].decode()
    assert "themes.md" not in files["docs/modules/look/first.md"].decode()
    assert "themes.md" in files["mkdocs.yml"].decode()


def test_a_course_without_themes_has_no_such_page(tiny: Course) -> None:
    edition = select(tiny, Audience.PARTICIPANT, "en")
    files = site_files(edition, ["en"])
    assert "docs/themes.md" not in files
    assert "themes.md" not in files["mkdocs.yml"].decode()
    assert "questions that pages answer" not in prepare_book(edition, BookSpec(volume=0)).main


def test_books_and_packages_have_them(participant: Edition) -> None:
    main = prepare_book(participant, BookSpec(volume=0)).main
    assert "questions that pages answer" in main
    assert "Does it pay & when?" in main
    assert "awake" not in main
    scorm = package_files(participant, Wanted("scorm12"))["index.html"].decode()
    assert scorm.count("Does it pay &amp; when?") == 1


def test_what_the_list_lacks_or_one_language_leaves_out_is_told(tmp_path: Path) -> None:
    root = with_themes(tmp_path / "course")
    page = root / "modules/20-act/10-plan.es.md"
    page.write_text(page.read_text(encoding="utf-8").replace("themes: [money]", "themes: [mony]"), encoding="utf-8")
    assert [
        (problem.code, problem.line, problem.arguments["known"]) for problem in check_course(*load_course(root))
    ] == [("unknown-theme", 2, "money, room, nobody")]
    page.write_text(page.read_text(encoding="utf-8").replace("themes: [mony]\n", ""), encoding="utf-8")
    assert [problem.code for problem in check_course(*load_course(root))] == ["translation-differs"]
