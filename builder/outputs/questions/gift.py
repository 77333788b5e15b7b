"""GIFT: questions as plain text that people can edit by hand."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence

from builder.course.links import find_links
from builder.edition.select import Edition
from builder.outputs.questions.bank import Category, marks, percent
from builder.outputs.questions.moodle import category_path
from builder.package.markup import blocks, inner, is_plain, plain
from builder.package.quizzes import Item, quiz_blocks
from builder.problems import Problem
from builder.words import words

_MEANS_SOMETHING = re.compile(r"([\\~=#{}:])")
_FIRST = ("[", "%", "/")
"""A plain text must not begin with these: they start a format name, a mark or a comment."""


def gift(edition: Edition, bank: Sequence[Category]) -> bytes:
    """The file."""
    parts = [_head(edition.language)]
    for category in bank:
        parts.append(f"$CATEGORY: {category_path(category)}")
        parts += [_question(name, item) for name, item in category.items()]
    return ("\n\n".join(parts) + "\n").encode()


def described(bank: Sequence[Category]) -> Iterator[Problem]:
    """A warning for each picture that the file has only as its alternative text."""
    for quiz in (quiz for category in bank for quiz in category.quizzes):
        document = quiz.leaf.document
        block = next(block for block in quiz_blocks(quiz.leaf) if block.id == quiz.id)
        for link in find_links(document):
            if link.is_image and block.line < link.line < block.end:
                yield Problem(document.path, link.line, "question-picture-described", {"target": link.target})


def _head(language: str) -> str:
    return "\n".join(f"// {line}" for line in words(language)["questions-gift-head"].split("\n"))


def _question(name: str, item: Item) -> str:
    is_html = any(not is_plain(text) or _needs_html(plain(text)) for text in item.elements())
    lines = [
        f"// [id:{item.id}]",
        f"::{escaped(name)}::{_markup(blocks(_described(item.text))) if is_html else escaped(plain(item.text))} {{",
        *(f"    {line}" for line in _answers(item, is_html=is_html)),
        "}",
    ]
    return "\n".join(lines)


def _answers(item: Item, *, is_html: bool) -> Iterator[str]:
    for answer, mark in zip(item.answers, marks(item), strict=True):
        sign = ("=" if mark > 0 else "~") if item.is_single else f"~%{percent(mark)}%"
        yield f"{sign}{_text(answer.text, is_html=is_html)}"
        yield f"#{_text(answer.feedback, is_html=is_html)}"


def _text(text: etree.Element, *, is_html: bool) -> str:
    return _markup(inner(_described(text))) if is_html else escaped(plain(text))


def _needs_html(text: str) -> bool:
    """Whether a text must be written as HTML to be shown literally: platforms may read markup in any text."""
    return text.startswith(_FIRST) or bool(set(text) & set("<>&"))


def _markup(markup: str) -> str:
    return "[html]" + escaped(markup).replace("\n", "\\n")


def _described(text: etree.Element) -> etree.Element:
    """The text with each picture replaced by its alternative text, since GIFT can't hold pictures."""
    if text.find(".//img") is None:
        return text
    made = etree.fromstring(etree.tostring(text, encoding="unicode"))
    for image in made.iter("img"):
        image.tag, image.text = "em", f"[{image.get('alt', '')}]"
        image.attrib.clear()
    return made


def escaped(text: str) -> str:
    """The text with a backslash before every character that has a meaning in GIFT."""
    return _MEANS_SOMETHING.sub(r"\\\1", text)
