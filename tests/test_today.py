"""The trainer's day in a real browser, opened as a file, with a clock that the test sets."""

import base64
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdf
import pytest
from built_site import violations
from selenium.webdriver.common.keys import Keys
from site_fixtures import Browser, file_address, wait_for, write_course

from builder.check import check_course, checked_course
from builder.course.load import load_course
from builder.course.model import Audience
from builder.edition.select import select
from builder.outputs.site.assembly import assemble
from builder.outputs.site.site import build_site, stage_site

pytestmark = pytest.mark.slow

ZONE = "America/Bogota"
CLOCK = "(() => { let at = %d; Date.now = () => at; window.setClock = to => { at = to } })()"
KEPT = "return Boolean(globalThis.taller && taller.kept && taller.kept.read().runs.length)"
"""Whether this page knows of a day that was chosen."""
FORGET = "taller.kept.write({variant: '', people: 0, runs: [], sound: false, ticks: {}, history: [], own: null})"
AGENDA = """
participants: 12
variants:
  one-day:
    title: {en: "One day", es: "Un día"}
    days:
      - start: 9:00
        end: 10:15
        breaks:
          - {at: 9:10, minutes: 15, title: {en: "Coffee", es: "Café"}}
        items:
          - session: water/count
          - {title: {en: "Reserve", es: "Reserva"}, minutes: 20, priority: could}
          - session: water/act
          - {title: {en: "Close", es: "Cierre"}, minutes: 5}
  two-days:
    title: {en: "Two days", es: "Dos días"}
    days:
      - {start: 9:00, end: 12:00, items: [{session: water/count}]}
      - {start: 9:00, end: 12:00, items: [{session: water/act}]}
"""
GUIDE = "\n## Games {#energisers}\n\nThe line, five minutes.\n\n## After\n\nNo game.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trainers' site in both languages."""
    root = write_course(tmp_path_factory.mktemp("course"))
    (root / "trainer_guides/00-workshop.yml").write_text(AGENDA, encoding="utf-8", newline="\n")
    for language in ("en", "es"):
        guide = root / f"trainer_guides/00-workshop.{language}.md"
        guide.write_text(guide.read_text(encoding="utf-8") + GUIDE, encoding="utf-8", newline="\n")
    course, folder = checked_course(root), tmp_path_factory.mktemp("web")
    for language in course.config.languages:
        stage = tmp_path_factory.mktemp("stage")
        stage_site(select(course, Audience.TRAINER, language), stage, course.config.languages, {})
        build_site(stage, folder / language)
    assemble(course.config, Audience.TRAINER, folder, {language: {} for language in course.config.languages})
    return folder


class Room:
    """A trainer's phone at a moment."""

    def __init__(self, site: Path) -> None:
        self.site, self.browser, self.script = site, Browser(), ""
        self.driver = self.browser.driver
        self.browser.look(390, 844, "light")
        self.zone(ZONE)

    def zone(self, name: str) -> None:
        self.in_zone = ZoneInfo(name)
        self.driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": name})

    def moment(self, text: str) -> int:
        return int(datetime.fromisoformat(text).replace(tzinfo=self.in_zone).timestamp() * 1000)

    def at(self, text: str) -> None:
        """Sets the clock, of this page and of those that follow."""
        if self.script:
            self.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": self.script})
        added = {"source": CLOCK % self.moment(text)}
        self.script = self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", added)["identifier"]
        self.driver.execute_script(
            "window.setClock && setClock(arguments[0]); window.taller && taller.room && taller.room.draw()",
            self.moment(text),
        )

    def open(self, language: str = "en") -> None:
        """Opens the day and waits until it shows what was kept."""
        shown = ".today-running" if self.driver.execute_script(KEPT) else ".today-setup"
        self.browser.open(file_address(self.site / language / "index.html"))
        wait_for(lambda: self.driver.find_elements("css selector", f"{shown}:not([hidden])"))

    def choose(self, date: str, start: str, variant: str = "one-day") -> None:
        """Fills in the form as soon as it offers the variant."""
        wait_for(lambda: self.driver.find_elements("css selector", f'.today-setup option[value="{variant}"]'))
        self.driver.execute_script(
            "const [date, start, variant] = arguments, form = document.querySelector('.today-setup form');"
            "const set = (one, value) => { one.value = value; one.dispatchEvent(new Event('change')) };"
            "set(form.querySelector('select'), variant);"
            "set(form.querySelector('[type=date]'), date); set(form.querySelector('[type=time]'), start); form.requestSubmit()",
            date, start, variant,
        )  # fmt: skip
        wait_for(lambda: self.text("when"))

    def text(self, part: str) -> str:
        return self.driver.find_element("css selector", f'[data-part="{part}"]').text

    def press(self, action: str) -> None:
        button = self.driver.find_element("css selector", f'[data-do="{action}"]')
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        button.send_keys(Keys.ENTER)

    def rows(self) -> list[str]:
        return [row.text.replace("\n", " ") for row in self.driver.find_elements("css selector", ".today-row")]


