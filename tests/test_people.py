"""Sheets from a list of names: what stands on them, that they are accessible, and each fault of a list with its line."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pdfua
import pypdfium2
import pytest
from conftest import TINY, Result

from builder.build.choice import PEOPLE_KINDS
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import Edition, select
from builder.outputs.people.page import Occasion, write_people
from builder.outputs.people.people import Person, read_people
from builder.problems import ContentError
from builder.words import words

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
        ("name\nAna 漢\nEva \U0001f600\n", [(2, "missing-glyph"), (3, "missing-glyph")]),
        (f"name\n{'Ana ' * 40}\n", [(2, "list-name-too-long")]),
        ("name\nAna\nMaría\n".encode("cp1252"), [(3, "not-utf8")]),
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


# -- the sheets


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("kind", PEOPLE_KINDS)
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
    for kind in PEOPLE_KINDS:
        write_people(spanish, people, tmp_path / "list.csv", Occasion(kind), tmp_path / f"{kind}.pdf")
        counts[kind] = pages(tmp_path / f"{kind}.pdf")
    assert [len(re.findall(r"Persona \d+", page)) for page in counts["badges"]] == [8, 8, 1]
    assert len(counts["certificate"]) == len(counts["trainer-certificate"]) == 17
    assert all("Firma" in page or "Nombre" in page for page in counts["attendance"])


def test_the_longest_names_stay_on_the_paper(tmp_path: Path, spanish: Edition) -> None:
    people = [Person(letter * 90, 2, letter * 90) for letter in "WMñ"] + [Person("Wm " * 29 + "Wm", 2, "Wm " * 29)]
    for kind in PEOPLE_KINDS:
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
        (page,) = pages(tmp_path / "out.pdf")
        assert re.findall("|".join(heads), page) == [head for head in heads for _ in range(2)]
        assert page.count("mañana") == page.count("tarde") == len(heads)


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
    for kind in PEOPLE_KINDS:
        edition = select(course, Audience.PARTICIPANT, "en")
        write_people(edition, [Person("Ana", 2)], tmp_path / "l.csv", Occasion(kind), tmp_path / f"{kind}.pdf")
    picture = pypdfium2.PdfDocument(tmp_path / "certificate.pdf")[0].render(scale=1).to_pil()
    assert picture.getpixel((10, 100)) == (0x7A, 0x1F, 0x3D)


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
        ("3", "list-broken"), ("3", "list-name-missing"), ("4", "missing-glyph"),
    ]  # fmt: skip
    assert "Traceback" not in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["badges.pdf", "list.csv"]
