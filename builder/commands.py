"""What the commands do, without a word on the terminal."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from errno import EADDRINUSE
from pathlib import Path

from builder import new
from builder.check import check_course
from builder.load import load_course
from builder.model import Audience, Course
from builder.problems import ContentError, Problem, UsageError
from builder.publish import Places, mend

__all__ = ["check", "checked_course", "clean", "course_as_it_is", "new", "serve", "today"]


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
    errors = [problem for problem in (*problems, *check_course(course)) if not problem.is_warning]
    if errors:
        raise ContentError(errors)
    return course


def course_as_it_is(root: Path) -> Course:
    """The course in `root`, with whatever faults it has."""
    return load_course(root)[0]


def today() -> date:
    """The date of what is new: SOURCE_DATE_EPOCH when it is set, else the calendar's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else datetime.now(UTC).date()


def clean(root: Path) -> None:
    """Removes the builder's working folder, after mending a swap that was cut short."""
    places = Places(root)
    mend(places)
    shutil.rmtree(places.work, ignore_errors=True)


def serve(root: Path, audience: Audience, language: str, port: int, say: Callable[[str], object], locale: str) -> None:
    """Shows a site on this machine until it is interrupted."""
    from builder.serve import serve_site  # noqa: PLC0415 - other commands don't wait for MkDocs

    try:
        serve_site(root, audience, language, ("127.0.0.1", port), say, locale)
    except OSError as error:
        if error.errno != EADDRINUSE:
            raise
        message = f"the port {port} is in use; choose another one with --port"
        raise UsageError(message) from error
