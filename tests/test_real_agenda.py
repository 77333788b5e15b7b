"""The agenda of the course that this repository ships keeps what its guide promises, in every variant."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from shipped import only_shipped

from builder.course.agenda import Slot, lay_day
from builder.course.load import load_course
from builder.course.model import Course, Document, Variant

pytestmark = only_shipped
ROOT = Path(__file__).parent.parent
DAYS = {"two-days": 1, "four-half-days": 2, "online": 3.5}
"""How many meetings of a variant make up a day."""


@pytest.fixture(scope="module")
def real() -> Course:
    return load_course(ROOT)[0]


def variants(course: Course) -> Iterable[Variant]:
    """Those of the workshop, the first agenda of the course."""
    return next(guide.agenda for guide in course.guides if guide.agenda).variants


def documents(course: Course, language: str = "en") -> dict[str, Document]:
    return {page.key: page.documents[language] for page in course.pages() if page.kind in ("session", "guide")}


def by_day(course: Course, variant: Variant, counts: Callable[[Slot], bool]) -> list[int]:
    """Minutes of the slots that count, for each meeting of the variant."""
    laid = [lay_day(day, documents(course)) for day in variant.days]
    return [sum(slot.minutes for slot in slots if counts(slot)) for slots in laid]


def is_reserve(slot: Slot) -> bool:
    return slot.kind == "own" and slot.title["en"].startswith("Reserve")


def is_case_work(slot: Slot) -> bool:
    """An activity on case stories, longer than a glance at one."""
    block = slot.block
    return bool(block and block.id.startswith("story-") and any(child.name == "case" for child in block.children))


def is_optional(slot: Slot) -> bool:
    return bool(slot.block and slot.block.attributes.get("priority") in ("should", "could"))


@pytest.mark.slow
@pytest.mark.parametrize("name", DAYS)
def test_each_day_has_half_an_hour_of_reserve_and_a_real_firm(real: Course, name: str) -> None:
    variant = next(variant for variant in variants(real) if variant.id == name)
    reserve, cases = by_day(real, variant, is_reserve), by_day(real, variant, is_case_work)
    assert all(minutes >= 10 for minutes in reserve)
    assert sum(reserve) >= 30 * len(reserve) / DAYS[name]
    half = len(cases) // 2 + len(cases) % 2
    assert sum(cases[:half]) >= 20
    assert sum(cases[half:]) >= 20


def test_the_plan_and_the_three_pillars_get_their_time(real: Course) -> None:
    pages = documents(real)
    minutes = {block.id: block.minutes for page in pages.values() for block in page.walk() if block.id}
    assert minutes["write-plan"] >= 45
    pillars = [block for block in pages["gender-equality/three-pillars"].walk() if block.minutes]
    assert sum(block.minutes for block in pillars[:2]) > 15
    assert pillars[1].id == "story-pillars"


@pytest.mark.parametrize(
    ("language", "words"), [("en", r"\*should\* comes to (\d+) minutes.*?second to (\d+)"), ("es", r"\*?conveniente\*? suma (\d+) minutos.*?segundo, (\d+)")]
)  # fmt: skip
def test_the_guide_says_how_much_can_be_shortened(real: Course, language: str, words: str) -> None:
    variant = next(variant for variant in variants(real) if variant.id == "two-days")
    optional = by_day(real, variant, is_optional)
    text = " ".join(documents(real, language)["guides/workshop"].lines)
    said = re.search(words, text)
    assert said
    assert [int(number) for number in said.groups()] == optional
