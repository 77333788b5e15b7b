"""EPUBs: whole for a strict checker, read without fields, no key for participants, and in a catalogue."""

import shutil
import xml.etree.ElementTree as etree
import zipfile
from importlib.resources import files as package_resources
from pathlib import Path

import checkers
import pytest
from canaries import TOGETHER, every_edition, planted_course
from conftest import TINY
from site_fixtures import Browser, file_address

from builder.build.pipeline import Report, build
from builder.gate.runs import letters
from builder.outputs import Given
from builder.outputs.choice import Choice
from builder.outputs.epub.page import chapter_page
from builder.outputs.epub.tasks import tasks
from builder.package.pages import Chapter

pytestmark = pytest.mark.slow

AXE = package_resources("selenium_axe_python").joinpath("axe-core/axe.min.js").read_text(encoding="utf-8")
NAMES = [
    f"participant/downloads/{name}"
    for name in ("participant-workbook.en", "participant-workbook.es", "case-stories.en", "case-stories.es")
]
NAMES = [*NAMES, "solutions/downloads/solutions-workbook.en", "solutions/downloads/solutions-workbook.es"]
CATALOGUES = {"participant/downloads/catalogue.en.opds", "participant/downloads/catalogue.es.opds"}
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("año nuevo") / "pequeño curso"))
    (root / "modules/10-look/20-deeper.es.md").unlink()  # shown in English, in its own language
    return root, build(root, Choice(outputs=("epub",)))


def book(built: tuple[Path, Report], name: str) -> dict[str, bytes]:
    return members(built[0] / f"dist/{name}.epub")


def test_books_for_each_audience_and_a_catalogue(built: tuple[Path, Report]) -> None:
    assert {row.name for row in built[1].rows if row.state == "made"} == {f"{name}.epub" for name in NAMES} | CATALOGUES


def test_the_checker_finds_nothing(built: tuple[Path, Report]) -> None:
    """In the book that has all that the others have, and answers besides."""
    assert checkers.epub(built[0] / "dist/solutions/downloads/solutions-workbook.es.epub") == []


@pytest.mark.parametrize("name", NAMES)
def test_what_the_package_says_is_so(built: tuple[Path, Report], name: str) -> None:
    """Every file is listed, every chapter is read in order and stands in the contents, every link inside leads somewhere."""
    files = book(built, name)
    package = etree.fromstring(files["EPUB/package.opf"])
    listed = {item.get("id"): item.get("href", "") for item in package.iterfind(".//{*}item")}
    assert {f"EPUB/{href}" for href in listed.values()} == {path for path in files if path.startswith("EPUB/")} - {
        "EPUB/package.opf"
    }
    spine = [listed[item.get("idref")] for item in package.iterfind(".//{*}itemref")]
    assert sorted(spine) == sorted(href for href in listed.values() if href.endswith(".xhtml"))
    contents = etree.fromstring(files["EPUB/nav.xhtml"]).find(f".//{XHTML}nav[@{TYPE}='toc']")
    assert [link.get("href") for link in contents.iter(f"{XHTML}a")] == spine[2:]
    ids = {}
    for page in spine:
        root = etree.fromstring(files[f"EPUB/{page}"])
        found = [one.get("id", "") for one in root.iter() if one.get("id")]
        assert len(set(found)) == len(found)
        ids[page] = set(found)
    for page in spine:
        for one in etree.fromstring(files[f"EPUB/{page}"]).iter():
            target, _, anchor = (one.get("href") or one.get("src") or "").partition("#")
            if "://" not in target and not target.startswith("mailto:"):
                assert not target or target in listed.values()
                assert not anchor or anchor in ids[target or page]
    told = {item.get("property"): item.text for item in package.iterfind(".//{*}meta")}
    assert told["dcterms:modified"] == "2026-11-22T00:00:00Z"
    assert told["schema:accessModeSufficient"] == "textual"
    assert {
        "schema:accessMode",
        "schema:accessibilityFeature",
        "schema:accessibilityHazard",
        "schema:accessibilitySummary",
    } <= told.keys()


