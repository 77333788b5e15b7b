"""The participants' plan in a real browser: from the diagnosis to the file in the coach's hands, and onto another phone."""

import base64
import io
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import icalendar
import openpyxl
import pypdf
import pytest
from built_site import violations
from site_fixtures import Browser, file_address, serve_folder, wait_for, write_course

from builder.check import checked_course
from builder.collect.collect import collect

pytestmark = pytest.mark.slow

ACT, PLAN = "modules/water/act.html", "my-plan.html"


@pytest.fixture(scope="module")
def site(dist: Path) -> Path:
    """The participants' site in both languages, below a sub-path."""
    return dist / "participant"


@pytest.fixture(scope="module")
def web(site: Path) -> Iterator[str]:
    for address in serve_folder(site.parent.parent):
        yield f"{address}/sub/participant"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    started = Browser()
    started.look(390, 844, "light")
    yield started
    started.driver.quit()


@pytest.fixture(autouse=True)
def nothing_written(request: pytest.FixtureRequest) -> None:
    """Each test begins on a phone of one's own on which nothing was written."""
    if "web" in request.fixturenames:
        browser, web = request.getfixturevalue("browser"), request.getfixturevalue("web")
        browser.open(f"{web}/en/index.html")
        browser.driver.execute_async_script("taller.store.clear().then(arguments[0])")


def put(browser: Browser, name: str, text: str) -> None:
    browser.driver.execute_script(
        "let c = document.getElementsByName(arguments[0])[0]; c.focus(); c.value = arguments[1];"
        "c.dispatchEvent(new Event('input', {bubbles: true}))",
        name,
        text,
    )


def value(browser: Browser, name: str) -> str:
    return browser.driver.execute_script("return document.getElementsByName(arguments[0])[0].value", name)


def saved(browser: Browser, folder: Path, ending: str, button: str) -> Path:
    """The file that a button of the plan gives."""
    allowed = {"behavior": "allow", "downloadPath": str(folder)}
    browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", allowed)
    before = set(folder.iterdir())
    press(browser, button)
    wait_for(lambda: [path for path in set(folder.iterdir()) - before if path.suffix == ending and path.stat().st_size])
    return next(path for path in set(folder.iterdir()) - before if path.suffix == ending)


def press(browser: Browser, button: str) -> None:
    script = "[...document.querySelectorAll('button')].find(b => b.textContent === arguments[0]).click()"
    browser.driver.execute_script(script, button)


def days_from_now(days: int) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(time.time() + days * 86400))


def keep_course(browser: Browser, web: str) -> None:
    """The course on the phone, in both languages."""
    for language, button, done in (
        ("en", "Keep this course on the phone", "Done."),
        ("es", "Guardar este curso en el teléfono", "Listo."),
    ):
        browser.open(f"{web}/{language}/index.html")
        wait_for(lambda: browser.driver.find_elements("css selector", ".keep-course button"))
        press(browser, button)
        wait_for(lambda done=done: done in browser.driver.find_element("css selector", ".keep-status").text)


def cut(browser: Browser, *, is_cut: bool) -> None:
    conditions = {"offline": is_cut, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.driver.execute_cdp_cmd("Network.enable", {})
    browser.driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)
    browser.driver.execute_cdp_cmd("Network.clearBrowserCache", {})


