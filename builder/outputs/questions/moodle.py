"""Moodle XML: everything that a question has, with embedded pictures and a stable id number."""

import base64
import xml.etree.ElementTree as etree
from collections.abc import Mapping, Sequence
from html import escape

from builder.edition.select import Edition
from builder.outputs.questions.bank import Category, marks, percent
from builder.package.manifest import xml_bytes
from builder.package.markup import blocks, inner
from builder.package.quizzes import Item
from builder.words import words

_PLACE = "@@PLUGINFILE@@/"
Pictures = Mapping[str, bytes]


def moodle_xml(edition: Edition, bank: Sequence[Category]) -> bytes:
    """The file."""
    root = etree.Element("quiz")
    for category in bank:
        _category(root, category)
        pictures = {
            name: image.bytes_in(edition.language)
            for quiz in category.quizzes
            for name, image in quiz.pictures(edition).items()
        }
        told = _told(category, edition.language)
        for name, item in category.items():
            _question(root, name, item, pictures, told)
    return xml_bytes(root)


def category_path(category: Category) -> str:
    """The category's path as Moodle writes it; a slash within a name is doubled."""
    return "/".join(["$course$", "top", *(name.replace("/", "//") for name in category.path)])


def _category(root: etree.Element, category: Category) -> None:
    question = etree.SubElement(root, "question", type="category")
    _text(question, "category", category_path(category))


def _question(root: etree.Element, name: str, item: Item, pictures: Pictures, told: str) -> None:
    question = etree.SubElement(root, "question", type="multichoice")
    _text(question, "name", name)
    _html(question, "questiontext", blocks(item.text, pictures=_PLACE), item.text, pictures)
    if told:
        _text(question, "generalfeedback", told, format="html")
    for tag, value in {
        "defaultgrade": "1",
        "penalty": "0.3333333",
        "hidden": "0",
        "idnumber": item.id,
        "single": "true" if item.is_single else "false",
        "shuffleanswers": "false",
        "answernumbering": "abc",
    }.items():
        etree.SubElement(question, tag).text = value
    for answer, mark in zip(item.answers, marks(item), strict=True):
        option = _html(
            question, "answer", inner(answer.text, pictures=_PLACE), answer.text, pictures, fraction=percent(mark)
        )
        _html(option, "feedback", inner(answer.feedback, pictures=_PLACE), answer.feedback, pictures)


def _told(category: Category, language: str) -> str:
    """The general feedback, which everybody sees after a question of a self-check: which module it is from. Whether the right answer is
    shown, too, is for the platform's settings to say.
    """
    if any(quiz.is_test for quiz in category.quizzes):
        return ""
    return (
        f"<p>{escape(words(language)['book-sheet-from-page'].replace('{title}', category.path[-1]), quote=False)}</p>"
    )


def _text(parent: etree.Element, tag: str, text: str, **attributes: str) -> etree.Element:
    element = etree.SubElement(parent, tag, attributes)
    etree.SubElement(element, "text").text = text
    return element


def _html(
    parent: etree.Element, tag: str, markup: str, source: etree.Element, pictures: Pictures, **attributes: str
) -> etree.Element:  # fmt: skip
    """Adds an HTML text together with the pictures that `source` shows."""
    element = _text(parent, tag, markup, **attributes, format="html")
    for name in sorted({image.get("src", "") for image in source.iter("img")}):
        file = etree.SubElement(element, "file", name=name, path="/", encoding="base64")
        file.text = base64.b64encode(pictures[name]).decode()
    return element
