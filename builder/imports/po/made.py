"""Makes the text of a translated page: from the present page, or from the source where the structures differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.imports.po.marks import Mark, shown, translated
from builder.imports.po.render import rendered
from builder.imports.po.unit import Cut, Unit

Edit = tuple[int, int, str]
"""Start and end of what is replaced, and the replacement."""
Languages = tuple[str, str]
"""Source and target."""


@dataclass(frozen=True, slots=True)
class Files:
    """A source, its translation, and the translation's units by place in the source (None when the structures differ)."""

    source: Cut
    target: Cut | None
    found: Mapping[str, Unit] | None


@dataclass(frozen=True, slots=True)
class Made:
    text: str
    places: Sequence[tuple[int, str]]
    """The last line of each text, with its place."""

    def place_at(self, line: int) -> str:
        """The place of the text on this line of the page, or of the next one below; "" after the last."""
        return next((place for last, place in self.places if last >= line), "")


def make_page(files: Files, new: Mapping[str, str], languages: Languages, *, is_kept: bool) -> Made:
    """The page with the texts of `new`, by place; others stay as in the translation, or else as in the source."""
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
    """The marks behind the placeholders: the translation's own, or else the source's with links in the target language."""
    own = dict(other.marks) if other else {}
    return {name: own.get(name) or translated(mark, *languages) for name, mark in unit.marks.items()}


def _pictures(files: Files, new: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Changed alternative texts, by the place of the surrounding text and by placeholder."""
    changed: dict[str, dict[str, str]] = {}
    for unit in files.source.units:
        place, name = unit.inside
        before = (files.found or {}).get(unit.place)
        if place and unit.place in new and (before is None or before.text != new[unit.place]):
            changed.setdefault(place, {})[name] = new[unit.place]
    return changed


def edited(text: str, edits: Sequence[Edit]) -> tuple[str, list[int]]:
    """The text with its edits, and the position where each one ends, in order."""
    parts, position, length, ends = [], 0, 0, []
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [text[position:start], new]
        length += start - position + len(new)
        ends.append(length)
        position = end
    return "".join([*parts, text[position:]]), ends
