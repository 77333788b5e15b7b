"""A report as a workbook: a sheet for each table, numbers as numbers, no formulas."""

import re
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from builder.package.archive import write_archive
from builder.programme.report.chart import chart_of
from builder.programme.report.spoken import SpokenReport, SpokenTable
from builder.sheets.cells import harmless

LONGEST_NAME = 31
"""The most characters of a sheet's name."""
_WIDEST, _LINE, _USUAL_WIDTH = 60, 90, 13
"""In characters: the widest column, a line below a table, the default column width."""
_LINE_HEIGHT = 15
"""In points."""
_ON_ONE_PAGE = 40
"""The most rows of a table that is fitted to one page."""
_DRAWN = re.compile(r'<(?:xdr:)?cNvPr id="\d+" name="Chart \d+"')


def write_xlsx(report: SpokenReport, target: Path, colour: str) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = report.title, ""
    cover = book.create_sheet(_name(0, report.title))
    for line in (report.title, report.subtitle, report.made):
        cover.append([harmless(line)])
    cover.column_dimensions["A"].width = 100
    cover["A1"].font = Font(bold=True, size=16)
    cover["A3"].alignment = Alignment(wrap_text=True, vertical="top")
    _for_print(cover, pages=1)
    for number, table in enumerate(report.tables, 1):
        _sheet(book.create_sheet(_name(number, table.title)), table, colour)
    book.save(target)
    _with_alternatives(target, [table.drawn_alt for table in report.tables if table.drawn])


def _name(number: int, title: str) -> str:
    """The sheet's name, without the characters that Excel forbids."""
    return f"{number} {''.join(sign for sign in title if sign not in '[]:*?/¿')}"[:LONGEST_NAME]


def _sheet(sheet: Any, table: SpokenTable, colour: str) -> None:
    sheet.append([harmless(table.title)])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([harmless(head) for head in table.heads])
    for row in table.values:
        sheet.append([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    for cell in sheet[2]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=colour.lstrip("#").upper())
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place in range(len(table.heads)):
        texts = [table.heads[place], *(row[place] for row in table.rows)]
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(_WIDEST, max(map(len, texts)) + 2)
    sheet.append([""])
    for line in table.below:
        _below(sheet, line, len(table.heads))
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            if isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
    sheet.freeze_panes = "B3"
    _for_print(sheet, pages=1 if len(table.rows) <= _ON_ONE_PAGE else 0)
    sheet.print_title_rows = "2:2"
    if table.drawn:
        sheet.add_chart(chart_of(table, colour, sheet, 3), f"A{sheet.max_row + 2}")


def _below(sheet: Any, line: str, columns: int) -> None:
    """Adds a sentence below the table, over its width or at least a page's, wrapped as needed."""
    widths = [sheet.column_dimensions[get_column_letter(place + 1)].width for place in range(columns)]
    while sum(widths) < _LINE:
        widths.append(_USUAL_WIDTH)
    sheet.append([harmless(line)])
    row = sheet.max_row
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(widths))
    sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[row].height = _LINE_HEIGHT * -(-len(line) // int(sum(widths)))


def _for_print(sheet: Any, pages: int) -> None:
    """Fits a sheet to the paper's width and to `pages` in length (0 for any number)."""
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", pages
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _with_alternatives(target: Path, texts: Sequence[str]) -> None:
    """Adds the charts' alternative texts, which the library can't write. There is at most one chart on a sheet."""
    with zipfile.ZipFile(target) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for number, text in enumerate(texts, 1):
        name = f"xl/drawings/drawing{number}.xml"
        drawn = _DRAWN.sub(lambda found, text=text: f"{found[0]} descr={quoteattr(text)}", files[name].decode())  # type: ignore[misc]
        files[name] = drawn.encode()
    write_archive(target, files, first="[Content_Types].xml")
