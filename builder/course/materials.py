"""Materials of activities: `flip chart: 1 per group; pens: 2 per person; tape: 1`, counted for a number of people."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Literal

from builder.course.numbers import whole
from builder.course.scanned import Block
from builder.words import known_languages, words
from builder.words.order import sort_key

_ITEM = re.compile(r"(?P<name>[^:;]+):\s*(?P<number>\d+)(?:\s+(?P<per>\D+?))?\s*")


@dataclass(frozen=True, slots=True)
class Material:
    name: str
    number: int
    per: Literal["person", "group", "room"]

    def total(self, participants: int, group_size: int) -> int:
        """How many are needed. `group_size` 0 means all together (one group)."""
        groups = ceil(participants / group_size) if group_size else 1
        return self.number * {"person": participants, "group": groups, "room": 1}[self.per]


def parse_materials(text: str) -> list[Material]:
    """The materials in the text. Raises ValueError with the part that can't be read."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        match = _ITEM.fullmatch(part)
        per = _units().get(" ".join((match["per"] or "").split()).lower()) if match else None
        number = whole(match["number"]) if match else None
        if not match or per is None or number is None:
            raise ValueError(part)
        found.append(Material(match["name"].strip(), number, per))
    return found


def describe(text: str, language_words: Mapping[str, str]) -> str:
    """`flip chart: 1 per group; tape: 1` in the words of one language, whatever language the units were written in."""
    units = {"person": f" {language_words['per-person']}", "group": f" {language_words['per-group']}", "room": ""}
    return "; ".join(f"{item.name}: {item.number}{units[item.per]}" for item in parse_materials(text))


def group_size(block: Block) -> int:
    """People in a group; 0 for all together."""
    return whole(block.attributes.get("group-size", "all")) or 0


def count_materials(blocks: Iterable[Block], participants: int) -> dict[str, int]:
    """Name -> quantity over several blocks. Quantities of the same name, compared by `sort_key`, are added."""
    totals: dict[str, tuple[str, int]] = {}
    for block in blocks:
        for material in parse_materials(block.attributes.get("materials", "")):
            key = sort_key(material.name)
            name, before = totals.get(key, (material.name, 0))
            totals[key] = (name, before + material.total(participants, group_size(block)))
    return dict(row for _, row in sorted(totals.items()))


@cache
def _units() -> dict[str, Literal["person", "group", "room"]]:
    """Words for units (`per group`, `por grupo`, ...) in all languages of the interface -> unit; "" is for the room."""
    found: dict[str, Literal["person", "group", "room"]] = {"": "room"}
    for language in known_languages():
        found[words(language)["per-group"].lower()] = "group"
        found[words(language)["per-person"].lower()] = "person"
    return found
