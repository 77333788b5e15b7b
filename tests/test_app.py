"""The site kept on a phone, in a real browser: with the network cut and the server gone, below a path, in both languages."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from built_site import DOWNLOADS, violations
from site_fixtures import Browser, Web, file_address, wait_for, write_course

from builder.check import checked_course
from builder.course.model import Audience
from builder.edition.select import select
from builder.outputs.site.assembly import assemble
from builder.outputs.site.site import build_site, stage_site

pytestmark = pytest.mark.slow

SHEET, FIRST = "modules/water/count.html", "water_count_water-sheet_first"
KINDS = (
    "index.html", "", "modules/water/index.html", SHEET, "modules/water/plan.html", "modules/water/act.html", "cases/index.html",
    "cases/lago.html", "glossary.html", "sources.html", "worksheets.html", "my-plan.html",
)  # fmt: skip
"""Every kind of page; a folder is its first page."""


@dataclass(frozen=True)
class Phone:
    """A phone, the site that it looks at, and its folder."""

    browser: Browser
    web: Web
    site: Path

    @property
    def driver(self):
        return self.browser.driver

    def open(self, page: str) -> None:
        self.browser.open(f"{self.web.address}/{page}")

    def cut(self, *, is_gone: bool = True, is_cut: bool = True) -> None:
        """The server is gone, for the worker too; the browser knows that it has no connection; what it keeps by itself is no help."""
        self.web.is_gone = is_gone
        conditions = {"offline": is_cut, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)
        self.driver.execute_cdp_cmd("Network.clearBrowserCache", {})

    def publish(self, newer: Path) -> None:
        """Puts another edition in the site's place, with times of files that say so."""
        shutil.copytree(newer, self.site, dirs_exist_ok=True)
        for path in self.site.rglob("*"):
            os.utime(path, (time.time() + 60,) * 2)

    def text(self, selector: str) -> str:
        return self.driver.execute_script(
            "return (document.querySelector(arguments[0]) || {textContent: ''}).textContent", selector
        )

    def press(self, text: str) -> None:
        script = "return [...document.querySelectorAll('button')].find(b => b.textContent === arguments[0])"
        wait_for(lambda: self.driver.execute_script(script, text))
        self.driver.execute_script(f"({script.replace('return ', '', 1)}).click()", text)

    def keep(self, language: str, button: str, done: str) -> None:
        self.open(f"{language}/index.html")
        self.press(button)
        wait_for(lambda: done in self.text(".keep-status"))

    def write(self, text: str) -> None:
        self.driver.execute_script(
            "let c = document.getElementsByName(arguments[0])[0]; c.focus(); c.value = arguments[1];"
            "c.dispatchEvent(new Event('input', {bubbles: true}))",
            FIRST,
            text,
        )

    def written(self) -> str:
        return self.driver.execute_script("return document.getElementsByName(arguments[0])[0].value", FIRST)


