"""Lists as coordinators keep them in Excel: short headings, names in place of codes, answers in several rounds."""

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from builder.cli import main
from builder.problems import ContentError
from builder.programme.facts import Fact
from builder.programme.incoming.cells import CellError, Habits, read
from builder.programme.incoming.lists import KINDS, columns_of, likeliest
from builder.programme.incoming.parsed import Asked
from builder.programme.incoming.take import Taken, take
from builder.programme.place import place_of
from builder.programme.rows import Action, Event, Firm, Institution, Person, Story, Trainer
from builder.programme.staff import Coaching
from builder.programme.store import Store, begin

EVENT = Event("GT-1", "workshop", "T", "GT", date(2026, 10, 14), date(2026, 10, 15))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    begin(place_of(str(tmp_path / "own")))
    one = Store(place_of(str(tmp_path / "own")))
    with one.writing() as writing:
        writing.put([EVENT])
    return one


def excel(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def bring(store: Store, *paths: Path) -> Taken:
    with store.writing() as writing:
        return take(writing, paths, Asked("GT-1"), date(2026, 11, 1))


@pytest.mark.parametrize(("kind", "head", "field"), [
    ("registration", "Mujer/Hombre", "sex"), ("registration", "H/M", "sex"), ("registration", "Sexo (M/H)", "sex"),
    ("registration", "Personas que trabajan", "size"), ("registration", "data/sex", "sex"), ("institution", "Función", "role"),
    ("delivery", "Parte", "role"), ("delivery", "Sesiones", "sessions"), ("delivery", "Nivel", "level"), ("trainer", "Trainer code", "code"),
    ("trainer", "Nombre de la persona formadora", "name"), ("firm", "Clave de la empresa", "code"), ("firm", "Razón social", "name"),
    ("event", "Clave del taller", "code"), ("trainer", "Consentimiento del", "consent"), ("trainer", "Nombre público desde", "named"),
])  # fmt: skip
def test_headings_that_people_write_are_read(kind: str, head: str, field: str) -> None:
    assert [column.field for column in columns_of(KINDS[kind], [head])] == [field]


@pytest.mark.parametrize(("text", "number"), [
    ("10 kg", 10), ("120,5kWh", 120.5), ("12 m³", 12), ("12 m3", 12), ("1.200,50 GTQ", 1200.5), ("USD 40", 40), ("3 horas", 3), ("15 %", 15), ("1e3", 1000),
])  # fmt: skip
def test_a_unit_behind_a_number_is_left_out(text: str, number: float) -> None:
    assert read(text, Fact("decimal"), Habits(month_first=None)) == number


@pytest.mark.parametrize(
    "text", ["10 mil", "10 MIL", "10k", "10 o más", "3 kg 4", "10 docenas", "kg", "10-12 kg", "1,200 kg"]
)
def test_what_changes_a_number_is_not_taken_for_a_unit(text: str) -> None:
    with pytest.raises(CellError):
        read(text, Fact("decimal"), Habits(month_first=None))


def test_names_of_firms_and_trainers_are_as_good_as_codes(store: Store, tmp_path: Path) -> None:
    """The record draws the codes of firms: nobody knows them by heart."""
    with store.writing() as writing:
        writing.put([Firm("F-1", name="Panadería El Sol", country="GT"), Firm("F-2", name="Hotel Luna", country="GT"),
                     Trainer("T-2", "co-trainer", name="Luis Sic")])  # fmt: skip
    head = ["Evento", "Empresa", "Acompañante"]
    bring(store, excel(tmp_path / "c.xlsx", head, ["GT-1", "PANADERIA EL SOL", "luis sic"], ["GT-1", "F-2", "T-2"]))
    bring(
        store,
        excel(tmp_path / "s.xlsx", ["Código", "Estado", "Empresa", "Título"], ["S1", "recogida", "Hotel Luna", "x"]),
    )
    with store.reading() as reading:
        assert reading.rows(Coaching) == (Coaching("GT-1", "F-1", "T-2"), Coaching("GT-1", "F-2", "T-2"))
        assert [one.firm for one in reading.rows(Story)] == ["F-2"]
    with store.writing() as writing:
        writing.put([Firm("F-3", name="HOTEL LUNA", country="GT")])
    for row, code in (
        (["GT-1", "Hotel Luna", "T-2"], "import-firm-unclear"),
        (["GT-1", "Nadie", "T-2"], "import-unknown"),
    ):
        with pytest.raises(ContentError, match=code) as error:
            bring(store, excel(tmp_path / "d.xlsx", head, row))
        assert row[1] not in str(error.value), "messages are copied and sent: no names in them"


def test_the_name_of_the_file_decides_what_code_and_name_are_of(store: Store, tmp_path: Path) -> None:
    rows = (["Clave", "Nombre", "País"], ["CAM", "Cámara", "GT"])
    assert len(likeliest(rows[0])) > 1
    bring(store, excel(tmp_path / "Instituciones 2026.xlsx", *rows))
    with store.reading() as reading:
        assert [one.code for one in reading.rows(Institution)] == ["CAM"]
    with pytest.raises(ContentError, match="import-kind-unclear"):
        bring(store, excel(tmp_path / "lista.xlsx", *rows, ["OTR", "Otra", "GT"]))


def record(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", "record", *map(str, arguments)])


@pytest.mark.slow
def test_answers_of_one_round_count_in_the_next(store: Store, tmp_path: Path) -> None:
    """First the firms, then who works there: their codes hang on the firm's, and an answer may not be asked for twice."""
    registered = excel(tmp_path / "r.xlsx", ["Nombre completo", "Empresa"], ["Lucía Pérez Díaz", "Panadería El Sol"])
    came = excel(
        tmp_path / "a.xlsx",
        ["Nombre completo", "Empresa", "14/10/2026"],
        ["Lucia Perez Diaz", "PANADERIA EL SOL S.A.", "x"],
    )
    said = ["import", registered, came, "--event", "GT-1", "--record", tmp_path / "own"]
    asked = []
    for number in ("", "2"):
        answers = tmp_path / "own" / f"alike{number}.csv"
        done = record(*said, "--answers", tmp_path / "own" / "alike.csv") if number else record(*said)
        assert done.exit_code == 1, done.output
        assert "new" not in done.output, "nothing is told as if it had been taken"
        rows = list(csv.reader(answers.read_text("utf-8-sig").splitlines()))
        asked.append([row[0] for row in rows[1:]])
        with answers.open("w", encoding="cp1252", newline="") as file:
            csv.writer(file, delimiter=";").writerows([rows[0], *([*row[:-1], "sí"] for row in rows[1:])])
    assert asked == [["firm"], ["person"]]
    assert record(*said, "--answers", tmp_path / "own" / "alike2.csv").exit_code == 0
    with store.reading() as reading:
        assert (reading.count(Firm), reading.count(Person), reading.count(Action)) == (1, 1, 0)
