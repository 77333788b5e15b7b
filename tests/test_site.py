"""The sites in a real browser, built once from a small course."""

import base64
import gzip
import io
import re
import shutil
import time
import unicodedata
from collections.abc import Iterator
from importlib.resources import files as package_files
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pypdf
import pytest
from selenium.webdriver import ActionChains
from site_fixtures import Browser, file_address, serve_folder, wait_for, write_course

from builder.check import checked_course
from builder.course.config import contrast_with_white
from builder.course.model import Audience
from builder.edition.select import select
from builder.outputs import Download
from builder.outputs.site.assembly import assemble
from builder.outputs.site.site import build_site, site_files, stage_site
from builder.outputs.site.unused import known_names, used_rules
from builder.package.colours import tint_for_dark

pytestmark = pytest.mark.slow

DOWNLOADS = {
    "participant-workbook.en.pdf": Download("Participant workbook", "books"),
    "worksheet-water-sheet.en.pdf": Download("Water sheet", "sheets", sheet="water-sheet"),
    "water.scorm12.en.zip": Download("Water & waste", "platforms", "ZIP, SCORM 1.2"),
}
AXE = package_files("selenium_axe_python").joinpath("axe-core/axe.min.js").read_text(encoding="utf-8")
KINDS = (
    "participant/en/index.html",
    "participant/en/modules/water/index.html",
    "participant/en/modules/water/count.html",
    "participant/es/modules/water/plan.html",
    "participant/en/cases/index.html",
    "participant/es/cases/lago.html",
    "participant/en/glossary.html",
    "participant/en/sources.html",
    "participant/en/worksheets.html",
    "participant/en/downloads.html",
    "participant/en/my-plan.html",
    "participant/en/programme/index.html",
    "participant/es/programme/partners.html",
    "participant/en/programme/dialogues.html",
    "participant/en/programme/community.html",
    "participant/es/modules/water/act.html",
    "participant/index.html",
    "participant/404.html",
    "solutions/index.html",
    "trainer/en/guides/agenda.html",
    "trainer/en/guides/index.html",
    "trainer/en/modules/water/count.html",
)
SECRETS = re.compile("trainersecret|answersecret|guidesecret|testfeedback", re.IGNORECASE)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three audiences' folders, in the sub-path `sub`."""
    root = write_course(tmp_path_factory.mktemp("course"))
    folder = tmp_path_factory.mktemp("dist") / "sub"
    course = checked_course(root)
    for audience in Audience:
        target = folder / audience.label
        (target / "downloads").mkdir(parents=True)
        for name in list(DOWNLOADS)[:2]:
            (target / "downloads" / name).write_bytes(b"x" * 123_456)
        if audience is not Audience.SOLUTIONS:
            for language in course.config.languages:
                stage = root / ".build" / audience.label / language
                stage_site(select(course, audience, language), stage, course.config.languages, DOWNLOADS)
                build_site(stage, target / language)
        if audience is Audience.PARTICIPANT:
            shutil.copytree(target / "en", folder.parent / "alone")
        assemble(course.config, audience, target, dict.fromkeys(course.config.languages, DOWNLOADS))
    return folder


@pytest.fixture(scope="module")
def web(dist: Path) -> Iterator[str]:
    for address in serve_folder(dist.parent):
        yield f"{address}/sub"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    started = Browser()
    started.look(1280, 900, "light")
    yield started
    started.driver.quit()


def test_every_page_is_there_under_the_same_address_in_each_language(dist: Path) -> None:
    pages = [
        {
            path.relative_to(dist / "participant" / language).as_posix()
            for path in (dist / "participant" / language).rglob("*.html")
        }
        for language in ("en", "es")
    ]
    assert pages[0] == pages[1]
    assert pages[0] >= {"index.html", "modules/water/index.html", "modules/water/count.html", "cases/lago.html"}
    assert not any("guide" in page for page in pages[0])