@pytest.fixture(scope="module")
def opened(site: Path) -> Iterator[Room]:
    room = Room(site)
    yield room
    room.driver.quit()


@pytest.fixture
def room(opened: Room) -> Room:
    """Nothing chosen yet, on 1 December 2026 at 10:40."""
    opened.zone(ZONE)
    opened.at("2026-12-01T10:40:00")
    opened.open()
    opened.driver.execute_script(FORGET)
    opened.open()
    opened.browser.complaints()
    return opened


def test_day_one_at_10_40(room: Room) -> None:
    """In one look, without scrolling: what is on, how long it lasts, what to say."""
    assert violations(room.browser, {}) == [], "the form"
    room.choose("2026-12-01", "10:10")
    assert room.text("title").splitlines() == ["Your own bill", "Count every litre · Activity · in pairs"]
    assert room.text("clock") == "15:00"
    assert room.text("when") == "10:35–10:55"
    assert room.text("next") == "Next, 10:55: Reserve (20 min)"
    steps = room.driver.find_elements("css selector", ".today-piece ol > li")
    assert [step.text.splitlines()[0] for step in steps] == ["Look.", "Write."]
    ends = [room.driver.execute_script("return arguments[0].getBoundingClientRect().bottom", one) for one in steps[:1]]
    assert max(ends) < 844
    size = room.driver.execute_script("return parseFloat(getComputedStyle(arguments[0]).fontSize)", steps[0])
    assert size >= 19, "to be read at arm's length"
    notes = room.driver.find_elements("css selector", ".today-piece details")
    assert "Trainersecret" not in room.text("piece")
    room.press("unfold")
    assert "Trainersecret within a step." in room.text("piece")
    assert "Answersecret" in room.text("piece")
    assert len(notes) == 3
    room.driver.find_element("css selector", ".today-needs summary").click()
    tick = room.driver.find_element("css selector", ".today-needs input")
    assert room.text("needs").splitlines()[1:] == ["12", "bill"]
    tick.click()
    assert room.driver.find_element("css selector", ".today-needs summary").text == "Materials: 1 of 1 ready"
    for width, height in ((390, 844), (1366, 768)):
        room.browser.look(width, height, "light")
        assert violations(room.browser, {}) == []
        assert room.driver.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
    room.browser.look(390, 844, "dark")
    assert violations(room.browser, {"runOnly": ["color-contrast"]}) == []
    room.browser.look(390, 844, "light")
    room.browser.complaints()  # axe asks for style sheets
    room.open("es")
    assert room.text("title").splitlines()[0] == "Your own bill"
    assert room.text("next") == "Sigue, 10:55: Reserva (20 min)"
    assert room.driver.find_element("css selector", ".today-needs summary").text == "Materiales: 1 de 1 listos"
    assert "Course map" not in room.driver.find_element("css selector", ".today").text
    assert room.driver.find_elements("css selector", ".course-map"), "the course is still there"
    assert room.browser.complaints() == []


def test_fifteen_minutes_late(room: Room) -> None:
    room.choose("2026-12-01", "10:10")
    assert room.rows() == [
        "10:10 Count every litre: What a litre costs 10 min", "10:20 Coffee 15 min", "10:35 Your own bill 20 min",
        "10:55 Reserve 20 min", "11:15 Act: Look and plan 5 min", "11:20 Close 5 min",
    ]  # fmt: skip
    room.press("late")
    assert room.text("when") == "10:35–11:10"
    assert room.text("late").splitlines()[0] == "The day would end at 11:40, 15 minutes too late. Leave out:"
    assert "11:10 Reserve (20 min, can be left out)" in room.text("late")
    assert violations(room.browser, {}) == []
    room.driver.find_element("css selector", ".today-late button").send_keys(Keys.ENTER)
    assert room.rows()[3:] == ["11:10 Act: Look and plan 5 min", "11:15 Close 5 min"]
    assert "Left out today: Reserve" in room.text("list")
    room.press("undo")
    room.press("undo")
    assert room.text("when") == "10:35–10:55"


