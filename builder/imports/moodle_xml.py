"""Reads Moodle XML: a question bank with embedded pictures."""

import base64
import binascii
import re
from html import escape
from urllib.parse import quote

from lxml import etree

from builder.imports.bank import Bank, Choice, Question, plain_of
from builder.imports.draft import SourceError
from builder.imports.gift import add, as_html, path_of
from builder.imports.xmlfile import parsed, words_in

_PLACE = "@@PLUGINFILE@@/"
_FORMS = {"html": "html", "moodle_auto_format": "html", "markdown": "markdown"}


def read_moodle_xml(content: bytes, source: str, true: str, false: str, place: str = "0") -> Bank:
    """The questions in a file. `place` keeps its pictures apart from other files'. Raises SourceError."""
    root = parsed(content, source)
    if root.tag != "quiz":
        raise SourceError("source-unread", source, root.sourceline or 0, kind="Moodle XML")
    bank, path = Bank(source, place), tuple[str, ...]()
    for node in root.iter("question"):
        kind, line = node.get("type") or "", node.sourceline or 0
        if kind == "category":
            path = path_of(words_in(node, "category/text"))
        elif words_in(node, "hidden") == "1":
            bank.said.append(("lost", "hidden", line, {"title": words_in(node, "name/text")[:60]}))
        elif kind in ("multichoice", "truefalse"):
            _question(bank, node, kind, line, path, (true, false))
        else:
            told = plain_of(words_in(node, "questiontext/text")) or words_in(node, "name/text")
            bank.said.append(("lost", "question-type", line, {"type": kind or "?", "words": told[:60]}))
    return bank


def _question(
    bank: Bank, node: etree._Element, kind: str, line: int, path: tuple[str, ...], names: tuple[str, str]
) -> None:
    text = _text(bank, node.find("questiontext"))
    is_single = kind == "truefalse" or words_in(node, "single") not in ("false", "0")
    answers = list(node.iter("answer"))
    marks = [_number(answer.get("fraction")) for answer in answers]
    right = [mark > 0 if not is_single else mark > 0 and mark == max(marks) for mark in marks]
    told = {"words": plain_of(text)[:60]}
    if is_single and any(0 < mark < max(marks) for mark in marks):
        bank.said.append(("changed", "question-part-marks", line, told))
    if is_single and sum(right) > 1:
        is_single = False
        bank.said.append(("changed", "question-several", line, told))
    if kind == "truefalse":
        bank.said.append(("changed", "question-true-false", line, told))
    choices = tuple(
        Choice(_answer(bank, answer, kind, names), good, _text(bank, answer.find("feedback")))
        for answer, good in zip(answers, right, strict=True)
    )
    general = _text(bank, node.find("generalfeedback"))
    _named_losses(bank, node, line, told)
    add(
        bank,
        Question(
            words_in(node, "name/text"), words_in(node, "idnumber"), line, text, choices, is_single, general, path
        ),
    )


def _named_losses(bank: Bank, node: etree._Element, line: int, told: dict[str, str]) -> None:
    """Notes texts and settings of a question that our format has no place for."""
    for tag in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        words = plain_of(words_in(node, f"{tag}/text"))
        if words:
            bank.said.append(("lost", "question-general", line, {"words": words[:60]}))
    hints = [hint for one in node.findall("hint") if (hint := plain_of(words_in(one, "text")))]
    if hints:
        bank.said.append(("lost", "question-hints", line, {"n": len(hints), **told}))
    tags = [name for one in node.findall("tags/tag") if (name := words_in(one, "text"))]
    if tags:
        bank.said.append(("lost", "question-tags", line, {"tags": ", ".join(tags)[:80], **told}))


def _answer(bank: Bank, answer: etree._Element, kind: str, names: tuple[str, str]) -> str:
    if kind == "truefalse":
        return escape(names[0] if words_in(answer, "text").lower() == "true" else names[1])
    return _text(bank, answer)


def _text(bank: Bank, node: etree._Element | None) -> str:
    """A text as HTML; its pictures go to the bank under unique names."""
    if node is None:
        return ""
    markup = as_html(words_in(node, "text"), _FORMS.get(node.get("format") or "html", "plain"))
    for file in node.findall("file"):
        name = file.get("name") or ""
        try:
            content = base64.b64decode(file.text or "", validate=False)
        except (binascii.Error, ValueError):
            content = b""
        place = f"{bank.place}-{len(bank.pictures)}/{re.sub(r'[^A-Za-z0-9._-]', '-', name) or 'picture'}"
        if content:
            bank.pictures[place] = content
            for written in {name, name.replace(" ", "%20"), quote(name)}:
                markup = markup.replace(f"{_PLACE}{written}", place)
    return markup


def _number(text: str | None) -> float:
    return float(text) if text and re.fullmatch(r"-?\d+(\.\d+)?", text) else 0.0
