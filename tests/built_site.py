"""The small course's sites, built once for all the files that look at them, in a real browser."""

import os
import re
import shutil
from collections.abc import Iterator
from importlib.resources import files as package_files
from pathlib import Path

import pytest
from site_fixtures import Browser, serve_folder, wait_for, write_course

from builder.check import checked_course
from builder.course.model import Audience
from builder.edition.select import select
from builder.outputs import Download
from builder.outputs.site.assembly import assemble
from builder.outputs.site.site import build_site, stage_site

DOWNLOADS = {
    "participant-workbook.en.pdf": Download("Participant workbook", "books"),
    "worksheet-water-sheet.en.pdf": Download("Water sheet", "sheets", sheet="water-sheet"),
    "water.scorm12.en.zip": Download("Water & waste", "platforms", "ZIP, SCORM 1.2"),
}
KINDS = (
    "participant/en/index.html",
    "participant/en/modules/water/index.html",
    "participant/en/modules/water/count.html",
    "participant/es/modules/water/plan.html",
    "participant/en/cases/index.html",
    "participant/es/cases/lago.html",
    "participant/en/glossary.html",
    "participant/en/sources.html",
    "participant/en/cases/sources.html",
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
AXE = package_files("selenium_axe_python").joinpath("axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three audiences' folders, in the sub-path `sub`; beside it, in `alone`, the participants' languages before they are put together.

    The first worker that needs them builds them, for the others too.
    """
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "small-course"
    try:
        home.mkdir()
    except FileExistsError:
        wait_for((home / "ended").exists, patience=300)
    else:
        try:
            _build(home / "course", home / "web/sub")
            (home / "web/whole").touch()
        finally:
            (home / "ended").touch()
    assert (home / "web/whole").exists(), "another worker could not build the small course"
    return home / "web/sub"


def _build(root: Path, folder: Path) -> None:
    course = checked_course(write_course(root))
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
            shutil.copytree(target, folder.parent / "alone", ignore=shutil.ignore_patterns("downloads"))
        assemble(course.config, audience, target, dict.fromkeys(course.config.languages, DOWNLOADS))


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


def violations(browser: Browser, rules: dict[str, object]) -> list[tuple[str, str]]:
    """Rule and first element of each thing that axe finds on the open page."""
    if not browser.driver.execute_script("return Boolean(window.axe)"):
        browser.driver.execute_script(AXE)
    run = "var done = arguments[1]; axe.run(document, arguments[0]).then(result => done(result.violations))"
    targets = {"rules": {"target-size": {"enabled": "runOnly" not in rules}}}  # of WCAG 2.2, and off unless asked for
    found = browser.driver.execute_async_script(run, {"resultTypes": ["violations"], **targets, **rules})
    return [(violation["id"], violation["nodes"][0]["html"][:200]) for violation in found]
