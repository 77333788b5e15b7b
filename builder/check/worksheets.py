"""Rules on worksheets: fields that can be filled in, carried-over values that exist, examples that fit."""

from collections.abc import Iterator, Mapping

from builder.course.model import Course, Document
from builder.course.numbers import whole
from builder.course.reader import nearest
from builder.course.scanned import Block
from builder.course.shown import shown_documents
from builder.course.worksheets import Sheet, find_sheets, list_items, question, table_rows
from builder.course.worksheets import fields as sheet_fields
from builder.problems import Problem

_SCALE = (("from-value", "1"), ("to-value", "5"))
"""The attributes for the ends of a scale, with their defaults."""


def fields(course: Course) -> Iterator[Problem]:
    """Each field has a question and everything its kind needs."""
    for document in course.documents():
        for block in document.walk():
            if block.name == "worksheet":
                if not any(sheet_fields(block)):
                    yield Problem(document.path, block.line, "worksheet-without-fields", {"id": block.id})
                for field in sheet_fields(block):
                    yield from _field(document, field)


def _field(document: Document, field: Block) -> Iterator[Problem]:
    def problem(code: str, **arguments: object) -> Problem:
        return Problem(document.path, field.line, code, {"name": field.name, **arguments})

    if field.name != "fill-table" and not question(document, field):
        yield problem("missing-question")
    if field.name == "fill-table":
        rows = table_rows(document, field)
        if not rows or not any(rows[0][1]):
            yield problem("missing-table")
        for line, cells in rows[1:]:
            if len(cells) != len(rows[0][1]):
                arguments = {"cells": len(cells), "columns": len(rows[0][1])}
                yield Problem(document.path, line, "ragged-table", arguments)
        if len(rows) < 2 and not field.attributes.get("rows"):
            yield problem("missing-attribute", key="rows")
    if field.name == "choices" and len(field.options) < 2 and not field.asked.wrong:
        yield problem("missing-options")
    if field.name == "scale":
        low, high = (whole(field.attributes.get(key, default)) for key, default in _SCALE)
        if low is not None and high is not None and low >= high:
            yield problem("bad-scale", low=low, high=high)


def carried_values(course: Course) -> Iterator[Problem]:
    """`from=sheet.field` names a field that exists."""
    for language in course.config.languages:
        sheets = _sheets(course, language)
        known = {f"{name}.{field.id}" for name, sheet in sheets.items() for field in sheet_fields(sheet.block)}
        for document in _documents(course, language):
            for block in document.walk():
                origin = block.attributes.get("from")
                if origin and origin not in known:
                    arguments = {"id": origin, "nearest": nearest(origin, known)}
                    yield Problem(document.path, block.line, "unknown-field", arguments)


def examples(course: Course) -> Iterator[Problem]:
    """An example fills in an existing worksheet, field by field, in the form of each."""
    for language in course.config.languages:
        sheets = _sheets(course, language)
        for document in _documents(course, language):
            for block in document.walk():
                sheet = sheets.get(block.attributes.get("of", "")) if block.name == "example" else None
                if sheet and sheet.document.language != document.language:
                    continue  # one of the two isn't translated yet
                if block.name == "example" and block.attributes.get("of"):
                    yield from _example(document, block, sheets)


def _example(document: Document, example: Block, sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    of = example.attributes["of"]
    sheet = sheets.get(of)
    if sheet is None:
        yield Problem(document.path, example.line, "unknown-worksheet", {"id": of, "nearest": nearest(of, sheets)})
        return
    for value in example.children:
        name = value.attributes.get("of", "")
        field = sheet.field(name)
        if field is None:
            known = [child.id for child in sheet_fields(sheet.block)]
            arguments = {"id": f"{of}.{name}", "nearest": nearest(name, known)}
            yield Problem(document.path, value.line, "unknown-field", arguments)
        else:
            reason = _misfit(document, value, sheet, field)
            if reason:
                yield Problem(document.path, value.line, "example-differs", {"id": f"{of}.{name}", "reason": reason})


def _misfit(document: Document, value: Block, sheet: Sheet, field: Block) -> str:
    """Why the value doesn't fit its field; "" when it does."""
    if field.name == "fill-table":
        want, have = table_rows(sheet.document, field), table_rows(document, value)
        if want and have and len(want[0][1]) != len(have[0][1]):
            return f"{len(have[0][1])} / {len(want[0][1])}"
        rows = len(want) + (whole(field.attributes.get("rows", "0")) or 0)
        return "| ... |" if not have else f"{len(have) - 1} / {rows - 1}" if len(have) > rows else ""
    if field.name == "scale":
        numbers = [text for _, text in list_items(document, value)]
        items = list_items(sheet.document, field)
        if items and len(numbers) != len(items):
            return f"{len(numbers)} / {len(items)}"
        low, high = (whole(field.attributes.get(key, default)) for key, default in _SCALE)
        if low is None or high is None:  # reported elsewhere
            return ""
        wrong = [text for text in numbers if not low <= (-1 if (number := whole(text)) is None else number) <= high]
        return wrong[0] if wrong else ""
    if field.name == "choices":
        options = {option.text for option in field.options}
        wrong = [text for _, text in list_items(document, value) if text not in options]
        return wrong[0] if wrong else ""
    return ""


def _documents(course: Course, language: str) -> list[Document]:
    return list(shown_documents(course, language))


def _sheets(course: Course, language: str) -> dict[str, Sheet]:
    return find_sheets(_documents(course, language))