def walk(browser: Browser, web: str, *, cut_half_way: bool = False) -> None:
    """What a participant writes, with a reload after each step and the language switched in the middle."""
    browser.open(f"{web}/en/{ACT}")
    browser.driver.execute_script(
        "document.querySelectorAll('#where ~ .scale li').forEach((li, n) => li.querySelectorAll('input')[[3, 2, 0, 1][n]].click())"
    )
    put(browser, "water_act_choose_chosen_r1c1", 'Mend the tap, at once; "all" = 1, 2')
    browser.driver.refresh()
    browser.wait_for_record()
    assert value(browser, "water_act_plan_steps_r1c1").startswith("Mend the tap"), "typed once in the whole course"
    assert value(browser, "water_act_diary_third_r1c1").startswith("Mend the tap")
    if cut_half_way:
        cut(browser, is_cut=True)
    with browser.leaving():
        browser.driver.find_element("css selector", ".taller-languages a").click()
    put(browser, "water_act_plan_steps_r1c2", "Doña Ñusta")
    put(browser, "water_act_plan_steps_r1c4", "USD 1.200")
    put(browser, "water_act_plan_steps_r1c5", "100")
    put(browser, "water_act_plan_steps_r1c7", "9 l")
    put(browser, "water_act_diary_first_r1c2", "7 l")
    put(browser, "water_act_complaints_what", "Sheetsecret")
    browser.driver.refresh()
    browser.wait_for_record()
    browser.open(f"{web}/es/{PLAN}")
    put(browser, "my-plan_start", days_from_now(-3))
    put(browser, "my-plan_actions_r1c3", days_from_now(5))
    browser.driver.refresh()
    browser.wait_for_record()


def after_seven_days(browser: Browser, web: str, whole: Path) -> None:
    """Without a visit some browsers delete all that a site keeps then, the kept course, too: it comes back from the file."""
    gone = {"origin": "/".join(web.split("/")[:3]), "storageTypes": "all"}
    browser.driver.execute_cdp_cmd("Storage.clearDataForOrigin", gone)
    browser.open(f"{web}/es/{PLAN}")
    assert browser.driver.execute_script("return Object.keys(taller.store.all())") == []
    browser.driver.find_element("id", "bring-in").send_keys(str(whole))
    wait_for(lambda: value(browser, "my-plan_actions_r1c2") == "Doña Ñusta")


def test_from_the_diagnosis_to_the_plan_and_onto_another_phone(web: str, browser: Browser, tmp_path: Path) -> None:
    keep_course(browser, web)
    walk(browser, web, cut_half_way=True)
    text = browser.driver.find_element("css selector", ".my-plan").text
    assert "Mes 1 de 3" in text
    assert "El dinero se recupera en 12 meses." in text
    assert re.search(r"Uso\s+7 de 8", text), text
    assert re.search(r"Empiece donde la suma es más baja: Care\.", text)
    assert browser.driver.find_elements("css selector", ".plan-line circle")
    assert violations(browser, {}) == []
    calendar = icalendar.Calendar.from_ical(saved(browser, tmp_path, ".ics", "Fechas para mi calendario").read_bytes())
    events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {"action-1@small.taller", "check-1@small.taller", "check-3@small.taller"}
    due = events["action-1@small.taller"]
    assert str(due["DTSTART"].dt) == days_from_now(5)
    assert str(due["SUMMARY"]) == 'Vence: Mend the tap, at once; "all" = 1, 2'
    assert "Doña Ñusta" in str(due["DESCRIPTION"])
    book = openpyxl.load_workbook(saved(browser, tmp_path, ".xlsx", "Hoja de cálculo (XLSX)"))
    assert [book.worksheets[0]["B2"].value, book.worksheets[0]["L2"].value or book.worksheets[0]["J2"].value] != [
        None,
        None,
    ]
    assert "Doña Ñusta" in {cell.value for row in book["Mi plan"] for cell in row}
    csv = saved(browser, tmp_path, ".csv", "Todas las respuestas (CSV)").read_text("utf-8-sig")
    assert '"water_act_complaints_what","Complaints","Sheetsecret"' in csv
    coach = saved(browser, tmp_path, ".json", "Enviar a quien me acompaña").read_text("utf-8")
    assert "Sheetsecret" not in coach
    assert "Doña Ñusta" in coach
    whole = saved(browser, tmp_path, ".json", "Guardar mis respuestas")
    cut(browser, is_cut=False)
    after_seven_days(browser, web, whole)
    course = checked_course(write_course(tmp_path / "course"))
    (tmp_path / "sent").mkdir()
    whole.rename(whole := tmp_path / "sent" / whole.name)
    (row,) = collect(course, tmp_path / "sent", "es").files
    assert row.values["water_act_plan_steps_r1c2"] == "Doña Ñusta"
    other = Browser()
    try:
        other.look(1280, 900, "light")
        other.open(f"{web}/en/{PLAN}")
        other.driver.find_element("id", "bring-in").send_keys(str(whole))
        wait_for(lambda: "Loaded" in other.driver.find_element("css selector", ".take-status").text)
        other.open(f"{web}/en/{ACT}")
        record = json.loads(whole.read_text("utf-8"))
        kept = other.driver.execute_script("return taller.store.all()")
        assert {name: kept[name]["v"] for name in record["fields"]} == {
            name: field["value"] for name, field in record["fields"].items()
        }
        assert value(other, "water_act_complaints_what") == "Sheetsecret"
        assert (
            other.driver.execute_script("return document.querySelectorAll('#where ~ .scale input:checked').length") == 4
        )
    finally:
        other.driver.quit()


