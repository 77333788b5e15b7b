"""Sheets from a list of names: what stands on them, that they are accessible, and each fault of a list with its line."""

import os
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pdfua
import pypdfium2
import pytest
from conftest import TINY, Result

from builder.commands.target import refuse_overwriting
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import Edition, select
from builder.outputs.people.kinds import KINDS
from builder.outputs.people.page import Occasion, write_people
from builder.outputs.people.people import BLANK, Person, read_list, read_people
from builder.problems import ContentError
from builder.sheets.columns import Reading
from builder.words import date_span, words

pytestmark = pytest.mark.slow

LIST = """Nombre,Apellidos,Organización,Correo,Número
María Fernanda,Núñez Ñandú,Panadería La Espiga,m@example.org,T-001
Jean-Baptiste,O'Reilly,"Café ""Aurora"" y más",,
#read("x"),$x$ @a *b*,\\,,
Guadalupe Xóchitl,Hernández de la Torre y Villaseñor-Echeverría de los Monteros,Asociación de Productoras Ecológicas de la Sierra Norte,,
"""


def pages(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def listed(folder: Path, text: str | bytes = LIST) -> Path:
    path = folder / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def spanish(tiny: Course) -> Edition:
    return select(tiny, Audience.PARTICIPANT, "es")


# -- the list


def test_names_of_columns_in_either_language_any_order_any_separator(tmp_path: Path) -> None:
    for text in (
        "name,organisation\nAna Ruiz,Sol\n", "\ufeffEmpresa;NOMBRE\nSol;Ana Ruiz\n", "Organización\tnombre\nSol\tAna Ruiz\n",
        "e-mail,First name,Last name,Company\r\na@b.c, Ana ,Ruiz,Sol\r\n\r\n",
        "name;organisation\rAna Ruiz;Sol\r",
    ):  # fmt: skip
        (person,) = read_people(listed(tmp_path, text))
        assert (person.name, person.organisation) == ("Ana Ruiz", "Sol")


def test_a_person_knows_the_line(tmp_path: Path) -> None:
    people = read_people(listed(tmp_path, 'name,firm\n"Ana\nRuiz",Sol\n\nEva,Luna\n'))
    assert people == [Person("Ana Ruiz", 2, "Sol"), Person("Eva", 5, "Luna")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", [(1, "list-column-missing")]),
        ("email,firm\na,b\n", [(1, "list-column-missing")]),
        ("name,firm\n", [(1, "list-empty")]),
        ("name,firm\nAna,Sol\n ,Luna\n,Mar\n", [(3, "list-name-missing"), (4, "list-name-missing")]),
        ("name,firm\nAna,Sol,what\n", [(2, "list-broken")]),
        ('name\nAna\n"Eva\nnever closed\n', [(3, "list-broken")]),
        ('name\nAna\n"Eva" Ruiz\n', [(3, "list-broken")]),
        ("name,number\nAna,漢\n", [(2, "missing-glyph")]),
        (f"name\n{'Ana ' * 40}\n", [(2, "list-name-too-long")]),
        ("name\nAna\n".encode("utf-16"), [(1, "not-utf8")]),
        ("name\nAna\nE\x00va\n", [(3, "control-character")]),
        ("name\n" + "Ana\n" * 200_000, [(1, "file-too-large")]),
    ],
)
def test_faults_of_a_list_name_file_and_line(tmp_path: Path, text: str | bytes, codes: list[tuple[int, str]]) -> None:
    path = listed(tmp_path, text)
    with pytest.raises(ContentError) as error:
        read_people(path)
    assert [(problem.line, problem.code) for problem in error.value.problems] == codes
    assert {str(problem.path) for problem in error.value.problems} == {path.as_posix()}
    assert all(problem.text(language) for problem in error.value.problems for language in ("en", "es"))


def test_a_list_that_windows_saved_is_read_right(tmp_path: Path) -> None:
    text = "Nombre;Empresa\nMaría Núñez;Café “El Ñandú” – José\nO’Reilly Ángel;\n"
    people = read_people(listed(tmp_path, text.encode("cp1252")))
    assert [person.name for person in people] == ["María Núñez", "O’Reilly Ángel"]
    assert people[0].organisation == "Café “El Ñandú” – José"


