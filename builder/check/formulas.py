"""Rules on formulas: each can be set, on screens and on paper."""

from collections.abc import Iterator

from builder.course.formulas import FormulaError, formulas, mathml
from builder.course.model import Course
from builder.problems import Problem


def settable(course: Course) -> Iterator[Problem]:
    """Commands and braces are those of the closed list."""
    for document in course.documents():
        for line, latex in formulas(document):
            try:
                mathml(latex)
            except FormulaError as error:
                yield Problem(document.path, line, "bad-formula", {"reason": error})
