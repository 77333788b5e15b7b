"""Rules on quizzes: options, the right number of marks, feedback, and no pattern that gives away the right answers."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from builder.course.model import Course, Document
from builder.course.scanned import Block
from builder.course.worksheets import plain
from builder.problems import Problem

_ENOUGH = 10
"""The single-answer questions from which the rules look for patterns: with fewer, chance alone breaks the limits."""
_AWAY = Fraction(1, 10)
"""The tolerated distance from chance, as a part of all questions: with four options, 15 to 35 of 100."""


def quizzes(course: Course) -> Iterator[Problem]:
    for document in course.documents():
        for block in document.walk():
            if block.name == "quiz" and not any(child.name == "question" for child in block.children):
                yield Problem(document.path, block.line, "empty-quiz", {"id": block.id})
            elif block.name == "question":
                yield from _question(document, block)


def _question(document: Document, block: Block) -> Iterator[Problem]:
    if block.asked.wrong:  # reported already; what seems missing may be the part that is wrong
        return
    marked = sum(option.marked for option in block.options)
    kind = block.attributes.get("type", "")
    if len(block.options) < 2:
        yield Problem(document.path, block.line, "missing-options", {"name": "question"})
    elif (kind == "single" and marked != 1) or marked == 0:
        yield Problem(document.path, block.line, "wrong-marks", {"id": block.id, "marked": marked, "type": kind})
    if not block.asked.text:
        yield Problem(document.path, block.line, "missing-question", {"name": "question"})
    seen: set[str] = set()
    for option in block.options:
        if option.text.strip() in seen:
            yield Problem(document.path, option.line, "same-option", {"option": option.text[:40]})
        seen.add(option.text.strip())
        if not any(text.strip() for _, text in option.feedback):
            yield Problem(document.path, option.line, "missing-feedback", {"option": option.text[:40]})


class _Single(NamedTuple):
    """A question with one right answer."""

    key: int
    """The index of the right answer, from 0."""
    lengths: tuple[int, ...]
    """The length of each option in characters."""

    @property
    def has_longest_key(self) -> bool:
        return self.lengths[self.key] == max(self.lengths) and self.lengths.count(max(self.lengths)) == 1


def guessable(course: Course) -> Iterator[Problem]:
    """In a whole quiz, right answers aren't the longest option too often, nor in any place too often or too rarely."""
    for document in course.documents():
        for quiz in document.walk():
            questions = list(_singles(quiz)) if quiz.name == "quiz" else []
            if len(questions) >= _ENOUGH:
                yield from _longest(document, quiz, questions)
                yield from _places(document, quiz, questions)


def _singles(quiz: Block) -> Iterator[_Single]:
    for question in quiz.children:
        marks = [option.marked for option in question.options]
        if question.attributes.get("type") == "single" and marks.count(True) == 1 and len(marks) > 1:
            yield _Single(marks.index(True), tuple(len(plain(option.text)) for option in question.options))


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
