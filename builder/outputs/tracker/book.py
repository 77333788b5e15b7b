"""How the trackers look and are saved: input cells, closed lists, chart descriptions, reproducible bytes."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from builder.edition.select import Edition
from builder.package.archive import write_archive
from builder.words import direction, programme_words

MONTHS = range(1, 7)
ACTIONS = 3
"""Actions per firm when the course's plan sets no number."""
STATES = ("not-begun", "begun", "done", "changed", "given-up")
EVIDENCE = ("told", "seen", "paper")
FONT, CHOICES = "Calibri", "choices"
DAY, NUMBER, SHARE = "yyyy-mm-dd", "General", "0%"
COLOURS = ("9AA0AD", "F2C14E", "4C9F70", "5B8DB8", "B56576")
"""Colour of each of `STATES`, never shown without the word."""
_LINE = Side(style="thin", color="999999")
_FRAMED: Mapping[str, Any] = {
    "border": Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE),
    "alignment": Alignment(wrap_text=True, vertical="top"),
}
_PALE, _OPEN = PatternFill("solid", "FFF8E1"), Protection(locked=False)
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_DRAWN = re.compile(r'<(xdr:)?cNvPr id="(\d+)" name="Chart (\d+)"')


def begin(edition: Edition, title: str) -> tuple[Workbook, Worksheet]:
    """A workbook with one sheet."""
    book = Workbook()
    book.properties.creator = edition.config.institution or edition.config.site_name
    book.properties.title, book.properties.language = title, edition.language
    sheet = book.active
    if sheet is None:  # the library says that there may be none
        sheet = book.create_sheet()
    sheet.title = title[:31]
    return book, sheet


def said(edition: Edition, kind: str, values: Sequence[str]) -> list[str]:
    """The words for values of a closed list of the programme's record, which reads them back from the file."""
    listed = programme_words(edition.language)["values"][kind]
    return [str(listed[value]) for value in values]


def head(sheet: Worksheet, row: int, texts: Sequence[str], colour: str) -> None:
    """A row of headings in the institution's colour."""
    font, fill = Font(name=FONT, bold=True, color="FFFFFF"), PatternFill("solid", colour.lstrip("#"))
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column, text)
        cell.font, cell.fill, cell.alignment = font, fill, Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[row].height = 34


def label(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False, size: int = 11) -> None:
    font, alignment = Font(name=FONT, bold=bold, size=size), Alignment(wrap_text=size == 11, vertical="top")
    _style(sheet.cell(row, column, text), f"label {size}{' bold' if bold else ''}", font=font, alignment=alignment)


def field(sheet: Worksheet, row: int, column: int, form: str = NUMBER) -> None:
    """Makes a cell to write into: pale, framed, not locked. `form`: its number format."""
    _style(sheet.cell(row, column), f"field {form}", number_format=form, fill=_PALE, protection=_OPEN, **_FRAMED)


def computed(sheet: Worksheet, row: int, column: int, formula: str, form: str = NUMBER) -> None:
    """Makes a locked cell with a formula. `form`: its number format."""
    _style(sheet.cell(row, column, formula), f"computed {form}", number_format=form, **_FRAMED)


def _style(cell: Any, name: str, **parts: Any) -> None:
    """Styles a cell by a name: a group's tracker has thousands, and the library would compare each part of each one."""
    book = cell.parent.parent
    if name not in book.named_styles:
        book.add_named_style(NamedStyle(name, **parts))
    cell.style = name


def write_choices(book: Workbook, states: Sequence[str], evidence: Sequence[str]) -> None:
    """Writes the closed lists side by side: one after the other, the leak gate takes their words for a sentence of the guides."""
    sheet = hidden(book, CHOICES)
    for state, proof in zip_longest(states, evidence):
        sheet.append([state, proof])


def choose(sheet: Worksheet, values: Sequence[str], cells: str, message: str) -> None:
    """Restricts cells to one of the lists of `write_choices`; `message` is shown for anything else."""
    column = "A" if len(values) == len(STATES) else "B"
    source = f"{CHOICES}!${column}$1:${column}${len(values)}"
    _add(sheet, DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=True), cells, message)


def only_days(sheet: Worksheet, cells: str, message: str) -> None:
    _add(sheet, DataValidation("date", operator="greaterThan", formula1="36526", allow_blank=True), cells, message)


def only_numbers(sheet: Worksheet, cells: str, message: str) -> None:
    _add(
        sheet, DataValidation("decimal", "between", "-1000000000000", "1000000000000", allow_blank=True), cells, message
    )


def _add(sheet: Worksheet, rule: DataValidation, cells: str, message: str) -> None:
    rule.error, rule.showErrorMessage, rule.errorTitle = message, True, "Taller"
    sheet.add_data_validation(rule)
    for part in cells.split():
        rule.add(part)


def coloured(sheet: Worksheet, values: Sequence[str], cells: str) -> None:
    """Colours cells by the state written in them."""
    first = cells.split(":", maxsplit=1)[0]
    for value, colour in zip(values, COLOURS, strict=False):
        rule: Any = FormulaRule(  # type: ignore[no-untyped-call]
            formula=[f'{first}="{value}"'], fill=PatternFill("solid", bgColor=f"FF{colour}")
        )
        sheet.conditional_formatting.add(cells, rule)


def finish(sheet: Worksheet, widths: Sequence[int], frozen: str = "") -> None:
    """Sets column widths (in characters) and printing on one page's width, and locks all but the input cells."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.protection.sheet, sheet.protection.formatColumns, sheet.protection.formatRows = True, False, False
    sheet.freeze_panes = frozen or None
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False


def hidden(book: Workbook, name: str) -> Worksheet:
    """Adds a hidden sheet for programs: `taller collect` and the programme's record read it."""
    sheet: Worksheet = book.create_sheet(name)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
    return sheet


def save(book: Workbook, edition: Edition, target: Path, pictured: Sequence[str]) -> None:
    """Writes the workbook. `pictured`: the alternative text of each chart."""
    for sheet in book.worksheets:
        sheet.sheet_view.rightToLeft = direction(edition.language) == "rtl" or None
    stream = BytesIO()
    book.save(stream)
    day = f"{edition.config.released.isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(stream) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["docProps/core.xml"] = _DATES.sub(rb"\g<1>" + day, files["docProps/core.xml"])
    for number, text in enumerate(pictured, 1):
        name = f"xl/drawings/drawing{number}.xml"
        drawn = _DRAWN.sub(rf'<\1cNvPr id="\2" name="Chart \3" descr={quoteattr(text)}', files[name].decode())
        files[name] = drawn.encode()
    write_archive(target, files, first="[Content_Types].xml")
