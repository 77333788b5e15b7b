"""Reads what a participant saved on the site, as JSON or as a spreadsheet. Runs in the child process of `limits`.

docs/developers/record.md describes the files. They come from strangers, so nothing in them is trusted.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from builder.collect.reader import LONGEST, MOST_FIELDS, Answer, LimitError, Report, clean

MARK = b'"taller-record"'
"""The key that identifies a record, in the first kilobyte of its JSON."""
SPREADSHEETS = (".xlsx",)
_HEAD = "field"
"""The first cell of the sheet with all answers, above the field names."""
_OPTION = re.compile(r"_o\d+$")


class RecordError(Exception):
    """The file isn't a valid record; the argument is the problem's code."""


def is_record(path: Path) -> bool:
    """Whether a file is to be read as a record rather than a form."""
    with path.open("rb") as file:
        begin = file.read(1024)
    return MARK in begin or (begin.startswith(b"PK") and path.suffix.lower() in SPREADSHEETS)


def read_record(path: Path) -> Report:
    """The report on a record. Raises RecordError, LimitError, and whatever a library raises for a broken file."""
    is_sheet = path.suffix.lower() in SPREADSHEETS
    course, pairs = _of_sheet(path) if is_sheet else _of_json(path)
    report = Report(course=course)
    for name, value in pairs:
        if len(report.answers) >= MOST_FIELDS:
            raise LimitError("pdf-limit-fields")
        if len(value) > LONGEST:
            raise LimitError("pdf-limit-memory")
        text = clean(value)
        report.answers[name] = [Answer("x" if text and _OPTION.search(name) else text, "", 0)]
    return report


def _of_json(path: Path) -> tuple[str, Iterator[tuple[str, str]]]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        pairs = [(name, entry["value"]) for name, entry in data["fields"].items()]
        is_ours = data["format"] == "taller-record" and data["version"] == 1 and isinstance(data["course"], str)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RecordError("record-broken") from error
    if not is_ours or not all(isinstance(value, str) for _, value in pairs):
        raise RecordError("record-broken")
    return data["course"], iter(pairs)


def _of_sheet(path: Path) -> tuple[str, Iterator[tuple[str, str]]]:
    """Course id (always empty) and pairs of name and value from the sheet with all answers."""
    from openpyxl import load_workbook  # noqa: PLC0415 - few files are spreadsheets, and it takes long to load

    book = load_workbook(path, read_only=True, data_only=True)
    sheet = next((one for one in book.worksheets if next(one.values, [None])[0] == _HEAD), None)
    if sheet is None:
        raise RecordError("unread-document")
    rows = (row for row in list(sheet.values)[1:] if row and isinstance(row[0], str))
    return "", ((str(row[0]), "" if len(row) < 3 or row[2] is None else str(row[2])) for row in rows)
