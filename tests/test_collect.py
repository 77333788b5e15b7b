"""Filled-in PDFs come back as one table: every value, in the order of the course; what can't be read is named with its reason."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from conftest import TINY, Result
from pikepdf import Array, Dictionary, Name, String

from builder.collect.collect import as_csv, collect, table
from builder.course.model import Audience, Course
from builder.edition.questions import questions
from builder.edition.select import select
from builder.outputs.book.book import prepare_book, prepare_sheet, write_book
from builder.outputs.book.spec import BookSpec

SHEET = "look_first_stakeholder-map"
TEXT = "Hablar con la señora Núñez,\rmañana; ¿y después?"


@pytest.fixture(scope="module")
def blanks(tmp_path_factory: pytest.TempPathFactory, tiny: Course) -> Path:
    """A workbook, a module book and a worksheet, empty."""
    folder = tmp_path_factory.mktemp("blanks")
    edition = select(tiny, Audience.PARTICIPANT, "es")
    write_book(prepare_book(edition), folder / "workbook.pdf")
    write_book(prepare_book(edition, BookSpec(module="look")), folder / "module.pdf")
    write_book(prepare_sheet(edition, "stakeholder-map"), folder / "sheet.pdf")
    return folder


def fill(source: Path, target: Path, values: dict[str, str]) -> None:
    """As a reader saves it: texts as strings, buttons as names; `Kids` of the chosen one switched on."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.open(source) as document:
        fields = {str(field.T): field for field in document.Root.AcroForm.Fields}
        for name, value in values.items():
            field = fields[name]
            if str(field.FT) == "/Tx":
                field.V = String(value)
            else:
                field.V = Name(value)
                for kid in field.get("/Kids", [field]):
                    kid.AS = Name(value) if value in kid.AP.N else Name.Off
        document.save(target)


def read(content: bytes, separator: str = ",") -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


def rows(course: Course, folder: Path, **options: bool) -> list[dict[str, str]]:
    return read(as_csv(table(collect(course, folder, "es"), **options)))


def test_every_field_of_every_book_and_sheet_is_known_and_in_order(tiny: Course) -> None:
    for language in ("en", "es"):
        known = list(questions(tiny, language))
        for audience in Audience:
            edition = select(tiny, audience, language)
            names = [field.name.partition("=")[0] for field in prepare_book(edition).fields]
            places = [known.index(name) for name in names]
            assert places == sorted(places)
        sheet = prepare_sheet(select(tiny, Audience.PARTICIPANT, language), "stakeholder-map")
        assert {field.name.partition("=")[0] for field in sheet.fields} <= set(known)


def test_values_come_back_under_the_question_in_the_courses_language(
    blanks: Path, tmp_path: Path, tiny: Course
) -> None:
    values = {
        f"{SHEET}_first-step": TEXT, f"{SHEET}_ask-how_o2": "/Yes", f"{SHEET}_trust_i1": "/3",
        f"{SHEET}_who_r2c1": "Quien limpia", "act_plan_plan-sheet_when": "/2", "cover_name": "Ñusta",
    }  # fmt: skip
    fill(blanks / "workbook.pdf", tmp_path / "ana" / "workbook.pdf", values)
    (row,) = rows(tiny, tmp_path)
    assert row["Archivo"] == "ana/workbook.pdf"
    assert "Cuaderno de participantes" in row["Documento"]
    assert row["Nombre"] == "Ñusta"
    step = next(key for key in row if key.startswith("Mapa de partes interesadas: ¿Qué hará"))
    assert row[step] == TEXT.replace("\r", "\n")
    assert row["Mapa de partes interesadas: ¿Cuánto confían en ustedes? – Personas que trabajan aquí"] == "3"
    assert row["Mapa de partes interesadas: ¿A quién toca lo que hace su empresa? – Quién 2"] == "Quien limpia"
    assert row["Hoja del plan: ¿Cuándo?"] == "Este mes"
    assert [key for key, value in row.items() if value == "x"]
    assert len(row) == 2 + len(values)


