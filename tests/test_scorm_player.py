"""A package in a real browser, with scorm-again as the learning platform: what it reports, and that nothing written is lost."""

import shutil
import time
from collections.abc import Iterator
from importlib.resources import files as package_resources
from pathlib import Path
from typing import Any

import pytest
from node_programs import need_package
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from site_fixtures import Browser, file_address, serve_folder, wait_for

from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs.scorm.package import Wanted, package_files

pytestmark = pytest.mark.slow

VERSIONS = ("scorm12", "scorm2004")
AXE = package_resources("selenium_axe_python").joinpath("axe-core/axe.min.js").read_text(encoding="utf-8")
HERE = Path(__file__).parent
RIGHT, WRONG = 2, 1
"""Options of the tiny course's question."""
SHEET = "look_first_stakeholder-map_"
UNTIL_TOLD = """
const [before, done] = arguments, since = performance.now();
const look = () => parent.calls.slice(before).some(c => /Commit/.test(c)) ? done(performance.now() - since) : setTimeout(look, 20);
look();
"""
"""Milliseconds until the platform is asked to keep something."""
SPANISH = "El niño pingüino comió piña en la mañana: ¿quién pagó? ¡Nadie! Preguntó «cuánto» (y por qué). "


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    made = Browser()
    yield made
    made.driver.quit()


