"""Rules on figures: a picture in each, and a number where a link names it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from builder.course.links import NUMBER, Link, find_links, resolve
from builder.course.model import Course, Document
from builder.course.scanned import Block
from builder.course.shown import without_language
from builder.edition.numbers import is_numbered
from builder.problems import Problem


def shown(course: Course) -> Iterator[Problem]:
    """A figure begins with its pictures; a numbered one has an id, so that links can refer to it."""
    for document in course.documents():
        for block in document.walk():
            if block.name != "figure":
                continue
            if not _begins_with_picture(document, block):
                yield Problem(document.path, block.line, "figure-without-picture")
            if is_numbered(block) and not block.id:
                yield Problem(document.path, block.line, "missing-attribute", {"name": "figure", "key": "id"})


def _begins_with_picture(document: Document, block: Block) -> bool:
    lines = (line.strip() for line in document.lines[block.line : block.end - 1])
    return next(filter(None, lines), "").startswith(("![", "[!["))


def named(course: Course) -> Iterator[Problem]:
    """A figure is numbered if the text of a link to it has `#`, which stands for its number."""
    figures = {
        (without_language(document.path), block.id): is_numbered(block)
        for document in course.documents()
        for block in document.walk()
        if block.name == "figure" and block.id
    }
    for document in course.documents():
        for link in find_links(document):
            if not link.is_image and NUMBER.search(link.label) and figures.get(_place(document, link)) is False:
                yield Problem(document.path, link.line, "figure-without-number", {"id": link.anchor})


def _place(document: Document, link: Link) -> tuple[PurePosixPath, str]:
    path = resolve(document, link.path) if link.path else document.path
    return without_language(path), link.anchor
