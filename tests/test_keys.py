"""A page's key is no other page's: a module and its guide have the same name, and each link leads to the one that was meant."""

from pathlib import Path

from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.questions import questions
from builder.edition.select import select
from builder.outputs.book.book import prepare_book
from builder.outputs.book.spec import BookSpec

QUIZ = """
::: quiz Quiz NAME {#quiz-NAME use=self-check}

::: question {#q1 type=single}
Which one?

- [ ] This
- [x] That
:::
:::

::: worksheet Sheet NAME {#sheet-NAME}

::: lines {#why rows=2}
Why?
:::
:::
"""


def test_pages_have_keys_of_their_own(tiny: Course) -> None:
    keys = [page.key for page in tiny.pages()]
    assert len(keys) == len(set(keys))
    assert [guide.slug for guide in tiny.guides] == ["workshop", "look", "act"]


def test_names_of_fields_are_those_of_forms_of_old(course_dir: Path) -> None:
    """A form that was filled in before guides had keys of their own is read as before."""
    for path, name in (
        ("modules/10-look/module", "m"),
        ("trainer_guides/10-look", "g"),
        ("trainer_guides/00-workshop", "w"),
    ):
        file = course_dir / f"{path}.en.md"
        file.write_text(file.read_text(encoding="utf-8") + QUIZ.replace("NAME", name), encoding="utf-8")
    course, _ = load_course(course_dir)
    names = {
        field.name.partition("=")[0]
        for field in prepare_book(select(course, Audience.TRAINER, "en"), BookSpec()).fields
    }
    old = {"look_q1", "guide_look_q1", "workshop_q1", "look_sheet-m_why", "look_sheet-g_why", "workshop_sheet-w_why"}
    assert old <= names
    assert old <= questions(course, "en").keys()
