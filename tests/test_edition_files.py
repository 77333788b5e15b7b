"""What an edition in a language of its own gives to people: each file names its origin, and nobody is shut out of it."""

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import checkers
import pypdf
import pytest
from building import build
from built_site import violations
from conftest import TINY
from site_fixtures import Browser, serve_folder

from builder.check import checked_course
from builder.course.model import Audience
from builder.edition.select import select
from builder.edition.summaries.adapted import adaptation
from builder.outputs.book.book import prepare_book, write_book
from builder.outputs.book.spec import BookSpec
from builder.outputs.choice import Choice
from builder.words.packs import use

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
LANGUAGE = "pt-BR"
SETTINGS = f"""\
base: ../base
name: "Adaptado"
institution: "Câmara de Lugar Nenhum"
id: adaptado
site_url: "https://example.org/adaptado/"
languages: [{LANGUAGE}]
"""
PAGES = ("index.html", "modules/look/first.html", "worksheets.html", "glossary.html")


@dataclass(frozen=True)
class Made:
    dist: Path
    origin: str
    book: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The tiny course in Brazilian Portuguese, most of it in its fallback: slides, cards, Word files, the site, a book."""
    folder = tmp_path_factory.mktemp("editions")
    shutil.copytree(TINY, folder / "base")
    own = folder / "own"
    shutil.copytree(ROOT / "languages" / LANGUAGE, own / "languages" / LANGUAGE)
    (own / "edition.yml").write_text(SETTINGS, encoding="utf-8")
    choice = Choice(("slides", "cards", "office"))
    build(own, choice)
    build(own, Choice(("site",), (Audience.PARTICIPANT,)))
    edition = select(checked_course(own), Audience.PARTICIPANT, LANGUAGE)
    write_book(prepare_book(edition, BookSpec(module="look")), folder / "book.pdf")
    yield Made(own / "dist", adaptation(edition), folder / "book.pdf")
    use({})


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        text = "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    else:
        with zipfile.ZipFile(path) as archive:
            parts = [name for name in archive.namelist() if name.endswith(("document.xml", "slide1.xml"))]
            text = "\n".join(archive.read(name).decode("utf-8") for name in parts)
    return " ".join(text.split())


def test_every_file_says_what_it_was_adapted_from(made: Made) -> None:
    files = [path for path in made.dist.rglob("downloads/*.*") if path.suffix in (".pdf", ".pptx", ".docx")]
    assert {path.suffix for path in files} == {".pdf", ".pptx", ".docx"}
    assert {path.name.split(".")[0] for path in files} >= {"look", "cue-cards", "worksheets"}
    assert made.origin.startswith("Adaptado por Câmara de Lugar Nenhum")
    without = {path.name for path in files if made.origin.replace(" ", "") not in text_of(path).replace(" ", "")}
    assert without == set()


def test_two_checkers_find_nothing_in_the_files_of_an_edition(made: Made) -> None:
    paths = [made.book, *made.dist.rglob("downloads/*.pdf")]
    assert len(paths) > 5
    assert checkers.first(paths) == ""
    assert checkers.second(paths, made.book.parent) == []


def test_axe_finds_nothing_on_the_site_of_an_edition(made: Made) -> None:
    browser = Browser()
    try:
        browser.look(390, 844, "light")
        for address in serve_folder(made.dist):
            found = []
            for page in PAGES:
                browser.visit(f"{address}/participant/{LANGUAGE}/{page}")
                assert browser.driver.find_element("tag name", "html").get_attribute("lang") == LANGUAGE
                found += [(page, *violation) for violation in violations(browser, {})]
                wide = browser.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, f"{page} is wider than the window"
    finally:
        browser.driver.quit()
    assert found == []
