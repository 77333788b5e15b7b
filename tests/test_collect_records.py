"""What participants save on the site is collected like their PDFs."""

import json
from pathlib import Path

import openpyxl
import pytest

from builder.collect.collect import collect
from builder.collect.table import table
from builder.course.model import Course

SHEET = "look_first_stakeholder-map"
VALUES = {
    f"{SHEET}_first-step": "Preguntar a Ana\n=mañana",
    f"{SHEET}_ask-how_o2": "2",
    "act_plan_plan-sheet_when": "2",
}


def saved(values: dict[str, object], **other: object) -> str:
    fields = {name: {"value": value, "time": "2026-11-29T06:00:00.000Z"} for name, value in values.items()}
    record = {
        "format": "taller-record",
        "version": 1,
        "course": "tiny",
        "language": "es",
        "fields": fields,
        "marks": {},
    }
    return json.dumps({**record, **other}, indent=1)


def spreadsheet(path: Path, head: str = "field") -> None:
    book = openpyxl.Workbook()
    book.active.append(["#", "Acción"])
    sheet = book.create_sheet("Todas")
    for row in ([head, "Hoja", "Respuesta"], *([name, "", value] for name, value in VALUES.items())):
        sheet.append(row)
        sheet.cell(sheet.max_row, 3).data_type = "s"
    book.save(path)


def test_a_saved_record_is_a_row_like_a_pdf(tiny: Course, tmp_path: Path) -> None:
    (tmp_path / "ana.json").write_text(saved(VALUES), encoding="utf-8")
    (tmp_path / "by mail.txt").write_text(
        saved({**VALUES, f"{SHEET}_first-step": "Otra persona escribe"}), encoding="utf-8"
    )
    found = collect(tiny, tmp_path, "es")
    assert not found.problems
    rows = table(found, names=True)
    ana = dict(zip(rows[0], rows[1], strict=True))
    assert ana[f"{SHEET}_first-step"] == "Preguntar a Ana\n=mañana"
    assert ana[f"{SHEET}_ask-how_o2"] == "x"
    assert ana["act_plan_plan-sheet_when"] == "Este mes"
    assert len(rows) == 3


@pytest.mark.slow
def test_a_saved_spreadsheet_is_the_same_row(tiny: Course, tmp_path: Path) -> None:
    spreadsheet(tmp_path / "ana.xlsx")
    (tmp_path / "ana.json").write_text(saved(VALUES), encoding="utf-8")
    found = collect(tiny, tmp_path, "es")
    assert [problem.code for problem in found.problems] == ["pdf-copy"]
    assert len(found.files) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (saved(VALUES)[:-40], "record-broken"),
        (saved(VALUES, version=2), "record-broken"),
        (saved({f"{SHEET}_first-step": 5}), "record-broken"),
        ('{"format": "taller-record", "version": 1, "course": "tiny", "fields": ' + "[" * 100_000, "record-broken"),
        (saved(VALUES, course="other"), "pdf-of-another-course"),
        (saved({"some_other_field": "x"}), "pdf-of-another-course"),
        (saved({f"{SHEET}_first-step": ""}), "pdf-untouched"),
        (saved({}), "pdf-untouched"),
        ('{"format": "another"}', "unread-document"),
    ],
)
def test_what_is_no_record_is_told(tiny: Course, tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    found = collect(tiny, tmp_path, "es")
    assert [problem.code for problem in found.problems] == [code]
    assert not found.files


def test_spreadsheets_of_others_are_left(tiny: Course, tmp_path: Path) -> None:
    spreadsheet(tmp_path / "a.xlsx", head="Nombre")
    (tmp_path / "b.xlsx").write_bytes(b"PK\3\4 nothing")
    (tmp_path / "c.xlsx").write_bytes(b"%PDF-1.7 nothing")
    found = {str(problem.path): problem.code for problem in collect(tiny, tmp_path, "es").problems}
    assert found == dict.fromkeys(("a.xlsx", "b.xlsx", "c.xlsx"), "unread-document")
