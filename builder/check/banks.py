"""Rules on questions for learning platforms: ids and numbers of answers that a platform would reject."""

from collections.abc import Iterator

from builder.course.model import Course, Document
from builder.course.scanned import Block
from builder.problems import Problem

LONGEST_ID = 100
"""The most characters of a question's id in a bank: the quiz's id, a dot, its own."""
MOST_ANSWERS = 10
"""The most right answers, and the most wrong ones: the smallest part of a point that platforms know is a tenth."""

MOST_OPTIONS = 26
"""SCORM 1.2 reports an option as one letter."""


def question_banks(course: Course) -> Iterator[Problem]:
    for document in course.documents():
        for quiz in document.walk():
            for question in quiz.children if quiz.name == "quiz" else ():
                yield from _long_id(document, quiz, question)
                yield from _many_answers(document, question)
                yield from _many_options(document, question)


def _long_id(document: Document, quiz: Block, question: Block) -> Iterator[Problem]:
    length = len(quiz.id) + 1 + len(question.id)
    if length > LONGEST_ID:
        arguments = {"id": question.id, "length": length, "limit": LONGEST_ID}
        yield Problem(document.path, question.line, "question-id-long", arguments)


def _many_answers(document: Document, question: Block) -> Iterator[Problem]:
    right = sum(option.marked for option in question.options)
    most = max(right, len(question.options) - right)
    if question.attributes.get("type") == "multiple" and most > MOST_ANSWERS:
        arguments = {"id": question.id, "count": most, "limit": MOST_ANSWERS}
        yield Problem(document.path, question.line, "question-answers-many", arguments)


def _many_options(document: Document, question: Block) -> Iterator[Problem]:
    count = len(question.options)
    if question.attributes.get("type") == "single" and count > MOST_OPTIONS:
        arguments = {"id": question.id, "count": count, "limit": MOST_OPTIONS}
        yield Problem(document.path, question.line, "question-options-many", arguments)