def test_pause_reload_and_sleep(room: Room) -> None:
    room.choose("2026-12-01", "10:10")
    room.press("pause")
    left = room.text("clock")
    room.at("2026-12-01T12:40:00")
    assert room.text("clock") == left, "two hours of sleep"
    room.open()
    assert room.text("clock") == left, "reload"
    assert "paused" in room.text("unit")
    room.press("pause")
    assert room.text("when").startswith("10:35–12:5")
    room.press("finish")
    assert room.text("title").splitlines() == ["Reserve", "Guidesecret workshop"], "what to do stands in the guide"
    assert "Time is up: Your own bill" in room.text("ended")
    room.driver.find_element("css selector", ".today-ended button").send_keys(Keys.ENTER)
    assert room.text("title").splitlines()[0] == "Your own bill"
    assert room.text("clock") == "5:00"


def test_before_after_and_the_second_day(room: Room) -> None:
    room.choose("2026-12-01", "9:00".zfill(5), "two-days")
    for clock, title, unit in (
        ("2026-11-28T09:00:00", "What a litre costs", "until it begins"), ("2026-12-01T08:59:30", "What a litre costs", "until it begins"),
        ("2026-12-01T09:15:00", "Your own bill", "left"), ("2026-12-01T09:45:00", "The day is over.", "o'clock"),
        ("2026-12-01T22:00:00", "Look and plan", "until it begins"), ("2026-12-02T09:01:00", "Look and plan", "left"),
        ("2027-02-01T09:00:00", "The day is over.", "o'clock"),
    ):  # fmt: skip
        room.at(clock)
        assert (room.text("title").splitlines()[0], room.text("unit")) == (title, unit), clock
    assert violations(room.browser, {}) == []


def test_over_midnight_and_when_the_clock_changes(room: Room) -> None:
    room.zone("America/Santiago")
    room.at("2026-09-05T23:30:00")
    room.open()
    room.choose("2026-09-05", "23:20")
    assert [row.split()[0] for row in room.rows()] == ["23:20", "23:30", "23:45", "1:05", "1:25", "1:30"]
    room.at("2026-09-06T01:06:00")
    assert room.text("title").startswith("Reserve")
    assert room.text("clock") == "19:00"


def test_eight_hours_without_a_network(room: Room) -> None:
    room.choose("2026-12-01", "10:40")
    room.driver.execute_cdp_cmd("Network.enable", {})
    nothing = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    room.driver.execute_cdp_cmd("Network.emulateNetworkConditions", nothing)
    room.browser.requests()
    room.driver.execute_script("document.querySelector('[data-part=minutes]').value = 240")
    for action in ("late", "late"):
        room.press(action)
    seen = []
    for half in range(17):
        minutes = 10 * 60 + 41 + 30 * half
        room.at(f"2026-12-01T{minutes // 60:02d}:{minutes % 60:02d}:00")
        seen.append(room.text("title").splitlines()[0])
    assert seen == ["What a litre costs"] * 17, "eight hours more were asked for"
    assert room.text("clock") == "9:00"
    room.at("2026-12-01T19:30:00")
    assert room.text("title").splitlines()[0] == "Reserve"
    assert room.browser.requests() == []
    assert room.browser.complaints() == []
    room.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**nothing, "offline": False})


