"""Rules on formulas: each can be typeset, on screens and on paper."""

from collections.abc import Iterator

from builder.course.formulas import FormulaError, formulas, mathml
from builder.course.model import Course
from builder.problems import Problem


def settable(course: Course) -> Iterator[Problem]:
    """Each formula can be converted: only supported commands, and balanced braces."""
    for document in course.documents():
        for line, latex in formulas(document):
            try:
                mathml(latex)
            except FormulaError as error:
                yield Problem(document.path, line, "bad-formula", {"reason": error})