def test_the_plan_prints_on_one_page(web: str, browser: Browser) -> None:
    walk(browser, web)
    for width, height in ((8.27, 11.69), (8.5, 11)):
        size = {"paperWidth": width, "paperHeight": height}
        pdf = base64.b64decode(browser.driver.execute_cdp_cmd("Page.printToPDF", size)["data"])
        pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
        text = " ".join(pages[0].extract_text().split())
        assert len(pages) == 1
        for words in ("Mend the tap", "Doña Ñusta", "USD 1.200", "7 de 8"):
            assert words in text
        assert "Borrar todo" not in text


def test_a_copy_follows_until_somebody_changes_it(web: str, browser: Browser) -> None:
    browser.open(f"{web}/en/{ACT}")
    put(browser, "water_act_choose_chosen_r2c1", "First")
    put(browser, "water_act_diary_first_r2c1", "My own words")
    put(browser, "water_act_choose_chosen_r2c1", "Second")
    assert value(browser, "water_act_plan_steps_r2c1") == "Second"
    put(browser, "water_act_plan_steps_r2c1", "")
    browser.driver.refresh()
    browser.wait_for_record()
    assert value(browser, "water_act_plan_steps_r2c1") == "", "what was deleted stays deleted"
    assert value(browser, "water_act_diary_first_r2c1") == "My own words"
    assert value(browser, "water_act_choose_chosen_r2c1") == "Second"


def test_two_tabs_keep_what_the_other_wrote(web: str, browser: Browser) -> None:
    browser.open(f"{web}/en/{ACT}")
    first = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    browser.open(f"{web}/en/{ACT}")
    put(browser, "water_act_choose_chosen_r1c1", "From the second")
    second = browser.driver.current_window_handle
    browser.driver.switch_to.window(first)
    put(browser, "water_act_choose_chosen_r1c2", "From the first")
    wait_for(lambda: value(browser, "water_act_choose_chosen_r1c1") == "From the second")
    browser.driver.close()
    browser.driver.switch_to.window(second)
    browser.driver.refresh()
    browser.wait_for_record()
    assert value(browser, "water_act_choose_chosen_r1c1") == "From the second"
    assert value(browser, "water_act_choose_chosen_r1c2") == "From the first"


def test_a_browser_that_keeps_nothing_says_so_before_a_word_is_written(web: str) -> None:
    refusing = Browser(preferences={"profile.default_content_setting_values.cookies": 2})
    try:
        refusing.open(f"{web}/es/{ACT}")
        assert "no guarda nada" in refusing.driver.find_element("css selector", ".keep-trouble[role=alert]").text
        put(refusing, "water_act_choose_chosen_r1c1", "Still carried")
        assert value(refusing, "water_act_plan_steps_r1c1") == "Still carried"
    finally:
        refusing.driver.quit()


KEPT = """
    var done = arguments[0];
    indexedDB.databases().then(names => done(JSON.stringify([names, {...localStorage}])));
"""