def test_participants_get_no_trainer_text(dist: Path) -> None:
    for path in (dist / "participant").rglob("*"):
        if path.is_file() and path.suffix != ".pdf":
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not SECRETS.search(text), path
            assert not SECRETS.search(path.name)
            assert "edit/main" not in text
    trainer = (dist / "trainer/en/modules/water/count.html").read_text(encoding="utf-8")
    assert {match.lower() for match in SECRETS.findall(trainer)} == {"trainersecret", "answersecret", "testfeedback"}


def test_no_waste_is_published(dist: Path) -> None:
    names = {path.name for path in dist.rglob("*")}
    assert not [name for name in names if name.endswith((".map", ".gz", ".md", ".yml"))]
    assert "lunr" not in names
    text = (dist / "participant/en/index.html").read_text(encoding="utf-8")
    assert "generator" not in text
    assert "unpkg.com" not in text


def test_same_input_gives_the_same_bytes_on_another_path(dist: Path, tmp_path: Path) -> None:
    course = checked_course(write_course(tmp_path / "elsewhere"))
    edition = select(course, Audience.PARTICIPANT, "en")
    assert site_files(edition, ("en", "es")) == site_files(edition, ("en", "es"))
    assert str(tmp_path).encode() not in b"".join(site_files(edition, ("en", "es")).values())
    stage_site(edition, tmp_path / "stage", ("en", "es"), DOWNLOADS)
    build_site(tmp_path / "stage", tmp_path / "participant" / "en")
    made, other = dist.parent / "alone", tmp_path / "participant" / "en"
    names = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
    assert names == {path.relative_to(other) for path in other.rglob("*") if path.is_file()}
    for name in names:
        assert (made / name).read_bytes() == (other / name).read_bytes(), name


def test_staging_writes_only_what_changed_and_deletes_strays(tmp_path: Path) -> None:
    edition = select(checked_course(write_course(tmp_path / "course")), Audience.PARTICIPANT, "en")
    stage = tmp_path / "stage"
    stage_site(edition, stage, ("en",))
    before = {path: path.stat().st_mtime_ns for path in stage.rglob("*") if path.is_file()}
    (stage / "docs" / "old").mkdir()
    (stage / "docs" / "old" / "page.md").write_text("stray", encoding="utf-8")
    stage_site(edition, stage, ("en",))
    assert {path: path.stat().st_mtime_ns for path in stage.rglob("*") if path.is_file()} == before
    assert not (stage / "docs" / "old").exists()


def test_pictures_have_their_words_in_the_pages_language(dist: Path) -> None:
    assert "Bajo y alto" in (dist / "participant/es/images/modules/water/meter.svg").read_text(encoding="utf-8")


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
        assert '"search": "../../../assets/javascripts/workers/search.' in text


def test_rules_that_no_page_needs_are_left_out() -> None:
    style = (
        ".here{a:1}.gone{b:2}.here .gone,.here:not(.gone),p > .here.also{c:'}'}@media print{.gone{d:4}}"
        "[data-kind=gone],[data-kind='also gone'],[data-kind=here]{i:9}@media print{.gone,h1{e:5}}:is(.gone,.here){f:6}@font-face{g:7}[data-x='.gone']{h:url(\"data:,{}\")}"
    )
    left = used_rules(style, known_names(['<p class="also" data-kind="here">'], "x"))
    assert ".gone{" not in left
    assert "[data-kind=gone]" not in left
    assert re.findall(r"[a-i](?=:[\du\"])", left) == ["a", "c", "i", "e", "f", "g", "h"]
    assert '.here:not(.gone),p > .here.also{c:"}"}' in left
    assert "@media print{h1" in left, "without the space a phone would get the desk's layout"


def test_institution_and_partners_are_shown(dist: Path) -> None:
    text = (dist / "participant/es/index.html").read_text(encoding="utf-8")
    assert '<img src="images/logos/chamber.svg"' in text
    assert 'alt="Green &amp; Partners Bank"' in text
    for words in ("Cámara de Prueba", "Impreso por nadie", "Querida lectora"):
        assert words in text
    assert "#7a1f3d" in next(dist.glob("participant/**/course.*.css")).read_text(encoding="utf-8")


def test_titles_with_signs_are_text(dist: Path) -> None:
    text = (dist / "participant/en/modules/water/index.html").read_text(encoding="utf-8")
    assert "<title>Water &amp; waste – Small &quot;course&quot; &amp; more</title>" in text
    assert "&amp;amp;" not in text


