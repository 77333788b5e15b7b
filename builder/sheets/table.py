"""A list as a spreadsheet saves it, CSV or XLSX -> its rows, each with its line."""

import csv
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

import openpyxl

from builder.course.merges import merge_marks
from builder.problems import ContentError, Problem
from builder.sheets.spelling import is_misread

LARGEST = 500_000
"""The most bytes of a list: some five thousand people."""
LARGEST_BOOK, UNPACKED = 5_000_000, 30_000_000
"""The most bytes of a workbook, as a file and when it is unpacked."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 200
"""Rows are counted as spreadsheets number them, empty ones too."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, in bytes."""

    text: int = LARGEST
    book: int = LARGEST_BOOK
    unpacked: int = UNPACKED
    columns: int = MOST_COLUMNS


LIST = Limits()
MOST_FORMULAS = 20
"""The most cells that are reported."""
SEPARATORS = ",;\t|"
_LOOKED_AT = 20
"""How many lines are used to detect the separator."""
_SEPARATOR = re.compile(r'^"?sep=(.)"?;*,*\r?\n', re.IGNORECASE)
OURS = "record."
"""Prefix of the titles of the record's sheets in our own workbooks (trackers), in which only these are read."""
_OURS_TO_COLLECT = "record.fields"
_OTHER_KINDS = {
    b"\xd0\xcf\x11\xe0": "XLS", b"%PDF": "PDF", b"<": "HTML, XML", b"{\\rtf": "RTF", b"\xff\xd8\xff": "JPEG", b"\x89PNG": "PNG",
}  # fmt: skip
_BROKEN_BOOK = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, EOFError, RuntimeError, AssertionError,
    ArithmeticError, zipfile.BadZipFile, zlib.error, ParseError,
)  # fmt: skip
"""What the libraries raise for broken files."""


class Row(NamedTuple):
    line: int
    cells: list[str]
    """Without empty ones at the end; spaces around them are stripped, and repeated ones collapsed."""


def read_rows(path: Path, shown: PurePosixPath, rate: Callable[[Sequence[Row]], int]) -> list[Row]:
    """The rows of a list that aren't empty; only one sheet may have any. `rate`: as for `read_sheets`.

    Raises ContentError with the line of what can't be read.
    """
    sheets = {title: rows for title, rows in read_sheets(path, shown, rate).items() if rows}
    if len(sheets) > 1:
        raise ContentError([Problem(shown, 1, "list-sheets", {"sheets": ", ".join(sheets)})])
    return next(iter(sheets.values()), [])


def read_sheets(
    path: Path, shown: PurePosixPath, rate: Callable[[Sequence[Row]], int], limits: Limits = LIST
) -> dict[str, list[Row]]:
    """The visible sheets of a workbook by title; a CSV file is one with the title "". `rate`: scores the rows that each
    separator gives, of which the best is used.

    Raises ContentError with the line of what can't be read.
    """
    if not path.is_file():  # reading a pipe might never end
        raise ContentError([Problem(shown, 1, "list-format", {"kind": "FIFO"})])
    with path.open("rb") as file:
        content = file.read(max(limits.book, limits.text) + 1)
    if content.startswith(b"PK"):
        return _of_book(content, shown, limits)
    kind = next((kind for begin, kind in _OTHER_KINDS.items() if content.lstrip().startswith(begin)), "")
    if kind:
        raise ContentError([Problem(shown, 1, "list-format", {"kind": kind})])
    text = _text(content, shown, limits.text)
    said = _SEPARATOR.match(text)
    if said:
        return {"": list(_of_text(text[said.end() :], said[1], shown, 1))}
    return {"": list(_of_text(text, _separator(text, rate), shown, 0))}


def _separator(text: str, rate: Callable[[Sequence[Row]], int]) -> str:
    """The separator that `rate` scores highest; of equal ones the most frequent in the first line."""
    begin = text.lstrip("\r\n").split("\n")[:_LOOKED_AT]
    ways = sorted(SEPARATORS, key=begin[0].count, reverse=True)
    return max(ways, key=lambda way: rate(_first_rows(begin, way)))


def _first_rows(lines: list[str], separator: str) -> list[Row]:
    try:
        return [Row(0, cells) for cells in csv.reader(lines, delimiter=separator)]
    except csv.Error:  # an unclosed cell, whose line is reported when the whole list is read
        return []


