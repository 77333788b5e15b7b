"""Reads answers to the tests for several commands: each file once, with its moment, all faults reported together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builder.course.model import Course
    from builder.programme.items.analysis import Analysis
    from builder.programme.items.answers import Sheet
    from builder.programme.items.forms import Form


@dataclass(frozen=True, slots=True)
class Brought:
    """Files with answers: those with a column for the moment, and those from one moment each."""

    files: Sequence[Path] = ()
    before: Sequence[Path] = ()
    after: Sequence[Path] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.before or self.after)

    def pairs(self) -> list[tuple[Path, str]]:
        """Each file with its moment; "" where a column tells it."""
        listed = (("", self.files), ("before", self.before), ("after", self.after))
        return [(path, moment) for moment, paths in listed for path in paths]


def analysis_of(root: Path, brought: Brought, language: str) -> "tuple[Analysis, ...]":
    """What files of answers say about the questions of the course in `root`. Raises ContentError, UsageError."""
    from builder.commands.course import course_as_it_is
    from builder.programme.items.analysis import analysed

    course = course_as_it_is(root)
    forms = forms_in(course, language)
    return analysed(forms, read_all(course, forms, brought))


def read_all(course: "Course", forms: "Sequence[Form]", brought: Brought) -> "list[Sheet]":
    """The sheets of all files, each content once. Raises ContentError with the faults of all of them."""
    from builder.problems import ContentError, Problem
    from builder.programme.incoming.sheets import digest_of
    from builder.programme.items.answers import read_answers

    once: dict[str, tuple[Path, str]] = {}
    for path, moment in brought.pairs():
        once.setdefault(digest_of(path), (path, moment))
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for path, moment in once.values():
        try:
            sheets += read_answers(path, forms, moment, course.config.version)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return sheets


def forms_in(course: "Course", language: str) -> "Sequence[Form]":
    """The tests of a course, in this language or, if the course lacks it, in its default one."""
    from builder.programme.items.forms import forms_of

    return forms_of(course, language if language in course.config.languages else course.config.default_language)
