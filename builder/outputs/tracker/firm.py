"""The tracker of one firm: its actions, and six months of each action."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.legend import Legend
from openpyxl.worksheet.worksheet import Worksheet

from builder.edition.select import Edition
from builder.edition.summaries.record import action_count, plan_tables
from builder.outputs.tracker import book as look
from builder.outputs.tracker.book import ACTIONS, DAY, EVIDENCE, MONTHS, SHARE, STATES
from builder.outputs.tracker.lists import OF_PLAN, OF_VISIT, PLAN, VISITS, numbered, write_fields, write_list
from builder.words import words

_FIRM, _CODE, _EVENT, _COACH, _START = "B3", "D3", "F3", "B4", "D4"
_FIRST = 7
"""Row of the first action."""
_COLUMNS = "BCDEFGHI"
"""Columns of the table of actions, in the order of `OF_PLAN`."""
_WIDTHS = (20, 32, 15, 14, 14, 18, 14, 14, 11, 11, 12, 14, 13)


def write(edition: Edition, target: Path) -> None:
    """Writes the XLSX."""
    texts, count = words(edition.language), action_count(plan_tables(edition)) or ACTIONS
    book, sheet = look.begin(edition, texts["tracker"])
    name = f"'{sheet.title}'!"
    states, evidence = look.said(edition, "state", STATES), look.said(edition, "evidence", EVIDENCE)
    look.write_choices(book, states, evidence)
    _top(sheet, edition)
    _actions(sheet, edition, count, states)
    _months(sheet, edition, count, states, evidence)
    _chart(book, sheet, edition, count)
    look.finish(sheet, _WIDTHS, f"B{_FIRST}")
    plan = {
        f"{field}_{number}": f"{name}${column}${_FIRST + number - 1}"
        for number in range(1, count + 1) for field, column in zip(OF_PLAN, _COLUMNS, strict=True)
    }  # fmt: skip
    about = {"event": f"{name}{_EVENT}", "firm_code": f"{name}{_CODE}", "firm_name": f"{name}{_FIRM}"}
    write_list(book, PLAN, [*about, *numbered(OF_PLAN, count)], [about | plan])
    visits = [
        {**about, "month": f'"{month}"', "reached": '"yes"'}
        | {f"{what}_{number}": name + _cell(count, number, order, month) for number in range(1, count + 1)
           for order, what in enumerate(OF_VISIT)}
        for month in MONTHS
    ]  # fmt: skip
    write_list(book, VISITS, [*about, "month", "reached", *numbered(OF_VISIT, count)], visits)
    numbers = {
        (month, number): name + _cell(count, number, 1, month) for month in MONTHS for number in range(1, count + 1)
    }
    write_fields(book, edition, plan, numbers)
    look.save(book, edition, target, [texts["tracker-chart-alt"]])


def _top(sheet: Worksheet, edition: Edition) -> None:
    texts = words(edition.language)
    look.label(sheet, 1, 1, f"{texts['tracker-six-month-tracker']}: {edition.home.title}", bold=True, size=15)
    look.label(sheet, 2, 1, texts["tracker-how"], size=10)
    for row, column, key in ((3, 1, "firm"), (3, 3, "code"), (3, 5, "event"), (4, 1, "coach"), (4, 3, "start")):
        look.label(sheet, row, column, texts[f"tracker-{key}"], bold=True)
        look.field(sheet, row, column + 1, DAY if key == "start" else "@")
    look.only_days(sheet, _START, texts["tracker-only-days"])


def _actions(sheet: Worksheet, edition: Edition, count: int, states: list[str]) -> None:
    texts, last = words(edition.language), _FIRST + count - 1
    keys = ("n", *OF_PLAN, "now", "way", "stands", "late")
    look.head(sheet, _FIRST - 1, [texts[f"tracker-{key}"] for key in keys], edition.config.colour)
    for number in range(1, count + 1):
        row = _FIRST + number - 1
        look.label(sheet, row, 1, str(number), bold=True)
        for column, field in enumerate(OF_PLAN, 2):
            look.field(sheet, row, column, DAY if field in ("begins", "due") else "General")
        numbers, where = (_across(count, number, order) for order in (1, 0))
        look.computed(sheet, row, 10, _last(numbers))
        look.computed(
            sheet,
            row,
            11,
            f'=IF(OR(H{row}="",I{row}="",J{row}="",H{row}=I{row}),"",(J{row}-H{row})/(I{row}-H{row}))',
            SHARE,
        )
        look.computed(sheet, row, 12, _last(where))
        is_open = f'AND(E{row}<>"",E{row}<TODAY(),L{row}<>"{states[2]}",L{row}<>"{states[4]}")'
        look.computed(sheet, row, 13, f'=IF({is_open},"{texts["tracker-is-late"]}","")')
        sheet.row_dimensions[row].height = 48
    look.only_days(sheet, f"D{_FIRST}:E{last}", texts["tracker-only-days"])
    look.only_numbers(sheet, f"H{_FIRST}:I{last}", texts["tracker-only-numbers"])
    look.coloured(sheet, states, f"L{_FIRST}:L{last}")


def _months(sheet: Worksheet, edition: Edition, count: int, states: list[str], evidence: list[str]) -> None:
    texts, top = words(edition.language), _below(count)
    months = [texts["plan-month-n"].replace("{n}", str(month)) for month in MONTHS]
    look.head(sheet, top - 1, [texts["tracker-monthly"], texts["tracker-what"], *months], edition.config.colour)
    look.label(sheet, top, 2, texts["tracker-until"])
    for month in MONTHS:
        look.computed(sheet, top, 2 + month, f'=IF({_START}="","",EDATE({_START},{month}))', DAY)
    for number in range(1, count + 1):
        row = top + 1 + 3 * (number - 1)
        look.computed(sheet, row, 1, f'="{number}. "&B{_FIRST + number - 1}')
        for order, key in enumerate(("stands", "number", "evidence")):
            look.label(sheet, row + order, 2, texts[f"tracker-{key}"])
            for month in MONTHS:
                look.field(sheet, row + order, 2 + month)
        look.choose(sheet, states, f"C{row}:H{row}", texts["tracker-only-listed"])
        look.only_numbers(sheet, f"C{row + 1}:H{row + 1}", texts["tracker-only-numbers"])
        look.choose(sheet, evidence, f"C{row + 2}:H{row + 2}", texts["tracker-only-listed"])
        look.coloured(sheet, states, f"C{row}:H{row}")


def _chart(book: Workbook, sheet: Worksheet, edition: Edition, count: int) -> None:
    """A chart of how far each action's figure has come from its baseline to its goal, month by month."""
    texts, data, name = words(edition.language), look.hidden(book, "chart"), f"'{sheet.title}'!"
    data.append(["", *MONTHS])
    for number in range(1, count + 1):
        start, goal = (f"{name}${column}${_FIRST + number - 1}" for column in "HI")
        ways = []
        for month in MONTHS:
            cell = name + _cell(count, number, 1, month)
            ways.append(
                f'=IF(OR({start}="",{goal}="",{cell}="",{start}={goal}),NA(),({cell}-{start})/({goal}-{start}))'
            )
        data.append([texts["plan-action-n"].replace("{n}", str(number)), *ways])
    chart = ScatterChart(scatterStyle="lineMarker")  # a line chart draws missing numbers as zero in some programs
    chart.title, chart.height, chart.width = texts["tracker-way"], 8, 22
    chart.display_blanks, chart.visible_cells_only = "gap", False
    chart.y_axis.number_format, chart.y_axis.delete, chart.x_axis.delete = SHARE, False, False
    chart.x_axis.title, chart.legend = texts["tracker-month"], Legend(legendPos="b")
    chart.x_axis.scaling.min, chart.x_axis.scaling.max = 1, 6
    months = Reference(data, 2, 1, 7, 1)
    for number in range(2, count + 2):
        series: Any = Series(Reference(data, 1, number, 7, number), months, title_from_data=True)
        series.marker.symbol, series.smooth = "circle", False
        chart.series.append(series)
    sheet.add_chart(chart, f"A{_below(count) + 3 * count + 2}")


def _below(count: int) -> int:
    """The row with the date on which each month ends, below the heading of the monthly table."""
    return _FIRST + count + 2


def _cell(count: int, number: int, order: int, month: int) -> str:
    """The cell with the state (`order` 0), figure (1) or evidence (2) of an action for a month."""
    return f"${'CDEFGH'[month - 1]}${_below(count) + 1 + 3 * (number - 1) + order}"


def _across(count: int, number: int, order: int) -> list[str]:
    return [_cell(count, number, order, month) for month in MONTHS]


def _last(cells: list[str]) -> str:
    """A formula for the last of these cells that isn't empty."""
    formula = '""'
    for cell in cells:
        formula = f'IF({cell}<>"",{cell},{formula})'
    return f"={formula}"
