"""Rules on abbreviations: defined once, outside of blocks, and used."""

import re
from collections.abc import Iterator

from builder.course.abbreviations import abbreviation, pattern, without_definitions
from builder.course.model import Course, Document
from builder.course.reading import masked_text
from builder.problems import Problem


def abbreviations(course: Course) -> Iterator[Problem]:
    """An abbreviation is defined once on its page, outside of blocks, so that every audience gets the definition."""
    for document in course.documents():
        if any(line.startswith("*[") for line in document.lines):
            yield from _defined(document)


def _defined(document: Document) -> Iterator[Problem]:
    shown, _ = without_definitions(document.lines, document.fences)
    seen: set[str] = set()
    for number, line in enumerate(document.lines, 1):
        defined = abbreviation(line) if line != shown[number - 1] else None
        if not defined:
            continue
        short = defined[0]
        if any(block.line < number < block.end for block in document.walk()):
            yield Problem(document.path, number, "abbreviation-place", {"short": short})
        elif short in seen:
            yield Problem(document.path, number, "abbreviation-twice", {"short": short})
        elif not re.search(pattern([short]), masked_text(shown, document.fences)):
            yield Problem(document.path, number, "abbreviation-unused", {"short": short})
        seen.add(short)