def test_nothing_is_kept_before_somebody_says_whose_device_it_is(web: str) -> None:
    asked = Browser(own=False)
    try:
        asked.look(390, 844, "light")
        asked.open(f"{web}/en/{ACT}")
        asked.driver.execute_script("document.querySelector('.session-done button').click()")
        put(asked, "water_act_choose_chosen_r1c1", "For my eyes")
        question = asked.driver.find_element("css selector", ".keep-question.is-pressing")
        assert question.rect["y"] + question.rect["height"] <= asked.driver.execute_script(
            "return scrollY + innerHeight + 1"
        )
        assert "say whether" in asked.driver.find_element("css selector", "#choose ~ .sheet-tools .sheet-status").text
        assert violations(asked, {}) == []
        asked.open(f"{web}/es/{PLAN}")
        assert value(asked, "my-plan_actions_r1c1") == "For my eyes", "carried on while it is asked"
        assert asked.driver.find_elements("css selector", ".is-pressing"), "still in sight on the next page"
        assert asked.driver.execute_async_script(KEPT) == "[[],{}]"
        first = asked.driver.current_window_handle
        asked.driver.switch_to.new_window("tab")
        asked.open(f"{web}/en/{PLAN}")
        assert value(asked, "my-plan_actions_r1c1") == ""
        press(asked, "It is shared: keep nothing")
        put(asked, "my-plan_actions_r1c1", "The next person")
        asked.open(f"{web}/es/{ACT}")
        assert value(asked, "water_act_choose_chosen_r1c1") == "The next person"
        assert not asked.driver.find_elements("css selector", ".keep-question"), "asked once"
        assert asked.driver.execute_async_script(KEPT) == "[[],{}]"
        asked.driver.close()
        asked.driver.switch_to.window(first)
        press(asked, "Es mío")
        wait_for(lambda: "small/own" in asked.driver.execute_async_script(KEPT))
        # The keyboard stays where the answer was.
        wait_for(lambda: asked.driver.switch_to.active_element.text.startswith("Bien."))
        asked.driver.refresh()
        asked.wait_for_record()
        assert value(asked, "my-plan_actions_r1c1") == "For my eyes"
        assert asked.driver.execute_script("return taller.store.value('/done/modules/water/act.html')") == "1"
        assert "The next person" not in asked.driver.execute_script("return JSON.stringify(taller.store.all())")
    finally:
        asked.driver.quit()


def test_answers_of_the_first_version_are_taken_over(web: str, browser: Browser) -> None:
    browser.driver.execute_script(
        "localStorage.setItem('taller:smallcoursemore:water_act_choose_chosen_r1c1', 'Old words')"
    )
    browser.open(f"{web}/es/{ACT}")
    assert value(browser, "water_act_plan_steps_r1c1") == "Old words"
    wait_for(
        lambda: (
            browser.driver.execute_script("return Object.keys(localStorage).filter(n => !/own$/.test(n)).length") == 0
        )
    )


def test_words_survive_a_tab_that_ends_at_once(web: str, browser: Browser) -> None:
    browser.open(f"{web}/en/{ACT}")
    put(browser, "water_act_choose_chosen_r1c1", "Typed and gone")
    browser.driver.execute_script(
        "document.getElementsByName('water_act_choose_chosen_r1c2')[0].value = ''; location.href = 'about:blank'"
    )
    browser.open(f"{web}/en/{ACT}")
    assert value(browser, "water_act_choose_chosen_r1c1") == "Typed and gone"


def test_opened_as_files(site: Path, browser: Browser, tmp_path: Path) -> None:
    browser.complaints()
    browser.open(file_address(site / "en" / ACT))
    put(browser, "water_act_choose_chosen_r1c1", "From a stick")
    browser.open(file_address(site / "es" / PLAN))
    assert value(browser, "my-plan_actions_r1c1") == "From a stick"
    assert "From a stick" in saved(browser, tmp_path, ".json", "Guardar mis respuestas").read_text("utf-8")
    assert browser.complaints() == []


def test_the_next_page_knows_a_word_written_a_moment_before(site: Path, browser: Browser) -> None:
    """Chromium gave about one page in five of those opened as files an old `localStorage`."""
    for number in range(12):
        browser.driver.get(file_address(site / "en" / ACT))
        browser.wait_for_record()
        put(browser, "water_act_choose_chosen_r1c1", f"Word {number}")
        browser.open(file_address(site / "es" / PLAN))
        assert value(browser, "my-plan_actions_r1c1") == f"Word {number}"
