"""Rules on quizzes: options, exactly the marks that are needed, feedback; no habit by which keys can be guessed."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import takewhile
from math import ceil, floor
from typing import NamedTuple

from builder.course.model import Block, Course, Document
from builder.course.worksheets import body, checked_items, plain
from builder.problems import Problem

_FEEDBACK = re.compile(r"^ {4,}>\s*\S")
_ENOUGH = 10
"""Questions with one right answer from which on the rules look for habits: with fewer, chance alone breaks the limits."""
_AWAY = Fraction(1, 10)
"""How far from chance is no habit yet, as a part of all questions: with four options from 15 to 35 of 100."""


def quizzes(course: Course) -> Iterator[Problem]:
    for document in course.documents():
        for block in document.walk():
            if block.name == "quiz" and not any(child.name == "question" for child in block.children):
                yield Problem(document.path, block.line, "empty-quiz", {"id": block.id})
            elif block.name == "question":
                yield from _question(document, block)


def _question(document: Document, block: Block) -> Iterator[Problem]:
    options = checked_items(document, block)
    marked = sum(mark is True for _, mark, _ in options)
    kind = block.attributes.get("type", "")
    if len(options) < 2 or any(mark is None for _, mark, _ in options):
        yield Problem(document.path, block.line, "missing-options", {"name": "question"})
    elif (kind == "single" and marked != 1) or marked == 0:
        yield Problem(document.path, block.line, "wrong-marks", {"id": block.id, "marked": marked, "type": kind})
    lines = dict(body(document, block))
    if not any(line.strip() and number < (options[0][0] if options else block.end) for number, line in lines.items()):
        yield Problem(document.path, block.line, "missing-question", {"name": "question"})
    for number, text, below in _options(document, block):
        if not any(_FEEDBACK.match(line) for line in below):
            yield Problem(document.path, number, "missing-feedback", {"option": text[:40]})


def _options(document: Document, question: Block) -> Iterator[tuple[int, str, list[str]]]:
    """Line and text of each option, and the lines below it, down to the next one."""
    options, lines = checked_items(document, question), dict(body(document, question))
    ends = [number for number, _, _ in options[1:]] + [question.end]
    for (number, _, text), end in zip(options, ends, strict=True):
        yield number, text, [lines.get(below, "") for below in range(number + 1, end)]


class _Single(NamedTuple):
    """A question with one right answer."""

    key: int
    """The place of the right answer, from 0."""
    lengths: tuple[int, ...]
    """Characters of each option."""

    @property
    def has_longest_key(self) -> bool:
        return self.lengths[self.key] == max(self.lengths) and self.lengths.count(max(self.lengths)) == 1


def guessable(course: Course) -> Iterator[Problem]:
    """In a whole quiz the right answer is neither the longest option nor in one place more often than chance explains."""
    for document in course.documents():
        for quiz in document.walk():
            questions = list(_singles(document, quiz)) if quiz.name == "quiz" else []
            if len(questions) >= _ENOUGH:
                yield from _longest(document, quiz, questions)
                yield from _places(document, quiz, questions)


def _singles(document: Document, quiz: Block) -> Iterator[_Single]:
    for question in quiz.children:
        marks = [mark for _, mark, _ in checked_items(document, question)]
        if question.attributes.get("type") == "single" and marks.count(True) == 1 and len(marks) > 1:
            yield _Single(marks.index(True), tuple(_lengths(document, question)))


def _lengths(document: Document, question: Block) -> Iterator[int]:
    """Characters of each option as people see it; it may go on in the lines below, down to the feedback."""
    for _, text, below in _options(document, question):
        more = takewhile(lambda line: not _FEEDBACK.match(line), below)
        yield len(plain(" ".join([text, *more])))


def _longest(document: Document, quiz: Block, questions: list[_Single]) -> Iterator[Problem]:
    count, total = sum(question.has_longest_key for question in questions), len(questions)
    most = floor(sum(Fraction(1, len(question.lengths)) for question in questions) + _AWAY * total)
    if count > most:
        yield Problem(document.path, quiz.line, "key-longest", {"count": count, "total": total, "most": most})


def _places(document: Document, quiz: Block, questions: list[_Single]) -> Iterator[Problem]:
    total = len(questions)
    for place in range(max(len(question.lengths) for question in questions)):
        chance = sum((Fraction(1, len(lengths)) for _, lengths in questions if len(lengths) > place), Fraction())
        least, most = max(0, ceil(chance - _AWAY * total)), floor(chance + _AWAY * total)
        count = sum(question.key == place for question in questions)
        if not least <= count <= most:
            arguments = {"count": count, "total": total, "place": place + 1, "least": least, "most": most}
            yield Problem(document.path, quiz.line, "key-place", arguments)
