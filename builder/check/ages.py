"""Laws and figures go out of date: a page that says when it was checked is due again after a year.

Only this rule uses today's date; what is built doesn't depend on it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from builder.course.model import Course
from builder.problems import Problem

MONTHS = 12


def today() -> date:
    """Today's date in UTC. Tests replace it."""
    return datetime.now(tz=UTC).date()


def checked(course: Course) -> Iterator[Problem]:
    """Pages whose `checked` month is more than a year ago or still in the future."""
    day = today()
    for document in course.documents():
        if not document.checked:
            continue
        year, month = map(int, document.checked.split("-"))
        age = (day.year - year) * 12 + day.month - month
        if age < 0 or age > MONTHS:
            code = "checked-too-early" if age > MONTHS else "checked-too-late"
            yield Problem(document.path, document.meta_lines["checked"], code, {"month": document.checked})
