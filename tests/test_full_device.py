"""A browser without room, by a real quota: people are told, and no word is lost.

`navigator.storage.estimate` tells of ten gigabytes all the same, and the database goes for half a minute by the room that it found
before: so each test has an origin of its own, where the quota stands before anything is written.
"""

import json
import random
import string
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from built_site import violations
from site_fixtures import Browser, serve_folder, wait_for

pytestmark = pytest.mark.slow

ACT, FIELD = "modules/water/act.html", "water_act_choose_chosen_r1c1"
LONG = "".join(random.Random(1).choices(string.ascii_letters, k=200_000))
FILL = """
    for (let size = 1 << 20; size; size = size >> 1)
      try { for (let n = 0; ; n++) localStorage.setItem(`x${size}-${n}`, 'x'.repeat(size)) } catch (full) {}
"""
IN_THE_DATABASE = """
    const [name, done] = arguments, request = indexedDB.open("taller/small");
    request.onsuccess = () => {
      const found = request.result.transaction("entries").objectStore("entries").get(name);
      found.onsuccess = () => { request.result.close(); done(found.result ? found.result.v : null); };
    };
"""
KEPT_FILES = "caches.keys().then(names => Promise.all(names.map(async n => (await (await caches.open(n)).keys()).length))).then(arguments[0])"


@pytest.fixture
def web(dist: Path) -> Iterator[str]:
    for address in serve_folder(dist.parent):
        yield f"{address}/sub"


@contextmanager
def room(web: str, browser: Browser, size: int) -> Iterator[None]:
    """So many bytes for all that the site keeps."""
    quota: dict[str, object] = {"origin": web.removesuffix("/sub")}
    browser.driver.execute_cdp_cmd("Storage.overrideQuotaForOrigin", {**quota, "quotaSize": size})
    try:
        yield
    finally:
        browser.driver.execute_cdp_cmd("Storage.overrideQuotaForOrigin", quota)


def write(browser: Browser, text: str) -> None:
    browser.driver.execute_script(
        "const c = document.getElementsByName(arguments[0])[0]; c.focus(); c.value = arguments[1];"
        "c.dispatchEvent(new Event('input', {bubbles: true}))",
        FIELD,
        text,
    )


def written(browser: Browser) -> str:
    return browser.driver.execute_script("return document.getElementsByName(arguments[0])[0].value", FIELD)


def in_database(browser: Browser) -> str | None:
    return browser.driver.execute_async_script(IN_THE_DATABASE, FIELD)


def trouble(browser: Browser) -> str:
    return " ".join(box.text for box in browser.driver.find_elements("css selector", ".keep-trouble[role=alert]"))


def copy_saved(browser: Browser, folder: Path) -> dict[str, object]:
    """What stands in the file of "Save a copy now"."""
    allowed = {"behavior": "allow", "downloadPath": str(folder)}
    browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", allowed)
    browser.driver.find_element("css selector", ".keep-trouble button").click()
    wait_for(lambda: any(copy.stat().st_size for copy in folder.glob("*.json")))
    return json.loads(next(folder.glob("*.json")).read_text("utf-8"))["fields"]


def test_a_word_that_the_database_refuses_is_told_and_comes_through(web: str, browser: Browser, tmp_path: Path) -> None:
    with room(web, browser, 200_000):
        browser.open(f"{web}/participant/en/{ACT}")
        write(browser, "Before")
        wait_for(lambda: in_database(browser) == "Before")
        assert trouble(browser) == ""
        write(browser, LONG)
        wait_for(lambda: "nearly full" in trouble(browser))
        assert in_database(browser) == "Before", "it is really refused"
        assert violations(browser, {}) == []
        assert copy_saved(browser, tmp_path)[FIELD]["value"] == LONG
        browser.open(f"{web}/participant/es/{ACT}")
        assert written(browser) == LONG
        wait_for(lambda: "casi llena" in trouble(browser))
    write(browser, f"{LONG}!")
    wait_for(lambda: in_database(browser) == f"{LONG}!")
    wait_for(lambda: trouble(browser) == "")
    browser.open(f"{web}/participant/en/{ACT}")
    assert written(browser) == f"{LONG}!"
    assert trouble(browser) == "", "there is room again"


def test_where_nothing_has_room_no_word_is_called_saved(web: str, browser: Browser, tmp_path: Path) -> None:
    with room(web, browser, 200_000):
        browser.open(f"{web}/participant/en/{ACT}")
        browser.driver.execute_script(FILL)
        for text in (LONG, f"{LONG} and more"):
            write(browser, text)
            wait_for(lambda: "nearly full" in trouble(browser))
            said = [status.text for status in browser.driver.find_elements("css selector", ".sheet-status")]
            assert not any(said), said
        assert copy_saved(browser, tmp_path)[FIELD]["value"] == text
        assert in_database(browser) is None


def test_a_course_that_has_no_room_leaves_the_room_to_words(web: str, browser: Browser) -> None:
    with room(web, browser, 150_000):
        browser.open(f"{web}/participant/en/index.html")
        wait_for(lambda: browser.driver.find_elements("css selector", ".keep-course button"))
        browser.driver.find_element("css selector", ".keep-course button").click()
        status = browser.driver.find_element("css selector", ".keep-status")
        wait_for(lambda: "not enough space" in status.text)
        assert not browser.driver.execute_async_script(KEPT_FILES), "the part that had come"
        browser.open(f"{web}/participant/en/{ACT}")
        write(browser, "Words " * 1000)
        wait_for(lambda: in_database(browser) == "Words " * 1000)
        wait_for(lambda: trouble(browser) == "")
