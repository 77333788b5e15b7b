"""A small course with one page of each kind, its sites, and a real browser."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

from conftest import need_browser, need_tool
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.expected_conditions import staleness_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><text x="5" y="20">{{power}}</text></svg>'
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--hide-scrollbars",
)

FILES = {
    "mkdocs.yml": """
site_name: 'Small "course" & more'
site_url: https://example.org/sub/participant/
site_description: A course for tests
docs_dir: pages
use_directory_urls: false
theme:
  name: material
plugins:
  - taller
extra:
  taller:
    id: small
    languages: [en, es]
    released: 2026-11-22
    institution: Cámara de Prueba
    colour: "#7a1f3d"
    logo: logos/chamber.svg
    partners: [{name: "Green & Partners Bank", logo: logos/green-bank.svg}]
    imprint: {en: "Printed by nobody", es: "Impreso por nadie"}
    preface: {en: "Dear reader", es: "Querida lectora"}
""",
    "pages/index.md": "# Build this with taller\n",
    "reference/home.en.md": """---
title: Small course
summary: All that a test needs.
---
Welcome to the [first module](../modules/10-water/module.en.md).
""",
    "reference/home.es.md": """---
title: Curso pequeño
summary: Lo que necesita una prueba.
---
Vea el [primer módulo](../modules/10-water/module.es.md).
""",
    "modules/10-water/module.en.md": """---
title: Water & waste
summary: Why water costs money.
---
::: objectives
- Read a water bill.
:::
""",
    "modules/10-water/module.es.md": """---
title: Agua y residuos
summary: Por qué el agua cuesta dinero.
---
::: objectives
- Leer un recibo de agua.
:::
""",
    "modules/10-water/10-count.en.md": """---
title: Count every litre
track: core
summary: One sheet and one quiz.
---
::: objectives
- Count.
:::

::: teach What a litre costs {minutes=10}
The [gender](term:gender) of the accountant does not matter.[^who-2020]

![A meter with low and high](images/meter.svg)

| Month | Litres | Price | Price of a litre |
|:--|--:|--:|--:|
| January | 100 | 20 | 0.2 |

::: note Where to look
On the back.
:::
::: trainer
Trainersecret: hold the bill up.
::: /trainer
:::