def test_the_wall_in_a_second_window(room: Room) -> None:
    room.choose("2026-12-01", "10:10")
    day = room.driver.current_window_handle
    room.press("wall")
    wait_for(lambda: len(room.driver.window_handles) == 2)
    room.driver.switch_to.window(next(name for name in room.driver.window_handles if name != day))
    wait_for(lambda: room.driver.find_elements("css selector", "html[data-ready]"))
    room.driver.execute_script(CLOCK % room.moment("2026-12-01T10:40:00"))

    def shown() -> str:
        return str(room.driver.execute_script("return document.querySelector('article:not([hidden])').innerText"))

    def key(name: str) -> None:
        room.driver.find_element("css selector", "body").send_keys(name)

    wait_for(lambda: "Look." in shown())
    wait_for(lambda: room.driver.find_element("id", "wall-clock").text == "15:00")
    assert [line for line in shown().splitlines() if line][:3] == [
        "Count every litre",
        "Your own bill",
        "20 min · in pairs",
    ]
    for rules in ({}, {"runOnly": ["color-contrast"]}):
        assert violations(room.browser, rules) == []
    size = (
        "return parseFloat(getComputedStyle(document.querySelector('article:not([hidden]) li')).fontSize) / innerHeight"
    )
    assert room.driver.execute_script(size) > 0.03
    key(Keys.PAGE_DOWN)
    assert room.driver.find_element("css selector", "article:not([hidden]) img").is_displayed(), (
        "the diagram of what was taught"
    )
    key(Keys.ARROW_RIGHT)
    assert "Plan without translation" in shown()
    key(Keys.PAGE_UP)
    key("b")
    assert room.driver.find_element("id", "wall-black").is_displayed()
    key(Keys.ESCAPE)
    assert not room.driver.find_element("id", "wall-black").is_displayed()
    key(Keys.HOME)
    assert "Look." in shown()
    wall = room.driver.current_window_handle
    room.driver.switch_to.window(day)
    room.press("finish")
    room.driver.switch_to.window(wall)
    wait_for(lambda: "Look." not in shown())
    assert "Reserve" not in shown(), "what only trainers know is not even sent"
    room.driver.execute_script(
        'dispatchEvent(new MessageEvent(\'message\', {data: \'{"show":"<b>x","ends":"y"}\', source: opener}))'
    )
    assert "<b>" not in room.driver.page_source
    key(Keys.ESCAPE)
    wait_for(lambda: len(room.driver.window_handles) == 1)
    room.driver.switch_to.window(day)
    room.press("wall-here")
    wait_for(lambda: room.driver.find_elements("css selector", "html[data-ready]"))
    key(Keys.ESCAPE)
    wait_for(lambda: room.driver.find_elements("css selector", ".today"))


def test_a_sound_only_if_it_is_wanted(room: Room) -> None:
    room.choose("2026-12-01", "10:10")
    for wanted, hour, rang in ((False, "10:34", None), (True, "10:54", "1")):
        room.driver.execute_script("taller.kept.write({sound: arguments[0]})", wanted)
        room.at(f"2026-12-01T{hour}:59")
        room.at(f"2026-12-01T{hour[:-1]}{int(hour[-1]) + 1}:00")
        assert room.driver.find_element("css selector", ".today").get_attribute("data-rang") == rang


