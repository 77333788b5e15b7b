"""The hidden sheets of a tracker, which `taller collect` and `taller record import` read. Their cells copy the visible ones by formula."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from openpyxl import Workbook

from builder.edition.select import Edition
from builder.edition.summaries.record import plan_tables
from builder.outputs.tracker.book import DAY, hidden

PLAN, VISITS, FIELDS = "record.plan", "record.visits", "record.fields"
OF_PLAN = ("what", "owner", "begins", "due", "indicator", "unit", "baseline", "goal")
OF_VISIT = ("state", "value", "evidence")
_DAYS = {"begins", "due", "day"}
_WORDS = {
    "action": "what", "owner": "owner", "date": "due", "indicator": "indicator", "baseline": "baseline", "goal": "goal",
}  # fmt: skip
"""Meaning of a column in the course's own plan tables -> field of the record."""
Cells = Mapping[str, str]
"""Field of a list, such as `what_1` -> the cell that it copies, or a literal in quotes."""


def numbered(fields: Sequence[str], count: int) -> list[str]:
    return [f"{field}_{number}" for number in range(1, count + 1) for field in fields]


def write_list(book: Workbook, name: str, heads: Sequence[str], rows: Iterable[Cells]) -> None:
    """Writes a hidden sheet of headings and copied rows. A row stays empty while all its numbered fields are empty."""
    sheet = hidden(book, name)
    sheet.append(
        [f'="{heads[0]}"', *heads[1:]]
    )  # a formula: empty until a spreadsheet has computed the file, which readers can tell by it
    for place, row in enumerate(rows, 2):
        wanted = ",".join(cell for head, cell in row.items() if head[-1].isdigit())
        for column, head in enumerate(heads, 1):
            if source := row.get(head, ""):
                shown = source if source.startswith('"') else f'IF({source}="","",{source})'
                cell = sheet.cell(place, column, f'=IF(COUNTA({wanted})=0,"",{shown})')
                cell.number_format = DAY if head.partition("_")[0] in _DAYS else "General"


def write_fields(book: Workbook, edition: Edition, plan: Cells, months: Mapping[tuple[int, int], str]) -> None:
    """Writes the answers to the course's own plan tables by field name. `months`: (month, action) -> cell of its figure."""
    sheet = hidden(book, FIELDS)
    sheet.append(["field", "question", "answer"])
    for row, (name, title, cell) in enumerate(_fields(edition, plan, months), 2):
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, title)
        shown = (
            f'TEXT({cell},"yyyy-mm-dd")' if cell in {plan.get(key) for key in plan if key.startswith("due_")} else cell
        )
        sheet.cell(row, 3, f'=IF({cell}="","",{shown})')


def _fields(
    edition: Edition, plan: Cells, months: Mapping[tuple[int, int], str]
) -> Iterator[tuple[str, str, str]]:  # fmt: skip
    for table in plan_tables(edition):
        for number in range(1, table.rows + 1):
            for place, word in enumerate(table.columns, 1):
                is_now = word == "number" and table.month
                cell = (
                    months.get((table.month, number), "")
                    if is_now
                    else plan.get(f"{_WORDS.get(word, '')}_{number}", "")
                )
                if cell:
                    yield f"{table.name}_r{number}c{place}", table.leaf.title, cell
