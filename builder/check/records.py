"""Rules on what participants write and keep: the columns that the plan uses, and the course's id."""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from builder.course.config import NAME
from builder.course.model import Course, Document
from builder.course.reader import nearest
from builder.course.scanned import Block
from builder.course.vocabulary import COLUMNS
from builder.course.worksheets import fields, table_rows
from builder.problems import Problem

NOTHING = "-"
"""Stands for a column that the plan doesn't use."""


def columns(course: Course) -> Iterator[Problem]:
    """`columns` has a known word or a hyphen for each column of its table, and no word twice."""
    for document in course.documents():
        for block in document.walk():
            if "columns" in block.attributes and block.name == "fill-table":
                yield from _columns(document, block)


def _columns(document: Document, block: Block) -> Iterator[Problem]:
    said, rows = block.attributes["columns"].split(), table_rows(document, block)
    known = (*COLUMNS, NOTHING)
    for word in dict.fromkeys(word for word in said if word not in known):
        arguments = {"word": word, "nearest": nearest(word, known), "known": " ".join(COLUMNS)}
        yield Problem(document.path, block.line, "unknown-column", arguments)
    for word, count in Counter(said).items():
        if count > 1 and word in COLUMNS:
            yield Problem(document.path, block.line, "column-twice", {"word": word})
    if rows and len(said) != len(rows[0][1]):
        counts = {"words": len(said), "columns": len(rows[0][1])}
        yield Problem(document.path, block.line, "columns-differ", counts)


def plan_sheets(course: Course) -> Iterator[Problem]:
    """A sheet marked `in-plan`, to be drawn there as a diagnosis, has a scale to draw."""
    for document in course.documents():
        for block in document.walk():
            is_drawn = block.name == "worksheet" and "in-plan" in block.attributes
            if is_drawn and not any(field.name == "scale" for field in fields(block)):
                yield Problem(document.path, block.line, "plan-without-scale", {"id": block.id})


def course_id(course: Course) -> Iterator[Problem]:
    """A course in which people write has an id: under a changed name, they would lose what they wrote."""
    is_written_in = any(
        block.name in ("worksheet", "quiz") for document in course.documents() for block in document.walk()
    )
    if is_written_in and course.config.lacks_id_at:
        yield Problem(
            PurePosixPath(NAME), course.config.lacks_id_at, "course-without-id", {"id": course.config.course_id}
        )


def site_address(course: Course) -> Iterator[Problem]:
    """Without an address, the "not found" page's links fail on sites below a path, and search engines can't find the
    course.
    """
    if course.config.lacks_address_at:
        yield Problem(PurePosixPath(NAME), course.config.lacks_address_at, "course-without-address", {})
