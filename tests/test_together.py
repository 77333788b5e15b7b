"""Work that outputs share: tasks made by one process, pages rendered once."""

import os
import re
import xml.etree.ElementTree as etree
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from builder.build.parcels import Parcels, unpack
from builder.build.plan import Job
from builder.build.pool import Result, make_all, processes
from builder.build.state import Earlier
from builder.build.table import Entry
from builder.check import check_course
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.course.worksheets import find_sheets, page_prefix
from builder.edition.controls import add_controls
from builder.edition.once import once
from builder.edition.render import render
from builder.edition.resolve import LinkKind, page_markdown
from builder.edition.select import Edition, Leaf, select
from builder.gate.runs import letters
from builder.outputs import Given, Made, Task
from builder.outputs.cartridge import tasks as cartridge
from builder.outputs.choice import Choice
from builder.outputs.epub import tasks as epub
from builder.outputs.scorm import tasks as scorm
from builder.package.rendered import rendered_page


@pytest.fixture(scope="module", params=["en", "es"])
def edition(tiny: Course, request: pytest.FixtureRequest) -> Edition:
    return select(tiny, Audience.SOLUTIONS, request.param)


def who(edition: Edition, target: Path, given: Given) -> Made:
    """Process and edition; and what was in the file before."""
    before = "".join(path.read_text(encoding="utf-8") for path in given.after)
    kept = once(edition, "who", lambda: f"{os.getpid()} {id(edition)}")
    target.write_text(before + kept, encoding="utf-8")
    return Made()


def job(edition: Edition, name: str, after: str = "", together: str = "packages") -> Job:
    task = Task(f"participant/{name}", "x", edition, partial(who, edition), after=tuple(after), together=together)
    return Job(Entry(task, name * 32, {}, tuple(one * 32 for one in after)), Earlier(), is_asked_for=True)


def made(jobs: list[Job], folder: Path) -> dict[str, str]:
    (folder / "cache").mkdir()
    with processes(len(jobs), folder) as pool:
        found: list[Result] = make_all(pool, folder / "cache", jobs, lambda _: None)
    assert [path.name for path in (folder / "cache").iterdir() if path.is_dir()] == []
    return {one.job.entry.key[0]: (folder / "cache" / one.job.entry.key).read_text(encoding="utf-8") for one in found}


@pytest.mark.slow
def test_one_process_makes_what_belongs_together_from_one_edition(tmp_path: Path, tiny: Course) -> None:
    english, spanish = (select(tiny, Audience.PARTICIPANT, language) for language in ("en", "es"))
    jobs = [job(english, "a"), job(spanish, "c"), job(english, "d", after="f"), job(english, "b", after="a")]
    found = made([*jobs, job(english, "f", together="")], tmp_path)
    assert found.keys() == set("abcdf")
    assert found["b"] == found["a"] * 2
    assert found["d"] == found["f"] + found["a"]
    assert found["c"] != found["a"]


def read(text: str, _target: Path, given: Given) -> Made:
    """Writes what was read of what it is made from."""
    _target.write_text(repr(sorted(given.readings.items())), encoding="utf-8")
    return Made(reading={text: [text, "2"]})


@pytest.mark.slow
def test_what_was_read_is_handed_to_what_is_made_from_it_and_to_nobody_else(tmp_path: Path, edition: Edition) -> None:
    jobs = [job(edition, *given) for given in (("a", "", ""), ("b", "", ""), ("c", "a", ""))]
    named = [
        replace(one, entry=replace(one.entry, task=replace(one.task, make=partial(read, one.task.name))))
        for one in jobs
    ]
    assert made(named, tmp_path) == {"a": "[]", "b": "[]", "c": "[('participant/a', ['participant/a', '2'])]"}


def test_an_edition_is_sent_once(tmp_path: Path, edition: Edition) -> None:
    parcels = Parcels(tmp_path)
    one, two = unpack(parcels.pack((edition, "x"))), unpack(parcels.pack([edition]))
    assert one[0] is two[0]
    assert one[0] == edition
    assert len(list(tmp_path.iterdir())) == 1
    assert len(parcels.pack((edition, "x"))) < 1000


def written(tree: etree.Element) -> str:
    return etree.tostring(tree, encoding="unicode")


@pytest.mark.parametrize("interactive", [False, True])
@pytest.mark.parametrize("keys", [False, True])
@pytest.mark.parametrize("place", ["", "over/there.html#x"])
def test_a_page_is_the_same_as_if_it_was_rendered_for_its_package(
    edition: Edition, interactive: bool, keys: bool, place: str
) -> None:
    def address(what: LinkKind, key: str, _anchor: str) -> str:
        image = next((one.token for path, one in edition.images.items() if str(path) == key), "")
        return image if what == "image" else place

    sheets = find_sheets(leaf.document for leaf in edition.leaves())
    for leaf in edition.leaves():
        direct = render(page_markdown(edition, leaf, address, sheets), leaf.document.language, keys=keys)
        if interactive:
            add_controls(direct, page_prefix(leaf.document))
        made = rendered_page(edition, leaf, address, sheets, interactive=interactive, keys=keys)
        assert written(made) == written(direct)


def test_a_tree_of_one_package_is_not_that_of_another(edition: Edition) -> None:
    leaf: Leaf = edition.home
    one = rendered_page(edition, leaf, lambda *_: "", {})
    before = written(one)
    one.clear()
    assert written(rendered_page(edition, leaf, lambda *_: "", {})) == before


def test_once_knows_an_edition_by_itself(tiny: Course) -> None:
    first, second = (select(tiny, Audience.PARTICIPANT, "en") for _ in range(2))
    assert first == second
    assert once(first, "x", lambda: 1) == once(first, "x", lambda: 2) == 1
    assert once(second, "x", lambda: 3) == 3


@pytest.mark.slow
def test_long_sessions_names_and_titles_are_in_every_package_whole(course_dir: Path, tmp_path: Path) -> None:
    """Ten thousand words, and the longest id and title that the check lets through."""
    title, sheet, last = "Agua y residuos " * 12, "w" * 80, "Here the ten thousand words end at last."
    path = course_dir / "modules/10-look/10-first.en.md"
    text = path.read_text(encoding="utf-8").replace("{#stakeholder-map}", f"{{#{sheet}}}")
    words = "\n\n".join(["Nobody reads so many words in one session, and yet they are all here. " * 14] * 52)
    path.write_text(f"{text}\n{words}\n\n{last}\n", encoding="utf-8")
    head = course_dir / "modules/10-look/module.en.md"
    head.write_text(re.sub("(?m)^title: .*", f"title: {title}", head.read_text("utf-8")), encoding="utf-8")
    course = load_course(course_dir)[0]
    assert not {one.code for one in check_course(course)} & {"name-too-long", "title-too-long"}
    edition = select(course, Audience.PARTICIPANT, "en")
    chosen = [task for module in (scorm, cartridge, epub) for task in module.tasks(course, [edition], Choice())]
    for number, task in enumerate(task for task in chosen if not task.name.endswith((".opds", "case-stories.en.epub"))):
        task.make(tmp_path / str(number), Given())
        with zipfile.ZipFile(tmp_path / str(number)) as archive:
            everything = letters("".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()))
        assert letters(last) in everything or task.module not in ("", "look"), task.name
        assert letters(title) in everything or task.module not in ("", "look"), task.name
