"""Matches existing translations, from the page itself and from translators' files, with the present texts."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from builder.imports.po.marks import hidden, one_line, shown
from builder.imports.po.unit import Cut, Unit

ALIKE = 0.5
"""The similarity (0 to 1) from which a changed text is shown with its old translation."""


@dataclass(frozen=True, slots=True)
class Known:
    """A translation: its source text and place, and whether a person must review it."""

    place: str
    source: str
    text: str
    is_fuzzy: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A text with its translation. `previous`: the text that was translated, where the source has changed since."""

    unit: Unit
    translation: str = ""
    is_fuzzy: bool = False
    previous: str = ""
    on_page: str = ""
    """The page's translation, where it differs from the translator's file."""

    @property
    def is_done(self) -> bool:
        return bool(self.translation) and not self.is_fuzzy


def pairs(source: Cut, target: Cut, language: str, *, is_page: bool) -> list[tuple[Unit, Unit]] | None:
    """Each text with its translation, whose marks are named as in the source.

    None when two pages differ in structure; of a YAML file, the texts that are translated.
    """
    if is_page and source.shape != target.shape:
        return None
    others = {unit.place: unit for unit in target.units}
    found = {unit.place: _named(unit, others[unit.place], language) for unit in source.units if unit.place in others}
    return [(unit, _own(unit, found)) for unit in source.units if unit.place in found]


def _own(unit: Unit, found: Mapping[str, Unit]) -> Unit:
    """The unit with the alternative text of the same picture, wherever the translated sentence has it."""
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
    """The texts with known translations: of the same text in its place, or else of the same text elsewhere on the page.

    Failing these, a similar text's translation at this place is used; it is marked for review with its old source.
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
    """The page's and the file's translation in one message; where they differ, both are kept and a person decides."""
    if not file.translation:
        return page
    if not page.translation or page.translation == file.translation or file.is_fuzzy:
        return file
    return replace(file, is_fuzzy=True, on_page=page.translation)
