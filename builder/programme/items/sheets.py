"""A blank workbook for typing in answers, and test results in the form that the record imports."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from builder.programme.items.answers import Sheet
from builder.programme.items.forms import LETTERS, Form
from builder.words import programme_words

ROWS = 300
"""The number of rows with drop-down lists."""
_ABOUT = ("event", "code", "form", "moment")


def write_blank(forms: Sequence[Form], language: str, target: Path) -> None:
    """Writes a workbook with a row for each sheet and drop-down lists for test, moment and answers."""
    texts, book = programme_words(language), Workbook()
    sheet = book.worksheets[0]
    sheet.title = texts["tables"]["test"][0][:31]
    count = max(len(form.questions) for form in forms)
    sheet.append([*(texts["columns"][name] for name in _ABOUT), *(str(number) for number in range(1, count + 1))])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    moments = texts["values"]["moment"]
    most = max(len(asked.options) for form in forms for asked in form.questions)
    lists = {
        "C2:C{last}": [form.letter for form in forms], "D2:D{last}": [moments["before"], moments["after"]],
        f"E2:{get_column_letter(len(_ABOUT) + count)}{{last}}": list(LETTERS[:most]),
    }  # fmt: skip
    for place, values in lists.items():
        closed = DataValidation("list", formula1=f'"{",".join(values)}"', allow_blank=True)
        closed.add(place.format(last=ROWS + 1))
        sheet.add_data_validation(closed)
    sheet.freeze_panes, sheet.column_dimensions["D"].width = "E2", 16
    book.save(target)


def results(forms: Sequence[Form], sheets: Iterable[Sheet], version: str) -> Iterator[list[str]]:
    """Heads, then a row with the number of right answers for each sheet with a code."""
    keys = {form.id: form for form in forms}
    yield ["event", "code", "form", "moment", "right", "questions", "edition"]
    for sheet in sheets:
        form = keys[sheet.form]
        if sheet.code and form.letter in ("A", "B"):
            right = sum(answer == asked.right for answer, asked in zip(sheet.answers, form.questions, strict=True))
            yield [sheet.event, sheet.code, form.letter, sheet.moment, str(right), str(len(form.questions)), version]
