"""The scripts of the site's pages without a browser: their unit tests in Node, their types, what is shipped of them."""

import gzip
import re
import subprocess
from pathlib import Path

import pytest
from conftest import need_tool
from node_programs import FOLDER as NODE
from node_programs import need_package

from builder.check import checked_course
from builder.course.model import Audience
from builder.edition.select import select
from builder.outputs.site.scripts import (
    AGENDA,
    COMMUNITY,
    EVERYWHERE,
    FACETS,
    FOLDER,
    OFFICE,
    OFFLINE,
    PLAN,
    PROJECTOR,
    TODAY,
    offline_script,
    room_scripts,
    scripts,
    worker_script,
)

PAGE = Path(__file__).parent / "page"


@pytest.mark.slow
def test_unit_tests_in_node() -> None:
    command = [need_tool("node"), "--test", *map(str, sorted(PAGE.glob("*.test.mjs")))]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    assert int(re.search(r"^# tests (\d+)", done.stdout, re.MULTILINE)[1]) >= 14


@pytest.mark.slow
@pytest.mark.parametrize("settings", ["tsconfig.json", "worker.json"])
def test_types_of_the_scripts(settings: str) -> None:
    need_package("typescript")
    command = [need_tool("node"), NODE / "node_modules/typescript/bin/tsc", "--project", PAGE / settings]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stdout == ""


def test_each_script_is_shipped_once_without_comments(tiny) -> None:
    shipped = scripts(select(tiny, Audience.PARTICIPANT, "en"))
    names = {path.stem for path in FOLDER.glob("*.js")}
    assert {*AGENDA, *COMMUNITY, *EVERYWHERE, *FACETS, *OFFICE, *OFFLINE, *PLAN, *TODAY, *PROJECTOR} == names
    assert shipped == scripts(select(tiny, Audience.PARTICIPANT, "es")), "languages share them"
    for text in (*shipped.values(), *room_scripts().values(), offline_script("es"), worker_script(["en"])):
        assert "@param" not in text
        assert not re.search(r"^\s*//|^\s+", text, re.MULTILINE)


@pytest.mark.slow
def test_what_every_page_loads_is_small() -> None:
    course = checked_course(Path(__file__).parent.parent)
    shipped = scripts(select(course, Audience.PARTICIPANT, "en"))
    sizes = {name: len(gzip.compress(text.encode(), 6)) for name, text in shipped.items()}
    assert sizes["pages.js"] < 10_600
    assert sizes["plan.js"] < 8_500