def test_downloads_have_sizes_and_missing_ones_are_not_linked(dist: Path) -> None:
    text = (dist / "participant/en/downloads.html").read_text(encoding="utf-8")
    assert 'href="../downloads/participant-workbook.en.pdf"' in text
    assert "123 kB" in text
    assert "water.scorm12" not in text
    assert "platforms" not in text, "no heading without files"
    sheet = (dist / "participant/en/modules/water/count.html").read_text(encoding="utf-8")
    assert 'href="../../../downloads/worksheet-water-sheet.en.pdf"' in sheet
    assert "123 kB" in (dist / "solutions/index.html").read_text(encoding="utf-8")


def test_sitemap_pairs_the_languages(dist: Path) -> None:
    text = (dist / "participant/sitemap.xml").read_text(encoding="utf-8")
    assert (
        '<loc>https://example.org/sub/participant/en/cases/lago.html</loc><xhtml:link rel="alternate" hreflang="en"'
        in text
    )
    assert 'hreflang="es" href="https://example.org/sub/participant/es/cases/lago.html"' in text
    assert not (dist / "trainer/sitemap.xml").exists()
    assert "Disallow: /" in (dist / "trainer/robots.txt").read_text(encoding="utf-8")
    assert 'href="/sub/participant/en/index.html"' in (dist / "participant/404.html").read_text(encoding="utf-8")


def test_no_link_is_broken_and_no_other_host_is_asked(web: str, browser: Browser) -> None:
    browser.requests(), browser.complaints()
    for page in KINDS:
        browser.driver.get(f"{web}/{page}")
        time.sleep(0.1)
    asked = browser.requests()
    assert [url for url in asked if not url.startswith((web, "data:", "about:"))] == []
    assert not any("search_index" in url for url in asked), "the index waits until somebody searches"
    assert browser.complaints() == []


def test_a_first_visit_is_light(web: str, dist: Path, browser: Browser) -> None:
    """100 KB compressed on every kind of page; the real course's pages have up to 14 KB of text, these next to none."""
    heavy = {}
    for page in KINDS:
        if page.startswith("participant/e"):
            browser.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
            browser.requests()
            browser.driver.get(f"{web}/{page}")
            time.sleep(0.3)
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

    driver.get(f"{web}/participant/es/index.html")
    time.sleep(0.5)
    driver.get(f"{web}/participant/es/modules/water/count.html")
    time.sleep(0.5)
    page = loaded()
    assert size(page) < 25_000, page
    assert browser.search("litro")
    more = loaded() - page
    assert any("search_index" in name for name in more)
    # The shipped course's index has 140 KB, this one's next to nothing: what is left for it.
    assert size({name for name in more if "search_index" not in name}) < 15_000, more


def test_every_link_leads_somewhere(dist: Path) -> None:
    for path in sorted(dist.rglob("*.html")):
        if path.name == "404.html":
            continue
        for href in re.findall(r'(?:href|src)="([^"]+)"', path.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", href):
                continue
            name, _, anchor = href.partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target.exists(), f"{path}: {href}"
            if anchor and target.suffix == ".html" and not anchor.startswith("__"):
                assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), f"{path}: {href}"


def violations(browser: Browser, rules: dict[str, object]) -> list[tuple[str, str]]:
    """Rule and first element of each thing that axe finds on the open page."""
    browser.driver.execute_script(AXE)
    run = "var done = arguments[1]; axe.run(document, arguments[0]).then(result => done(result.violations))"
    found = browser.driver.execute_async_script(run, {"resultTypes": ["violations"], **rules})
    return [(violation["id"], violation["nodes"][0]["html"][:200]) for violation in found]


@pytest.mark.parametrize("size", [(360, 740), (1280, 900)], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(web: str, browser: Browser, size: tuple[int, int], scheme: str) -> None:
    browser.look(*size, scheme)
    # Dark pages differ in colours only.
    rules = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}
    assert int(re.search(r"axe v4\.(\d+)", AXE)[1]) >= 8
    found = []
    for page in KINDS:
        browser.driver.get(f"{web}/{page}")
        found += [(page, *violation) for violation in violations(browser, rules)]
        wide = browser.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{page} is wider than the window"
    browser.look(1280, 900, "light")
    assert found == []


