"""Pages that were renamed: old addresses lead to them, and what people wrote under the old name is still there."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from site_fixtures import Browser, serve_folder, wait_for, write_course

from builder.check import checked_course
from builder.course.model import Audience, Course
from builder.edition.questions import questions
from builder.edition.select import select
from builder.outputs.site.assembly import assemble
from builder.outputs.site.site import build_site, stage_site

FIELD = "water_count_water-sheet_first"


def renamed(root: Path) -> Path:
    """Session `count` becomes `measure`, then the module `water` becomes `flow`, then the story of Lago that of a hotel."""
    write_course(root)
    (root / "modules/10-water").rename(root / "modules/10-flow")
    for path in list(root.rglob("*.*")):
        if path.suffix in (".md", ".yml"):
            text = path.read_text(encoding="utf-8").replace("10-water", "10-flow").replace("10-count.", "10-measure.")
            text = (
                text.replace("water/count", "flow/measure").replace("lago.e", "hotel.e").replace("of=lago", "of=hotel")
            )
            for name, old in (("module.", "water"), ("10-count.en", "water/count"), ("lago.en", "lago")):
                if path.name.startswith(name) and path.suffix == ".md":
                    text = text.replace("---\n", f"---\nwas: {old}\n", 1)
            path.write_text(text, encoding="utf-8")
            path.rename(
                path.with_name(
                    path.name.replace("10-count", "10-measure")
                    .replace("lago.", "hotel.")
                    .replace("10-water", "10-flow")
                )
            )
    return root


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return checked_course(renamed(tmp_path_factory.mktemp("course")))


@pytest.fixture(scope="module")
def site(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web") / "sub"
    stage = tmp_path_factory.mktemp("stage")
    stage_site(select(course, Audience.PARTICIPANT, "es"), stage, ("en", "es"), {})
    build_site(stage, folder / "es")
    assemble(course.config, Audience.PARTICIPANT, folder, {"es": {}})
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    started = Browser()
    yield started
    started.driver.quit()


def test_fields_keep_their_first_names_in_every_language(course: Course) -> None:
    for language in ("en", "es"):
        names = questions(course, language)
        assert FIELD in names
        assert not [name for name in names if name.startswith("flow")], "sessions have their module's old name, too"


@pytest.mark.slow
def test_old_addresses_lead_to_the_page(site: Path) -> None:
    page = (site / "es/modules/water/count.html").read_text(encoding="utf-8")
    assert 'content="0; url=../flow/measure.html"' in page
    assert '<link rel="canonical" href="https://example.org/sub/participant/es/modules/flow/measure.html">' in page
    assert "Content-Security-Policy" in page
    assert (site / "es/modules/water/index.html").is_file()
    rows = (site / "_redirects").read_text(encoding="utf-8").splitlines()
    assert "/es/modules/water/count.html /es/modules/flow/measure.html 301" in rows
    assert "/es/cases/lago.html /es/cases/hotel.html 301" in rows
    assert "water" not in (site / "sitemap.xml").read_text(encoding="utf-8")
    index = next(site.rglob("search_index.js")).read_text(encoding="utf-8")
    assert not re.search(r'"location":"modules/water', index)


@pytest.mark.slow
def test_a_visitor_with_an_old_link_arrives_without_a_script(site: Path, browser: Browser) -> None:
    for web in serve_folder(site.parent):
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        browser.driver.get(f"{web}/sub/es/modules/water/count.html")
        wait_for(lambda web=web: browser.driver.current_url == f"{web}/sub/es/modules/flow/measure.html")
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        browser.open(f"{web}/sub/es/modules/flow/measure.html")
        browser.driver.execute_script(
            "taller.store.set(arguments[0], 'Doña Ñusta'); taller.store.set('/done/modules/water/count.html', '1')",
            FIELD,
        )
        browser.driver.refresh()
        browser.wait_for_record()
        assert browser.driver.find_element("name", FIELD).get_attribute("value") == "Doña Ñusta"
        assert browser.driver.find_element("css selector", ".session-done [aria-pressed=true]")
        browser.open(f"{web}/sub/es/index.html")
        assert (
            browser.driver.find_element("css selector", ".session-rows .is-done a")
            .get_attribute("href")
            .endswith("flow/measure.html")
        )
        assert (
            browser.driver.find_element("css selector", ".go-on a").get_attribute("href").endswith("flow/measure.html")
        )


@pytest.mark.slow
def test_a_lost_visitor_finds_home_below_a_path_without_an_address_in_the_settings(
    course: Course, site: Path, browser: Browser, tmp_path: Path
) -> None:
    shutil.copytree(site, tmp_path / "sub")
    config = replace(course.config, site_url="")
    assemble(config, Audience.PARTICIPANT, tmp_path / "sub", {"es": {}})
    lost = tmp_path / "sub/es/modules/none"
    lost.mkdir()
    shutil.copy(tmp_path / "sub/404.html", lost / "gone.html")  # as a host shows it, at any depth
    browser.complaints()
    for web in serve_folder(tmp_path):
        browser.driver.get(f"{web}/sub/es/modules/none/gone.html")
        link = browser.driver.find_element("css selector", "a.language")
        assert link.get_attribute("href") == f"{web}/sub/es/index.html"
        assert [line for line in browser.complaints() if "icon.svg" not in line] == []