def test_workbooks_module_books_and_sheets_share_columns(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    for name in ("workbook", "module", "sheet"):
        fill(blanks / f"{name}.pdf", tmp_path / f"{name}.PDF", {f"{SHEET}_first-step": name})
    found = rows(tiny, tmp_path, names=True)
    assert [(row["file"], row[f"{SHEET}_first-step"]) for row in found] == [
        ("module.PDF", "module"), ("sheet.PDF", "sheet"), ("workbook.PDF", "workbook"),
    ]  # fmt: skip


def test_empty_columns_are_there_when_asked_for(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    shutil.copy(blanks / "sheet.pdf", tmp_path)
    assert list(rows(tiny, tmp_path)[0]) == ["Archivo", "Documento"]
    whole = list(rows(tiny, tmp_path, names=True, everything=True)[0])
    assert f"{SHEET}_drawing" in whole
    assert [name for name in questions(tiny, "es") if name in whole] == whole[2:]


def test_unknown_fields_and_parts_of_long_ones_are_not_lost(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    with pikepdf.open(blanks / "sheet.pdf") as document:
        fields = document.Root.AcroForm.Fields
        group = Dictionary(T=String("ours"), FT=Name.Tx, Kids=Array([Dictionary(T=String("extra"), V=String("kept"))]))
        more = Dictionary(T=String(f"{SHEET}_first-step_p2"), FT=Name.Tx, V=String("second half"))
        odd = Dictionary(T=String("odd"), TU=String("A question of an older edition"), FT=Name.Tx, V=String("old"))
        for field in (group, more, odd):
            fields.append(document.make_indirect(field))
        next(field for field in fields if str(field.T) == f"{SHEET}_first-step").V = String("first half")
        document.save(tmp_path / "sheet.pdf")
    (row,) = rows(tiny, tmp_path)
    assert row["ours.extra"] == "kept"
    assert row["A question of an older edition [odd]"] == "old"
    assert list(row)[-2:] == ["ours.extra", "A question of an older edition [odd]"]
    assert "first half\nsecond half" in row.values()


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(value: str) -> None:
    (row,) = read(as_csv([["a"], [value]]))
    assert row["a"] == f"'{value}"


def test_each_file_that_cannot_be_read_is_named_with_its_reason(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    (tmp_path / "broken.pdf").write_bytes((blanks / "sheet.pdf").read_bytes()[:4000])
    (tmp_path / "photo.pdf").write_bytes(b"\xff\xd8\xff\xe0 not a PDF")
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "._sheet.pdf").write_bytes(b"a note of the system")
    with pikepdf.open(blanks / "sheet.pdf") as document:
        document.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
        del document.Root.AcroForm
        document.save(tmp_path / "printed.pdf")
    with pikepdf.new() as other:
        other.add_blank_page()
        names = ("cover_name", "other_course_field")
        fields = [other.make_indirect(Dictionary(T=String(name), FT=Name.Tx, V=String("x"))) for name in names]
        other.Root.AcroForm = Dictionary(Fields=Array(fields))
        other.save(tmp_path / "other.pdf")
    found = collect(tiny, tmp_path, "en")
    assert not found.files
    assert {(str(problem.path), problem.code) for problem in found.problems} == {
        ("broken.pdf", "pdf-broken"), ("photo.pdf", "pdf-broken"), ("empty.pdf", "pdf-broken"),
        ("locked.pdf", "pdf-encrypted"), ("printed.pdf", "pdf-without-form"), ("other.pdf", "pdf-of-another-course"),
    }  # fmt: skip


def test_a_damaged_file_is_read_as_far_as_it_goes_and_said(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    with pikepdf.open(blanks / "sheet.pdf") as document:
        document.save(tmp_path / "sheet.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    content = (tmp_path / "sheet.pdf").read_bytes()
    (tmp_path / "sheet.pdf").write_bytes(content[: content.rindex(b"startxref")])
    found = collect(tiny, tmp_path, "en")
    assert len(found.files) == 1
    assert [problem.code for problem in found.problems] == ["pdf-damaged"]


def test_fields_that_contain_themselves_end(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    with pikepdf.open(blanks / "sheet.pdf") as document:
        loop = document.make_indirect(Dictionary(T=String("loop"), FT=Name.Tx))
        loop.Kids = Array([loop])
        document.Root.AcroForm.Fields.append(loop)
        document.save(tmp_path / "sheet.pdf")
    assert len(collect(tiny, tmp_path, "en").files) == 1


def test_the_command_writes_beside_and_says_what_it_left_out(
    blanks: Path, tmp_path: Path, run_cli: Callable[..., Result]
) -> None:
    folder = tmp_path / "group"
    fill(blanks / "sheet.pdf", folder / "ana.pdf", {f"{SHEET}_first-step": "=HYPERLINK(1)"})
    (folder / "berta.pdf").write_bytes(b"nothing")
    done = run_cli("-C", TINY, "--lang", "es", "collect", folder, "--semicolon")
    assert done.code == 0
    assert "berta.pdf:1: pdf-broken: " in done.stderr
    assert "answers.csv: 1 PDF" in done.stdout
    (row,) = read((folder / "answers.csv").read_bytes(), ";")
    assert "'=HYPERLINK(1)" in row.values()
    assert sorted(path.name for path in folder.iterdir()) == ["ana.pdf", "answers.csv", "berta.pdf"]


def test_nothing_readable_is_exit_1_and_no_file(tmp_path: Path, run_cli: Callable[..., Result]) -> None:
    (tmp_path / "a.pdf").write_bytes(b"nothing")
    done = run_cli("-C", TINY, "collect", tmp_path, "--output", tmp_path / "out.csv")
    assert done.code == 1
    assert "nothing was written" in done.stderr
    assert not (tmp_path / "out.csv").exists()
    assert run_cli("-C", TINY, "collect", tmp_path, "--language", "fr").code == 2