def test_axe_finds_nothing_in_an_open_search(web: str, browser: Browser) -> None:
    for scheme in ("light", "dark"):
        browser.look(1280, 900, scheme)
        browser.driver.get(f"{web}/participant/en/index.html")
        assert browser.search("litre")
        time.sleep(0.5)
        assert violations(browser, {}) == []
    browser.look(1280, 900, "light")


@pytest.mark.parametrize("word", ["género", "genero", "educacion", "AUDITORIAS", "cuent"])
def test_search_finds_words_without_their_accents(web: str, browser: Browser, word: str) -> None:
    browser.driver.get(f"{web}/participant/es/index.html")
    assert any("count.html" in href for href in browser.search(word))


@pytest.mark.parametrize(
    ("typed", "first", "others"),
    [
        ("litres", "water/count.html", True),  # the title has the singular
        ("act", "water/act.html", True),  # in the title, before what begins like it elsewhere
        ("minds plan", "water/act.html", False),  # all words, wherever on the page
        ("bills plumbers", "water/count.html", False),
        ("plan xyzzy", None, False),
    ],
)
def test_search_wants_all_words_and_brings_titles_first(
    web: str, browser: Browser, typed: str, first: str | None, others: bool
) -> None:
    browser.driver.get(f"{web}/participant/en/index.html")
    pages = list(dict.fromkeys(href.partition("#")[0].partition("?")[0] for href in browser.search(typed)))
    assert [page.partition("/modules/")[2] for page in pages[:1]] == ([first] if first else [])
    assert (len(pages) > 1) is others


def test_a_hit_shows_what_the_page_is_about(web: str, browser: Browser, dist: Path) -> None:
    browser.driver.get(f"{web}/participant/en/index.html")
    browser.search("litre")
    shown = browser.driver.find_element("css selector", ".md-search-result__item").text
    assert shown.split("\n")[:2] == ["Count every litre", "One sheet and one quiz."]
    index = (dist / "participant/en/search/search_index.js").read_text(encoding="utf-8")
    for once in ("Module 1", "Nine people and a lake", "none123full", "Hotels Topics"):
        assert index.count(once) == (once.startswith("Nine")), once


def test_opened_as_files_with_search_and_switch(dist: Path, browser: Browser) -> None:
    browser.complaints()
    browser.driver.get(file_address(dist / "participant/es/modules/water/count.html"))
    assert any("count.html" in href for href in browser.search("auditoria"))
    browser.driver.get(file_address(dist / "participant/es/modules/water/count.html"))
    browser.driver.find_element("css selector", ".taller-languages a").click()
    assert browser.driver.current_url.endswith("/participant/en/modules/water/count.html")
    assert browser.driver.find_element("css selector", "h1").text == "Count every litre"
    assert browser.complaints() == []


def test_language_switch_needs_no_script(web: str, browser: Browser) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.driver.get(f"{web}/participant/en/cases/lago.html")
        browser.driver.find_element("css selector", ".taller-languages a").click()
        assert browser.driver.current_url == f"{web}/participant/es/cases/lago.html"
        browser.driver.get(f"{web}/participant/en/cases/index.html")
        assert not browser.driver.find_element("css selector", "form.facets").is_displayed()
        assert browser.driver.find_element("css selector", ".facet-list a").is_displayed()
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_page_without_translation_says_so(web: str, browser: Browser) -> None:
    browser.driver.get(f"{web}/participant/es/modules/water/plan.html")
    page = browser.driver.find_element("css selector", ".page")
    assert page.get_attribute("lang") == "en"
    notice = page.find_element("css selector", ".fallback-notice")
    assert notice.get_attribute("lang") == "es"
    assert "inglés" in notice.text