@pytest.fixture(scope="module")
def folders(tiny: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each version: the platform's page and the package, unpacked."""
    found = {}
    edition = select(tiny, Audience.PARTICIPANT, "es")
    for version in VERSIONS:
        folder = found[version] = tmp_path_factory.mktemp(version)
        for name, content in package_files(edition, Wanted(version, "look")).items():
            path = folder / "package" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        shutil.copy(HERE / "platform.html", folder)
        shutil.copy(need_package("scorm-again") / "dist/scorm-again.min.js", folder)
    return found


class Learner:
    """Somebody at the platform's page."""

    def __init__(self, browser: Browser, address: str, version: str) -> None:
        self.browser, self.driver, self.version = browser, browser.driver, version
        self.address = f"{address}/platform.html?version={version}"

    def forget(self) -> None:
        """A new platform, and a device that was never used."""
        self.driver.switch_to.default_content()
        self.driver.get(self.address)
        self.driver.execute_script("document.getElementById('page').remove(); localStorage.clear()")
        self.driver.get("about:blank")

    def visit(self, more: str = "") -> None:
        self.driver.get(self.address + more)
        self.driver.switch_to.frame("page")
        self.inside()

    def inside(self) -> None:
        wait_for(lambda: self.js("return !!(window.taller && taller.record && taller.record.device)"))

    def js(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def go(self, chapter: str) -> None:
        self.js("location.hash = arguments[0]", chapter)
        wait_for(lambda: not self.js("return document.getElementById(arguments[0]).hidden", chapter))

    def write(self, field: str, text: str) -> None:
        script = "var f = document.getElementsByName(arguments[0])[0]; f.value = arguments[1]; f.dispatchEvent(new Event('input', {bubbles: true}))"
        self.js(script, SHEET + field, text)

    def read(self, field: str) -> str:
        return str(self.js("return document.getElementsByName(arguments[0])[0].value", SHEET + field))

    def answer(self, option: int) -> None:
        self.go("look.first")
        self.js(f"document.querySelector('[data-question] input[value=\"{option}\"]').click()")
        self.js("document.querySelector('[data-question] .check').click()")

    def save(self) -> None:
        self.js("taller.record.save()")

    @property
    def told(self) -> str:
        """Where things are kept, as the page says it."""
        return str(self.js("return document.getElementById('kept').textContent"))

    def platform(self, script: str) -> Any:
        """Runs in the platform's window."""
        self.driver.switch_to.default_content()
        found = self.js(script)
        self.driver.switch_to.frame("page")
        return found

    def leave(self) -> dict[str, Any]:
        """Closes the page in the frame; what the platform has then."""
        self.driver.switch_to.default_content()
        self.js("document.getElementById('page').src = 'about:blank'")
        wait_for(lambda: self.js("return calls.some(c => /^(Finish|Terminate)/.test(c))"))
        return dict(self.js("return state()"))


@pytest.fixture(params=VERSIONS)
def learner(request: pytest.FixtureRequest, browser: Browser, folders: dict[str, Path]) -> Iterator[Learner]:
    for address in serve_folder(folders[request.param]):
        found = Learner(browser, address, request.param)
        found.forget()
        browser.complaints()
        yield found
        browser.driver.switch_to.default_content()
        browser.driver.get("about:blank")


def status(cmi: dict[str, Any]) -> str:
    return str(cmi["core"]["lesson_status"] if "core" in cmi else cmi["success_status"])


def score(cmi: dict[str, Any]) -> str:
    return str(cmi.get("core", cmi)["score"]["raw"])


def test_a_right_answer_is_reported_and_the_next_visit_goes_on(learner: Learner) -> None:
    learner.visit()
    learner.answer(RIGHT)
    assert "Sí: sin línea de base" in learner.js("return document.querySelector('.check-status').textContent")
    learner.write("first-step", "Hablar con el turno de noche: mañana a las 6")
    time.sleep(1.1)
    cmi = learner.leave()
    assert status(cmi) == "passed"
    assert score(cmi) == "100"
    (asked,) = cmi["interactions"].values()
    assert (asked["id"], asked["type"], asked["result"]) == ("check-look.cooling", "choice", "correct")
    given = asked.get("student_response") or asked.get("learner_response")
    assert given == "b"
    assert next(iter(asked["correct_responses"].values()))["pattern"] == "b"
    if learner.version == "scorm2004":
        assert float(cmi["score"]["scaled"]) == 1
        assert cmi["completion_status"] == "completed"
        assert asked["description"] == "El congelador es viejo. ¿Qué va primero?"
        assert cmi["session_time"] not in ("PT0S", "PT0H0M0S")
    else:
        assert cmi["core"]["session_time"] != "00:00:00"

    learner.visit()
    assert not learner.js("return document.getElementById('look.first').hidden"), "where the learner stopped"
    assert "Sigue donde se quedó" in learner.js("return document.getElementById('resumed').textContent")
    assert learner.read("first-step") == "Hablar con el turno de noche: mañana a las 6"
    assert learner.js("return document.querySelector('[data-question] input[value=\"2\"]').checked")
    learner.answer(WRONG)
    learner.go("look.deeper")
    cmi = learner.leave()
    assert status(cmi) == "passed", "a status is never lowered"
    assert score(cmi) == "100"
    assert not learner.browser.complaints()


def test_a_wrong_answer_fails_and_a_later_one_passes(learner: Learner) -> None:
    learner.visit()
    before = learner.platform("return calls.length")
    learner.answer(WRONG)
    assert learner.driver.execute_async_script(UNTIL_TOLD, before) < 3900, (
        "an answer isn't kept until the learner has rested"
    )
    cmi = learner.platform("return state()")
    assert (status(cmi), score(cmi)) == ("failed", "0")
    learner.answer(RIGHT)
    cmi = learner.leave()
    assert (status(cmi), score(cmi)) == ("passed", "100")
    assert [one["result"] for one in cmi["interactions"].values()] in (["wrong", "correct"], ["incorrect", "correct"])


def test_a_platform_that_does_not_count_keeps_each_answer(learner: Learner) -> None:
    learner.visit("&count=no")
    learner.answer(WRONG)
    learner.answer(RIGHT)
    results = [one["result"] for one in learner.leave()["interactions"].values()]
    assert results in (["wrong", "correct"], ["incorrect", "correct"])


def test_reading_alone_leaves_it_incomplete_while_questions_are_open(learner: Learner) -> None:
    learner.visit()
    learner.go("look.first")
    cmi = learner.leave()
    if learner.version == "scorm12":
        assert status(cmi) == "incomplete"
    else:
        assert (cmi["success_status"], cmi["completion_status"]) == ("unknown", "completed")


def test_another_device_has_what_the_platform_kept(learner: Learner) -> None:
    learner.visit()
    learner.write("who_r2c1", SPANISH)
    learner.answer(RIGHT)
    learner.leave()
    learner.js("for (var k of Object.keys(localStorage)) if (/^taller/.test(k)) localStorage.removeItem(k)")
    learner.visit()
    assert learner.read("who_r2c1") == SPANISH
    assert "Todo queda en la plataforma" in learner.told


def test_who_uses_the_same_browser_sees_nothing_of_others(learner: Learner) -> None:
    learner.visit()
    learner.write("first-step", "Secreto de Ana")
    learner.leave()
    learner.visit("&learner=beto")
    assert learner.read("first-step") == ""
    learner.leave()
    learner.visit()
    assert learner.read("first-step") == "Secreto de Ana"


def test_a_long_spanish_text_stays_on_the_device_and_the_page_says_so(learner: Learner) -> None:
    texts = {
        name: (name + SPANISH * 60)[:size]
        for name, size in (("who_r1c2", 1700), ("first-step", 1700), ("drawing", 1700))
    }
    learner.visit()
    for name, text in texts.items():
        learner.write(name, text)
    learner.save()
    kept = learner.platform("return state().suspend_data")
    assert kept.isascii()
    assert not set(kept) & set("\"'\\<>&%\n")
    if learner.version == "scorm12":
        assert len(kept) <= 4096
        assert "quedan solo en este navegador" in learner.told
        assert learner.js("return !!document.querySelector('.sheet-left')")
    else:
        assert "Todo queda en la plataforma" in learner.told
    learner.leave()
    learner.visit()
    assert {name: learner.read(name) for name in texts} == texts


def test_a_platform_with_less_room_gets_less(learner: Learner) -> None:
    learner.visit()
    learner.platform("mood = 'short'")
    learner.write("first-step", "corto")
    learner.write("drawing", SPANISH * 12)
    learner.save()
    assert "quedan solo en este navegador" in learner.told
    assert len(learner.platform("return state().suspend_data")) <= 1000
    learner.leave()
    learner.visit()
    assert learner.read("first-step") == "corto"
    assert learner.read("drawing") == SPANISH * 12


@pytest.mark.parametrize("mood", ["gone", "refusing"])
def test_nothing_is_lost_when_the_platform_fails(learner: Learner, mood: str) -> None:
    learner.visit()
    learner.write("first-step", "antes")
    learner.save()
    learner.platform(f"mood = '{mood}'")
    time.sleep(1.1)
    learner.write("first-step", "después")
    learner.save()
    assert "La plataforma no responde" in learner.told
    learner.js("taller.record.close()")
    learner.visit()
    assert learner.read("first-step") == "después"
    learner.save()
    assert "Todo queda en la plataforma" in learner.told
    assert "despu*es" in learner.platform("return state().suspend_data")
    assert not learner.browser.complaints()


def test_a_platform_that_comes_back_gets_all(learner: Learner) -> None:
    learner.visit()
    learner.platform("mood = 'gone'")
    learner.answer(RIGHT)
    learner.save()
    learner.platform("mood = 'well'")
    learner.js("taller.record.tryAgain()")
    cmi = learner.leave()
    assert (status(cmi), len(cmi["interactions"])) == ("passed", 1)


def test_a_platform_that_comes_late_gets_what_was_typed_before(learner: Learner) -> None:
    learner.driver.get(learner.address + "&start=late")
    learner.driver.switch_to.frame("page")
    wait_for(lambda: learner.js("return !!(window.taller && taller.record)"))
    learner.write("first-step", "rápido")
    learner.inside()
    learner.save()
    assert learner.read("first-step") == "rápido"
    assert "r*apido" in learner.leave()["suspend_data"]


def test_a_new_attempt_begins_anew_and_keeps_what_was_written(learner: Learner) -> None:
    learner.visit()
    learner.answer(RIGHT)
    learner.write("first-step", "mi plan")
    learner.leave()
    learner.js("localStorage.removeItem('platform ana')")
    learner.visit()
    assert learner.read("first-step") == "mi plan"
    assert learner.js("return taller.record.result().done") == 0
    cmi = learner.leave()
    assert score(cmi) == ""
    assert status(cmi) in ("incomplete", "unknown")


def test_a_finished_attempt_is_not_changed_and_the_page_says_so(learner: Learner) -> None:
    learner.visit()
    learner.answer(WRONG)
    learner.leave()
    place = "k.cmi.core.lesson_mode" if learner.version == "scorm12" else "k.cmi.mode"
    script = f"var k = JSON.parse(localStorage.getItem('platform ana')); {place} = 'review';"
    learner.js(f"{script} localStorage.setItem('platform ana', JSON.stringify(k))")
    learner.visit()
    learner.answer(RIGHT)
    learner.write("first-step", "más tarde")
    learner.save()
    assert "Este intento ya terminó" in learner.told
    cmi = learner.leave()
    assert (status(cmi), score(cmi)) == ("failed", "0")
    assert "m*as tarde" in cmi["suspend_data"]


def test_a_text_that_gives_way_to_a_newer_one_is_shown(learner: Learner) -> None:
    learner.visit()
    learner.write("first-step", "el viejo")
    learner.leave()
    # On another device something newer was written.
    learner.js(
        "localStorage.setItem('platform ana', localStorage.getItem('platform ana').replace('el viejo', 'el nuevo'))"
    )
    learner.visit()
    assert learner.read("first-step") == "el nuevo"
    assert learner.js("return document.querySelector('.older').textContent") == "el viejo"


def test_a_damaged_state_harms_nothing(learner: Learner) -> None:
    learner.visit()
    learner.write("first-step", "queda")
    learner.leave()
    for bad in ("t1|zzz|%%|...|999|x|=|===|a=b", "t1|", "{}", "t1|tp90u2|look.first|qqqq|50|CIff=cortad"):
        learner.js(
            "var k = JSON.parse(localStorage.getItem('platform ana')); k.cmi.suspend_data = arguments[0];"
            "localStorage.setItem('platform ana', JSON.stringify(k))", bad
        )  # fmt: skip
        learner.visit()
        assert learner.read("first-step") == "queda"
        assert not learner.browser.complaints()
        learner.leave()


# -- without a platform


@pytest.fixture
def page(browser: Browser, folders: dict[str, Path]) -> Iterator[str]:
    browser.complaints()
    yield file_address(folders["scorm12"] / "package/index.html")
    browser.driver.get("about:blank")


FIELD = "look_first_stakeholder-map_first-step"


def begun(driver: WebDriver) -> str:
    """What the field holds when the player has begun."""
    wait_for(lambda: driver.execute_script("return !!taller.record.device"))
    return str(driver.execute_script("return document.getElementsByName(arguments[0])[0].value", FIELD))


def test_from_a_file_it_reads_and_keeps(browser: Browser, page: str) -> None:
    driver = browser.driver
    browser.requests()
    driver.get(page)
    begun(driver)
    driver.execute_script("taller.record.put(arguments[0], 'aquí')", FIELD)
    driver.get(page + "#look.first")
    driver.refresh()
    assert begun(driver) == "aquí"
    assert "Ninguna plataforma responde" in driver.execute_script("return document.getElementById('kept').textContent")
    assert all(address.startswith("file:") for address in browser.requests())
    assert not browser.complaints()
    driver.execute_script("document.getElementById('clear').click(); document.getElementById('clear').click()")
    assert not driver.execute_script("return Object.keys(localStorage).filter(k => /first-step/.test(k)).length")


def test_opened_again_as_a_file_it_shows_the_newest(browser: Browser, page: str, folders: dict[str, Path]) -> None:
    """Chromium gave about one page in five of those opened as files an old `localStorage`."""
    driver, other = browser.driver, file_address(folders["scorm2004"] / "package/index.html")
    for number in range(12):
        driver.get(page)
        begun(driver)
        driver.execute_script("taller.record.put(arguments[0], arguments[1])", FIELD, f"palabra {number}")
        driver.get(other)
        assert begun(driver) == f"palabra {number}"
    driver.execute_script("document.getElementById('clear').click(); document.getElementById('clear').click()")
    for address in (page, other, page):
        driver.get(address)
        assert not begun(driver)


def test_without_scripts_all_of_it_can_be_read(browser: Browser, page: str) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.driver.get(page)
        text = browser.driver.find_element("tag name", "body").text
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    for words in (
        "Primera mirada",
        "Una mirada más honda",
        "Paneles en el techo",
        "Glosario",
        "Sin scripts se puede leer todo",
    ):
        assert words in text
    assert "línea de base nadie" not in text


def go_to(browser: Browser, chapter: str) -> None:
    script = "return document.getElementById(arguments[0]).hidden"
    browser.driver.execute_script("location.hash = arguments[0]", chapter)
    wait_for(lambda: not browser.driver.execute_script(script, chapter))


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1366, "dark")])
def test_nobody_is_shut_out(browser: Browser, page: str, width: int, scheme: str) -> None:
    browser.look(width, 700, scheme)
    browser.driver.get(page)
    wait_for(lambda: browser.driver.execute_script("return !!taller.record.device"))
    for chapter in browser.driver.execute_script("return taller.data.chapters.map(c => c.id)"):
        go_to(browser, chapter)
        assert browser.driver.execute_script("return document.documentElement.scrollWidth") <= width, chapter
    browser.driver.execute_script(
        "document.querySelector('[data-question] input').click(); document.querySelector('.check').click();"
        "document.querySelectorAll('article').forEach(article => { article.hidden = false; })"
    )
    browser.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE})
    run = "var done = arguments[0]; axe.run(document).then(result => done(result.violations))"
    found = browser.driver.execute_async_script(run)
    assert not [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_the_keyboard_is_enough(browser: Browser, page: str) -> None:
    driver = browser.driver
    browser.look(1000, 700, "light")
    driver.get(page + "#look")
    driver.refresh()
    wait_for(lambda: driver.execute_script("return !!taller.record.device"))

    def press(*keys: str) -> None:
        ActionChains(driver).send_keys(*keys).perform()

    def focused() -> str:
        return str(driver.execute_script("return document.activeElement.textContent"))

    driver.execute_script("document.querySelector('article:not([hidden]) .next').focus()")
    press(Keys.ENTER)
    wait_for(lambda: focused() == "Primera mirada")
    driver.execute_script("document.querySelector('[data-question] input').focus()")
    press(Keys.ARROW_DOWN, Keys.TAB)
    assert focused() == "Comprobar mi respuesta"
    press(Keys.ENTER)
    assert "Correcto" in driver.execute_script("return document.querySelector('.check-status').textContent")