@pytest.fixture(scope="module")
def made(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The participants' folder, and the trainers' within it, as somebody may publish them together; a newer edition of the first."""
    root = write_course(tmp_path_factory.mktemp("course"))
    first, second = (tmp_path_factory.mktemp("web") / "sub" for _ in range(2))
    shutil.copytree(dist / "participant", first)
    shutil.copytree(dist / "trainer", first / "trainer")
    shutil.copytree(dist.parent / "alone/es", second / "es")
    story = root / "casestories/lago.en.md"
    story.write_text(story.read_text(encoding="utf-8").replace("small hotel", "newest hotel"), encoding="utf-8")
    course, stage = checked_course(root), tmp_path_factory.mktemp("stage")
    stage_site(select(course, Audience.PARTICIPANT, "en"), stage, ("en", "es"), DOWNLOADS)
    build_site(stage, second / "en")
    assemble(course.config, Audience.PARTICIPANT, second, dict.fromkeys(("en", "es"), DOWNLOADS))
    return first, second


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    started = Browser()
    started.look(390, 844, "light")
    yield started
    started.driver.quit()


@pytest.fixture
def phone(made: tuple[Path, Path], browser: Browser, tmp_path: Path) -> Iterator[Phone]:
    """A site on a port of its own: nothing is kept of it, and nothing written."""
    site, web = Path(shutil.copytree(made[0], tmp_path / "sub")), Web(tmp_path)
    found = Phone(browser, web, site)
    yield found
    found.cut(is_gone=False, is_cut=False)
    web.stop()


SHOWN = "return [...document.images].every(i => i.complete && i.naturalWidth) && getComputedStyle(document.body).margin === '0px'"
"""Every picture is there, those too that come late, and the page has its style."""


def files_of(site: Path, language: str) -> dict:
    return json.loads((site / language / "offline.json").read_text(encoding="utf-8"))


def test_every_kind_of_page_is_read_without_a_connection(phone: Phone) -> None:
    """Kept once in each language; then the server is gone, whether the phone knows that it has no connection or not."""
    phone.keep("en", "Keep this course on the phone", "Done.")
    wait_for(lambda: "The course is on this phone" in phone.text(".keep-course"))
    assert violations(phone.browser, {}) == []
    phone.keep("es", "Guardar este curso en el teléfono", "Listo.")
    for is_cut, pages in ((True, KINDS), (False, KINDS[:3])):
        phone.cut(is_cut=is_cut)
        phone.browser.complaints()
        for language in ("en", "es"):
            for page in pages:
                phone.open(f"{language}/{page}")
                assert phone.driver.find_element("css selector", "html").get_attribute("lang") == language
                assert phone.driver.find_elements("css selector", ".page h1, .my-plan h2, .home")
                wait_for(lambda: phone.driver.execute_script(SHOWN))
            assert any("count.html" in href for href in phone.browser.search("litre" if language == "en" else "litro"))
        # A look for news fails where the phone thinks that it has a connection, and a browser writes that down.
        assert [line for line in phone.browser.complaints() if is_cut or "offline.json" not in line] == []


def test_what_is_written_without_a_connection_stays(phone: Phone) -> None:
    phone.keep("es", "Guardar este curso en el teléfono", "Listo.")
    phone.cut()
    phone.open(f"es/{SHEET}")
    phone.write("Doña Ñusta")
    phone.driver.refresh()
    phone.browser.wait_for_record()
    assert phone.written() == "Doña Ñusta"
    phone.cut(is_gone=False, is_cut=False)
    phone.open(f"en/{SHEET}")
    assert phone.written() == "Doña Ñusta"


def test_a_page_that_is_not_kept_says_so_in_its_language(phone: Phone) -> None:
    phone.keep("es", "Guardar este curso en el teléfono", "Listo.")
    phone.cut()
    for page, said in (
        ("en/cases/lago.html", "This page is not on your phone"),
        ("downloads/x.es.pdf", "Esta página no está"),
    ):
        phone.driver.get(f"{phone.web.address}/{page}")
        assert said in phone.text("h1")
        assert [
            link.get_attribute("hreflang") for link in phone.driver.find_elements("css selector", "a.language")
        ] == ["es"]
        assert violations(phone.browser, {}) == []
    phone.driver.find_element("css selector", "a.language").click()
    wait_for(lambda: phone.driver.current_url == f"{phone.web.address}/es/index.html")
    assert "Curso" in phone.text("h1")


def test_an_update_is_asked_for_and_fetches_only_what_changed(phone: Phone, made: tuple[Path, Path]) -> None:
    phone.keep("en", "Keep this course on the phone", "Done.")
    before = files_of(phone.site, "en")["files"]
    phone.publish(made[1])
    after = files_of(phone.site, "en")["files"]
    phone.open("en/cases/lago.html")
    assert "small" in phone.text("h1"), "nothing changes before somebody says so"
    wait_for(lambda: "newer edition" in phone.text(".keep-news"))
    bar = phone.driver.find_element("css selector", ".keep-news").rect
    assert bar["y"] + bar["height"] - phone.driver.execute_script("return scrollY + innerHeight") == pytest.approx(
        0, abs=1
    )
    assert bar["height"] < 120
    assert violations(phone.browser, {}) == []
    phone.web.asked.clear()
    phone.press("Update")
    wait_for(lambda: "newest" in phone.text("h1"))
    fetched = {path for path in phone.web.asked if "?kept=" in path}
    known = {entry[0] for entry in before.values()}
    assert len(fetched) == len({entry[0] for entry in after.values()} - known)
    assert 0 < len(fetched) < len(after) / 2
    phone.cut()
    phone.open("en/cases/lago.html")
    assert "newest" in phone.text("h1")
    held = phone.driver.execute_async_script(
        "caches.open('taller-1:/sub/').then(c => c.keys()).then(keys => arguments[0](keys.length))"
    )
    assert held == len({entry[0] for entry in after.values()}) + 1, "nothing old stays"


def test_no_update_while_somebody_writes(phone: Phone, made: tuple[Path, Path]) -> None:
    phone.keep("en", "Keep this course on the phone", "Done.")
    phone.open(f"en/{SHEET}")
    first = phone.driver.current_window_handle
    phone.publish(made[1])
    phone.driver.refresh()
    phone.driver.execute_script("document.getElementsByName(arguments[0])[0].focus()", FIRST)
    phone.browser.wait_for_record()
    phone.driver.execute_async_script("setTimeout(arguments[0], 1500)")
    assert phone.text(".keep-news") == "", "somebody is in a field"
    phone.write("Half a sen")
    phone.driver.execute_script("document.activeElement.blur()")
    wait_for(lambda: "newer edition" in phone.text(".keep-news"))
    phone.driver.switch_to.new_window("tab")
    phone.open(f"en/{SHEET}")
    phone.press("Update")
    phone.driver.execute_script("document.getElementsByName(arguments[0])[0].focus()", FIRST)
    phone.write("Half a sentence, and the other half")
    wait_for(lambda: "now on this phone" in phone.text(".keep-news"))
    assert phone.written() == "Half a sentence, and the other half"
    phone.driver.switch_to.window(first)
    wait_for(lambda: "now on this phone" in phone.text(".keep-news"))
    phone.press("Show it")
    phone.browser.wait_for_record()
    wait_for(lambda: phone.written() == "Half a sentence, and the other half")


def test_an_interrupted_fetch_goes_on_where_it_broke(phone: Phone) -> None:
    phone.open("en/index.html")
    phone.web.broken.add("sources.html")
    phone.press("Keep this course on the phone")
    wait_for(lambda: "Try again" in phone.text(".keep-status"))
    assert not phone.driver.execute_async_script("taller.phone.lists().then(l => arguments[0](l.length))")
    phone.web.broken.clear()
    phone.web.asked.clear()
    phone.press("Keep this course on the phone")
    wait_for(lambda: "Done." in phone.text(".keep-status"))
    assert 0 < len([path for path in phone.web.asked if "?kept=" in path]) < len(files_of(phone.site, "en")["files"])
    phone.press("Take it off this phone")
    wait_for(lambda: "no longer" in phone.text(".keep-status"))
    left = "Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()]).then(a => arguments[0](a.map(x => x.length)))"
    assert phone.driver.execute_async_script(left) == [0, 0]


def test_trainers_and_participants_pages_are_kept_apart(phone: Phone) -> None:
    phone.keep("en", "Keep this course on the phone", "Done.")
    phone.open(f"trainer/en/{SHEET}")
    phone.cut()
    for page in (f"trainer/en/{SHEET}", "trainer/en/guides/agenda.html"):
        with pytest.raises(Exception, match="ERR_"):
            phone.driver.get(f"{phone.web.address}/{page}")
    phone.cut(is_gone=False, is_cut=False)
    phone.keep("trainer/en", "Keep this course on the phone", "Done.")
    names = phone.driver.execute_async_script("caches.keys().then(arguments[0])")
    assert sorted(names) == ["taller-1:/sub/", "taller-1:/sub/trainer/"]
    urls = "caches.open('taller-1:/sub/').then(c => c.keys()).then(k => arguments[0](k.map(r => r.url).join()))"
    assert "trainer" not in phone.driver.execute_async_script(urls)
    assert "guide" not in json.dumps(files_of(phone.site, "en"))
    phone.cut()
    phone.open(f"trainer/en/{SHEET}")
    assert "Trainersecret" in phone.text(".page")
    phone.open(f"en/{SHEET}")
    assert "Trainersecret" not in phone.text(".page")


def test_nothing_is_kept_unasked(phone: Phone) -> None:
    for page in ("en/index.html", f"en/{SHEET}", "es/index.html"):
        phone.open(page)
    wait_for(lambda: phone.text(".keep-course"))
    left = "Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()]).then(a => arguments[0](a.map(x => x.length)))"
    assert phone.driver.execute_async_script(left) == [0, 0]
    assert not [path for path in phone.web.asked if path.endswith(("offline.json", "sw.js"))]


def test_each_language_is_an_app_with_icons(phone: Phone) -> None:
    for language, name in (("en", 'Small "course" & more'), ("es", "Curso pequeño")):
        phone.open(f"{language}/{SHEET}")
        found = phone.driver.execute_cdp_cmd("Page.getAppManifest", {})
        assert found["errors"] == []
        told = json.loads(found["data"])
        assert (told["name"], told["lang"], told["theme_color"]) == (name, language, "#7a1f3d")
        assert found["url"] == f"{phone.web.address}/{language}/app.webmanifest"
        for icon in told["icons"]:
            path = (phone.site / language / icon["src"]).resolve()
            assert path.read_bytes().startswith(b"\x89PNG")
            assert path.stat().st_size < 12_000
        assert phone.driver.execute_cdp_cmd("Page.getInstallabilityErrors", {})["installabilityErrors"] == []


def test_opened_as_files_there_is_nothing_of_it(phone: Phone) -> None:
    phone.browser.complaints()
    phone.driver.get(file_address(phone.site / "en/index.html"))
    phone.browser.wait_for_record()
    assert not phone.driver.find_elements("css selector", ".keep-course, link[rel=manifest]")
    assert phone.browser.complaints() == []