def test_numbered_lines_that_wait_for_a_name_are_nobody(tmp_path: Path) -> None:
    people = read_people(listed(tmp_path, "N.º;Nombre;Firma\n1;Ana Ruiz;\n2;;\n3;;\n"))
    assert [person.name for person in people] == ["Ana Ruiz"]
    with pytest.raises(ContentError):
        read_people(listed(tmp_path, "N.º;Nombre;Firma\n1;Ana Ruiz;\n2;;Eva\n"))


def excel(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_of_a_spreadsheet_is_read_with_its_rows_as_lines(tmp_path: Path) -> None:
    rows = [
        ["Taller de marzo"],
        [],
        ["N.º", "Nombres", "Apellidos", "Empresa"],
        [1.0, "Ana", "Ruiz", "Sol"],
        [],
        [2, "Eva", "Paz"],
    ]
    found = read_list(excel(tmp_path / "list.xlsx", {"Lista": rows, "Hoja2": []}), Reading())
    assert found.people == (Person("Ana Ruiz", 4, "Sol", "1"), Person("Eva Paz", 6, number="2"))
    assert [(problem.line, problem.code) for problem in found.warnings] == [(1, "list-head-lower")]


@pytest.mark.parametrize(
    ("head", "row", "name"),
    [
        ("First name;Last name;Company", "Ana;Ruiz;Sol", "Ana Ruiz"),
        ("First name;Middle name;Last name;Company", "Ana;María;Ruiz;Sol", "Ana María Ruiz"),
        ("Apellidos;Nombres;Empresa", "Ruiz Paz;Ana;Sol", "Ana Ruiz Paz"),
        ("Nombre(s);Apellido paterno;Apellido materno", "Ana;Ruiz;Paz", "Ana Ruiz Paz"),
        ("Primer apellido;Segundo apellido;Primer nombre;Segundo nombre", "Ruiz;Paz;Ana;Luz", "Ana Luz Ruiz Paz"),
        ("1er Apellido;2do Apellido;Nombres", "Ruiz;Paz;Ana", "Ana Ruiz Paz"),
        ("NOMBRES Y APELLIDOS;Cédula;Municipio;Firma", "Ana Ruiz;123;León;", "Ana Ruiz"),
        ("Marca temporal;Dirección de correo electrónico;1. Nombre completo *", "x;a@b.co;Ana Ruiz", "Ana Ruiz"),
        ("Nombre / Name;Empresa / Company", "Ana Ruiz;Sol", "Ana Ruiz"),
        ("#;Nombre completo (como quedará en la constancia)", "1;Ana Ruiz", "Ana Ruiz"),
        ("Apellidos, Nombres;Empresa", "Ana Ruiz;Sol", "Ana Ruiz"),
        ("Nombre|Apellidos", "Ana|Ruiz", "Ana Ruiz"),
        ("Nombre de la beneficiaria;Institución que representa;Cargo que desempeña", "Ana Ruiz;Sol;Jefa", "Ana Ruiz"),
        ("sep=;\nName;Surname", "Ana;Ruiz", "Ana Ruiz"),
        ("sep=|\r\nName|Surname", "Ana|Ruiz", "Ana Ruiz"),
        ("\n\nTaller;;\nFecha: 3 de marzo\nName;Surname", "Ana;Ruiz", "Ana Ruiz"),
    ],
)
def test_the_ways_in_which_lists_name_people(tmp_path: Path, head: str, row: str, name: str) -> None:
    assert [person.name for person in read_people(listed(tmp_path, f"{head}\n{row}\n"))] == [name]


@pytest.mark.parametrize(
    ("head", "row", "code"),
    [
        ("First name;Middle name;Last name;Company;Organisation", "Ana;María;Ruiz;Sol;Luna", "list-organisation-twice"),
        ("Nombre completo;Apellidos", "Ana Ruiz;Ruiz", "list-name-unclear"),
        ("Nombre;Apellido;Apellido", "Ana;Ruiz;Paz", "list-name-unclear"),
        ("Nombre;Nombre", "Ana;Ruiz", "list-name-unclear"),
        ("Name;First name;Surname", "Ana Ruiz;Ana;Ruiz", "list-name-unclear"),
        ("First name;Company", "Ana;Sol", "list-name-unclear"),
        ("Nombre;Segundo apellido", "Ana;Paz", "list-name-unclear"),
        ("Apellidos;Segundo apellido;Nombre", "Ruiz;Paz;Ana", "list-name-unclear"),
        ("Nombre;Apelido materno", "Ana;Paz", "list-name-unclear"),
        ("Nombre;Ap.;Empresa", "Ana;Ruiz;Sol", "list-name-unclear"),
        ("Nombre;;Empresa", "Ana;Ruiz;Sol", "list-name-unclear"),
        ("Nombre;Columna1", "Ana;de la Paz", "list-name-unclear"),
        ("Name;Suffix;Surname", "Ana;Jr.;Ruiz", "list-name-unclear"),
        ("Nombre;Name on badge", "Ana Ruiz;Anita", "list-name-unclear"),
        ("Apellidos;Empresa", "Ruiz;Sol", "list-column-missing"),
        ("Número;Nombre;Certificado", "1;Ana Ruiz;T-1", "list-column-twice"),
    ],
)
def test_what_is_not_clear_is_asked_about(tmp_path: Path, head: str, row: str, code: str) -> None:
    with pytest.raises(ContentError) as error:
        read_people(listed(tmp_path, f"{head}\n{row}\n"))
    assert [(problem.line, problem.code) for problem in error.value.problems] == [(1, code)]


def test_the_question_shows_three_people_and_its_option_answers_it(tmp_path: Path) -> None:
    path = listed(
        tmp_path, "Nombre;Apellido;Apellido;Alias\nAna;Ruiz;Paz;X Ñ\nEva;Soto;;\nLuz;Mar;Sol;\nPía;Gil;Vega;\n"
    )
    with pytest.raises(ContentError) as error:
        read_people(path)
    (problem,) = error.value.problems
    assert "Ana Ruiz Paz; Eva Soto; Luz Mar Sol" in problem.message("es")
    assert '--name "Nombre" --name "Apellido" --name "Apellido"' in problem.hint("en")
    said = read_list(path, Reading(("nombre", "Apellido", "APELLIDO")))
    assert [person.name for person in said.people] == ["Ana Ruiz Paz", "Eva Soto", "Luz Mar Sol", "Pía Gil Vega"]
    assert read_list(path, Reading(("Apellido", "Nombre"))).people[0].name == "Ruiz Ana"
    with pytest.raises(ContentError):
        read_list(path, Reading(("Nombres",)))


NOBODY = [
    "Total: 2", "Total", "TOTAL GENERAL", "Subtotal", "Suma", "Firma: ____", "Firma", "Firma de la facilitadora", "________", "......", "-----",
    "#N/A", "#¡REF!", "#¿NOMBRE?", "#NAME?", "#DIV/0!", "Err:502", "0", "12", "3.5", "1/3/2027", "2027-03-15", "12 de marzo de 2027", "n/a", "N/A",
    "n.a.", "N/D", "s/n", "-", "--", "?", "x", "X", "xxx", "NULL", "nan", "ninguno", "por confirmar", "TBD", "Vacante", "sin nombre",
    "ana@example.org", "www.ejemplo.org", "@anita", "+506 8888 8888", "Página 1 de 2", "Nombre", "Nombre completo", "Participantes:", "Grupo A",
    "Observaciones", "Elaborado por Ana", "prueba", "=A1", "Ana Ruiz 2", "Date", "Facilitadora", "…", "Lista de espera", "Ana Ruiz / Eva Paz", "Ana & Eva",
]  # fmt: skip


@pytest.mark.parametrize("name", NOBODY)
def test_what_is_no_person_is_refused_with_its_line_unless_said_otherwise(tmp_path: Path, name: str) -> None:
    path = listed(tmp_path, f"Nombre;Empresa\nEva Paz;Sol\n{name};Luna\n")
    with pytest.raises(ContentError) as error:
        read_people(path)
    assert [(problem.line, problem.code) for problem in error.value.problems] == [(3, "list-not-a-person")]
    assert "--person 3" in error.value.problems[0].hint("es")
    assert read_list(path, Reading(people=(3,))).people[1].name == name


@pytest.mark.parametrize(
    "name",
    ["Nil Ruiz", "Ana Mesa", "Total Ruiz Paz", "Mª José Díaz", "D'Angelo Grupo", "Li", "Ña", "Domingo", "Julio César", "Juan Pérez Jr.", "Ana de la O",
     "O’Higgins", "D’angelo", "Marcel·lí", "Jean–Luc", "Cœur de Lys", "Peña y Peña", "Ünal Öz", "São João", "Íñigo Ñu", "NÚÑEZ, Ana", "Fin Barr"],
)  # fmt: skip
def test_names_of_people_are_none_of_these(tmp_path: Path, name: str) -> None:
    assert [person.name for person in read_people(listed(tmp_path, f"Nombre;Empresa\n{name};Sol\n"))] == [name]


BROKEN = [
    *("José".encode().decode(code) for code in ("cp1252", "latin-1", "mac_roman", "cp850", "cp437")),
    *("Núñez".encode().decode(code) for code in ("cp1252", "mac_roman", "cp850", "cp437")),
    "García".encode().decode("latin-1"), "Ángel".encode().decode("latin-1"), "Ã‘ustaÂ", "JosÃƒÂ©",
    "Jos\ufffd", "Jos? Ruiz", "Mu?oz", "Jos&eacute;", "Nu&#241;ez", "Jos\\u00e9", "Jos%C3%A9", "Jos=C3=A9",
    *(name.encode("cp1252").decode("mac_roman") for name in ("José Paz", "María", "Núñez", "Gonzálvez")),
    *(name.encode("mac_roman").decode("cp1252") for name in ("José Paz", "María", "Núñez", "González", "Raúl")),
    *(name.encode("cp850").decode("cp1252") for name in ("José Paz", "María", "Núñez", "Raúl")),
]  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_accents_are_refused_with_their_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(ContentError) as error:
        read_people(listed(tmp_path, f"nombre\nEva Paz\n{name}\n"))
    assert [(problem.line, problem.code) for problem in error.value.problems] == [(3, "list-accents-broken")]


@pytest.mark.parametrize("code", ["mac_roman", "cp850", "cp437", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["José Paz", "María", "Núñez", "González", "Raúl"])
def test_a_list_in_another_encoding_is_refused_and_never_misread(tmp_path: Path, code: str, name: str) -> None:
    with pytest.raises(ContentError) as error:
        read_people(listed(tmp_path, f"nombre\nEva Paz\n{name}\n".encode(code)))
    line = 1 if code.startswith("utf") else 3
    assert [(problem.line, problem.code) for problem in error.value.problems] == [(line, "not-utf8")]


def test_a_sign_that_no_font_has_stops_no_list(tmp_path: Path) -> None:
    path = listed(tmp_path, "name,firm\nAna \U0001f600 Ruiz,Sol 漢\n李小龙,Mar\nEva,Luna\n")
    found = read_list(path, Reading())
    assert [(one.name, one.organisation) for one in found.people] == [
        ("Ana Ruiz", "Sol"),
        (BLANK, "Mar"),
        ("Eva", "Luna"),
    ]
    assert [(one.line, one.code, one.is_warning) for one in found.warnings] == [
        (2, "list-signs-left-out", True), (3, "list-signs-left-out", True),
    ]  # fmt: skip


def test_one_person_written_twice_is_a_warning(tmp_path: Path) -> None:
    path = listed(tmp_path, "Nombre;Empresa\nAna María Núñez\nNUNEZ,  Ana  maria\nAna Núñez\n")
    found = read_list(path, Reading())
    assert [(problem.line, problem.code) for problem in found.warnings] == [
        (3, "list-person-twice"),
        (3, "list-surname-first"),
    ]
    assert all(problem.is_warning for problem in found.warnings)
    assert len(found.people) == 3


def test_other_files_and_several_sheets_are_told(tmp_path: Path) -> None:
    rows = [["Nombre"], ["Ana Ruiz"]]
    excel(tmp_path / "two.xlsx", {"marzo": rows, "abril": rows})
    excel(tmp_path / "wide.xlsx", {"a": [["Nombre"] + [None] * 300 + ["x"]]})
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more")
    (tmp_path / "web.xls").write_text("<html><table><tr><td>Nombre</td></tr></table>")
    (tmp_path / "cut.xlsx").write_bytes((tmp_path / "two.xlsx").read_bytes()[:3000])
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b" " * 40_000_000)
    codes = {}
    for path in sorted(tmp_path.iterdir()):
        with pytest.raises(ContentError) as error:
            read_people(path)
        codes[path.name] = [problem.code for problem in error.value.problems]
    assert codes == {
        "two.xlsx": ["list-sheets"], "wide.xlsx": ["list-broken"], "old.xls": ["list-format"], "web.xls": ["list-format"],
        "cut.xlsx": ["list-format"], "bomb.xlsx": ["file-too-large"],
    }  # fmt: skip


@pytest.mark.parametrize("output", ["list.csv", "./x/../list.csv", "link.csv", "other.txt"])
def test_no_file_that_is_read_or_of_another_kind_is_written_over(
    tmp_path: Path, run_cli: Callable[..., Result], output: str
) -> None:
    path = listed(tmp_path)
    before = path.read_bytes()
    (tmp_path / "x").mkdir()
    (tmp_path / "link.csv").symlink_to(path)
    (tmp_path / "other.txt").write_text("mine")
    done = run_cli("-C", TINY, "people", "list.csv", "--kind", "badges", "--output", output, cwd=tmp_path)
    assert done.code == 1
    assert ("output-is-another" if output == "other.txt" else "output-is-input") in done.stdout
    assert path.read_bytes() == before
    assert (tmp_path / "other.txt").read_text() == "mine"


def test_a_formula_without_its_result_is_told_and_nobody_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    excel(path, {"a": [["Nombre"], ["Ana Ruiz"], ['=CONCATENATE("Eva"," Paz")'], ["Luz Sol"]]})
    with pytest.raises(ContentError) as error:
        read_people(path)
    assert [(one.line, one.code, one.arguments["cell"]) for one in error.value.problems] == [(3, "list-formula", "A3")]


def test_half_a_merge_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as error:
        read_people(listed(tmp_path, "name\n<<<<<<< mine\nAna Paz\n=======\nEva Paz\n>>>>>>> theirs\n"))
    found = [(one.line, one.code) for one in error.value.problems]
    assert found == [(line, "unfinished-merge") for line in (2, 4, 6)]


def test_a_pipe_is_no_list(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "list.csv")
    with pytest.raises(ContentError) as error:
        read_people(tmp_path / "list.csv")
    assert [one.code for one in error.value.problems] == ["list-format"]


@pytest.mark.parametrize("output", ["dist/participant/badges.pdf", "dist/badges.pdf"])
def test_names_of_people_are_never_written_into_what_is_published(
    course_dir: Path, run_cli: Callable[..., Result], output: str
) -> None:
    listed(course_dir)
    done = run_cli("people", "list.csv", "--kind", "badges", "--output", output, cwd=course_dir)
    assert (done.code, "output-is-published" in done.stdout) == (1, True)
    assert not (course_dir / "dist").exists()


def test_no_file_takes_the_place_of_a_device_or_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(ContentError) as error:
        refuse_overwriting(tmp_path / "pipe.pdf", [], TINY, (b"%PDF",))
    assert [one.code for one in error.value.problems] == ["output-is-another"]


def test_signs_of_an_option_that_no_font_has_are_told(tmp_path: Path, run_cli: Callable[..., Result]) -> None:
    listed(tmp_path, "name\nAna Paz\n")
    done = run_cli("-C", TINY, "people", "list.csv", "--kind", "badges", "--title", "Taller \U0001f600", cwd=tmp_path)
    assert (done.code, "--title" in done.stderr, "U+1F600" in done.stderr) == (2, True, True)


# -- the sheets


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_accessible_and_names_everybody(tmp_path: Path, spanish: Edition, kind: str, paper: str) -> None:
    source = listed(tmp_path)
    people = read_people(source)
    days = (date(2026, 11, 24), date(2026, 11, 25))
    for occasion in (Occasion(kind, paper=paper), Occasion(kind, "Taller en Puebla", days, 2, "Puebla", "14", paper)):
        write_people(spanish, people, source, occasion, tmp_path / "out.pdf")
        assert not pdfua.validate(str(tmp_path / "out.pdf")).findings
        text = " ".join(pages(tmp_path / "out.pdf"))
        for name in (
            "Núñez Ñandú",
            "O\u2019Reilly",
            "$x$ @a *b*",
            "de los Monteros",
            "Panadería La Espiga",
        ):
            assert re.sub(r"\s", "", name) in re.sub(r"\s", "", text), name
        assert spanish.config.institution in text
        assert "example.org" not in text
    assert "Puebla" in text


def test_badges_are_eight_a_page_and_certificates_one(tmp_path: Path, spanish: Edition) -> None:
    people = [Person(f"Persona {number}", number + 1) for number in range(1, 18)]
    counts = {}
    for kind in KINDS:
        write_people(spanish, people, tmp_path / "list.csv", Occasion(kind), tmp_path / f"{kind}.pdf")
        counts[kind] = pages(tmp_path / f"{kind}.pdf")
    assert [len(re.findall(r"Persona \d+", page)) for page in counts["badges"]] == [8, 8, 1]
    assert len(counts["certificate"]) == len(counts["trainer-certificate"]) == 17
    assert all("Firma" in page or "Nombre" in page for page in counts["attendance"])


def test_the_longest_names_stay_on_the_paper(tmp_path: Path, spanish: Edition) -> None:
    people = [Person(letter * 90, 2, letter * 90) for letter in "WMñ"] + [Person("Wm " * 29 + "Wm", 2, "Wm " * 29)]
    for kind in KINDS:
        write_people(spanish, people, tmp_path / "list.csv", Occasion(kind), tmp_path / "out.pdf")
        found = "".join(pages(tmp_path / "out.pdf"))
        assert found.count("W") >= 2 * 90 + 2 * 29
        document = pypdfium2.PdfDocument(tmp_path / "out.pdf")
        for page in document:
            words = page.get_textpage()
            boxes = [words.get_rect(index) for index in range(words.count_rects())]
            assert all(left > 20 and right < page.get_width() - 20 for left, _, right, _ in boxes)
        document.close()


def test_attendance_has_a_column_for_each_half_day(tmp_path: Path, spanish: Edition) -> None:
    for occasion, heads in (
        (Occasion("attendance", days=3), ["Día 1", "Día 2", "Día 3"]),
        (Occasion("attendance", dates=(date(2026, 11, 25), date(2026, 11, 24))), ["24 nov", "25 nov"]),
    ):
        write_people(spanish, [Person("Ana", 2)], tmp_path / "list.csv", occasion, tmp_path / "out.pdf")
        for page in pages(tmp_path / "out.pdf"):
            assert re.findall("|".join(heads), page) == [head for head in heads for _ in range(2)]
            assert page.count("mañana") == page.count("tarde") == len(heads)


@pytest.mark.parametrize(("named", "rows"), [(1, 12), (11, 15)])
def test_attendance_has_rows_for_all_that_the_course_is_for(
    tmp_path: Path, spanish: Edition, named: int, rows: int
) -> None:
    people = [Person(f"Persona {'abcdefghijk'[number]}", number + 2) for number in range(named)]
    assert spanish.config.participants == 12
    write_people(spanish, people, tmp_path / "list.csv", Occasion("attendance", days=1), tmp_path / "out.pdf")
    numbers = re.findall(r"(?<!Día )(?<!Página )(?<! de )\b\d+\b", " ".join(pages(tmp_path / "out.pdf")))
    assert sorted(map(int, numbers)) == list(range(1, rows + 1))


def test_a_trainer_certificate_has_conditions_and_a_last_day(tmp_path: Path, spanish: Edition) -> None:
    person = Person("Ana Ruiz", 2, number="T-7", together="3 de marzo", observed="9 de mayo")
    for day, last in ((date(2026, 11, 25), "25 de noviembre de 2028"), (date(2028, 2, 29), "28 de febrero de 2030")):
        occasion = Occasion("trainer-certificate", dates=(day,))
        write_people(spanish, [person], tmp_path / "list.csv", occasion, tmp_path / "out.pdf")
        (page,) = pages(tmp_path / "out.pdf")
        for text in (last, "T-7", "3 de marzo", "9 de mayo", "ocho respuestas correctas", "No es un título oficial"):
            assert text in page, text


def test_the_conditions_are_those_of_the_guide() -> None:
    """The certificate and the trainers' guide must not drift apart."""
    root = Path(__file__).parent.parent
    for language in ("en", "es"):
        guide = re.sub(r"\W+", " ", (root / f"trainer_guides/40-train-the-trainer.{language}.md").read_text("utf-8"))
        for key in ("conditions", "renewal"):
            assert re.sub(r"\W+", " ", words(language)[f"people-{key}"]).strip() in guide


def test_logo_and_colour_are_the_institutions(course_dir: Path, tmp_path: Path) -> None:
    config = course_dir / "mkdocs.yml"
    text = re.sub(r"colour: .*", 'colour: "#7a1f3d"', config.read_text(encoding="utf-8"))
    config.write_text(text, encoding="utf-8")
    course, _ = load_course(course_dir)
    assert course.config.colour == "#7a1f3d"
    for kind in KINDS:
        edition = select(course, Audience.PARTICIPANT, "en")
        write_people(edition, [Person("Ana", 2)], tmp_path / "l.csv", Occasion(kind), tmp_path / f"{kind}.pdf")
    picture = pypdfium2.PdfDocument(tmp_path / "certificate.pdf")[0].render(scale=2).to_pil()
    border = {picture.getpixel((x, picture.height // 2)) for x in range(100)}
    assert (0x7A, 0x1F, 0x3D) in border


def test_the_same_list_twice_is_the_same_bytes(tmp_path: Path, spanish: Edition) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_people(spanish, [Person("Ana", 2)], tmp_path / "l.csv", Occasion("certificate"), tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_the_command_prints_and_refuses(tmp_path: Path, run_cli: Callable[..., Result]) -> None:
    listed(tmp_path)
    arguments = ("people", "list.csv", "--language", "es", "--date", "2026-11-24", "--kind")
    done = run_cli("-C", TINY, *arguments, "badges", cwd=tmp_path)
    assert (done.code, done.stdout) == (0, "badges.pdf\n")
    assert pages(tmp_path / "badges.pdf")
    listed(tmp_path, "nombre\nAna\n,x\n漢\n,,\n")
    refused = run_cli("-C", TINY, "--lang", "es", *arguments, "attendance", "--output", "x/y.pdf", cwd=tmp_path)
    assert refused.code == 1
    assert re.findall(r"^list\.csv:(\d+): ([a-z-]+):", refused.stdout, re.MULTILINE) == [
        ("3", "list-broken"), ("3", "list-name-missing"), ("4", "list-signs-left-out"),
    ]  # fmt: skip
    assert "Traceback" not in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["badges.pdf", "list.csv"]


@pytest.mark.parametrize(
    ("language", "same", "other"),
    [
        ("en", "24–25 November 2026", "31 December 2026 – 2 January 2027"),
        ("es", "24–25 de noviembre de 2026", "31 de diciembre de 2026 – 2 de enero de 2027"),
        ("fr", "24–25 novembre 2026", "31 décembre 2026 – 2 janvier 2027"),
    ],
)
def test_the_days_of_a_workshop_are_written_in_words(language: str, same: str, other: str) -> None:
    assert date_span(date(2026, 11, 24), date(2026, 11, 25), language) == same
    assert date_span(date(2026, 12, 31), date(2027, 1, 2), language) == other
