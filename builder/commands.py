"""What the commands do, without a word on the terminal."""

from pathlib import Path

from builder.check import check_course
from builder.load import load_course
from builder.model import Course
from builder.problems import ContentError, Problem


def check(root: Path) -> list[Problem]:
    """All problems of the course in `root`, sorted."""
    try:
        course, problems = load_course(root)
    except ContentError as error:
        return error.problems
    return sorted({*problems, *check_course(course)})


def checked_course(root: Path) -> Course:
    """The course in `root`; raises ContentError when it has errors (warnings don't count)."""
    course, problems = load_course(root)
    everything = {*problems, *check_course(course)}
    if any(not problem.is_warning for problem in everything):
        raise ContentError(everything)
    return course
