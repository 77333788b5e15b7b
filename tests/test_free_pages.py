"""Pages that are no session: own menu entry, no minutes, no number, in the workbook where they say, in all that holds pages."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from conftest import TINY

from builder.check import check_course
from builder.cli import main
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import Edition, select
from builder.gate.look import find_leak
from builder.gate.secrets import find_secrets
from builder.outputs.book.book import prepare_book
from builder.outputs.book.pdfkit.html import write_html
from builder.outputs.book.spec import BookSpec
from builder.outputs.epub.book import Source, epub
from builder.outputs.scorm.package import Wanted, package_files
from builder.outputs.site.menu import menu
from builder.outputs.site.site import site_files
from builder.package.pages import course_leaves

SECRET = "Keep the box of name tags under the third table until everybody has come in."
PAGES = {
    "10-house-rules": ("front", f"Come in time.\n\n::: trainer\n{SECRET}\n::: /trainer"),
    "20-licence": ("end", "Share it."),
    "30-setup": ("none", "::: worksheet Ready {#ready}\n::: lines {#what rows=2}\nWhat is missing?\n:::\n:::"),
}


def with_pages(root: Path) -> Path:
    shutil.copytree(TINY, root)
    (root / "free_pages").mkdir()
    for name, (book, text) in PAGES.items():
        for language in ("en", "es"):
            head = f"---\ntitle: {name[3:].capitalize()} {language}\nbook: {book}\nsummary: In short.\n---\n\n"
            more = f"\n\nBack to [the first](../modules/10-look/10-first.{language}.md)."
            (root / f"free_pages/{name}.{language}.md").write_text(head + text + more + "\n", encoding="utf-8")
            page = root / f"modules/20-act/10-plan.{language}.md"
            old = page.read_text(encoding="utf-8")
            page.write_text(f"{old}\nSee [{name}](../../free_pages/{name}.{language}.md).\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course, problems = load_course(with_pages(tmp_path_factory.mktemp("free") / "course"))
    assert not problems
    assert not check_course(course, problems)
    return course


@pytest.fixture(scope="module")
def participant(course: Course) -> Edition:
    return select(course, Audience.PARTICIPANT, "en")


def test_they_stand_before_the_modules_or_behind_the_stories(participant: Edition) -> None:
    keys = [leaf.key for leaf in participant.leaves()]
    assert keys[:2] == ["home", "pages/house-rules"]
    assert keys[-3:] == ["solar-farm", "pages/licence", "pages/setup"]


def test_the_site_has_them_in_its_menu_without_minutes_or_number(participant: Edition) -> None:
    files = site_files(participant, ["en"])
    nav = yaml.safe_load(files["mkdocs.yml"])["nav"]
    assert {"House-rules en": "pages/house-rules.md"} in nav
    assert {"Setup en": "pages/setup.md"} in nav
    text = files["docs/pages/house-rules.md"].decode()
    assert "Come in time." in text
    assert SECRET not in text
    assert "minutes" not in text
    assert "kicker" not in text
    assert "search: {exclude" not in text
    assert "(<../../pages/house-rules.md>)" in files["docs/modules/act/plan.md"].decode()
    assert 'href="pages/setup.md#ready"' in files["docs/worksheets.md"].decode()


def test_more_than_a_few_stand_under_one_word(participant: Edition) -> None:
    many = replace(participant, free=participant.free * 4)
    assert [row["About the course"] for row in menu(many, {}, has_downloads=False) if "About the course" in row]


@pytest.mark.parametrize("audience", Audience)
def test_workbooks_have_them_where_they_say(course: Course, audience: Audience) -> None:
    edition = select(course, audience, "en")
    spec = BookSpec(volume=0)
    for text in (prepare_book(edition, spec).main, "".join(write_html(edition, spec).parts)):
        first, session, last = (text.index(words) for words in ("Come in time.", "Every ", "Share it."))
        assert first < session < last
        assert "What is missing?" not in text
        assert (SECRET in text) == (audience is Audience.TRAINER)
        assert '"0 min' not in text
    if audience is not Audience.SOLUTIONS:
        assert "Come in time." not in prepare_book(edition, BookSpec(volume=2)).main
    assert "Come in time." not in prepare_book(edition, BookSpec(module="look")).main


def test_packages_have_them_as_chapters_of_their_own(participant: Edition) -> None:
    scorm = package_files(participant, Wanted("scorm12"))["index.html"].decode()
    assert "Come in time." in scorm
    assert "What is missing?" in scorm
    book = epub(participant, course_leaves(participant), "Book", Source(), keys=False)
    names = sorted(book)
    assert any(name.endswith("-house-rules.xhtml") for name in names)
    contents = book["EPUB/nav.xhtml"].decode()
    assert contents.index("House-rules en") < contents.index("First look") < contents.index("Licence en")


def test_the_gate_knows_what_they_hide(course: Course) -> None:
    assert find_leak("page.html", f"<p>{SECRET}</p>".encode(), find_secrets(course, Audience.PARTICIPANT))


def test_languages_agree_on_the_place(tmp_path: Path) -> None:
    root = with_pages(tmp_path / "course")
    page = root / "free_pages/20-licence.es.md"
    page.write_text(page.read_text(encoding="utf-8").replace("book: end", "book: front"), encoding="utf-8")
    (root / "free_pages/30-setup.es.md").unlink()
    codes = {problem.code for problem in check_course(*load_course(root))}
    assert codes >= {"translation-differs", "missing-translation"}


def test_a_new_page_passes_the_check(tmp_path: Path) -> None:
    root = Path(shutil.copytree(TINY, tmp_path / "course"))
    for name in ("House rules", "A letter"):
        assert CliRunner().invoke(main, ["-C", str(root), "new", "page", name]).exit_code == 0
    assert sorted(path.name for path in (root / "free_pages").iterdir())[::2] == [
        "10-house-rules.en.md",
        "20-a-letter.en.md",
    ]
    found = CliRunner().invoke(main, ["-C", str(root), "check", "--strict"])
    assert (found.stdout, found.exit_code) == ("", 0)
    assert CliRunner().invoke(main, ["-C", str(root), "new", "page", "House rules"]).exit_code == 2
