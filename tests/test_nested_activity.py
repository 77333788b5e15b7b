"""An activity and a self-check within a talk, pieces without a title, and minutes that a session states."""

import shutil
from pathlib import Path

import pytest
from conftest import TINY

from builder.check import check_course
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.course.worksheets import find_sheets
from builder.edition.select import Edition, Leaf, select
from builder.edition.summaries.agenda import programmes
from builder.edition.summaries.plan import session_plan
from builder.outputs.book.book import prepare_book
from builder.outputs.book.pdfkit.html import write_html
from builder.outputs.book.spec import BookSpec
from builder.outputs.site.addresses import find_addresses
from builder.outputs.site.pieces import chunks, tree_of
from builder.outputs.site.projector import projector_page
from builder.outputs.site.site import site_files
from builder.outputs.slides.module import module_deck
from builder.package.quizzes import find_quizzes
from builder.problems import Problem

NOTE = "Walk to the window while they write."
TALK = f"""---
title: Talk
track: core
minutes: 60
---

::: objectives
- Say it.
:::

## The river

::: teach {{minutes=10}}
The river runs below the town.

::: trainer
{NOTE}
::: /trainer

::: activity Draw the bank {{#draw-bank minutes=15 materials="chalk: 1"}}
1. Draw a line.

![Two fields](images/grid.svg)

::: trainer
Give them time to draw.
::: /trainer
:::

After the drawing the talk goes on.

::: quiz Check the river {{#check-river use=self-check}}
::: question {{#runs type=single}}
Where does it run?

- [x] Below
    > Yes.
- [ ] Above
    > No.
:::
:::
:::

::: teach {{minutes=5}}
### The bridge

It is old.
:::
"""


def with_talk(root: Path) -> Path:
    shutil.copytree(TINY, root)
    for language in ("en", "es"):
        (root / f"modules/10-look/30-talk.{language}.md").write_text(TALK, encoding="utf-8")
    agenda = root / "trainer_guides/00-workshop.yml"
    text = agenda.read_text(encoding="utf-8")
    agenda.write_text(
        text.replace("- session: look/first", "- session: look/first\n          - session: look/talk"), encoding="utf-8"
    )
    return root


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, list[Problem]]:
    course, problems = load_course(with_talk(tmp_path_factory.mktemp("nested") / "course"))
    return course, check_course(course, problems)


@pytest.fixture(scope="module")
def trainer(loaded: tuple[Course, list[Problem]]) -> Edition:
    return select(loaded[0], Audience.TRAINER, "en")


def talk(edition: Edition) -> Leaf:
    return next(leaf for leaf in edition.leaves() if leaf.key == "look/talk")


def test_only_the_stated_minutes_are_told(loaded: tuple[Course, list[Problem]]) -> None:
    assert {problem.code for problem in loaded[1] if problem.path.name.startswith("30-talk")} == {"minutes-differ"}
    assert [problem for problem in loaded[1] if not problem.is_warning and problem.code != "day-too-long"] == []


def test_minutes_are_added_and_pieces_have_names(trainer: Edition) -> None:
    plan = session_plan(trainer, talk(trainer))
    assert [(step.minutes, step.title) for step in plan.steps] == [
        (10, "The river"), (15, "Draw the bank"), (5, "The bridge"),
    ]  # fmt: skip
    assert (plan.minutes, plan.stated) == (30, 60)
    assert [item.name for item in plan.materials] == ["chalk"]
    stretches = [one for programme in programmes(trainer) for day in programme.days for one in day.stretches]
    steps = [step.title for one in stretches if one.leaf and one.leaf.key == "look/talk" for step in one.steps]
    assert steps[:3] == ["The river", "Draw the bank", "The bridge"]


def test_trainers_see_both_numbers(trainer: Edition) -> None:
    files = site_files(trainer, ["en"])
    assert "30 min (stated: 60)" in files["docs/modules/look/talk.md"].decode()
    assert "Together (stated: 60)" in prepare_book(trainer, BookSpec(volume=1)).main
    assert "(stated: 60)" in "".join(write_html(trainer, BookSpec()).parts)


def test_the_room_has_each_piece_once(trainer: Edition) -> None:
    sheets = find_sheets(leaf.document for leaf in trainer.leaves())
    tree = tree_of(trainer, talk(trainer), find_addresses(trainer), sheets, "index.html", keys=True)
    texts = ["".join(part for element in chunk for part in element.itertext()) for chunk in chunks(tree)]
    assert len(texts) == 3
    assert ["Give them time" in text for text in texts] == [False, True, False]
    assert ["Draw a line" in text for text in texts] == [False, True, False]
    assert "Draw the bank" in texts[0]
    assert "After the drawing" in texts[0]
    page = projector_page(trainer)
    assert page.count("Draw a line") == 1
    assert NOTE not in page


@pytest.mark.parametrize("audience", Audience)
def test_books_print_the_activity_in_its_place(loaded: tuple[Course, list[Problem]], audience: Audience) -> None:
    edition = select(loaded[0], audience, "en")
    text = prepare_book(edition, BookSpec()).main
    order = [
        text.rindex(words) for words in ("The river runs", "Draw a line.", "After the drawing", "Where does it run?")
    ]
    assert order == sorted(order)
    assert (NOTE in text) == (audience is Audience.TRAINER)


def test_packages_find_the_self_check(trainer: Edition) -> None:
    assert "check-river" in [quiz.id for quiz in find_quizzes(trainer, lambda _: True)]


def test_slides_show_the_talk_and_what_people_do(loaded: tuple[Course, list[Problem]]) -> None:
    edition = select(loaded[0], Audience.TRAINER, "en")
    shown = repr(list(module_deck(edition, "look").slides()))
    places = [
        shown.index(words) for words in ("The river runs", "Draw a line", "After the drawing", "Where does it run")
    ]
    assert places == sorted(places)