def test_facets_choose_stories(web: str, browser: Browser) -> None:
    browser.driver.get(f"{web}/participant/en/cases/index.html")
    script = """
        var form = document.querySelector("form.facets");
        form.elements.topic.append(new Option("Nothing", "none"));
        form.elements.topic.value = arguments[0];
        form.dispatchEvent(new Event("change"));
        return [document.querySelectorAll(".case-card:not([hidden])").length, form.querySelector("[role=status]").textContent];
    """
    assert browser.driver.execute_script(script, "water") == [1, "One case story"]
    assert browser.driver.execute_script(script, "none")[0] == 0


def test_facets_stand_in_the_address_and_are_kept(web: str, browser: Browser) -> None:
    def seen() -> tuple[str, int, str]:
        shown = browser.driver.find_elements("css selector", ".case-card:not([hidden])")
        return browser.driver.current_url.removeprefix(web), len(shown), value("size")

    def value(name: str) -> str:
        return browser.driver.execute_script(
            "return document.querySelector('form.facets').elements[arguments[0]].value", name
        )

    page = "/participant/en/cases/index.html"
    browser.open(f"{web}{page}")
    assert not browser.driver.find_element("css selector", ".facets button").is_displayed()
    options = "return [...document.querySelectorAll('[name=size] option')].map(one => one.textContent)"
    assert browser.driver.execute_script(options) == ["All", "up to 10 people"]
    browser.driver.find_element("css selector", "[name=size]").send_keys("up")
    browser.driver.find_element("css selector", "[name=core-subject]").send_keys("The e")
    assert seen() == (f"{page}?core-subject=environment&size=micro", 1, "micro")
    browser.driver.find_element("css selector", ".case-card h2 a").click()
    browser.driver.back()
    browser.wait_for_record()
    assert seen() == (f"{page}?core-subject=environment&size=micro", 1, "micro")
    browser.driver.find_element("css selector", ".taller-languages a").click()
    browser.wait_for_record()
    assert browser.driver.current_url.endswith("/es/cases/index.html?core-subject=environment&size=micro")
    assert value("core-subject") == "environment"
    browser.open(f"{web}{page}?country=cr&sector=gone&topic=%3Cb%3E")
    assert seen()[:2] == (f"{page}?country=CR", 1), "what isn't there chooses nothing"
    browser.driver.find_element("css selector", ".facets button").send_keys("\ue007")
    assert seen() == (page, 1, "")
    assert browser.driver.switch_to.active_element.get_attribute("name") == "country", "the keyboard doesn't fall out"


def test_the_map_leads_to_stories_with_a_script_and_without(web: str, browser: Browser) -> None:
    browser.open(f"{web}/participant/es/cases/index.html")
    (place,) = browser.driver.find_elements("css selector", ".story-map a")
    assert place.get_attribute("aria-label") == "Costa Rica: una historia de caso"
    assert place.rect["width"] >= 24
    place.send_keys("\ue007")
    assert browser.driver.current_url.endswith("/es/cases/index.html?country=CR")
    browser.open(f"{web}/participant/es/cases/lago.html")
    browser.driver.find_element("css selector", ".case-facts a[href$='#topic-water']").click()
    browser.wait_for_record()
    assert browser.driver.current_url.endswith("/es/cases/index.html?topic=water")
    drawing = browser.driver.execute_script("return document.querySelector('.story-map').outerHTML")
    assert len(drawing) < 10_000
    assert 'id="country-cr"' in browser.driver.page_source, "the link leads somewhere without a script, too"


def test_facets_choose_activities_in_table_and_timeline(web: str, browser: Browser) -> None:
    browser.driver.get(f"{web}/participant/en/programme/index.html")
    script = """
        var form = document.querySelector("form.facets");
        form.elements.country.value = arguments[0];
        form.elements.year.value = arguments[1];
        form.dispatchEvent(new Event("change"));
        return [".facet-row", ".facet-mark"].map(name => [...document.querySelectorAll(name)].filter(row => row.offsetHeight).length);
    """
    assert browser.driver.execute_script(script, "", "") == [3, 3]
    assert browser.driver.execute_script(script, "PA", "") == [2, 2]
    assert browser.driver.execute_script(script, "PA", "2014") == [0, 0]
    assert browser.driver.find_element("css selector", ".facets-found").text == "Found: 0"
    browser.driver.find_element("css selector", ".story-map a[href='#country-pa']").send_keys("\ue007")
    assert browser.driver.find_element("css selector", ".facets-found").text == "Found: 2"
    assert browser.driver.current_url.endswith("/programme/index.html?country=PA")


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


