"""Rules on the length of names and titles: file names derive from them, and long ones make platforms abort an import."""

from collections.abc import Iterator

from builder.check.structure import find_headings
from builder.course.limits import LONGEST_TITLE
from builder.course.model import Course, Document
from builder.course.vocabulary import TEXTS
from builder.problems import Problem

LONGEST_NAME = 80
"""The most characters of an id or of a file's or folder's name; names of downloads contain those of modules and
worksheets.
"""
_NUMBERED_ALONE = frozenset({"quiz", "question"})
"""Blocks whose ids `banks` measures, joined."""


def names(course: Course) -> Iterator[Problem]:
    """Ids of blocks, and names of pages and of their folders."""
    for document in course.documents():
        for part in (*document.path.parts[:-1], document.path.name.partition(".")[0]):
            yield from _name(document, 1, part)
        for block in document.walk():
            if block.name not in _NUMBERED_ALONE:
                yield from _name(document, block.line, block.id)


def titles(course: Course) -> Iterator[Problem]:
    """Titles of pages and blocks, headings, and what blocks say in their opening line: each must fit on a page, and in platforms."""
    for document in course.documents():
        yield from _title(document, document.meta_lines.get("title", 1), document.title)
        for heading in find_headings(document):
            yield from _title(document, heading.line, heading.text)
        for block in document.walk():
            yield from _title(document, block.line, block.title)
            for key in sorted(TEXTS & block.attributes.keys()):
                yield from _said(document, block.line, block.attributes[key])


def _name(document: Document, line: int, name: str) -> Iterator[Problem]:
    if len(name) > LONGEST_NAME:
        arguments = {"name": f"{name[:30]}…", "length": len(name), "limit": LONGEST_NAME}
        yield Problem(document.path, line, "name-too-long", arguments)


def _title(document: Document, line: int, title: str) -> Iterator[Problem]:
    if len(title) > LONGEST_TITLE:
        arguments = {"title": f"{title[:30]}…", "length": len(title), "limit": LONGEST_TITLE}
        yield Problem(document.path, line, "title-too-long", arguments)


def _said(document: Document, line: int, text: str) -> Iterator[Problem]:
    """The words at the ends of a scale, or materials, which `;` separates."""
    for part in text.split(";"):
        if len(part) > LONGEST_TITLE:
            arguments = {"text": f"{part.strip()[:30]}…", "length": len(part), "limit": LONGEST_TITLE}
            yield Problem(document.path, line, "text-too-long", arguments)