def test_groups_and_energisers(room: Room) -> None:
    room.choose("2026-12-01", "10:10")
    assert (
        room.driver.execute_script("return document.querySelector('[data-part=energisers]').textContent.trim()")
        == "The line, five minutes."
    )
    names = "\n".join(f"P{number}, F{number % 7}" for number in range(8))
    room.driver.execute_script("document.querySelectorAll('.today-fold').forEach(f => { f.open = true })")
    room.driver.find_element("css selector", '[data-part="names"]').send_keys(names)
    room.press("groups")
    assert room.text("groups").startswith("8 people in 4 groups"), "the activity is for pairs"
    assert "Nobody sits with anybody from the same firm." in room.text("groups")
    assert violations(room.browser, {}) == []
    kept = room.driver.execute_script("return JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "F6" not in kept


def test_a_browser_that_keeps_nothing_says_so(site: Path) -> None:
    room = Room.__new__(Room)
    room.site, room.script = site, ""
    room.browser = Browser(preferences={"profile.default_content_setting_values.cookies": 2})
    room.driver = room.browser.driver
    try:
        room.zone(ZONE)
        room.at("2026-12-01T10:40:00")
        room.driver.get(file_address(site / "en" / "index.html"))
        wait_for(lambda: room.driver.find_elements("css selector", ".today-setup form"))
        room.choose("2026-12-01", "10:10")
        assert room.text("title").splitlines()[0] == "Your own bill"
        assert "keeps nothing" in room.text("kept")
    finally:
        room.driver.quit()


def test_an_own_variant_goes_into_the_course(room: Room, tmp_path: Path) -> None:
    """A session dropped, a local speaker added, minutes changed: checked at once, used today, and taken by the course."""
    agenda, driver = file_address(room.site / "en/guides/agenda.html"), room.driver
    room.browser.open(agenda)
    wait_for(lambda: driver.execute_script("return Boolean(taller.variant)"))
    opened = [one.get_attribute("open") is not None for one in driver.find_elements("css selector", "details.variant")]
    assert opened == [True, False], "one at a time"
    driver.find_elements("css selector", "details.variant > summary")[1].click()
    opened = [one.get_attribute("open") is not None for one in driver.find_elements("css selector", "details.variant")]
    assert opened == [False, True]
    room.press("begin")
    fill = (
        "const [label, text, place] = arguments, found = [...document.querySelectorAll('.own-variant label')].filter(l => l.textContent.trim() === label);"
        "const input = found.at(place).querySelector('input'); input.value = text; input.dispatchEvent(new Event('input', {bubbles: true}))"
    )

    def press(label: str) -> None:
        find = "[...document.querySelectorAll('.own-variant button')].find(b => b.getAttribute('aria-label') === arguments[0] || b.textContent === arguments[0])"
        button = driver.execute_script(f"return {find}", label)
        driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        button.send_keys(Keys.ENTER)

    press("Remove: Act")
    press("Add your own item: Day 1")
    assert "“?” has no title in the language “en”." in room.text("verdict")
    assert driver.find_element("css selector", '[data-do="yaml"]').get_attribute("disabled")
    driver.execute_script(fill, "Title (en)", 'Doña Ana: "our river"', 3)
    driver.execute_script(fill, "Title (es)", "Doña Ana: «nuestro río»", 3)
    driver.execute_script(fill, "Minutes", "50", 2)
    assert "Day 1: The day lasts until 11:" in room.text("verdict")
    assert violations(room.browser, {}) == []
    driver.execute_script(fill, "Minutes", "5", 2)
    assert room.text("verdict") == (
        "The course accepts this variant. Please look at:\nThe core session “Act” is left out."
    )
    for width in (390, 1366):
        room.browser.look(width, 844, "light")
        assert violations(room.browser, {}) == []
        assert driver.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
    room.browser.look(390, 844, "light")
    allowed = {"behavior": "allow", "downloadPath": str(tmp_path)}
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", allowed)
    room.press("yaml")
    wait_for(lambda: any(saved.stat().st_size for saved in tmp_path.glob("*.yml")))
    root = write_course(tmp_path / "course")
    text = (tmp_path / "00-workshop.yml").read_text(encoding="utf-8")
    (root / "trainer_guides/00-workshop.yml").write_text(text, encoding="utf-8", newline="\n")
    course, problems = load_course(root)
    found = {problem.code for problem in (*problems, *check_course(course)) if "workshop.yml" in str(problem.path)}
    assert found == {"core-session-left-out"}, "as the page said"
    assert not [problem for problem in check_course(course) if not problem.is_warning]
    guide = next(guide for guide in course.guides if guide.agenda)
    assert guide.agenda is not None
    assert [variant.id for variant in guide.agenda.variants] == ["one-day", "two-days", "one-day-2"]
    speaker = guide.agenda.variants[-1].days[0].items[-1]
    assert (speaker.title, speaker.minutes) == ({"en": 'Doña Ana: "our river"', "es": "Doña Ana: «nuestro río»"}, 5)
    room.open()
    room.choose("2026-12-01", "10:10", "own-variant")
    assert room.rows()[-1].endswith('Doña Ana: "our river" 5 min')


def test_an_own_variant_that_comes_from_the_database_is_offered(room: Room) -> None:
    """Chromium shows some pages opened as files an old `localStorage`: the form is there before what was kept."""
    late = "const own = Object.assign({}, taller.room.variants()[0], {name: 'own-variant'}); taller.kept.write({own}); taller.room.draw()"
    room.driver.execute_script(late)
    room.choose("2026-12-01", "10:10", "own-variant")
    assert room.text("title").splitlines()[0] == "Your own bill"


def test_one_variant_is_printed(room: Room) -> None:
    room.driver.get(file_address(room.site / "en/guides/agenda.html"))
    pdf = base64.b64decode(room.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) == 1
    assert "One day" in pages[0]
    assert "Two days" not in pages[0]
    assert "variant of your own" not in pages[0]
