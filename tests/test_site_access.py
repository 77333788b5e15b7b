"""The sites of a small course by keyboard, for a screen reader, enlarged, and in both colours."""

import base64
import io
import re

import pypdf
import pytest
from built_site import AXE, KINDS, violations
from selenium.webdriver import ActionChains
from site_fixtures import Browser, wait_for

pytestmark = pytest.mark.slow


LOOKS = {"phone": (360, 740, "light"), "desktop": (1280, 900, "light"), "dark": (1280, 900, "dark")}


def test_the_rules_are_of_today() -> None:
    assert int(re.search(r"axe v4\.(\d+)", AXE)[1]) >= 8


@pytest.mark.parametrize("page", KINDS)
def test_axe_finds_nothing(web: str, browser: Browser, page: str) -> None:
    """Each page is opened once, on a phone, and then looked at in each way."""
    found = []
    for name, look in LOOKS.items():
        browser.look(*look)
        if name == "phone":
            browser.visit(f"{web}/{page}")
        # Dark pages differ in colours only, and a desktop shows more at a time.
        rules = {"runOnly": ["color-contrast"]} if name == "dark" else {}
        found += [(name, *violation) for violation in violations(browser, rules)]
        wide = browser.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"wider than the window: {name}"
    browser.look(1280, 900, "light")
    assert found == []


def test_axe_finds_nothing_in_an_open_search(web: str, browser: Browser) -> None:
    for scheme in ("light", "dark"):
        browser.look(1280, 900, scheme)
        browser.visit(f"{web}/participant/en/index.html")
        assert browser.search("litre")
        browser.settle()
        assert violations(browser, {}) == []
    browser.look(1280, 900, "light")


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

    def where() -> str:
        return browser.driver.execute_script(seen)

    browser.look(320, 256, "light")  # a window of 1280 x 1024, enlarged
    browser.open(f"{web}/participant/{page}")
    ends = 0
    try:
        for shift in ("", "\ue008"):
            for _ in range(30):
                ActionChains(browser.driver).send_keys(shift + "\ue004").perform()
                ActionChains(browser.driver).key_up("\ue008").perform()
                wait_for(lambda: where() in ("", "end"), where)  # the search opens slowly
                ends += where() == "end"
        assert ends < 6, "after the page's last stop comes its first"
    finally:
        browser.look(1280, 900, "light")


def test_the_keyboard_reaches_the_menu_and_nothing_that_is_hidden(web: str, browser: Browser) -> None:
    browser.look(360, 740, "light")
    browser.visit(f"{web}/participant/en/modules/water/count.html")
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


def test_self_check_answers_by_keyboard(web: str, browser: Browser) -> None:
    browser.visit(f"{web}/participant/en/modules/water/count.html")
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
        wait_for(lambda: browser.driver.current_url.endswith("/es/glossary.html#gender"))  # a link without a script
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_colours_follow_the_phone_until_somebody_chooses(web: str, browser: Browser) -> None:
    def scheme(page: str = "") -> str:
        if page:
            browser.open(f"{web}/participant/{page}")
        return browser.driver.execute_script("return document.body.dataset.mdColorScheme")

    browser.look(1280, 900, "dark")
    assert scheme("es/index.html") == "slate"
    browser.look(1280, 900, "light")
    wait_for(lambda: scheme() == "default")  # as the day comes, without a reload
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
