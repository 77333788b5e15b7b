"""Rules on quizzes: options, exactly the marks that are needed, feedback."""

import re
from collections.abc import Iterator

from builder.course.model import Block, Course, Document
from builder.course.worksheets import body, checked_items
from builder.problems import Problem

_FEEDBACK = re.compile(r"^ {4,}>\s*\S")


def quizzes(course: Course) -> Iterator[Problem]:
    for document in course.documents():
        for block in document.walk():
            if block.name == "quiz" and not any(child.name == "question" for child in block.children):
                yield Problem(document.path, block.line, "empty-quiz", {"id": block.id})
            elif block.name == "question":
                yield from _question(document, block)


def _question(document: Document, block: Block) -> Iterator[Problem]:
    options = checked_items(document, block)
    marked = sum(mark is True for _, mark, _ in options)
    kind = block.attributes.get("type", "")
    if len(options) < 2 or any(mark is None for _, mark, _ in options):
        yield Problem(document.path, block.line, "missing-options", {"name": "question"})
    elif (kind == "single" and marked != 1) or marked == 0:
        yield Problem(document.path, block.line, "wrong-marks", {"id": block.id, "marked": marked, "type": kind})
    lines = dict(body(document, block))
    if not any(line.strip() and number < (options[0][0] if options else block.end) for number, line in lines.items()):
        yield Problem(document.path, block.line, "missing-question", {"name": "question"})
    ends = [number for number, _, _ in options[1:]] + [block.end]
    for (start, _, text), end in zip(options, ends, strict=False):
        if not any(_FEEDBACK.match(lines.get(number, "")) for number in range(start + 1, end)):
            yield Problem(document.path, start, "missing-feedback", {"option": text[:40]})