def _of_text(text: str, separator: str, shown: PurePosixPath, before: int) -> Iterator[Row]:
    """The rows of a CSV text that aren't empty, each with its first line; `before`: number of lines above the text."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    above, last = before, before
    try:
        for cells in reader:
            line, last = last + 1, above + reader.line_num
            if any(cell.strip() for cell in cells):
                yield Row(line, _trimmed(cells))
    except csv.Error as error:
        raise ContentError([Problem(shown, last + 1, "list-broken", {"reason": error})]) from error


def _trimmed(cells: Sequence[str]) -> list[str]:
    found = [" ".join(cell.split()) for cell in cells]
    while found and not found[-1]:
        found.pop()
    return found


def _text(content: bytes, shown: PurePosixPath, limit: int) -> str:
    if len(content) > limit:
        raise ContentError([Problem(shown, 1, "file-too-large", {"limit": limit // 1000})])
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content.count(0) > len(content) // 4:
        raise ContentError([Problem(shown, 1, "not-utf8")])  # UTF-16
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _windows_text(content, shown, error.start)
    control = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if control:
        raise ContentError([Problem(shown, text.count("\n", 0, control.start()) + 1, "control-character")])
    text = re.sub(r"\r\n?", "\n", text)
    if marks := merge_marks(text.split("\n")):
        arguments = ((number, {"mark": line[:7]}) for number, line in marks.items())
        raise ContentError([Problem(shown, number, "unfinished-merge", found) for number, found in arguments])
    return unicodedata.normalize("NFC", text)


def _windows_text(content: bytes, shown: PurePosixPath, start: int) -> str:
    """The text as cp1252, in which spreadsheets on Windows save CSV. Raises ContentError if it looks like another encoding."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ContentError([Problem(shown, content.count(b"\n", 0, start) + 1, "not-utf8")]) from error
    lines = [number for number, line in enumerate(text.split("\n"), 1) if is_misread(line)]
    if lines:
        raise ContentError([Problem(shown, number, "not-utf8") for number in lines])
    return text


def _of_book(content: bytes, shown: PurePosixPath, limits: Limits) -> dict[str, list[Row]]:
    """The rows of each sheet; hidden sheets aren't read, apart from our own."""
    try:
        with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
            if len(content) > limits.book or size > limits.unpacked:
                raise ContentError([Problem(shown, 1, "file-too-large", {"limit": limits.book // 1000})])
            book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
            names = _readable(book)
            formulas = _unanswered(book, openpyxl.load_workbook(BytesIO(content), read_only=True), names)
            sheets = {
                sheet.title: list(_of_sheet(sheet, shown, limits.columns))
                for sheet in book.worksheets
                if sheet.title in names
            }
    except _BROKEN_BOOK as error:
        raise ContentError([Problem(shown, 1, "list-format", {"kind": "ZIP, ODS, XLSX"})]) from error
    if formulas:
        raise ContentError([Problem(shown, line, "list-formula", {"cell": cell}) for line, cell in formulas])
    return sheets


def _readable(book: Any) -> Sequence[str]:
    ours = [
        sheet.title for sheet in book.worksheets if sheet.title.startswith(OURS) and sheet.title != _OURS_TO_COLLECT
    ]
    return ours or [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _unanswered(answers: Any, formulas: Any, names: Sequence[str]) -> list[tuple[int, str]]:
    """Line and name of cells with a formula whose result isn't in the file: people in them would be lost. In our own
    sheets only the first row counts, since below it an empty result is an answer.
    """
    found = []
    for name in names:
        sheet, twin = formulas[name], answers[name]
        for page in (sheet, twin):
            page.reset_dimensions()
        last = 1 if name.startswith(OURS) else None
        for row, results in zip(sheet.iter_rows(max_row=last), twin.iter_rows(values_only=True), strict=False):
            is_open = (
                cell for cell, result in zip(row, results, strict=False) if cell.data_type == "f" and result is None
            )
            found += [(cell.row, cell.coordinate) for cell in is_open]
    return found[:MOST_FORMULAS]


def _of_sheet(sheet: Any, shown: PurePosixPath, most: int) -> Iterator[Row]:
    sheet.reset_dimensions()  # some programs write wrong ones
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = _trimmed([_said(value) for value in values])
        if number > MOST_ROWS or len(cells) > most:
            raise ContentError([Problem(shown, min(number, MOST_ROWS), "list-broken", {"reason": f"> {most}"})])
        if cells:
            yield Row(number, [unicodedata.normalize("NFC", cell) for cell in cells])


def _said(value: object) -> str:
    """A cell as text; whole numbers without a fraction, dates without a time."""
    if value is None:
        return ""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).removesuffix(" 00:00:00")
