"""The tests of a course, for scoring answers: questions, option texts in every language, and keys."""

import re
import unicodedata
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from dataclasses import dataclass

from builder.course.model import Audience, Course
from builder.course.worksheets import quiz_prefix
from builder.edition.select import Edition, is_test, select
from builder.package.quizzes import Item, Quiz, find_quizzes
from builder.problems import UsageError

LETTERS = "abcdefghij"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with one right answer."""

    field: str
    """The field's name in forms and in tables of `taller collect`."""
    text: str
    options: tuple[str, ...]
    said: Mapping[str, int]
    """Folded text of an option in any of the course's languages -> its number from 1."""
    right: int


@dataclass(frozen=True, slots=True)
class Form:
    """One test."""

    id: str
    letter: str
    """A or B for parallel tests, otherwise the id."""
    title: str
    questions: tuple[Asked, ...]


def forms_of(course: Course, language: str) -> tuple[Form, ...]:
    """The tests of a course, limited to single-answer questions, with texts in a language.

    Raises UsageError when there is none.
    """
    editions = {code: select(course, Audience.TRAINER, code) for code in course.config.languages}
    others = [_tests(edition) for edition in editions.values()]
    found = [
        _form(quiz, [one[quiz.id] for one in others if quiz.id in one]) for quiz in _tests(editions[language]).values()
    ]
    known = tuple(form for form in found if form.questions)
    if not known:
        raise UsageError("items-no-test", {})
    return known


def folded(text: str) -> str:
    """Lower-case letters and digits only, since platforms change punctuation, spaces and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def _tests(edition: Edition) -> dict[str, Quiz]:
    return {quiz.id: quiz for quiz in find_quizzes(edition, is_test)}


def _form(quiz: Quiz, others: list[Quiz]) -> Form:
    prefix = quiz_prefix(quiz.leaf.document)
    letter = re.search(r"-([ab])$", quiz.id)
    questions = tuple(
        _asked(f"{prefix}_{item.id.partition('.')[2]}", item, [other.items[place] for other in others])
        for place, item in enumerate(quiz.items) if item.is_single
    )  # fmt: skip
    return Form(quiz.id, letter[1].upper() if letter else quiz.id, quiz.title, questions)


def _asked(field: str, item: Item, others: list[Item]) -> Asked:
    options = tuple(_text(answer.text) for answer in item.answers)
    said = {folded(_text(answer.text)): number for other in others for number, answer in enumerate(other.answers, 1)}
    right = next(number for number, answer in enumerate(item.answers, 1) if answer.is_right)
    return Asked(field, _text(item.text), options, said, right)


def _text(element: etree.Element) -> str:
    return " ".join("".join(element.itertext()).split())