def test_a_word_of_the_glossary_is_explained_where_it_stands(web: str, browser: Browser) -> None:
    def keys(*names: str) -> None:
        browser.driver.switch_to.active_element.send_keys("".join(names))

    browser.look(390, 844, "light")
    browser.open(f"{web}/participant/es/modules/water/count.html")
    word = browser.driver.find_element("css selector", "a.term")
    note = browser.driver.find_element("id", word.get_attribute("aria-describedby"))
    assert not note.is_displayed()
    word.click()
    assert note.is_displayed(), "a tap shows it, and leads nowhere"
    assert "Lo que una sociedad espera" in note.text
    assert violations(browser, {}) == []
    word.click()
    assert not note.is_displayed()
    browser.driver.execute_script("document.activeElement.blur(); arguments[0].focus()", word)
    assert note.is_displayed(), "the keyboard needs no key for it"
    assert word.get_attribute("aria-expanded") == "true"
    keys("\ue00c")  # escape
    assert (note.is_displayed(), browser.driver.switch_to.active_element) == (False, word)
    keys(" ", "\ue004")  # space, tab: into the note
    assert browser.driver.switch_to.active_element.text == "Glosario"
    keys("\ue004")
    assert not note.is_displayed()
    printed = base64.b64decode(browser.driver.execute_cdp_cmd("Page.printToPDF", {})["data"])
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages).split())
    assert text.count("Lo que una sociedad espera de mujeres y hombres.") == 1
    browser.look(1280, 900, "light")
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.driver.get(f"{web}/participant/es/modules/water/count.html")
        browser.driver.find_element("css selector", ".page a[href$='#gender']").click()
        assert browser.driver.current_url.endswith("/es/glossary.html#gender"), "a link without a script"
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


LONG = [
    "Responsabilidades",
    "indicadores",
    "evidencias",
    "comunicación",
    "administración",
    "cumplimiento",
    "cooperativa",
    "electricidad",
]
PAPER = (
    "es/modules/water/count.html",
    "en/modules/water/act.html",
    "es/cases/index.html",
    "en/cases/lago.html",
    "es/glossary.html",
)


def test_no_word_is_lost_on_paper(web: str, browser: Browser) -> None:
    def letters(text: str) -> str:
        return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())

    widen = """
        const table = document.querySelector(".md-typeset__table table:not([class])");
        if (table) for (const row of table.rows) for (const word of arguments[0]) {
          const cell = row.insertCell(); cell.textContent = word + row.rowIndex;
        }
    """
    lost = []
    for page in PAPER:
        browser.open(f"{web}/participant/{page}")
        browser.driver.execute_script(widen, LONG)
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        words = re.findall(
            r"[^\W_]{3,}", browser.driver.execute_script("return document.querySelector('.page').innerText")
        )
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        assert len(words) > 5
        for width, height in ((8.27, 11.69), (8.5, 11)):
            size = {"paperWidth": width, "paperHeight": height}
            printed = base64.b64decode(browser.driver.execute_cdp_cmd("Page.printToPDF", size)["data"])
            there = letters("".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(printed)).pages))
            lost += [(page, word) for word in words if letters(word) not in there]
    assert lost == []


