"""The editor of `taller serve --edit` in Chromium, as an author uses it: type, see, mend, save, preview; nothing that was typed is lost."""

import base64
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from built_site import violations
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys
from site_fixtures import Browser, wait_for
from test_edit import PAGE, free_port, make_course, png_of

from builder.commands import skeletons
from builder.commands.edit.blocks import GROUPS
from builder.commands.edit.serving import make_editor
from builder.course.load import load_course
from builder.course.model import Audience

pytestmark = pytest.mark.slow
NAMES = ("Typing", "Bar", "Picture", "Tabs", "Disk", "Reload", "Death")
DROP = """
    const [name, data] = arguments, bytes = Uint8Array.from(atob(data), one => one.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], name));
    document.getElementById("paper").dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
"""


class Desk:
    """The editor's page in a tab."""

    def __init__(self, browser: Browser, root: Path, address: str) -> None:
        self.browser, self.driver, self.root, self.address = browser, browser.driver, root, address

    def start(self) -> None:
        self.driver.get(self.address)
        wait_for(lambda: self.driver.execute_script("return document.body.dataset.ready"))

    def path(self, name: str) -> str:
        return next(file.relative_to(self.root).as_posix() for file in self.root.glob(f"modules/*/*-{name.lower()}.en.md"))  # fmt: skip

    def open(self, path: str) -> None:
        if not self.driver.current_url.startswith(self.address):
            self.start()
        self.driver.execute_script("document.querySelector(`#list [data-path='${arguments[0]}']`).click()", path)
        wait_for(lambda: self.seen("path") == path and self.is_checked(), self.notices)

    def seen(self, name: str) -> str:
        text: str = self.driver.execute_script("return document.getElementById(arguments[0]).textContent", name)
        return text

    def text(self) -> str:
        text: str = self.driver.execute_script("return document.getElementById('text').value")
        return text

    def notices(self) -> str:
        return self.seen("notices")

    def is_checked(self) -> bool:
        return bool(self.seen("count"))

    def cursor(self, before: str) -> None:
        """Into the text, before some words."""
        self.driver.execute_script(
            "const f = document.getElementById('text'), n = f.value.indexOf(arguments[0]); f.focus(); f.setSelectionRange(n, n)",
            before,
        )

    def type(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def click(self, selector: str) -> None:
        wait_for(lambda: self.driver.find_elements("css selector", selector))
        self.driver.execute_script("document.querySelector(arguments[0]).click()", selector)

    def choose(self, label: str) -> None:
        """The button of a notice."""
        script = "const b = [...document.querySelectorAll('#notices button')].find(b => b.textContent === arguments[0]); b?.click(); return Boolean(b)"
        wait_for(lambda: self.driver.execute_script(script, label), self.notices)

    def save(self) -> None:
        ActionChains(self.driver).key_down(Keys.CONTROL).send_keys("s").key_up(Keys.CONTROL).perform()

    def file(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def preview(self) -> str:
        """What the frame shows."""
        self.driver.switch_to.frame("frame")
        try:
            return self.driver.find_element("css selector", "body").text
        finally:
            self.driver.switch_to.default_content()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_course(tmp_path_factory.mktemp("edit") / "course")
    for name in NAMES:
        skeletons.new_session(load_course(folder)[0], "first-module", name)
    return folder


@pytest.fixture(scope="module")
def desk(root: Path) -> Iterator[Desk]:
    with make_editor(root, Audience.PARTICIPANT, "", ("127.0.0.1", free_port()), lambda _: None, "en", 0) as (preview, editor):  # fmt: skip
        threading.Thread(target=preview.serve, daemon=True).start()
        browser = Browser()
        browser.look(1366, 800, "light")
        try:
            yield Desk(browser, root, editor.address)
        finally:
            browser.driver.quit()


def test_type_see_the_problem_mend_it_save_and_look(desk: Desk) -> None:
    path = desk.path("Typing")
    desk.browser.requests()
    desk.open(path)
    desk.cursor("Explain the idea")
    desk.type("[Rain](term:none)", Keys.ENTER)
    wait_for(lambda: "none" in desk.seen("problems"), lambda: desk.seen("problems"))
    line = desk.text()[: desk.text().index("[Rain]")].count("\n") + 1
    assert f"line {line}:" in desk.seen("problems")
    marked = "return [...document.querySelectorAll('#lines > .error')].map(one => [...one.parentNode.children].indexOf(one) + 1)"
    assert desk.driver.execute_script(marked) == [line]
    desk.cursor("term:none")
    wait_for(lambda: "none" in desk.seen("here"))
    desk.driver.execute_script("document.getElementById('text').setSelectionRange(0, 0)")
    desk.type(Keys.F8)
    assert desk.driver.execute_script("const f = document.getElementById('text'); return f.value.slice(f.selectionStart)").startswith("[Rain]")  # fmt: skip
    desk.type(*[Keys.DELETE] * len("[Rain](term:none)\n"))
    wait_for(lambda: "Nothing wrong" in desk.seen("count"))
    desk.type("Rain is counted. ")
    assert "Rain" not in desk.file(path)
    desk.save()
    wait_for(lambda: "Rain is counted. Explain" in desk.file(path))
    wait_for(lambda: "Saved at" in desk.seen("status"))
    wait_for(lambda: "Rain is counted." in desk.preview())
    assert not desk.driver.find_elements("css selector", "#save:enabled")
    asked = {address.split("/")[2] for address in desk.browser.requests() if address.startswith("http")}
    assert {address.partition(":")[0] for address in asked} == {"127.0.0.1"}


def test_each_button_of_the_bar_inserts_what_the_check_takes(desk: Desk) -> None:
    desk.open(desk.path("Bar"))
    for name in [name for names in GROUPS.values() for name in names if name != "case"]:
        before = desk.text()
        desk.driver.execute_script("const f = document.getElementById('text'); f.focus(); f.setSelectionRange(f.value.length, f.value.length)")  # fmt: skip
        desk.click(f"[data-block={name}]")
        wait_for(lambda before=before: desk.text() != before, desk.notices)
    done = desk.driver.execute_script("return document.body.dataset.checked")
    desk.type(Keys.END, " ")
    wait_for(lambda: desk.driver.execute_script("return document.body.dataset.checked") > done)
    wait_for(lambda: desk.seen("count").startswith(("Nothing", "Errors: 0.")), lambda: desk.seen("problems"))
    ActionChains(desk.driver).key_down(Keys.CONTROL).send_keys("z").key_up(Keys.CONTROL).perform()
    assert "{#question-" in desk.text(), "what was inserted can be taken back step by step"


def test_a_picture_is_dropped_in(desk: Desk) -> None:
    path = desk.path("Picture")
    desk.open(path)
    desk.cursor("Explain the idea")
    desk.driver.execute_script(DROP, "Mi río (1).PNG", base64.b64encode(png_of(900, 300)).decode())
    wait_for(lambda: "![What the picture shows](images/mi-rio-1.png)" in desk.text(), desk.notices)
    desk.type("A river")
    wait_for(lambda: "![A river](images/mi-rio-1.png)" in desk.text(), desk.text)
    desk.save()
    wait_for(lambda: "A river" in desk.file(path))
    desk.driver.execute_script(DROP, "x.png", base64.b64encode(b"%PDF-").decode())
    wait_for(lambda: "none of these" in desk.notices())


def test_what_is_not_saved_outlives_a_reload(desk: Desk) -> None:
    path = desk.path("Reload")
    desk.open(path)
    desk.cursor("Explain the idea")
    desk.type("Unsaved words. ")
    wait_for(lambda: "Not saved yet" in desk.seen("status"))
    desk.start()
    wait_for(lambda: "Unsaved words. " in desk.text(), desk.notices)
    assert "is back" in desk.notices()
    assert "Unsaved" not in desk.file(path)
    desk.choose("Discard it")
    wait_for(lambda: desk.text() == desk.file(path))
    desk.start()
    wait_for(lambda: desk.seen("path") == path)
    assert "Unsaved" not in desk.text()


def test_two_tabs_lose_nothing(desk: Desk) -> None:
    path, first = desk.path("Tabs"), desk.driver.current_window_handle
    desk.open(path)
    desk.cursor("Explain the idea")
    desk.type("First tab. ")
    desk.driver.switch_to.new_window("tab")
    desk.start()
    desk.open(path)
    wait_for(lambda: "another tab" in desk.notices())
    assert "First tab" not in desk.text()
    desk.cursor("Explain the idea")
    desk.type("Second tab. ")
    desk.save()
    wait_for(lambda: "Second tab. " in desk.file(path))
    desk.driver.close()
    desk.driver.switch_to.window(first)
    wait_for(lambda: "changed on the disk" in desk.notices(), desk.notices)
    desk.save()
    wait_for(lambda: desk.driver.find_elements("css selector", "#conflict[open]"))
    difference = desk.seen("diff")
    assert "Yours: First tab. Explain" in difference
    assert "On the disk: Second tab. Explain" in difference
    assert violations(desk.browser, {}) == []
    desk.click("[data-choice=mine]")
    wait_for(lambda: "First tab. " in desk.file(path))
    wait_for(lambda: "is kept in drafts/" in desk.notices())
    kept = list((desk.root / "drafts").rglob("*tabs*.md"))
    assert ["Second tab. " in file.read_text(encoding="utf-8") for file in kept] == [True]


def test_a_file_changed_on_the_disk(desk: Desk) -> None:
    path = desk.path("Disk")
    desk.open(path)
    (desk.root / path).write_text(desk.file(path).replace("Explain the idea", "Show the idea"), encoding="utf-8")
    wait_for(lambda: "Show the idea" in desk.text())
    assert "changed on the disk" in desk.seen("status")
    desk.cursor("Show the idea")
    desk.type("Mine. ")
    (desk.root / path).write_text(desk.file(path).replace("Show the idea", "Tell the idea"), encoding="utf-8")
    wait_for(lambda: "changed on the disk" in desk.notices())
    assert "Mine. Show the idea" in desk.text()
    desk.choose("Show the difference")
    desk.click("#conflict[open] [data-choice=theirs]")
    wait_for(lambda: desk.text() == desk.file(path))
    (kept,) = (desk.root / "drafts").rglob("*disk*.md")
    assert "Mine. Show the idea" in kept.read_text(encoding="utf-8")
    (desk.root / path).unlink()
    wait_for(lambda: "no longer there" in desk.notices())
    desk.choose("Save it again")
    wait_for(lambda: (desk.root / path).exists() and "Tell the idea" in desk.file(path))
    desk.cursor("Tell the idea")
    desk.type("Orphan. ")
    wait_for(lambda: "Not saved yet" in desk.seen("status"))
    (desk.root / path).unlink()
    desk.start()
    wait_for(lambda: f"unsaved text of {path}" in desk.notices())
    desk.choose("Keep it in the folder drafts")
    wait_for(
        lambda: any(
            "Orphan. " in file.read_text(encoding="utf-8") for file in (desk.root / "drafts").rglob("*disk*.md")
        )
    )


@pytest.mark.parametrize("width", [390, 1366])
def test_axe_finds_nothing_and_all_fits(desk: Desk, width: int) -> None:
    desk.browser.look(width, 800, "light")
    try:
        desk.start()
        desk.open(PAGE)
        desk.cursor("Explain the idea")
        desk.type("::: nonsense", Keys.ENTER)
        wait_for(lambda: "nonsense" in desk.seen("problems"))
        for pane in ("pages", "preview", "write") if width < 500 else ("write",):
            desk.driver.execute_script("document.querySelector(`[data-show=${arguments[0]}]`).click()", pane)
            assert violations(desk.browser, {}) == []
            assert desk.driver.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
            assert desk.driver.find_element("css selector", "#save").is_displayed()
        same = """
            const field = document.getElementById("text"), lines = document.getElementById("lines");
            return [field.clientWidth - lines.clientWidth, field.clientHeight - lines.offsetHeight, field.scrollHeight - field.clientHeight];
        """
        assert desk.driver.execute_script(same) == [0, 0, 0], (
            "numbers stand beside their lines, and the text scrolls with them"
        )
        desk.driver.execute_script("const f = document.getElementById('text'); f.focus(); f.setSelectionRange(0, 0)")
        desk.type(*[Keys.ARROW_DOWN] * 30)
        desk.type("x")
        seen = """
            const paper = document.getElementById("paper").getBoundingClientRect();
            const here = document.querySelector("#lines > .here").getBoundingClientRect();
            const field = document.getElementById("text"), on = document.elementFromPoint(here.left + 20, here.top + 5);
            return [here.top >= paper.top, here.top + 20 <= paper.bottom, on === field, field.scrollTop];
        """
        wait_for(
            lambda: desk.driver.execute_script(seen) == [True, True, True, 0],
            lambda: str(desk.driver.execute_script(seen)),
        )
        ActionChains(desk.driver).key_down(Keys.CONTROL).send_keys("z").key_up(Keys.CONTROL).perform()
        ActionChains(desk.driver).key_down(Keys.CONTROL).send_keys("z").key_up(Keys.CONTROL).perform()
    finally:
        desk.browser.look(1366, 800, "light")


def test_in_spanish_and_when_the_program_ends(desk: Desk, root: Path) -> None:
    """A second program, which ends while somebody types; the text is there when it is started anew at the same port."""
    port, path = free_port(), desk.path("Death")
    with make_editor(root, Audience.PARTICIPANT, "", ("127.0.0.1", free_port()), lambda _: None, "es", port) as (
        _,
        editor,
    ):
        spanish = Desk(desk.browser, root, editor.address)
        spanish.open(path)
        assert desk.driver.find_element("css selector", "#save").text == "Guardar"
        assert desk.driver.execute_script("return document.documentElement.lang") == "es"
        spanish.cursor("Explain the idea")
        spanish.type("Casi perdido. ")
    wait_for(lambda: "no responde" in spanish.notices())
    spanish.type("Y esto también. ")
    spanish.save()
    assert "Casi perdido. Y esto también. " in spanish.text()
    with make_editor(root, Audience.PARTICIPANT, "", ("127.0.0.1", free_port()), lambda _: None, "es", port) as (
        _,
        editor,
    ):
        wait_for(lambda: "Esta dirección ya no sirve" in spanish.notices(), spanish.notices)
        anew = Desk(desk.browser, root, editor.address)
        anew.open(path)
        wait_for(lambda: "Casi perdido. Y esto también. " in anew.text(), anew.notices)
        anew.save()
        wait_for(lambda: "Casi perdido. Y esto también. " in anew.file(path))
