"""The participants' site as an archive: complete, opened from a folder without a server, and made from the finished site."""

import posixpath
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import TINY
from site_fixtures import Browser, file_address, wait_for

from builder.build.pipeline import Report, build
from builder.course.load import load_course
from builder.course.model import Audience
from builder.gate.look import find_leak
from builder.gate.secrets import find_secrets
from builder.outputs.choice import Choice

pytestmark = pytest.mark.slow

OFFLINE = Choice(outputs=("offline",))
ZIPS = {f"participant/downloads/course.offline.{language}.zip" for language in ("en", "es")}


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


def test_the_same_course_gives_the_same_bytes(built: tuple[Path, Report], tmp_path: Path) -> None:
    elsewhere = Path(shutil.copytree(built[0], tmp_path / "b", ignore=shutil.ignore_patterns("dist", ".build")))
    build(elsewhere, only("en"))
    name = "participant/downloads/course.offline.en.zip"
    assert (elsewhere / "dist" / name).read_bytes() == (built[0] / "dist" / name).read_bytes()


def only(language: str) -> Choice:
    return Choice(outputs=("offline",), languages=(language,))