def test_fields_are_lines_to_write_on(built: tuple[Path, Report]) -> None:
    page = etree.fromstring(book(built, NAMES[0])["EPUB/003-first.xhtml"])
    assert not [
        one.tag
        for one in page.iter()
        if one.tag.rpartition("}")[2] in ("input", "textarea", "form", "script", "button")
    ]
    assert len(page.findall(".//*[@class='rule']")) == 4
    assert len(page.findall(".//*[@class='frame rows-8']")) == 1


def test_the_empty_corner_of_a_table_is_no_head() -> None:
    body = etree.fromstring("<div><table><tr><th scope='col'/><th scope='col'>A</th></tr></table></div>")
    chapter = Chapter("001-a.xhtml", "a", "a", "session", 1, "A", "en", body, None)
    page = etree.fromstring(chapter_page(chapter, "en"))
    assert [one.tag for one in page.find(f".//{XHTML}tr")] == [f"{XHTML}td", f"{XHTML}th"]


def test_a_page_without_translation_says_its_language(built: tuple[Path, Report]) -> None:
    files = book(built, "participant/downloads/participant-workbook.es")
    (page,) = [etree.fromstring(content) for path, content in files.items() if path.endswith("-deeper.xhtml")]
    assert page.get("lang") == "es"
    assert page.find(f".//{XHTML}h1").get("lang") == "en"


def test_only_the_solutions_have_the_key(built: tuple[Path, Report]) -> None:
    for name, is_there in (
        ("participant/downloads/participant-workbook.en", False),
        ("solutions/downloads/solutions-workbook.en", True),
    ):
        text = letters("\n".join(content.decode("utf-8", "replace") for content in book(built, name).values()))
        assert letters("What does a plan need") in text
        for secret in ("Somebody must carry it", "without a baseline nobody sees", "A good map names"):
            assert (letters(secret) in text) is is_there, secret


def test_nothing_hidden_is_in_any_file(tmp_path: Path) -> None:
    course = planted_course(tmp_path)
    for task in tasks(course, every_edition(course), Choice()):
        path = tmp_path / Path(task.name).name
        task.make(path, Given())
        content = members(path) if path.suffix == ".epub" else {"": path.read_bytes()}
        everything = letters("\n".join(f"{name}\n{part.decode('utf-8', 'replace')}" for name, part in content.items()))
        hidden = [canary for canary in TOGETHER if canary.audience > task.edition.audience or not canary.in_trainer]
        assert len(hidden) > 10
        assert not [one.name for one in hidden for word in one.words if letters(word) in everything], task.name


def test_the_catalogue_leads_to_the_books_of_its_language(built: tuple[Path, Report]) -> None:
    feed = etree.fromstring((built[0] / "dist/participant/downloads/catalogue.es.opds").read_bytes())
    links = {link.get("href"): link.get("type") for link in feed.iterfind("{*}entry/{*}link")}
    assert links == dict.fromkeys(("participant-workbook.es.epub", "case-stories.es.epub"), "application/epub+zip")
    assert len({one.text for one in feed.iterfind("{*}entry/{*}id")}) == len(links)


def test_axe_finds_nothing(built: tuple[Path, Report], tmp_path: Path) -> None:
    with zipfile.ZipFile(built[0] / "dist/solutions/downloads/solutions-workbook.en.epub") as archive:
        archive.extractall(tmp_path)
    browser = Browser()
    try:
        for path in sorted((tmp_path / "EPUB").glob("*.xhtml")):
            browser.driver.get(file_address(path))
            browser.driver.execute_script(AXE)
            found = browser.driver.execute_async_script(
                "var done = arguments[0], off = {enabled: false}; axe.run(document, {rules: {region: off, 'landmark-one-main': off}}).then(r => done(r.violations))"
            )
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path.name
    finally:
        browser.driver.quit()


def test_the_same_course_gives_the_same_bytes(built: tuple[Path, Report], tmp_path: Path) -> None:
    elsewhere = Path(shutil.copytree(built[0], tmp_path / "b", ignore=shutil.ignore_patterns("dist", ".build")))
    build(elsewhere, Choice(outputs=("epub",)))
    for row in built[1].rows:
        assert (elsewhere / "dist" / row.name).read_bytes() == (built[0] / "dist" / row.name).read_bytes(), row.name
    assert {row.state for row in build(elsewhere, Choice(outputs=("epub",))).rows} == {"kept"}