@pytest.mark.parametrize("page", ["en/modules/water/count.html", "es/my-plan.html"])
def test_the_keyboard_stays_in_sight_at_four_hundred_per_cent(web: str, browser: Browser, page: str) -> None:
    seen = """
        const focus = document.activeElement, a = focus.matches(".md-option") ? focus.nextElementSibling : focus, box = a.getClientRects()[0] || a.getBoundingClientRect();
        const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 0), innerWidth - 1);
        const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
        const hit = a !== document.body && bottom > top ? document.elementFromPoint(x, (top + bottom) / 2) : null;
        const fits = hit && (a.contains(hit) || hit.contains(a) || (a.labels && [...a.labels].some(label => label.contains(hit))));
        if (a === document.body) return "end";
        return fits && box.left >= -1 && box.right <= innerWidth + 1 ? "" : a.outerHTML.slice(0, 120);
    """
    browser.look(320, 256, "light")  # a window of 1280 x 1024, enlarged
    browser.open(f"{web}/participant/{page}")
    ends = 0
    try:
        for shift in ("", "\ue008"):
            for step in range(30):
                ActionChains(browser.driver).send_keys(shift + "\ue004").perform()
                ActionChains(browser.driver).key_up("\ue008").perform()
                tries = (browser.driver.execute_script(seen) for _ in range(20) if not time.sleep(0.05))
                where = next((said for said in tries if said in ("", "end")), None)  # the search opens slowly
                ends += where == "end"
                assert where is not None, f"{page}, step {step}: out of sight: {browser.driver.execute_script(seen)}"
        assert ends < 6, "after the page's last stop comes its first"
    finally:
        browser.look(1280, 900, "light")


def test_home_says_how_much_there_is_and_where(web: str, browser: Browser) -> None:
    browser.open(f"{web}/participant/en/index.html")
    text = " ".join(browser.driver.find_element("css selector", ".page").text.split())
    for said in ("1 module ", "3 sessions", "50 min", "Core session 35 min: ", "Extra session 15 min: "):
        assert said in text
    ways = [way.text for way in browser.driver.find_elements("css selector", ".ways li")]
    assert ways == ["My plan", "Case stories 1", "Worksheets 7", "Glossary 1", "Downloads"]


def test_the_next_page_names_its_module_where_it_changes(web: str, browser: Browser) -> None:
    def ways(page: str) -> list[str]:
        browser.driver.get(f"{web}/participant/en/{page}")
        return [way.accessible_name for way in browser.driver.find_elements("css selector", ".md-footer__link")]

    browser.look(390, 844, "light")  # where the theme shows no title of the page before
    assert ways("my-plan.html")[-1] == "Next · Module 1: Water & waste"
    assert ways("modules/water/count.html") == ["Previous: Water & waste", "Next: Plan without translation"]
    browser.look(1280, 900, "light")


def test_colours_follow_the_phone_until_somebody_chooses(web: str, browser: Browser) -> None:
    def scheme(page: str = "") -> str:
        if page:
            browser.open(f"{web}/participant/{page}")
        return browser.driver.execute_script("return document.body.dataset.mdColorScheme")

    browser.look(1280, 900, "dark")
    assert scheme("es/index.html") == "slate"
    browser.look(1280, 900, "light")
    wait_for(lambda: scheme() == "default", 5)  # as the day comes, without a reload
    assert scheme("en/cases/index.html") == "default"
    browser.look(1280, 900, "dark")
    assert scheme("en/cases/index.html") == "slate"
    browser.driver.find_element("css selector", "label[for=__palette_0]:not([hidden])").click()
    assert scheme() == "default"
    assert scheme("es/modules/water/count.html") == "default", "the choice is one for all languages"
    browser.look(1280, 900, "light")
    browser.driver.find_element("css selector", "label[for=__palette_1]:not([hidden])").click()
    assert scheme("en/index.html") == "slate"
    browser.driver.execute_script("localStorage.removeItem('/sub/participant/.scheme')")
    assert scheme("en/index.html") == "default"


def test_a_sheet_is_kept_and_carried_forward(web: str, browser: Browser) -> None:
    def field(name: str):
        return browser.driver.find_element("css selector", f'[name="water_{name}"]')

    browser.open(f"{web}/participant/en/modules/water/count.html")
    field("count_water-sheet_first").send_keys("A wet floor")
    field("count_water-sheet_months_r1c1").send_keys("June")
    field("count_water-sheet_ask_o2").click()
    assert browser.driver.find_element("css selector", ".sheet-status").text == "Saved on this device."
    browser.open(f"{web}/participant/es/modules/water/count.html")
    assert field("count_water-sheet_first").get_attribute("value") == "A wet floor"
    assert field("count_water-sheet_ask_o2").is_selected()
    browser.open(f"{web}/participant/en/modules/water/plan.html")
    assert field("plan_next-sheet_again").get_attribute("value") == "A wet floor"
    assert field("plan_next-sheet_rows_r1c1").get_attribute("value") == "June"
    browser.open(f"{web}/participant/en/modules/water/count.html")
    browser.driver.execute_script("window.confirm = () => true")
    browser.driver.find_element("css selector", ".sheet-tools button:nth-of-type(2)").click()
    browser.driver.refresh()
    browser.wait_for_record()
    assert field("count_water-sheet_first").get_attribute("value") == ""
    assert not field("count_water-sheet_ask_o2").is_selected()


