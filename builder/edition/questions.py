"""Every question that a course's forms ask, in course order: the name of its field, and its words."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from builder.course.model import Audience, Course
from builder.course.worksheets import find_sheets, page_prefix, quiz_prefix
from builder.edition.render import render
from builder.edition.resolve import page_markdown
from builder.edition.select import Edition, Leaf, select
from builder.words import words

COVER = "cover_name"
"""The field for a name on the cover of every book."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a field asks."""

    name: str
    sheet: str
    text: str
    options: Mapping[str, str] = field(default_factory=dict)
    """Value of a radio button -> its label; empty for fields whose value is typed text or a number."""

    @property
    def heading(self) -> str:
        return ": ".join(part for part in (self.sheet, self.text.rstrip(":")) if part)


def questions(course: Course, language: str) -> dict[str, Question]:
    """Field name -> question, from the trainers' edition, which has the most fields."""
    edition = select(course, Audience.TRAINER, language)
    found = [Question(COVER, "", words(language)["name"])]
    sheets = find_sheets(leaf.document for leaf in edition.leaves())
    for leaf in edition.leaves():
        if any(block.name in ("worksheet", "quiz") for block in leaf.document.walk()):
            markdown = page_markdown(edition, leaf, lambda *_: "#", sheets)
            tree = render(markdown, leaf.document.language, keys=True, trainer=True)
            found += _of_page(edition, leaf, tree, quiz_prefix(leaf.document))
    return {question.name: question for question in found}


def _of_page(edition: Edition, leaf: Leaf, tree: etree.Element, prefix: str) -> Iterator[Question]:
    texts, title = words(edition.language), leaf.title
    for element in tree.iter():
        kind, _, field_kind = (element.get("class") or "").partition(" ")
        if kind == "worksheet":
            heading = next((child for child in element if child.get("class") == "block-title"), None)
            if heading is not None:
                title = _text(heading)
                yield from _of_signature(leaf, heading, title, texts)
        elif kind == "quiz":
            title = leaf.title
            heading = next((child for child in element if child.get("class") == "block-title"), None)
            if heading is not None and element.get("data-use") == "test":
                yield from _of_signature(leaf, heading, title, texts)
        elif kind == "field":
            yield from _of_field(element, field_kind.split(" ")[0], title)
        elif kind == "question":
            yield from _of_quiz(element, f"{prefix}_{element.get('id', '')}", title)


def _of_signature(leaf: Leaf, heading: etree.Element, title: str, texts: Mapping[str, str]) -> Iterator[Question]:
    """The fields at the head of a sheet that is printed separately."""
    for part in ("name", "code", "date"):
        name = f"{page_prefix(leaf.document)}_{heading.get('id', '')}_{part}"
        yield Question(name, title, texts[f"book-your-{part}"].rstrip(":"))


def _of_field(element: etree.Element, kind: str, sheet: str) -> Iterator[Question]:
    name = element.get("data-name", "")
    label = next((child for child in element if child.get("class") == "field-label"), None)
    text = _text(label, without="field-from") if label is not None else ""
    items = [item for item in element.iter("li") if item.get("data-field")]
    if kind == "fill-table":
        for row in element.iter("tr"):
            for cell in row:
                if cell.get("data-field"):
                    yield Question(cell.get("data-field", ""), sheet, _joined(text, _cell_label(row, cell)))
    elif kind == "choices" and element.get("data-type") == "single":
        yield Question(name, sheet, text, {item.get("data-value", ""): _text(item) for item in items})
    elif items:
        for item in items:
            yield Question(item.get("data-field", ""), sheet, _joined(text, _text(item)))
    else:
        yield Question(name, sheet, text)


def _cell_label(row: etree.Element, cell: etree.Element) -> str:
    """Head and number of the row; the row's own name instead of the number when it has one."""
    label = cell.get("data-label", "")
    name = next((_text(other) for other in row if not other.get("data-field") and _text(other)), "")
    head = re.sub(r"\s*\d+$", "", label)
    return f"{name}, {head}" if name else label


def _of_quiz(element: etree.Element, name: str, sheet: str) -> Iterator[Question]:
    text = " ".join(_text(child) for child in element if child.tag == "p")
    items = [item for child in element if child.tag in ("ul", "ol") for item in child.findall("li")]
    options = {str(order): _text(item, without="feedback") for order, item in enumerate(items, 1)}
    if element.get("data-type") == "single":
        yield Question(name, sheet, text, options)
        return
    for order, option in options.items():
        yield Question(f"{name}_o{order}", sheet, _joined(text, option))


def _joined(question: str, part: str) -> str:
    return " – ".join(text for text in (question, part) if text)


def _text(element: etree.Element, without: str = "") -> str:
    """The element's text, without children of the class `without`."""

    def walk(node: etree.Element) -> Iterator[str]:
        yield node.text or ""
        for child in node:
            if not without or child.get("class") != without:
                yield from walk(child)
                if child.tag in ("p", "li", "br"):
                    yield " "
            yield child.tail or ""

    return " ".join("".join(walk(element)).split())