::: activity Your own bill {#own-bill minutes=20 group-size=2 materials="bill: 1 per person"}
1. Look.
2. Write.

    ::: trainer
    Trainersecret within a step.
    ::: /trainer

::: worksheet Water sheet {#water-sheet}
::: lines {#first rows=3}
What do you see first?
:::
::: fill-table {#months rows=2}
| Month | Litres |
|---|---|
:::
::: scale {#trust from-value=1 to-value=3 low="none" high="full"}
How sure are you?

- About the price
- About the litres
:::
::: choices {#ask type=multiple}
Whom do you ask?

- [ ] The accountant
- [ ] The plumber
:::
:::
::: answer
Answersecret: the price per litre.
::: /answer
:::

::: case {of=lago}
Read this.
:::

::: quiz Check yourself {#check-water use=self-check}
::: question {#leak type=single}
The tap drips. What first?

- [ ] Buy a new tap
    > Measure before you buy.
- [x] Measure a day
    > A day tells much.
:::
:::

::: quiz A test {#test-water use=test}
::: question {#cost type=single}
What does water cost?

- [ ] Nothing
    > Testfeedback nothing.
- [x] Something
    > Testfeedback something.
:::
:::

::: tip
Turn it off.
:::

::: warning
Never drink it.
:::

::: keypoints
- Count.
:::
""",
    "modules/10-water/20-plan.en.md": """---
title: Plan without translation
track: extra
summary: Only in English.
---
## Carry on {#carry-on}

See the [sheet](10-count.en.md#water-sheet) and [Lago's story](../../casestories/lago.en.md).

::: activity Take it along {#take-along minutes=15}
1. Write.

::: worksheet Next sheet {#next-sheet}
::: lines {#again rows=2 from=water-sheet.first}
What did you see first?
:::
::: fill-table {#rows rows=2 from=water-sheet.months}
| Month | Goal |
|---|---|
:::
:::
:::
""",
    "modules/10-water/30-act.en.md": """---
title: Act
track: core
summary: From a look to a plan.
---
::: objectives
- Act.
:::

::: activity Look and plan {#look-plan minutes=5}
1. Write.

::: worksheet Where we are {#where in-plan=diagnosis}
::: scale {#use from-value=1 to-value=4}
**Use.** How we use water.

- We read the meter.
- We mend leaks.
:::
::: scale {#care from-value=1 to-value=4}
**Care.** Who minds.

- Somebody is in charge.
- We talk about it.
:::
:::
::: worksheet Choose {#choose}
::: fill-table {#chosen rows=2 columns="action -"}
| Action | Why |
|---|---|
:::
:::
::: worksheet Plan {#plan}
::: fill-table {#steps rows=2 columns="action owner date cost saving indicator baseline goal"}
| Action | Who | By when | Cost | Saving | Indicator | Now | Goal |
|---|---|---|---|---|---|---|---|
:::
:::
::: worksheet Diary {#diary}
::: fill-table {#first rows=2 columns="action number" month=1}
| Action | Number |
|---|---|
:::
::: fill-table {#third rows=2 columns="action number" month=3}
| Action | Number |
|---|---|
:::
:::
::: worksheet Complaints {#complaints in-plan=check sensitive=yes}
::: scale {#safe from-value=1 to-value=4}
Is it safe to complain?
:::
::: lines {#what}
What happened?
:::
:::
:::
""",
    "modules/10-water/images/meter.svg": SVG,
    "logos/chamber.svg": SVG.replace("{{power}}", "C"),
    "logos/green-bank.svg": SVG.replace("{{power}}", "G"),
    "modules/10-water/images/meter.yml": "power: {en: Low and high, es: Bajo y alto}\n",
    "casestories/lago.yml": """
company: Lago
country: CR
place: {en: "San José", es: "San José"}
sector: hotels
size: {en: "9 people", es: "9 personas"}
size-class: micro
period: 2015-2019
year: 2019
cost-level: low
topics: [water]
core-subjects: [environment]
figures:
  - what: {en: "less water", es: "menos agua"}
    value: {en: "20 %", es: "20 %"}
    by: company
    year: 2019
    source: lago-2019
sources:
  lago-2019:
    title: Agua y hoteles
    publisher: Diario
    year: 2019
    language: es
    url: https://example.org/lago
""",
    "casestories/lago.en.md": """---
title: "Lago: the small hotel"
summary: Nine people and a lake.
---
## The situation

It rained.[^lago-2019]

::: trainer
Trainersecret about the story.
::: /trainer
""",
    "casestories/lago.es.md": """---
title: "Lago: el hotel pequeño"
summary: Nueve personas y un lago.
---
## La situación

Llovía.[^lago-2019]

::: trainer
Trainersecret de la historia.
::: /trainer
""",
    "trainer_guides/00-workshop.yml": """
participants: 12
variants:
  one-day:
    title: {en: "One day", es: "Un día"}
    days:
      - start: 9:00
        end: 12:00
        breaks:
          - {at: 9:10, minutes: 15, title: {en: "Coffee", es: "Café"}}
        items:
          - session: water/count
          - title: {en: "Close", es: "Cierre"}
            minutes: 10
""",
    "trainer_guides/00-workshop.en.md": """---
title: Guidesecret workshop
kind: programme
---
Read the [water guide](10-water.en.md) and the [module](../modules/10-water/module.en.md).
""",
    "trainer_guides/00-workshop.es.md": """---
title: Guidesecret taller
kind: programme
---
Lea la [guía del agua](10-water.es.md) y el [módulo](../modules/10-water/module.es.md).
""",
    "trainer_guides/10-water.en.md": "---\ntitle: Guidesecret water\nkind: module\n---\nBring a bill.\n",
    "trainer_guides/10-water.es.md": "---\ntitle: Guidesecret agua\nkind: module\n---\nLleve un recibo.\n",
    "reference/sources.yml": """
who-2020:
  title: Water in numbers
  publisher: WHO
  year: 2020
  language: en
  url: https://example.org/who
""",
    "reference/glossary.yml": """
gender:
  en: {term: "gender", text: "What a society expects of women and men."}
  es: {term: "género", text: "Lo que una sociedad espera de mujeres y hombres."}
""",
    "reference/programme.yml": """
about: {en: "What the chamber did.", es: "Lo que hizo la cámara."}
kinds:
  workshop: {en: "Workshop", es: "Taller"}
  dialogue: {en: "Dialogue", es: "Diálogo"}
dialogues: [dialogue]
roles:
  host: {en: "Host", es: "Anfitrión"}
  money: {en: "Money & time", es: "Dinero y tiempo"}
reached: [{value: "40", what: {en: "firms in 2 workshops", es: "empresas en 2 talleres"}, source: who-2020}]
activities:
  first:
    title: {en: "First & workshop", es: "Primer & taller"}
    kind: workshop
    first: 2014-03-25
    last: 2014-03-26
    country: MX
    place: {en: "Mexico City", es: "Ciudad de México"}
    from: [MX, GT]
    people: 23
    firms: 20
    partners: {host: [chamber], money: [chamber, bank]}
    source: who-2020
  second:
    title: {en: "Talk of two", es: "Charla de dos"}
    kind: dialogue
    first: 2015-01-02
    country: PA
    partners: {host: [bank]}
    agreed: {en: "To meet again", es: "Volver a reunirse"}
    source: who-2020
  third:
    title: {en: "Talk of three", es: "Charla de tres"}
    kind: dialogue
    first: 2015-02-03
    country: PA
    source: who-2020
""",
    "reference/partners.yml": """
chamber: {name: "Cámara & Co", country: MX, url: https://example.org/chamber, about: {en: "Trade", es: "Comercio"}, source: who-2020}
bank: {name: "Bank"}
""",
    "reference/community.yml": """
about: {en: "Ask and show.", es: "Pregunte y muestre."}
rules: [{en: "Real names.", es: "Nombres verdaderos."}]
channels:
  - {kind: whatsapp, address: https://chat.whatsapp.com/AbC123}
  - {kind: discourse, title: {en: "Our forum", es: "Nuestro foro"}, address: https://forum.example.org}
  - {kind: giscus, repo: chamber/talk, repo-id: R_1, category: General, category-id: DIC_1}
knowledge:
  - {title: {en: "Count", es: "Contar"}, by: Chamber, day: 2026-01-02, page: water/count, about: {en: "Bills.", es: "Recibos."}}
  - {title: {en: "Elsewhere", es: "En otra parte"}, by: Chamber, day: 2026-01-03, url: https://example.org/x}
events:
  circle:
    title: {en: "Circle; of firms, twice", es: "Círculo"}
    first: 2026-12-01
    last: 2026-12-02
    place: {en: "Chamber", es: "Cámara"}
    about: {en: "Bring a bill.", es: "Traiga un recibo."}
""",
    "reference/topics.yml": """
sectors:
  hotels: {en: "Hotels", es: "Hoteles"}
topics:
  water: {en: "Water", es: "Agua"}
core-subjects:
  environment: {en: "The environment", es: "Medio ambiente"}
""",
}
SPANISH_ACT = {
    "title: Act": "title: Actuar",
    "Look and plan": "Mirar y planear",
    "We mend leaks.": "Reparamos fugas.",
    "**Use.** How we use water.": "**Uso.** Cómo usamos el agua.",
}
SPANISH_COUNT = {
    "Count every litre": "Cuente cada litro",
    "One sheet and one quiz.": "Una hoja y una prueba.",
    "What a litre costs": "Lo que cuesta un litro",
    "The [gender](term:gender) of the accountant does not matter.": "El [género](term:gender) no importa. Educación y auditoría.",
}


def write_course(root: Path) -> Path:
    """The course in a folder; its first session in Spanish is the English one with a few words changed."""
    spanish = FILES["modules/10-water/10-count.en.md"]
    for english, other in SPANISH_COUNT.items():
        spanish = spanish.replace(english, other)
    act = FILES["modules/10-water/30-act.en.md"]
    for english, other in SPANISH_ACT.items():
        act = act.replace(english, other)
    pages = {"modules/10-water/10-count.es.md": spanish, "modules/10-water/30-act.es.md": act}
    for name, text in {**FILES, **pages}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return root


PATIENCE = 60
"""Seconds that a test waits at most for what it looks at: a wait ends with what it waits for, so only a fault takes so long."""
SOON = 0.05
"""Seconds between two looks whether something has come, or a server shall stop."""
SETTLED = """
    const done = arguments[0], after = time => new Promise(go => setTimeout(go, time));
    const moving = () => document.getAnimations().filter(one => one instanceof CSSTransition).map(one => one.finished);
    after(60).then(() => Promise.race([after(10000), Promise.allSettled(moving())])).then(() => done());
"""
"""Colours change slowly when the window gets another size."""


class Browser:
    """Chromium with a log of its requests. `own`: somebody has said already that the device is their own.

    Only the whole browser heeds preferences and takes the golden pictures: where one of them or a flag is given, it is that one.
    """

    def __init__(
        self, preferences: Mapping[str, object] | None = None, *, own: bool = True, flags: tuple[str, ...] = ()
    ) -> None:
        options = webdriver.ChromeOptions()
        options.add_experimental_option("prefs", dict(preferences or {}))
        options.binary_location = need_tool("chromium") if preferences or flags else need_browser()
        for flag in FLAGS + flags:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_script_timeout(PATIENCE)
        self.own, self.answered = own, set[str]()
        self.answer()

    def answer(self) -> None:
        """Says in this tab, before any script of a page runs, whose device it is."""
        tab = self.driver.current_window_handle
        if self.own and tab not in self.answered:
            source = "for (const id of ['small', 'tiny']) try { localStorage.setItem(`taller/${id}/own`, 'yes') } catch (error) {}"
            self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": source})
            self.answered.add(tab)

    def look(self, width: int, height: int, scheme: str) -> None:
        """The window's size and the colours that the person prefers."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        self.settle()

    def settle(self) -> None:
        """Waits until no colour and no size is changing."""
        self.driver.execute_async_script(SETTLED)

    def open(self, address: str) -> None:
        """Opens a page and waits until it shows what was written."""
        self.answer()
        self.driver.get(address)
        self.wait_for_record()
        self.wait_for_theme()

    def visit(self, address: str) -> None:
        """Opens a page and waits until all its scripts are there, those that come later too."""
        self.driver.get(address)
        self.wait_for_theme()

    def wait_for_theme(self) -> None:
        wait_for(
            lambda: self.driver.find_elements("css selector", "html[data-theme], html:not(:has(script[data-later]))")
        )

    def wait_for_record(self) -> None:
        wait_for(lambda: self.driver.find_elements("css selector", "html[data-record]"))

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """For a click that leads to another page: the one that is left counts as ready, too."""
        left = self.driver.find_element("css selector", "html")
        yield
        wait_for(lambda: staleness_of(left)(self.driver))
        self.wait_for_record()

    def search(self, text: str) -> list[str]:
        """What the page's search finds for a typed text, or nothing where it says so."""
        self.wait_for_theme()
        script = """
            var [text, done] = arguments, field = document.querySelector(".md-search__input"), tries = 0;
            var nothing = JSON.parse(document.getElementById("__config").textContent).translations["search.result.none"];
            document.getElementById("__search").click();
            field.focus();
            field.value = text;
            field.dispatchEvent(new Event("keyup", {bubbles: true}));
            field.dispatchEvent(new Event("input", {bubbles: true}));
            (function look() {
              var found = [...document.querySelectorAll(".md-search-result__item a")].map(a => a.getAttribute("href"));
              var said = document.querySelector(".md-search-result__meta").textContent.trim();
              if (found.length || said === nothing || tries++ > 800) return done(found);
              setTimeout(look, 50);
            })();
        """
        found: list[str] = self.driver.execute_async_script(script, text)
        return found

    def complaints(self) -> list[str]:
        """Errors that the browser wrote down since the last call: policy violations, failed requests."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def requests(self) -> list[str]:
        """Addresses asked for since the last call."""
        found = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.append(message["params"]["request"]["url"])
        return found


def serve_folder(folder: Path) -> Iterator[str]:
    """An address below a sub-path that shows a folder."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=[SOON], daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class Web:
    """A server with the headers of `_headers`. It may be gone, breaks what it is told to break, remembers what it was asked for."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        self.broken: set[str] = set()
        self.is_gone = False
        rules = (folder / "sub/_headers").read_text(encoding="utf-8").split("\n/")[0]
        self.policy = re.findall(r"^  ([\w-]+): (.*)$", rules, re.MULTILINE)
        assert [name for name, _ in self.policy] == ["Content-Security-Policy", "X-Content-Type-Options"]
        web = self

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def end_headers(self) -> None:
                for line in web.policy:
                    self.send_header(*line)
                super().end_headers()

            def do_GET(self) -> None:
                web.asked.append(self.path)
                if web.is_gone:
                    self.close_connection = True
                elif any(self.path.partition("?")[0].endswith(name) for name in web.broken):
                    self.send_error(500)
                else:
                    super().do_GET()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        threading.Thread(target=self.server.serve_forever, args=[SOON], daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/sub"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def file_address(path: Path) -> str:
    return "file://" + quote(str(path))


def wait_for(
    condition: Callable[[], object], otherwise: Callable[[], object] = str, *, patience: float = PATIENCE
) -> None:
    """Waits until a condition holds; `otherwise` says what is seen instead. An error of the browser means "not yet": the page may just be giving way to another."""
    end = time.monotonic() + patience
    while True:
        with suppress(WebDriverException):
            if condition():
                return
        assert time.monotonic() < end, f"not within {patience} s: {otherwise()}"
        time.sleep(SOON)
