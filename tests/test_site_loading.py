"""What a browser fetches for the sites of a small course: from whom, how much, and without a script or a server."""

import gzip
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from built_site import KINDS
from site_fixtures import Browser, file_address, wait_for

pytestmark = pytest.mark.slow


def test_a_page_names_one_style_sheet_and_one_script_that_its_language_shares(dist: Path) -> None:
    folder = dist / "participant"
    assert not list(folder.rglob("search_index.json"))
    scripts = list(folder.glob("assets/course.*.js"))
    assert len(scripts) == 1
    for language in ("en", "es"):
        path = folder / language / "modules/water/count.html"
        text = path.read_text(encoding="utf-8")
        styles = re.findall(r'<link rel="stylesheet" href="([^"]*)">', text)
        assert len(styles) == 1
        assert (path.parent / styles[0]).is_file()
        assert re.findall(r'<script src="([^"]*)"', text) == [f"../../../assets/{scripts[0].name}"]
        later = re.findall(r'data-(?:style|later)="([^"]*)"', text)
        assert [name for name in later if not (path.parent / name).is_file()] == []
        assert [Path(name).suffix for name in later] == [".css", ".js"]
        head, _, rest = text.partition("</head>")
        assert "<script>" not in head.partition(styles[0])[2] + rest, "it would wait for the style sheet"
        assert '"search": "../../../assets/javascripts/workers/search.' in text


def test_no_link_is_broken_and_no_other_host_is_asked(web: str, browser: Browser) -> None:
    browser.requests(), browser.complaints()
    for page in KINDS:
        browser.visit(f"{web}/{page}")
    asked = browser.requests()
    assert [url for url in asked if not url.startswith((web, "data:", "about:"))] == []
    assert not any("search_index" in url for url in asked), "the index waits until somebody searches"
    assert browser.complaints() == []


def test_another_host_is_asked_only_after_a_click(web: str, browser: Browser) -> None:
    browser.driver.get(f"{web}/participant/en/programme/index.html")
    elsewhere = browser.driver.find_element("css selector", "[http-equiv=Content-Security-Policy]").get_attribute(
        "content"
    )
    assert "frame-src 'self';" in elsewhere
    browser.driver.get(f"{web}/participant/en/programme/community.html?giscus=a%20key&x=1")
    browser.requests()
    policy = browser.driver.find_element("css selector", "[http-equiv=Content-Security-Policy]").get_attribute(
        "content"
    )
    assert "frame-src 'self' https://forum.example.org https://giscus.app;" in policy
    assert not browser.driver.find_elements("css selector", "iframe[src*=giscus]")
    button = browser.driver.find_elements("css selector", ".embed button")[1]
    assert button.text == "Show it here, from giscus.app"
    browser.driver.execute_cdp_cmd("Network.enable", {})
    browser.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["https://*"]})
    button.click()
    frame = browser.driver.find_element("css selector", ".embed iframe")
    assert frame.get_attribute("title") == "Discussions"
    asked = parse_qs(urlsplit(frame.get_attribute("src")).query)
    assert (asked["repo"], asked["session"]) == (["chamber/talk"], ["a key"])
    assert asked["origin"] == [f"{web}/participant/en/programme/community.html?x=1"]
    assert not any("Content Security" in complaint for complaint in browser.complaints())
    browser.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})


def test_a_first_visit_is_light(web: str, dist: Path, browser: Browser) -> None:
    """100 KB compressed on every kind of page; the real course's pages have up to 14 KB of text, these next to none."""
    heavy = {}
    for page in KINDS:
        if page.startswith("participant/e"):
            browser.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
            browser.requests()
            browser.visit(f"{web}/{page}")
            asked = {url.partition("#")[0].removeprefix(web) for url in browser.requests() if url.startswith(web)}
            heavy[page] = sum(len(gzip.compress((dist / url.strip("/")).read_bytes(), 6)) for url in asked)
            assert not any("workers" in url for url in asked), "the search waits until somebody searches"
    limits = {page: 95_500 if page.endswith("my-plan.html") else 86_000 for page in heavy}
    assert {page: size for page, size in heavy.items() if size > limits[page]} == {}


def test_search_and_later_pages_are_light(web: str, dist: Path, browser: Browser) -> None:
    """A page after the first loads itself and next to nothing else; search loads its index once."""
    driver = browser.driver
    driver.execute_cdp_cmd("Network.clearBrowserCache", {})

    def loaded() -> set[str]:
        """By the network, not from what the browser keeps."""
        script = "return performance.getEntries().filter(e => e.transferSize > 300).map(e => e.name)"
        return {
            name.partition("#")[0].removeprefix(web) for name in driver.execute_script(script) if name.startswith(web)
        }

    def size(names: set[str]) -> int:
        return sum(len(gzip.compress((dist / name.strip("/")).read_bytes(), 6)) for name in names)

    for page in ("index.html", "modules/water/count.html"):
        browser.open(f"{web}/participant/es/{page}")
        driver.execute_async_script("document.fonts.ready.then(() => requestIdleCallback(arguments[0]))")
    later = loaded()
    assert size(later) < 25_000, later
    assert browser.search("litro")
    more = loaded() - later
    assert any("search_index" in name for name in more)
    # The shipped course's index has 140 KB, this one's next to nothing: what is left for it.
    assert size({name for name in more if "search_index" not in name}) < 15_000, more


def test_opened_as_files_with_search_and_switch(dist: Path, browser: Browser) -> None:
    browser.complaints()
    browser.driver.get(file_address(dist / "participant/es/modules/water/count.html"))
    assert any("count.html" in href for href in browser.search("auditoria"))
    browser.driver.get(file_address(dist / "participant/es/modules/water/count.html"))
    with browser.leaving():
        browser.driver.find_element("css selector", ".taller-languages a").click()
    assert browser.driver.current_url.endswith("/participant/en/modules/water/count.html")
    assert browser.driver.find_element("css selector", "h1").text == "Count every litre"
    assert browser.complaints() == []


def test_language_switch_needs_no_script(web: str, browser: Browser) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.driver.get(f"{web}/participant/en/cases/lago.html")
        browser.driver.find_element("css selector", ".taller-languages a").click()
        wait_for(lambda: browser.driver.current_url == f"{web}/participant/es/cases/lago.html")
        browser.driver.get(f"{web}/participant/en/cases/index.html")
        assert not browser.driver.find_element("css selector", "form.facets").is_displayed()
        assert browser.driver.find_element("css selector", ".facet-list a").is_displayed()
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are looked up in /proc")
def test_a_browser_ends_with_its_driver() -> None:
    """A script that starts the browser ends alone and leaves it behind, one for each file of tests."""

    def below(process: int) -> list[int]:
        threads = Path(f"/proc/{process}/task").glob("*/children")
        found = [int(one) for thread in threads for one in thread.read_text("ascii").split()]
        return [*found, *(one for child in found for one in below(child))]

    def runs(process: int) -> bool:
        path = Path(f"/proc/{process}/stat")
        return path.exists() and path.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"

    started = Browser()
    processes = below(started.driver.service.process.pid)
    assert len(processes) > 1
    started.driver.quit()
    wait_for(lambda: not any(map(runs, processes)), patience=20)
