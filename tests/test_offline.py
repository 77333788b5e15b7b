"""The participants' site as an archive and for Kiwix: complete, opened without a server, and made from the finished site."""

import posixpath
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from building import build
from conftest import TINY
from libzim.reader import Archive
from libzim.search import Query, Searcher
from libzim.suggestion import SuggestionSearcher
from PIL import Image
from site_fixtures import Browser, file_address, wait_for

from builder.build.pipeline import Report
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.gate.look import find_leak
from builder.gate.secrets import find_secrets
from builder.outputs.choice import Choice
from builder.outputs.site.tasks import tasks
from builder.outputs.site.zim_file import Page, write

pytestmark = pytest.mark.slow

OFFLINE = Choice(outputs=("offline", "zim"))
ZIMS = {f"participant/downloads/course.{language}.zim" for language in ("en", "es")}
ZIPS = {f"participant/downloads/course.offline.{language}.zip" for language in ("en", "es")} | ZIMS


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("año nuevo") / "pequeño curso"))
    return root, build(root, OFFLINE)


@pytest.fixture(scope="module")
def unpacked(built: tuple[Path, Report], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("memoria USB ñ")
    with zipfile.ZipFile(built[0] / "dist/participant/downloads/course.offline.es.zip") as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = Browser()
    yield found
    found.driver.quit()


def states(report: Report) -> dict[str, str]:
    return {row.name: row.state for row in report.rows}


def test_the_archives_are_made_with_the_sites_that_they_need(built: tuple[Path, Report]) -> None:
    """Nobody asked for the sites, but for what is made from them."""
    assert states(built[1]) == dict.fromkeys({*ZIPS, "participant/en", "participant/es"}, "made")


def test_no_link_leads_out_of_the_archive(unpacked: Path) -> None:
    assert (unpacked / "index.html").is_file()
    pages = list(unpacked.rglob("*.html"))
    assert len(pages) > 10
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert 'class="taller-languages' not in text
        assert "data-download" not in text
        for target in re.findall(r'\s(?:href|src)="([^"#?]+)', text):
            if not re.match(r"[a-z]+:", target):
                place = posixpath.normpath(posixpath.join(path.parent.relative_to(unpacked).as_posix(), target))
                assert (unpacked / place).is_file(), f"{path.name}: {target}"


def test_the_downloads_page_says_where_they_are(unpacked: Path) -> None:
    text = (unpacked / "downloads.html").read_text(encoding="utf-8")
    assert "Esta copia del sitio" in text
    assert 'href="https://example.org/tiny/es/downloads.html"' in text


def test_search_quizzes_and_worksheets_work_from_a_folder(unpacked: Path, browser: Browser) -> None:
    driver = browser.driver
    browser.complaints()
    browser.requests()
    driver.get(file_address(unpacked / "index.html"))
    assert any("first.html" in href for href in browser.search("cuadricula"))
    page = file_address(unpacked / "modules/look/first.html")
    browser.open(page)
    driver.find_element("css selector", ".quiz .question input[value='2']").click()
    driver.find_element("css selector", ".quiz .question .check").click()
    assert driver.find_element("css selector", ".quiz .check-status").text
    driver.find_element("css selector", "[name='look_first_stakeholder-map_first-step']").send_keys("Señora Ñ")
    wait_for(lambda: driver.find_element("css selector", ".sheet-status").text)
    browser.open(page)
    field = driver.find_element("css selector", "[name='look_first_stakeholder-map_first-step']")
    assert field.get_attribute("value") == "Señora Ñ"
    assert browser.complaints() == []
    assert all(address.startswith(("file://", "blob:", "data:")) for address in browser.requests())


def test_nothing_hidden_is_in_it(built: tuple[Path, Report]) -> None:
    secrets = find_secrets(load_course(built[0])[0], Audience.PARTICIPANT)
    for name in ZIPS:
        assert not find_leak(name, (built[0] / "dist" / name).read_bytes(), secrets)


def test_it_is_made_again_with_its_site_and_only_then(built: tuple[Path, Report], tmp_path: Path) -> None:
    root = Path(shutil.copytree(built[0], tmp_path / "copy"))
    assert build(root, OFFLINE).unchanged
    guide, page = root / "trainer_guides/10-look.en.md", root / "modules/10-look/10-first.en.md"
    guide.write_text(guide.read_text(encoding="utf-8") + "\nOne more word.\n", encoding="utf-8", newline="\n")
    assert set(states(build(root, OFFLINE)).values()) == {"kept"}
    page.write_text(page.read_text(encoding="utf-8").replace("The firm touches", "Each firm touches"), "utf-8")
    # Only the site is asked for; what participants get still fits it.
    found = states(build(root, Choice(outputs=("site",), audiences=(Audience.PARTICIPANT,), languages=("en",))))
    assert found["participant/en"] == "made"
    assert found["participant/downloads/course.offline.en.zip"] == "again"
    assert found["participant/downloads/course.offline.es.zip"] == "kept"
    assert found["participant/downloads/course.en.zim"] == "again"


def test_the_same_course_gives_the_same_bytes(built: tuple[Path, Report], tmp_path: Path) -> None:
    elsewhere = Path(shutil.copytree(built[0], tmp_path / "b", ignore=shutil.ignore_patterns("dist", ".build")))
    build(elsewhere, replace(OFFLINE, languages=("en",)))
    for name in ("participant/downloads/course.offline.en.zip", "participant/downloads/course.en.zim"):
        assert (elsewhere / "dist" / name).read_bytes() == (built[0] / "dist" / name).read_bytes()


def zim_of(built: tuple[Path, Report], language: str) -> Archive:
    return Archive(built[0] / f"dist/participant/downloads/course.{language}.zim")


def test_a_file_for_kiwix_is_whole_and_says_what_it_is(built: tuple[Path, Report]) -> None:
    archive = zim_of(built, "es")
    assert archive.check()
    assert archive.main_entry.get_item().path == "index.html"
    said = {name: archive.get_metadata(name).decode() for name in archive.metadata_keys if name[:4] != "Illu"}
    assert said["Language"] == "spa"
    assert said["Date"] == "2026-11-22"
    assert said["Name"].endswith("_es_all")
    assert all(said[name] for name in ("Title", "Description", "Creator", "Publisher", "License"))
    assert len(said["Title"]) <= 30
    assert Image.open(BytesIO(bytes(archive.get_illustration_item(48).content))).size == (48, 48)


def test_kiwix_finds_words_without_accents_and_titles(built: tuple[Path, Report]) -> None:
    archive = zim_of(built, "es")
    found = Searcher(archive).search(Query().set_query("cuadricula"))
    assert "modules/look/first.html" in found.getResults(0, 10)
    everywhere = Searcher(archive).search(Query().set_query("descargas"))  # a word of the menu
    assert everywhere.getEstimatedMatches() < 4
    title = SuggestionSearcher(archive).suggest("glosario")
    assert "glossary.html" in title.getResults(0, 10)


def test_a_file_for_kiwix_holds_the_same_files(built: tuple[Path, Report], unpacked: Path) -> None:
    archive = zim_of(built, "es")
    for path in (path for path in unpacked.rglob("*") if path.is_file()):
        name = path.relative_to(unpacked).as_posix()
        assert bytes(archive.get_entry_by_path(name).get_item().content) == path.read_bytes(), name


def test_the_gate_opens_files_for_kiwix(tiny: Course, tmp_path: Path) -> None:
    secrets = find_secrets(tiny, Audience.PARTICIPANT)
    sentence = next(
        text
        for leaf in select(tiny, Audience.TRAINER, "en").guides
        for text in leaf.page.document.lines
        if len(text) > 80
    )
    page = f"<html><title>A page</title><article>{sentence}</article></html>"
    for name, pages, about in (
        ("page", [Page("a.html", page.encode())], {}),
        ("title", [Page("a.html", f"<title>{sentence}</title>".encode())], {}),
        ("metadata", [Page("a.html", b"<p>")], {"LongDescription": sentence}),
        ("script", [Page("a.js", f'a("{sentence}")'.encode())], {}),
    ):
        write(tmp_path / name, pages, about, "eng", b"")
        assert find_leak("course.en.zim", (tmp_path / name).read_bytes(), secrets), name
    write(tmp_path / "clean", [Page("a.html", b"<p>")], {}, "eng", b"")
    assert not find_leak("course.en.zim", (tmp_path / "clean").read_bytes(), secrets)


def test_a_file_for_kiwix_is_made_only_when_it_is_asked_for(tiny: Course) -> None:
    edition = select(tiny, Audience.PARTICIPANT, "en")
    task = next(task for task in tasks(tiny, [edition], Choice()) if task.output == "zim")
    assert [choice.wants(task) for choice in (Choice(), Choice(outputs=("site",)), OFFLINE)] == [False, False, True]
    assert not Choice().includes(OFFLINE)  # a whole build hasn't made it
    assert Choice().includes(Choice(outputs=("offline",)))
