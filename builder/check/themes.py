"""Rules on the questions that pages answer."""

from collections.abc import Iterator

from builder.course.model import Course
from builder.problems import Problem


def known(course: Course) -> Iterator[Problem]:
    """The themes that pages name are on the list."""
    themes = course.topics["themes"]
    for document in course.documents():
        for theme in document.themes:
            if theme not in themes:
                arguments = {"value": theme, "known": ", ".join(themes) or "-"}
                yield Problem(document.path, document.meta_lines["themes"], "unknown-theme", arguments)
