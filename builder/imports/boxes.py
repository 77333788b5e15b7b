"""Gives boxes of other tools our names, titles and the required attributes."""

from collections.abc import Sequence

from builder.imports.escape import words_only
from builder.imports.names import LABELS, QUOTE, is_known, our_name
from builder.imports.places import slug_of
from builder.imports.sheets import Sheet
from builder.imports.tree import Box, Part, plain
from builder.imports.write import HEADINGS
from builder.words import words

UNKNOWN = "5"
"""The minutes of an activity until its source or a person says how long it takes."""
_LISTS = ("objectives", "keypoints")


def named(sheet: Sheet, language: str) -> None:
    """Renames the boxes of a page and notes each change."""
    for box in _boxes(sheet.parts):
        was = box.name
        _title(box)
        box.name = our_name(was) if is_known(was) else "note" if was else ""
        if box.name == "quotation" and not box.title:  # our `quotation` names who is quoted
            box.name = QUOTE
        if was in LABELS and box.name != was and not box.title:
            box.title = words(language)[LABELS[was]]
        if box.name in _LISTS:
            box.title = ""
            _only_lists(box)
        if box.name == "activity":
            box.title = box.title or words(language)["import-activity"]
            box.id = slug_of(box.id or box.title, sheet.ids, "activity")
            box.attributes = {"minutes": UNKNOWN, **box.attributes}
        elif box.id:
            box.id = slug_of(box.id, sheet.ids, "part")
        if box.name not in (was, QUOTE) and is_known(was):
            sheet.said.append(("changed", "box-renamed", box.line, {"was": was, "now": box.name or "-"}))


def _boxes(parts: Sequence[Part]) -> list[Box]:
    found: list[Box] = []
    for part in parts:
        if isinstance(part, Box):
            found += [part, *_boxes(part.parts)]
    return found


def _title(box: Box) -> None:
    """Takes the heading that a box begins with as its title, unless it contains a link."""
    first = box.parts[0] if box.parts else None
    if (
        box.title
        or first is None
        or isinstance(first, Box)
        or first.tag not in HEADINGS
        or first.find(".//a") is not None
    ):
        return
    box.title, box.parts = words_only(plain(first)), box.parts[1:]


def _only_lists(box: Box) -> None:
    """Turns the paragraphs of a box that may only hold a list into items."""
    for part in box.parts:
        if not isinstance(part, Box) and part.tag == "p":
            part.tag = "li"
    loose = [part for part in box.parts if not isinstance(part, Box) and part.tag == "li"]
    if loose:
        outer = loose[0].makeelement("ul", loose[0].attrib)
        box.parts = [
            outer if part is loose[0] else part
            for part in box.parts
            if part is loose[0] or not any(part is one for one in loose)
        ]
        outer.extend(loose)
