"""Rules on slides: whatever an author wants shown must be readable from the back row."""

from collections.abc import Iterator

from builder.course.items import INDENT, ITEM
from builder.course.model import Course, Document
from builder.course.scanned import Block
from builder.course.slides import COLUMNS, STEP, WORDS
from builder.course.worksheets import body, plain, table_rows
from builder.problems import Problem


def readable(course: Course) -> Iterator[Problem]:
    """A `slide` block fits one slide, and the steps of an activity are short."""
    for document in course.documents():
        for block in document.walk():
            if block.name == "slide":
                yield from _slide(document, block)
            elif block.name == "activity" and block.attributes.get("slide") != "no":
                yield from _steps(document, block)


def _slide(document: Document, block: Block) -> Iterator[Problem]:
    lines = [line for _, line in body(document, block) if line.strip()]
    words = sum(len(plain(line.replace("|", " ")).split()) for line in lines)
    columns = max((len(cells) for _, cells in table_rows(document, block)), default=0)
    if not lines:
        yield Problem(document.path, block.line, "slide-empty")
    if words > WORDS:
        yield Problem(document.path, block.line, "slide-too-full", {"words": words, "limit": WORDS})
    if columns > COLUMNS:
        yield Problem(document.path, block.line, "slide-too-wide", {"columns": columns, "limit": COLUMNS})


def _steps(document: Document, block: Block) -> Iterator[Problem]:
    for line, text in _items(document, block):
        words = len(plain(text).split())
        if words > STEP:
            yield Problem(document.path, line, "step-too-long", {"words": words, "limit": STEP})


def _items(document: Document, block: Block) -> Iterator[tuple[int, str]]:
    """First line and text of each top-level list item, with its continuation lines."""
    first, words = 0, ""
    for number, line in body(document, block):
        match = ITEM.match(line)
        is_item = match is not None and len(match["indent"]) < INDENT
        if first and (is_item or not line.strip()):
            yield first, words
            first = 0
        if match and is_item:
            first, words = number, match["text"]
        elif first and not match:
            words = f"{words} {line.strip()}"
    if first:
        yield first, words
