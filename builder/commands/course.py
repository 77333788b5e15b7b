"""The first steps shared by commands that make something from a course."""

from collections.abc import Sequence
from pathlib import Path

from builder.course.config import NAME
from builder.course.model import Course
from builder.course.places import EDITION
from builder.problems import UsageError


def course_as_it_is(root: Path, also: Sequence[str] = ()) -> Course:
    """The course in `root`, whatever faults it has, with languages besides those of its settings. Raises ContentError when there is none."""
    from builder.course.load import load_course

    return load_course(root, also=also)[0]


def is_course(root: Path) -> bool:
    """Whether there is a course in `root`, or an institution's edition of one."""
    return (root / NAME).exists() or (root / EDITION).exists()


def language_of(course: Course, asked: str) -> str:
    """The language asked for, or the course's first. Raises UsageError for one that it doesn't have."""
    known = course.config.languages
    if asked and asked not in known:
        raise UsageError("language-unknown", {"language": asked, "known": ", ".join(known)})
    return asked or known[0]
