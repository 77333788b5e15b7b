"""`taller forms`: what pyxform and ODK Validate take, and what comes back into the record."""

import csv
import xml.etree.ElementTree as etree
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import TINY, need_tool
from openpyxl import load_workbook
from pyxform.xls2xform import xls2xform_convert
from site_fixtures import write_course

from builder.cli import main

pytestmark = pytest.mark.slow
FORMS = ("registration", "firm-plan", "visit")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_course(tmp_path_factory.mktemp("course"))
    target = tmp_path_factory.mktemp("forms")
    for more in ((), ("--sheet", "where", "--sheet", "plan", "--sheet", "water-sheet")):
        done = taller(root, "forms", "--output", str(target), *more)
        assert done.exit_code == 0, done.output
    return target


def taller(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(root), "--lang", "en", *arguments])


@pytest.mark.parametrize("name", [*FORMS, "sheet-where", "sheet-plan", "sheet-water-sheet"])
def test_pyxform_and_its_validator_take_it(folder: Path, tmp_path: Path, name: str) -> None:
    need_tool("java")
    warnings = xls2xform_convert(str(folder / f"{name}.xlsx"), str(tmp_path / "form.xml"), validate=True)
    assert warnings == []
    text = (tmp_path / "form.xml").read_text(encoding="utf-8")
    assert 'lang="English (en)"' in text
    assert 'lang="Español (es)"' in text


def test_actions_are_entities_that_visits_change(folder: Path, tmp_path: Path) -> None:
    found = {}
    for name in ("firm-plan", "visit"):
        xls2xform_convert(str(folder / f"{name}.xlsx"), str(tmp_path / f"{name}.xml"), validate=False)
        root = etree.parse(tmp_path / f"{name}.xml").getroot()
        entity = next(element for element in root.iter() if element.tag.endswith("}entity"))
        saved = {value for element in root.iter() for key, value in element.items() if key.endswith("}saveto")}
        found[name] = entity.attrib, saved
    assert (found["firm-plan"][0]["dataset"], found["firm-plan"][0]["create"]) == ("actions", "1")
    assert (found["visit"][0]["dataset"], found["visit"][0]["update"]) == ("actions", "1")
    assert found["firm-plan"][1] >= {"firm_code", "number", "what", "baseline", "goal"}
    assert found["visit"][1] == {"state", "value", "evidence"}


def heads(path: Path, start: str = "", end: str = "") -> list[str]:
    """The names of the fields between two lines of the survey, as an export heads its columns."""
    rows = [row[:2] for row in load_workbook(path)["survey"].iter_rows(min_row=2, values_only=True)]
    kinds = [str(row[0]) for row in rows]
    first, last = (kinds.index(start) + 1 if start else 0), (kinds.index(end) if end else len(rows))
    return [str(name) for kind, name in rows[first:last] if not str(kind).startswith(("note", "begin", "end"))]


def export(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def test_exports_come_into_the_record(folder: Path, tmp_path: Path) -> None:
    record = ("--record", str(tmp_path / "record.sqlite"))
    columns = heads(folder / "registration.xlsx")
    export(tmp_path / "1.csv", ["code", "kind", "title", "country", "first_day", "last_day"],
           [{"code": "MX-1", "kind": "workshop", "title": "T", "country": "MX", "first_day": "2026-01-30", "last_day": "2026-01-31"}])  # fmt: skip
    export(tmp_path / "2.csv", columns, [{"event": "MX-1", "day": "2026-01-02", "name": "Ana Paz", "firm": "Sol", "sex": "woman", "size": "micro", "coaching": "yes"}])  # fmt: skip
    export(tmp_path / "3.csv", heads(folder / "firm-plan.xlsx", "begin_repeat", "end_repeat"),
           [{"event": "MX-1", "firm_code": "F1", "number": str(n), "what": f"Do {n}", "kind": "waste", "due": "2026-03-01", "baseline": "50", "goal": "20"} for n in (1, 2)])  # fmt: skip
    visit = heads(folder / "visit.xlsx", "begin_repeat", "end_repeat")
    export(tmp_path / "4.csv", [name for name in visit if name != "action"],
           [{"event": "MX-1", "firm_code": "F1", "month": "3", "number": "1", "state": "begun", "value": "40", "evidence": "seen"}])  # fmt: skip
    assert taller(TINY, "record", "init", *record).exit_code == 0
    for number in range(1, 5):
        done = taller(TINY, "record", "import", str(tmp_path / f"{number}.csv"), *record)
        assert done.exit_code == 0, done.output
    status = taller(TINY, "record", "status", *record).output.splitlines()
    counts = {line.split(maxsplit=1)[1]: int(line.split()[0]) for line in status[1:]}
    assert {name: counts[name] for name in ("Registrations", "Actions", "Visits", "Progress")} == {
        "Registrations": 1, "Actions": 2, "Visits": 1, "Progress": 1,
    }  # fmt: skip


def test_a_worksheets_form_has_the_fields_of_its_pdf(folder: Path) -> None:
    names = heads(folder / "sheet-plan.xlsx")
    assert {"water_act_plan_steps_r1c1", "water_act_plan_code", "water_act_plan_date"} <= set(names)
    assert "water_act_plan_name" not in names, "whose it is, says the code"


def test_what_is_for_its_reader_alone_is_not_sent(tmp_path: Path) -> None:
    root = write_course(tmp_path / "course")
    done = taller(root, "forms", "--output", str(tmp_path / "forms"), "--sheet", "plan", "--sheet", "complaints")
    assert (done.exit_code, (tmp_path / "forms").exists()) == (2, False)
    assert "complaints" in done.output
    assert taller(root, "forms", "--sheet", "nothing", "--output", str(tmp_path / "forms")).exit_code == 2


def test_same_bytes_twice_and_no_formula(folder: Path, tmp_path: Path) -> None:
    root = write_course(tmp_path / "course")
    assert taller(root, "forms", "--output", str(tmp_path / "again")).exit_code == 0
    for name in FORMS:
        assert (tmp_path / "again" / f"{name}.xlsx").read_bytes() == (folder / f"{name}.xlsx").read_bytes()
        book = load_workbook(folder / f"{name}.xlsx")
        assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
