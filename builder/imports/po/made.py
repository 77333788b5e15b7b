"""The text of a translated page: from the page as it is, or from the source's marks where there is none of the same structure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.imports.po.marks import Mark, shown, translated
from builder.imports.po.render import rendered
from builder.imports.po.unit import Cut, Unit

Edit = tuple[int, int, str]
"""Start and end of what goes, and what comes instead."""
Languages = tuple[str, str]
"""From which into which."""


@dataclass(frozen=True, slots=True)
class Files:
    """A source, its translation as it is, and each text of the one in the other by its place (None: they differ in structure)."""

    source: Cut
    target: Cut | None
    found: Mapping[str, Unit] | None


@dataclass(frozen=True, slots=True)
class Made:
    text: str
    places: Sequence[tuple[int, str]]
    """The last line of each text, and its place in the source."""

    def place_at(self, line: int) -> str:
        """The place of the text on this line of the page, or of the next one below."""
        return next((place for last, place in self.places if last >= line), "")


def make_page(files: Files, new: Mapping[str, str], languages: Languages, *, is_kept: bool) -> Made:
    """`new`: texts by their places. What isn't among them stays as the translation has it, else as the source has it."""
    found = files.found or {}
    base = files.target if is_kept and files.target else files.source
    pictures = _pictures(files, new)
    end = "\r\n" if "\r\n" in base.text[:2000] else "\n"
    edits: list[tuple[Edit, str]] = []
    for unit, own in zip(files.source.units, base.units, strict=True):
        if unit.inside[0]:
            continue
        other, alts = found.get(unit.place), pictures.get(unit.place, {})
        text = new.get(unit.place, other.text if other else unit.text)
        if other and files.target and text == other.text and not alts:
            written = files.target.text[other.start : other.end]
        else:
            written = rendered(own, shown(text, made_marks(unit, other, languages), alts), end)
        edits.append(((own.start, own.end, written), unit.place))
    edits.sort()
    text, ends = edited(base.text, [edit for edit, _ in edits])
    return Made(text, [(text.count("\n", 0, at) + 1, place) for at, (_, place) in zip(ends, edits, strict=True)])


def made_marks(unit: Unit, other: Unit | None, languages: Languages) -> dict[str, Mark]:
    """What the placeholders stand for in the translation: as it has them, else as the source has, with links in its language."""
    own = dict(other.marks) if other else {}
    return {name: own.get(name) or translated(mark, *languages) for name, mark in unit.marks.items()}


def _pictures(files: Files, new: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What pictures show, where that is new: by the place of the text that they stand in, and the placeholder."""
    changed: dict[str, dict[str, str]] = {}
    for unit in files.source.units:
        place, name = unit.inside
        before = (files.found or {}).get(unit.place)
        if place and unit.place in new and (before is None or before.text != new[unit.place]):
            changed.setdefault(place, {})[name] = new[unit.place]
    return changed


def edited(text: str, edits: Sequence[Edit]) -> tuple[str, list[int]]:
    """The text with its changes, and where each of them ends then, in their order."""
    parts, position, length, ends = [], 0, 0, []
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [text[position:start], new]
        length += start - position + len(new)
        ends.append(length)
        position = end
    return "".join([*parts, text[position:]]), ends
