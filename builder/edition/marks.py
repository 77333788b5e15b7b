"""What pages on screens need in addition: words that name blocks, questions as groups, sizes of pictures."""

import xml.etree.ElementTree as etree
from collections.abc import Mapping

from builder.edition.captions import as_figures
from builder.edition.folded import fold, to_the_end
from builder.edition.picture_places import PicturePlace
from builder.edition.pictures import LOW, on_screen
from builder.edition.render import name_module_objectives
from builder.edition.spelled import spell_out
from builder.words import words

_KINDS = {"activity": "activity", "worksheet": "worksheet"}
"""Class of a block -> key of the word above it."""
_PLAIN = ("data-line", "data-materials", "data-priority", "data-minutes", "data-group-size", "data-number")
"""Attributes that only books use."""


def mark_blocks(root: etree.Element, language: str, *, kind: str = "", keys: bool = False, folds: bool = True) -> None:
    """Prepares a rendered page in place. `kind`: of the page; `keys`: name right options; `folds`: blocks can be collapsed."""
    texts = words(language)
    if folds:
        fold(root)
    else:
        to_the_end(root, texts)
        spell_out(root)
    as_figures(root)
    if kind == "module":
        name_module_objectives(root, language)
    for element in root.iter():
        if not element.attrib and element.tag != "aside":
            continue
        name = (element.get("class") or "").partition(" ")[0]
        if element.tag == "section" and name in _KINDS:
            word = etree.Element("p", {"class": "block-kind"})
            word.text = texts[_KINDS[name]]
            element.insert(0, word)
        elif name == "question":
            _group(element, texts, keys=keys)
        elif element.tag == "aside":
            element.set("role", "note")  # as landmarks, which asides are by default, they would be too many
        for attribute in _PLAIN:
            element.attrib.pop(attribute, None)


def _group(question: etree.Element, texts: Mapping[str, str], *, keys: bool) -> None:
    """Makes the options a group that is named by the question."""
    text, options, name = question.find("p"), question.find("ul"), question.get("id")
    if text is None or options is None or not name:
        return
    text.set("id", f"{name}--label")
    question.set("role", "group")
    question.set("aria-labelledby", f"{name}--label")
    for option in options.iter("li"):
        if keys and option.get("data-right"):
            mark = etree.Element("p", {"class": "right-mark"})
            mark.text = texts["key-answer"]
            option.insert(1 if len(option) else 0, mark)


def mark_size(place: PicturePlace, size: tuple[float, float], *, grows: bool = False) -> None:
    """Sets a picture's size, given in points, in CSS pixels, so that nothing moves when it loads; as large as in books.

    `grows`: it may be enlarged, as drawings can.
    """
    if min(size) <= 0:
        return
    width, height = on_screen(size, place.share, wide=place.is_wanted, grows=grows)
    place.image.set("width", str(width))
    place.image.set("height", str(height))
    kind = "low" if size[1] <= LOW else "beside" if place.is_beside else ""
    if kind:
        place.image.set("class", kind)
