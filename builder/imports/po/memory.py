"""What is translated already, by the page itself and by translators' files: laid beside the texts as they are now."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from builder.imports.po.marks import hidden, one_line, shown
from builder.imports.po.unit import Cut, Unit

ALIKE = 0.5
"""From here on a changed text is worth showing with its old translation (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Known:
    """A translation: of which text, where it stood, and whether a person has to look at it again."""

    place: str
    source: str
    text: str
    is_fuzzy: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A text with its translation. `previous` is the text of which it is one, where that has changed since."""

    unit: Unit
    translation: str = ""
    is_fuzzy: bool = False
    previous: str = ""
    on_page: str = ""
    """What the page says, where that differs from the translator's file."""

    @property
    def is_done(self) -> bool:
        return bool(self.translation) and not self.is_fuzzy


def pairs(source: Cut, target: Cut, language: str, *, is_page: bool) -> list[tuple[Unit, Unit]] | None:
    """Each text with that of the translation, its marks named as the source's. None when the two pages have another structure;
    of YAML what the translation has.
    """
    if is_page and source.shape != target.shape:
        return None
    others = {unit.place: unit for unit in target.units}
    found = {unit.place: _named(unit, others[unit.place], language) for unit in source.units if unit.place in others}
    return [(unit, _own(unit, found)) for unit in source.units if unit.place in found]


def _own(unit: Unit, found: Mapping[str, Unit]) -> Unit:
    """What a picture shows is said of the same picture, wherever in the sentence the translation has it."""
    place, name = unit.inside
    mark = found[place].marks.get(name) if place in found else None
    return replace(found[unit.place], text=one_line(mark.alt)) if mark and mark.alt else found[unit.place]


def _named(unit: Unit, other: Unit, language: str) -> Unit:
    if not unit.marks and not other.marks:
        return other
    text, marks = hidden(shown(other.text, other.marks, {}), language, tuple(unit.marks.values()))
    return replace(other, text=text, marks={mark.name: mark for mark in marks})


def known_of(found: Sequence[tuple[Unit, Unit]], *, is_fuzzy: bool = False) -> list[Known]:
    return [Known(unit.place, unit.text, other.text, is_fuzzy) for unit, other in found if unit.is_said]


def laid(units: Sequence[Unit], known: Sequence[Known]) -> list[Message]:
    """The texts with the translations that are known: of the same text in its place, of the same text elsewhere on the page,
    else of what stood there before, which is shown as previous and has to be looked at.
    """
    left = {(one.place, one.source): one for one in known if one.text}
    found: dict[str, Message] = {}
    for unit in units:
        if one := left.pop((unit.place, unit.text), None):
            found[unit.place] = Message(unit, one.text, one.is_fuzzy)
    moved = {one.source: one for one in left.values()}
    for unit in units:
        if unit.place not in found and (one := moved.pop(unit.text, None)):
            left.pop((one.place, one.source))
            found[unit.place] = Message(unit, one.text, one.is_fuzzy)
    before = {one.place: one for one in left.values()}
    return [found.get(unit.place) or _changed(unit, before.get(unit.place)) for unit in units]


def _changed(unit: Unit, before: Known | None) -> Message:
    if before is None or difflib.SequenceMatcher(None, before.source, unit.text).ratio() < ALIKE:
        return Message(unit)
    return Message(unit, before.text, is_fuzzy=True, previous=before.source)


def together(page: Message, file: Message) -> Message:
    """What the page and a translator's file say. Where they differ nothing is lost: a person decides."""
    if not file.translation:
        return page
    if not page.translation or page.translation == file.translation or file.is_fuzzy:
        return file
    return replace(file, is_fuzzy=True, on_page=page.translation)
