"""Materials: read in either language, multiplied by groups and people, added up."""

import pytest

from builder.course.materials import Material, count_materials, describe, group_size, parse_materials
from builder.course.scanned import Block
from builder.words import words


def activity(materials: str, size: str = "4") -> Block:
    return Block("activity", "", "", {"materials": materials, "group-size": size}, 1, 2, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("tape: 1", [Material("tape", 1, "room")]),
        ("flip chart: 1 per group; pens: 2 per person;", [Material("flip chart", 1, "group"), Material("pens", 2, "person")]),
        ("papelógrafo: 1 por grupo; tarjeta: 5 POR PERSONA", [Material("papelógrafo", 1, "group"), Material("tarjeta", 5, "person")]),
        ("card :  3  per  person", [Material("card", 3, "person")]),
    ],
)  # fmt: skip
def test_read(text: str, expected: list[Material]) -> None:
    assert parse_materials(text) == expected


@pytest.mark.parametrize("text", ["tape", "tape: some", "tape: 1 per table", ": 1", "a: 1; b", "a: 1, b: 2", "a: -1"])
def test_what_cannot_be_counted_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_materials(text)


@pytest.mark.parametrize(
    ("people", "size", "expected"),
    [(20, 4, (5, 100, 2)), (21, 4, (6, 105, 2)), (3, 4, (1, 15, 2)), (20, 0, (1, 100, 2))],
)
def test_multiplied(people: int, size: int, expected: tuple[int, int, int]) -> None:
    """Groups are rounded up; size 0 is all together."""
    materials = parse_materials("sheet: 1 per group; card: 5 per person; tape: 2")
    assert tuple(material.total(people, size) for material in materials) == expected


def test_added_up_over_activities_without_regard_to_case() -> None:
    blocks = [activity("Card: 1 per person; tape: 1"), activity("card: 2 per group", "5"), activity("", "2")]
    assert count_materials(blocks, 20) == {"Card": 28, "tape": 1}


def test_group_sizes() -> None:
    assert [group_size(activity("", size)) for size in ("1", "4", "all", "few")] == [1, 4, 0, 0]


def test_described_in_the_words_of_the_page() -> None:
    assert describe("tape: 1; card: 5 per person", words("es")) == "tape: 1; card: 5 por persona"
    assert describe("papelógrafo: 1 por grupo", words("en")) == "papelógrafo: 1 per group"
