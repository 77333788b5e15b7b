"""The tracker of a coach's group: the firms and their visits, six months of all actions, and an overview."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.legend import Legend
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from builder.edition.select import Edition
from builder.edition.summaries.record import action_count, plan_tables
from builder.outputs.tracker import book as look
from builder.outputs.tracker.book import ACTIONS, COLOURS, DAY, EVIDENCE, MONTHS, STATES
from builder.outputs.tracker.lists import OF_PLAN, OF_VISIT, PLAN, VISITS, numbered, write_list
from builder.words import words

FIRMS = 24
VISITED = (1, 3, 6)
_TOP = 7
"""Row of the first firm."""
_EVENT, _START, _COACH = "B3", "D3", "F3"


def write(edition: Edition, target: Path) -> None:
    """Writes the XLSX."""
    texts, count = words(edition.language), action_count(plan_tables(edition)) or ACTIONS
    book, firms = look.begin(edition, texts["tracker-firms"])
    actions = book.create_sheet(texts["tracker-actions"])
    overview = book.create_sheet(texts["tracker-overview"])
    states, evidence = look.said(edition, "state", STATES), look.said(edition, "evidence", EVIDENCE)
    look.write_choices(book, states, evidence)
    _firms(firms, edition)
    _actions(actions, firms, edition, count, states, evidence)
    _overview(overview, actions, edition, count, states)
    _lists(book, firms, actions, count)
    look.save(book, edition, target, [texts["tracker-overview-alt"]])


def _firms(sheet: Worksheet, edition: Edition) -> None:
    texts, last = words(edition.language), _TOP + FIRMS - 1
    look.label(sheet, 1, 1, f"{texts['tracker-group-tracker']}: {edition.home.title}", bold=True, size=15)
    look.label(sheet, 2, 1, texts["tracker-group-how"], size=10)
    for column, key in ((1, "event"), (3, "start"), (5, "coach")):
        look.label(sheet, 3, column, texts[f"tracker-{key}"], bold=True)
        look.field(sheet, 3, column + 1, DAY if key == "start" else "@")
    planned = [texts["tracker-visit-due"].replace("{n}", str(month)) for month in VISITED]
    held = [texts["tracker-visit-held"].replace("{n}", str(month)) for month in VISITED]
    heads = [texts["tracker-code"], texts["tracker-firm"], *planned, *held, texts["tracker-next"]]
    look.head(sheet, _TOP - 1, heads, edition.config.colour)
    for row in range(_TOP, last + 1):
        for column in (1, 2):
            look.field(sheet, row, column, "@")
        for place, month in enumerate(VISITED):
            look.computed(sheet, row, 3 + place, f'=IF(OR($D$3="",A{row}=""),"",EDATE($D$3,{month}))', DAY)
            look.field(sheet, row, 6 + place, DAY)
        due = f'IF(F{row}="",C{row},IF(G{row}="",D{row},IF(H{row}="",E{row},"")))'
        look.computed(sheet, row, 9, f'=IF(A{row}="","",{due})', DAY)
    look.only_days(sheet, f"{_START} F{_TOP}:H{last}", texts["tracker-only-days"])
    look.finish(sheet, (20, 30, 18, 16, 16, 16, 16, 16, 14), f"C{_TOP}")


def _actions(
    sheet: Worksheet, firms: Worksheet, edition: Edition, count: int, states: list[str], evidence: list[str]
) -> None:  # fmt: skip
    texts, last = words(edition.language), 1 + FIRMS * count
    months = [
        f"{texts[f'tracker-{key}']} {month}" for month in MONTHS for key in ("stands", "number", "evidence")
    ]  # fmt: skip
    look.head(sheet, 1, [texts[f"tracker-{key}"] for key in ("code", "n", *OF_PLAN)] + months, edition.config.colour)
    for order in range(FIRMS * count):
        row, firm = 2 + order, _TOP + order // count
        look.computed(sheet, row, 1, f"=IF('{firms.title}'!A{firm}=\"\",\"\",'{firms.title}'!A{firm})")
        look.label(sheet, row, 2, str(order % count + 1))
        for column in range(3, 3 + len(OF_PLAN) + 18):
            look.field(sheet, row, column, DAY if column in (5, 6) else "General")
    look.only_days(sheet, f"E2:F{last}", texts["tracker-only-days"])
    look.only_numbers(sheet, f"I2:J{last}", texts["tracker-only-numbers"])
    for month in MONTHS:
        state, number, proof = (get_column_letter(_column(month, order)) for order in range(3))
        look.choose(sheet, states, f"{state}2:{state}{last}", texts["tracker-only-listed"])
        look.only_numbers(sheet, f"{number}2:{number}{last}", texts["tracker-only-numbers"])
        look.choose(sheet, evidence, f"{proof}2:{proof}{last}", texts["tracker-only-listed"])
        look.coloured(sheet, states, f"{state}2:{state}{last}")
    look.finish(sheet, (12, 5, 30, 14, 12, 12, 22, 9, 10, 10, *((13, 9, 11) * 6)), "D2")


def _overview(sheet: Worksheet, actions: Worksheet, edition: Edition, count: int, states: list[str]) -> None:
    """Actions by state in each month, beside the number of actions they are counted from."""
    texts, name, last = words(edition.language), f"'{actions.title}'!", 1 + FIRMS * count
    planned = f'SUMPRODUCT(--({name}$C$2:$C${last}<>""))'
    heads = [texts["tracker-month"], *states, texts["tracker-told"], texts["tracker-planned"]]
    look.head(sheet, 1, heads, edition.config.colour)
    for month in MONTHS:
        row, column = 1 + month, get_column_letter(_column(month, 0))
        look.label(sheet, row, 1, texts["plan-month-n"].replace("{n}", str(month)))
        for place in range(2, 7):
            cells, word = f"{name}${column}$2:${column}${last}", f"${get_column_letter(place)}$1"
            look.computed(sheet, row, place, f"=COUNTIF({cells},{word})")
        look.computed(sheet, row, 7, f"=SUM(B{row}:F{row})")
        look.computed(sheet, row, 8, f"={planned}")
    look.label(sheet, 9, 1, texts["tracker-overview-note"], size=10)
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "col", "stacked", 100
    chart.title, chart.height, chart.width = texts["tracker-overview-title"], 9, 22
    chart.y_axis.delete, chart.x_axis.delete, chart.legend = False, False, Legend(legendPos="b")
    chart.add_data(Reference(sheet, 2, 1, 6, 7), titles_from_data=True)
    chart.set_categories(Reference(sheet, 1, 2, 1, 7))
    for series, colour in zip(chart.series, COLOURS, strict=True):
        series.graphicalProperties.solidFill = colour
    sheet.add_chart(chart, "A11")
    look.finish(sheet, (16, 14, 14, 14, 14, 14, 16, 16))


def _lists(book: Workbook, firms: Worksheet, actions: Worksheet, count: int) -> None:
    """The hidden lists for the record: a row for each firm's plan, and one for each of its months."""
    plans, visits = [], []
    for order in range(FIRMS):
        about = {"event": f"'{firms.title}'!$B$3"}
        about |= {
            key: f"'{firms.title}'!${column}${_TOP + order}" for key, column in (("firm_code", "A"), ("firm_name", "B"))
        }
        rows = [(number, 1 + order * count + number) for number in range(1, count + 1)]
        plan = {
            f"{field}_{number}": f"'{actions.title}'!${get_column_letter(3 + place)}${row}"
            for number, row in rows for place, field in enumerate(OF_PLAN)
        }  # fmt: skip
        plans.append(about | plan)
        for month in MONTHS:
            day = {"day": f"'{firms.title}'!${'FGH'[VISITED.index(month)]}${_TOP + order}"} if month in VISITED else {}
            cells = {
                f"{field}_{number}": f"'{actions.title}'!${get_column_letter(_column(month, place))}${row}"
                for number, row in rows for place, field in enumerate(OF_VISIT)
            }  # fmt: skip
            visits.append({**about, "month": f'"{month}"', "reached": '"yes"', **day, **cells})
    write_list(book, PLAN, ["event", "firm_code", "firm_name", *numbered(OF_PLAN, count)], plans)
    heads = ["event", "firm_code", "firm_name", "month", "reached", "day", *numbered(OF_VISIT, count)]
    write_list(book, VISITS, heads, visits)


def _column(month: int, order: int) -> int:
    """The column of the state (`order` 0), figure (1) or evidence (2) of a month."""
    return 3 + len(OF_PLAN) + 3 * (month - 1) + order
