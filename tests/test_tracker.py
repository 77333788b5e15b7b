"""The trackers in a real spreadsheet program: it computes them, and `collect` and the record read what it saved."""

import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import need_tool
from openpyxl import load_workbook
from site_fixtures import write_course

from builder.check import checked_course
from builder.cli import main
from builder.collect.collect import collect
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs.tracker import firm, group
from builder.outputs.tracker.lists import PLAN, VISITS

pytestmark = pytest.mark.slow
CALC = Path("/usr/lib/libreoffice/program/libsclo.so")
PLANNED = (("=1+1 waste", "Ana", date(2026, 5, 1), "kg a week", 50, 20), ("Contracts", "Luis", None, "contracts", 2, 8))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return checked_course(write_course(tmp_path_factory.mktemp("course")))


@pytest.fixture(scope="module")
def folder(small: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A firm's tracker that nobody touched, one that was filled in, a filled-in group, each as a spreadsheet program saves it."""
    made = tmp_path_factory.mktemp("made")
    firm.write(select(small, Audience.PARTICIPANT, "en"), made / "empty.xlsx")
    firm.write(select(small, Audience.PARTICIPANT, "es"), made / "firm.xlsx")
    group.write(select(small, Audience.TRAINER, "en"), made / "group.xlsx")
    fill_firm(made / "firm.xlsx")
    fill_group(made / "group.xlsx")
    target = tmp_path_factory.mktemp("saved")
    profile = f"-env:UserInstallation=file://{tmp_path_factory.mktemp('profile')}"
    command = [calc(), "--headless", profile, "--convert-to", "xlsx", "--outdir", target, *sorted(made.glob("*.xlsx"))]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target


def calc() -> str:
    return need_tool("soffice") if CALC.exists() else need_tool("libreoffice-calc")


def fill_firm(path: Path) -> None:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet["B3"], sheet["D3"], sheet["F3"], sheet["D4"] = "Panadería Sol", "F07", "MX-1", date(2026, 3, 26)
    for row, (what, who, due, indicator, start, goal) in enumerate(PLANNED, 7):
        for column, value in ((2, what), (3, who), (5, due), (6, indicator), (8, start), (9, goal)):
            cell = sheet.cell(row, column, value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    # Two actions: the months stand three rows below, a state, a number and an evidence for each.
    for place, value in {"C12": "empezada", "C13": 40, "E12": "hecha", "E13": 20, "E14": "visto", "H16": 8}.items():
        sheet[place] = value
    book.save(path)


def fill_group(path: Path) -> None:
    book = load_workbook(path)
    firms, actions = book.worksheets[:2]
    firms["B3"], firms["D3"] = "MX-1", date(2026, 1, 31)
    for order in range(3):
        firms.cell(7 + order, 1, f"F{order:02}")
        firms.cell(7 + order, 6, date(2026, 3, 1) if order else None)
        actions.cell(2 + 2 * order, 3, f"Action of {order}")
        actions.cell(2 + 2 * order, 11, ("begun", "done", "done")[order])
    book.save(path)


def rows(path: Path, sheet: str | int) -> list[tuple[object, ...]]:
    book = load_workbook(path, data_only=True)
    found = book.worksheets[sheet] if isinstance(sheet, int) else book[sheet]
    return [row for row in found.iter_rows(values_only=True) if any(cell is not None for cell in row)]


def test_a_firms_tracker_computes_where_it_stands(folder: Path) -> None:
    waste, contracts = rows(folder / "firm.xlsx", 0)[5:7]
    assert waste[9:13] == (20, 1, "hecha", None)
    assert contracts[9:11] == (8, 1)
    months = next(row for row in rows(folder / "firm.xlsx", 0) if row[1] == "hasta")
    assert [day.date() for day in months[2:8]][::5] == [date(2026, 4, 26), date(2026, 9, 26)]


def test_a_groups_tracker_counts_and_says_who_is_next(folder: Path) -> None:
    overview = rows(folder / "group.xlsx", 2)
    assert overview[1][:8] == ("Month 1", 0, 1, 2, 0, 0, 3, 3)
    assert overview[2][6:8] == (0, 3), "what nobody told is missing, and its base is there"
    firms = rows(folder / "group.xlsx", 0)[4:7]
    assert [row[8].date() for row in firms] == [date(2026, 2, 28), date(2026, 4, 30), date(2026, 4, 30)]


def test_collect_reads_what_the_courses_tables_ask(small: Course, folder: Path) -> None:
    found = collect(small, folder, "en")
    read = {file.path.name: file.values for file in found.files}["firm.xlsx"]
    assert read["water_act_plan_steps_r1c1"] == "=1+1 waste"
    assert read["water_act_plan_steps_r1c3"] == "2026-05-01"
    assert (read["water_act_plan_steps_r2c7"], read["water_act_plan_steps_r2c8"]) == ("2", "8")
    assert (read["water_act_diary_first_r1c2"], read["water_act_diary_third_r1c2"]) == ("40", "20")
    assert [(problem.path.name, problem.code) for problem in found.problems] == [
        ("empty.xlsx", "pdf-untouched"),
        ("group.xlsx", "unread-document"),
    ]


def said(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *map(str, arguments)])


def test_the_record_takes_both_in(folder: Path, tmp_path: Path) -> None:
    record = tmp_path / "record.sqlite"
    events = tmp_path / "events.csv"
    events.write_text(
        "code,kind,title,country,first_day,last_day\nMX-1,workshop,Taller,MX,2026-01-30,2026-01-31\n", encoding="utf-8"
    )
    said("record", "init", "--record", str(record))
    said("record", "import", str(events), "--record", str(record))
    for name in ("firm", "group"):
        done = said("record", "import", str(folder / f"{name}.xlsx"), "--record", str(record))
        assert done.exit_code == 0, done.output
    status = said("record", "status", "--record", str(record)).stdout.splitlines()
    counts = {line.split(maxsplit=1)[1]: int(line.split()[0]) for line in status[1:]}
    assert (counts["Firms"], counts["Actions"], counts["Visits"]) == (4, 5, 6)


def test_nobody_mistakes_a_file_that_was_never_computed(small: Course, tmp_path: Path) -> None:
    path = tmp_path / "firm.xlsx"
    firm.write(select(small, Audience.PARTICIPANT, "es"), path)
    fill_firm(path)
    record = tmp_path / "record.sqlite"
    said("record", "init", "--record", str(record))
    done = said("record", "import", str(path), "--record", str(record))
    assert done.exit_code == 1
    assert "list-formula" in done.output


def test_same_bytes_locked_cells_and_closed_lists(small: Course, tmp_path: Path) -> None:
    edition = select(small, Audience.PARTICIPANT, "es")
    for name in ("one", "two"):
        firm.write(edition, tmp_path / f"{name}.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    book = load_workbook(tmp_path / "one.xlsx")
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    assert not sheet["B7"].protection.locked
    assert sheet["J7"].protection.locked
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert lists == {"choices!$A$1:$A$5", "choices!$B$1:$B$3"}
    assert [row[0].value for row in book["choices"]] == ["sin empezar", "empezada", "hecha", "cambiada", "abandonada"]
    assert [book[name].sheet_state for name in (PLAN, VISITS)] == ["hidden", "hidden"]
    with zipfile.ZipFile(tmp_path / "one.xlsx") as archive:
        assert 'descr="Líneas del avance' in archive.read("xl/drawings/drawing1.xml").decode()
        assert "2026-11-22T00:00:00Z" in archive.read("docProps/core.xml").decode()
