"""Finding one's way in the site of a small course: search, choices, map, home page and the page after this one."""

from pathlib import Path

import pytest
from site_fixtures import Browser

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("word", ["género", "genero", "educacion", "AUDITORIAS", "cuent"])
def test_search_finds_words_without_their_accents(web: str, browser: Browser, word: str) -> None:
    browser.visit(f"{web}/participant/es/index.html")
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
    browser.visit(f"{web}/participant/en/index.html")
    pages = list(dict.fromkeys(href.partition("#")[0].partition("?")[0] for href in browser.search(typed)))
    assert [page.partition("/modules/")[2] for page in pages[:1]] == ([first] if first else [])
    assert (len(pages) > 1) is others


def test_a_hit_shows_what_the_page_is_about(web: str, browser: Browser, dist: Path) -> None:
    browser.visit(f"{web}/participant/en/index.html")
    browser.search("litre")
    shown = browser.driver.find_element("css selector", ".md-search-result__item").text
    assert shown.split("\n")[:2] == ["Count every litre", "One sheet and one quiz."]
    index = (dist / "participant/en/search/search_index.js").read_text(encoding="utf-8")
    for once in ("Module 1", "Nine people and a lake", "none123full", "Hotels Topics"):
        assert index.count(once) == (once.startswith("Nine")), once


def test_facets_choose_stories(web: str, browser: Browser) -> None:
    browser.visit(f"{web}/participant/en/cases/index.html")
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
    with browser.leaving():
        browser.driver.find_element("css selector", ".case-card h2 a").click()
    with browser.leaving():
        browser.driver.back()
    assert seen() == (f"{page}?core-subject=environment&size=micro", 1, "micro")
    with browser.leaving():
        browser.driver.find_element("css selector", ".taller-languages a").click()
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
    with browser.leaving():
        browser.driver.find_element("css selector", ".case-facts a[href$='#topic-water']").click()
    assert browser.driver.current_url.endswith("/es/cases/index.html?topic=water")
    drawing = browser.driver.execute_script("return document.querySelector('.story-map').outerHTML")
    assert len(drawing) < 10_000
    assert 'id="country-cr"' in browser.driver.page_source, "the link leads somewhere without a script, too"


def test_facets_choose_activities_in_table_and_timeline(web: str, browser: Browser) -> None:
    browser.visit(f"{web}/participant/en/programme/index.html")
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


def test_home_says_how_much_there_is_and_where(web: str, browser: Browser) -> None:
    browser.open(f"{web}/participant/en/index.html")
    text = " ".join(browser.driver.find_element("css selector", ".page").text.split())
    for said in ("1 module ", "3 sessions", "50 min", "Core session 35 min: ", "Extra session 15 min: "):
        assert said in text
    ways = [way.text for way in browser.driver.find_elements("css selector", ".ways li")]
    assert ways == ["My plan", "Case stories 1", "Worksheets 7", "Glossary 1", "Downloads"]


def test_the_next_page_names_its_module_where_it_changes(web: str, browser: Browser) -> None:
    def ways(page: str) -> list[str]:
        browser.visit(f"{web}/participant/en/{page}")
        return [way.accessible_name for way in browser.driver.find_elements("css selector", ".md-footer__link")]

    browser.look(390, 844, "light")  # where the theme shows no title of the page before
    assert ways("my-plan.html")[-1] == "Next · Module 1: Water & waste"
    assert ways("modules/water/count.html") == ["Previous: Water & waste", "Next: Plan without translation"]
    browser.look(1280, 900, "light")
