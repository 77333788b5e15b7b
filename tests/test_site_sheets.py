"""Worksheets on the site of a small course, and its pages on paper."""

import base64
import io
import re
import unicodedata

import pypdf
import pytest
from site_fixtures import Browser, wait_for

pytestmark = pytest.mark.slow


def test_a_sheet_is_kept_and_carried_forward(web: str, browser: Browser) -> None:
    def field(name: str):
        return browser.driver.find_element("css selector", f'[name="water_{name}"]')

    browser.open(f"{web}/participant/en/modules/water/count.html")
    field("count_water-sheet_first").send_keys("A wet floor")
    field("count_water-sheet_months_r1c1").send_keys("June")
    field("count_water-sheet_ask_o2").click()
    wait_for(lambda: browser.driver.find_element("css selector", ".sheet-status").text == "Saved on this device.")
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
    browser.visit(f"{web}/participant/en/modules/water/count.html")
    script = """
        var seen;
        window.print = function () {
          seen = [document.querySelector(".worksheet").classList.contains("print-this"), document.body.className];
        };
        document.querySelector(".sheet-tools button").click();
        return [seen[0], seen[1].includes("print-one"), document.body.className.includes("print-one")];
    """
    assert browser.driver.execute_script(script) == [True, True, False]


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