def test_one_sheet_prints_alone_with_room_to_write(web: str, browser: Browser) -> None:
    browser.driver.get(f"{web}/participant/en/modules/water/count.html")
    script = """
        var seen;
        window.print = function () {
          seen = [document.querySelector(".worksheet").classList.contains("print-this"), document.body.className];
        };
        document.querySelector(".sheet-tools button").click();
        return [seen[0], seen[1].includes("print-one"), document.body.className.includes("print-one")];
    """
    assert browser.driver.execute_script(script) == [True, True, False]


def test_self_check_answers_by_keyboard(web: str, browser: Browser) -> None:
    browser.driver.get(f"{web}/participant/en/modules/water/count.html")
    question = browser.driver.find_element("id", "leak")
    wrong, right = question.find_elements("css selector", "input")
    button = question.find_element("css selector", "button.check")
    status = question.find_element("css selector", "[role=status]")
    assert not question.find_element("css selector", ".feedback").is_displayed()
    wrong.send_keys(" ")
    button.send_keys("\ue007")
    assert "Not quite" in status.text
    assert "Measure before you buy." in status.text
    right.send_keys(" ")
    assert status.text == ""
    button.send_keys("\ue007")
    assert "Right" in status.text
    assert not browser.driver.find_elements("css selector", "#cost button, #cost [data-right], #cost .feedback")


def test_the_keyboard_reaches_the_menu_and_nothing_that_is_hidden(web: str, browser: Browser) -> None:
    browser.look(360, 740, "light")
    browser.driver.get(f"{web}/participant/en/modules/water/count.html")
    body = browser.driver.find_element("css selector", "body")
    stops = []
    for _ in range(12):
        body.send_keys("\ue004")
        stops.append(
            browser.driver.execute_script(
                "let a = document.activeElement; return [a.getAttribute('for') || a.tagName, getComputedStyle(a).visibility,"
                " Boolean(a.closest('.md-sidebar--primary'))]"
            )
        )
        body = browser.driver.switch_to.active_element
    browser.look(1280, 900, "light")
    assert "__drawer" in [name for name, _, _ in stops]
    assert not [stop for stop in stops if stop[1] == "hidden" or stop[2]]


def test_trainers_see_plan_agenda_and_key(web: str, browser: Browser) -> None:
    browser.driver.get(f"{web}/trainer/en/guides/agenda.html")
    text = browser.driver.find_element("css selector", "main").text
    assert re.search(r"9:00–9:10\b.*9:10–9:25\s+Coffee", text, re.DOTALL)
    assert "bill: 12" in text
    browser.driver.get(f"{web}/trainer/en/modules/water/count.html")
    assert len(browser.driver.find_elements("css selector", ".right-mark")) == 2
    assert browser.driver.find_element("css selector", "#leak .feedback").is_displayed()
    assert browser.driver.find_element("css selector", ".session-plan").text.startswith("Plan of the session · 30 min")
    assert browser.driver.find_element("css selector", ".md-banner").is_displayed()


def test_links_between_guide_and_module_of_the_same_name(dist: Path) -> None:
    text = (dist / "trainer/en/guides/workshop.html").read_text(encoding="utf-8")
    assert 'href="water.html">water guide' in text
    assert 'href="../modules/water/index.html">module' in text


@pytest.mark.parametrize("colour", ["#1f4e5f", "#000000", "#7a1f3d", "#00695c"])
def test_the_dark_tint_can_be_read(colour: str) -> None:
    tint = tint_for_dark(colour)
    assert contrast_with_white("#1e2129") / contrast_with_white(tint) >= 7
