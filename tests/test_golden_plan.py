"""How My plan looks when it is filled in: both languages, telephone and desk, against the pictures in `golden/plan/`.

The clock, the place, the fonts and what was written are always the same, and nothing moves. `make golden` takes the pages as they
are now for right: look at the pictures before you commit them.
"""

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from site_fixtures import Browser, serve_folder
from test_golden import GOLDEN, compare, in_greys, judge

from builder.print.fonts import font_files

pytestmark = pytest.mark.slow

SIZES = {"phone": (390, 844), "desk": (1366, 768)}
NAMES = [f"plan/{language}-{size}" for language in ("en", "es") for size in SIZES]
MOST_BYTES = 400_000
TEXTS = (
    ("Reparar las fugas del patio", "Doña Ñusta", "2027-03-01", "1200", "100", "m³ por mes", "90", "60"),
    ("Leer el medidor cada lunes", "Jean-Baptiste O'Reilly", "2027-04-10", "0", "25", "lecturas", "0", "4"),
)
RECORD = {
    "water_act_where_use_i1": "4", "water_act_where_use_i2": "3", "water_act_where_care_i1": "1", "water_act_where_care_i2": "2",
    "water_act_complaints_safe": "2", "water_act_diary_first_r1c2": "82", "water_act_diary_third_r1c2": "64",
    "water_act_diary_first_r2c2": "3", "my-plan_start": "2027-01-20", "my-plan_done_2": "yes", "/last": "modules/water/act.html",
    "/done/modules/water/count.html": "1",
    **{f"my-plan_actions_r{row}c{column}": text for row, texts in enumerate(TEXTS, 1) for column, text in enumerate(texts, 1)},
}  # fmt: skip
CLOCK = """
    { const Real = Date, now = Real.UTC(2027, 2, 15, 15);
      globalThis.Date = class extends Real { constructor(...given) { super(...(given.length ? given : [now])); } static now() { return now; } }; }
"""
LOOK = """
    const [font, done] = arguments, style = document.createElement("style");
    style.textContent = `@font-face { font-family: "Fixed"; font-weight: 200 900; src: url(data:font/ttf;base64,${font}) }
      *, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; font-family: "Fixed" !important }
      .md-header, .md-tabs, .md-top { visibility: hidden !important }`;
    document.head.append(style);
    document.fonts.load('16px "Fixed"').then(() => document.fonts.ready).then(() => {
      document.activeElement.blur();
      for (const area of document.querySelectorAll("textarea")) taller.controls.grow(area);
      requestAnimationFrame(() => requestAnimationFrame(() => done(document.querySelector(".page").getBoundingClientRect().toJSON())));
    });
"""
FLAGS = ("--font-render-hinting=none", "--force-color-profile=srgb", "--lang=en-US")
FONT = base64.b64encode(
    next(path for path in font_files(("fontpkg_source_sans_3",)) if "Italic" not in path.name).read_bytes()
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    started = Browser(flags=FLAGS)
    commands: dict[str, dict[str, object]] = {
        "Page.setBypassCSP": {"enabled": True},  # the page allows no font from elsewhere
        "Emulation.setTimezoneOverride": {"timezoneId": "America/Mexico_City"},
        "Emulation.setLocaleOverride": {"locale": "en-US"},
        "Page.addScriptToEvaluateOnNewDocument": {"source": CLOCK},
    }
    for command, arguments in commands.items():
        started.driver.execute_cdp_cmd(command, arguments)
    yield started
    started.driver.quit()


@pytest.fixture(scope="module")
def taken(dist: Path, browser: Browser) -> Iterator[Callable[[str], Image.Image]]:
    """The picture of the plan as it is now: `taken("plan/es-phone")`."""

    def take(name: str) -> Image.Image:
        language, size = name.removeprefix("plan/").split("-")
        browser.look(*SIZES[size], "light")
        browser.open(f"{address}/sub/participant/{language}/my-plan.html")
        entries = {name: {"v": text, "t": 1} for name, text in RECORD.items()}
        browser.driver.execute_async_script("taller.store.clear().then(arguments[0])")
        browser.driver.refresh()
        browser.wait_for_record()
        browser.driver.execute_script("taller.store.take(arguments[0])", entries)
        browser.driver.refresh()
        browser.wait_for_record()
        box = browser.driver.execute_async_script(LOOK, FONT.decode())
        clip = {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"], "scale": 1}
        shot = browser.driver.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": True})
        with Image.open(io.BytesIO(base64.b64decode(shot["data"]))) as picture:
            return in_greys(picture.convert("L").reduce(2))

    server = serve_folder(dist.parent)
    address = next(server)
    yield take
    next(server, None)


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_looks_as_it_did(name: str, taken: Callable[[str], Image.Image]) -> None:
    (GOLDEN / name).parent.mkdir(exist_ok=True)
    judge(taken(name), name)


def test_the_pictures_are_these_and_small() -> None:
    paths = sorted((GOLDEN / "plan").glob("*.png"))
    assert [f"plan/{path.stem}" for path in paths] == sorted(NAMES)
    assert sum(path.stat().st_size for path in paths) < MOST_BYTES


def test_another_name_in_the_plan_is_seen(taken: Callable[[str], Image.Image], monkeypatch: pytest.MonkeyPatch) -> None:
    as_it_is = taken("plan/es-phone")
    monkeypatch.setitem(RECORD, "my-plan_actions_r1c2", "Luz")
    assert compare(taken("plan/es-phone"), as_it_is).is_seen
