"""A report as a workbook: one sheet for each table, numbers as numbers, no formula in any cell."""

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from builder.programme.report.spoken import SpokenReport, SpokenTable
from builder.sheets.cells import harmless

LONGEST_NAME = 31
"""Letters of a sheet's name."""
_WIDEST = 60


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
    for number, table in enumerate(report.tables, 1):
        _sheet(book.create_sheet(_name(number, table.title)), table, colour)
    book.save(target)


def _name(number: int, title: str) -> str:
    """Without the signs that names of sheets may not have."""
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
    for line in ("", *table.below):
        sheet.append([harmless(line)])
    for place in range(len(table.heads)):
        texts = [table.heads[place], *(row[place] for row in table.rows)]
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(_WIDEST, max(map(len, texts)) + 2)
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            if isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
    sheet.freeze_panes = "B3"
