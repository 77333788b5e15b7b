"""From the record: groups, what is printed for a workshop, the coach's page."""

import csv
import re
import stat
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from shutil import copytree

import pytest
from checkers import first
from click.testing import CliRunner, Result
from conftest import TINY
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from builder.cli import main
from builder.programme.groups import Guest, colleagues, grouped
from builder.programme.place import place_of
from builder.programme.rows import Action, Attendance, Event, Firm, Person, Progress, Registration, Trainer, Visit
from builder.programme.staff import Coaching
from builder.programme.store import Store, begin

pytestmark = pytest.mark.slow

FIRST, LAST = date(2026, 3, 24), date(2026, 3, 25)
EVENT = Event("MX-01", "workshop", "Taller de prueba", "MX", FIRST, LAST, place="Puebla", hours=12)
FIRMS = [Firm("F1", name="Panadería Sol", size="micro"), Firm("F2", name="Taller Luz", place="Cholula", size="small")]
PEOPLE = [Person("P1", firm="F1", name="Ana Paz", sex="woman"), Person("P2", firm="F2", name="Beto Gil", sex="man", phone="222 333"),
          Person("P3", firm="F2", name="=Eva()"), Person("P4", firm="F1")]  # fmt: skip
ROWS = [
    EVENT, *FIRMS, *PEOPLE, *(Registration("MX-01", one.code) for one in PEOPLE),
    *(Attendance("MX-01", code, day, present=True) for code, day in (("P1", FIRST), ("P1", LAST), ("P2", FIRST))),
    Trainer("T1", "trainer", name="Nora Mar"), Coaching("MX-01", "F2", "T1"),
    Action("MX-01", "F2", 1, what="cambiar <b>focos</b>", kind="energy", owner="Beto", due=date(2026, 9, 1)),
    Visit("MX-01", "F2", 1, reached=True), Progress("MX-01", "F2", 1, 1, "begun"),
]  # fmt: skip

guests = st.lists(
    st.tuples(st.sampled_from(["", "A", "B", "C", "D"]), st.sampled_from(["", "woman", "man"]), st.sampled_from(["", "micro", "small"])),
    max_size=30,
).map(lambda listed: [Guest(f"P{number}", *one) for number, one in enumerate(listed)])  # fmt: skip


@pytest.fixture
def record(tmp_path: Path) -> str:
    address = str(tmp_path / "record" / "record.sqlite")
    begin(place_of(address))
    with Store(place_of(address)) as store, store.writing() as writing:
        writing.put(ROWS)
    return address


def follow(*arguments: str, course: Path = TINY) -> Result:
    return CliRunner().invoke(main, ["-C", str(course), "--lang", "en", "follow", *arguments])


@settings(max_examples=40, deadline=None)
@given(guests, st.integers(2, 8), st.integers(0, 5))
def test_everybody_is_in_one_group_and_colleagues_sit_apart_where_they_can(
    listed: list[Guest], size: int, seed: int
) -> None:
    groups = grouped(listed, size, seed)
    assert sorted(one.code for group in groups for one in group) == sorted(one.code for one in listed)
    assert max(map(len, groups), default=0) - min(map(len, groups), default=0) <= 1
    assert groups == grouped(listed[::-1], size, seed), "the order of a list changes nothing"
    sent = {firm: sum(one.firm == firm for one in listed) for firm in "ABCD"}
    if all(count <= len(groups) for count in sent.values()):
        assert colleagues(groups) == 0


def test_women_and_men_small_and_larger_firms_are_mixed() -> None:
    listed = [Guest(f"P{n}", f"F{n}", "woman" if n < 8 else "man", "micro" if n % 2 else "small") for n in range(16)]
    for group in grouped(listed, 4, 1):
        assert sum(one.sex == "woman" for one in group) == sum(one.size == "micro" for one in group) == 2
    assert grouped(listed, 4, 1) != grouped(listed, 4, 2), "another number, other groups"


def words_of(path: Path) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(path).pages))


def test_one_command_prints_what_a_workshop_needs(record: str) -> None:
    done = follow("workshop", "MX-01", "--record", record, "--language", "es")
    assert done.exit_code == 0, done.output
    assert "1 of 3 attended at least 80 %" in done.output
    folder = Path(record).parent / "MX-01"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == dict.fromkeys(
        ("people.csv", "attendance.pdf", "badges.pdf", "groups.pdf", "certificate.pdf", "visits.ics"), 0o600
    )
    rows = list(csv.reader((folder / "people.csv").read_text("utf-8-sig").splitlines()))
    assert [row[:2] for row in rows] == [
        ["name", "organisation"], ["'=Eva()", "Taller Luz"], ["Ana Paz", "Panadería Sol"], ["Beto Gil", "Taller Luz"],
    ]  # fmt: skip
    for kind in ("attendance", "badges", "groups"):
        assert all(name in words_of(folder / f"{kind}.pdf") for name in ("Ana Paz", "Beto Gil", "=Eva()")), kind
    assert "Grupo 1" in words_of(folder / "groups.pdf")
    certificates = words_of(folder / "certificate.pdf")
    assert ("Ana Paz" in certificates, "Beto Gil" in certificates) == (True, False)
    assert "12 horas" in certificates


def test_how_much_attendance_a_certificate_takes_is_a_setting_of_the_course(record: str, tmp_path: Path) -> None:
    course = copytree(TINY, tmp_path / "course")
    settings_file = course / "mkdocs.yml"
    settings_file.write_text(
        settings_file.read_text("utf-8").replace("  taller:\n", "  taller:\n    attendance: 50\n"), "utf-8"
    )
    target = tmp_path / "list.csv"
    for root, options, names in ((course, (), 2), (TINY, (), 1), (course, ("--least", "100"), 1), (tmp_path, (), 1)):
        done = follow("attended", "MX-01", "--record", record, "--output", str(target), *options, course=root)
        assert (done.exit_code, len(target.read_text("utf-8-sig").splitlines())) == (0, names + 1), (root, options)


def test_an_event_without_guests_and_a_folder_in_a_course_are_refused(record: str, tmp_path: Path) -> None:
    with Store(place_of(record)) as store, store.writing() as writing:
        writing.put([replace(EVENT, code="MX-02")])
    for arguments, said in (
        (("MX-02",), "nobody with a name"),
        (("MX-09",), "no event"),
        (("MX-01", "--output", str(TINY / "lists")), "mkdocs.yml"),
    ):
        done = follow("workshop", *arguments, "--record", record)
        assert done.exit_code == 2
        assert said in done.output
    assert not (TINY / "lists").exists()


def test_a_sign_that_cannot_be_printed_is_told_with_its_line(record: str) -> None:
    with Store(place_of(record)) as store, store.writing() as writing:
        writing.put([Person("P1", firm="F1", name="Ana \U0001f600")])
    done = follow("workshop", "MX-01", "--record", record)
    assert done.exit_code == 0
    assert "people.csv:3: list-signs-left-out" in done.output


def test_a_coach_gets_a_page_with_codes_and_with_names_when_asked(record: str) -> None:
    done = follow("coach", "--month", "2026-06", "--record", record, "--language", "es")
    assert done.exit_code == 0, done.output
    folder = Path(record).parent / "coaches"
    coach, nobody = (folder / f"{name}.2026-06.es.html" for name in ("T1", "no-coach"))
    text = coach.read_text("utf-8")
    assert stat.S_IMODE(coach.stat().st_mode) == 0o600
    for part in (
        "Visitas de junio de 2026",
        "F2",
        "Visita del mes 3",
        "25 de junio de 2026",
        "energía",
        "empezada (mes 1)",
        "mes 1 contactada",
    ):
        assert part in text, part
    for name in ("Luz", "Beto", "222", "Nora", "focos", "Cholula", "<script", "src=", "href="):
        assert name not in text, name
    assert nobody.read_text("utf-8").count("F1") == 2, "months 1 and 3 of the firm that nobody visits"
    follow("coach", "T1", "--month", "2026-06", "--record", record, "--names")
    text = (folder / "T1.2026-06.en.names.html").read_text("utf-8")
    for name in ("Taller Luz", "Beto Gil", "222 333", "Nora Mar", "cambiar &lt;b&gt;focos"):
        assert name in text, name
    assert follow("coach", "T9", "--record", record).exit_code == 2
    printed = words_of(folder / "T1.2026-06.en.names.pdf")
    for part in (
        "Taller Luz",
        "Beto Gil",
        "222 333",
        "Nora Mar",
        "cambiar <b>focos</b>",
        "Visited on",
        "begun (month 1)",
    ):
        assert part in printed, part
    printed = words_of(folder / "T1.2026-06.es.pdf")
    assert stat.S_IMODE((folder / "T1.2026-06.es.pdf").stat().st_mode) == 0o600
    assert not [name for name in ("Luz", "Beto", "222", "Nora", "focos", "Cholula") if name in printed]
    for part in ("Visitas de junio de 2026", "F2", "Visita del mes 3", "empezada (mes 1)", "Visitada el"):
        assert part in printed, part
    assert first([folder / "T1.2026-06.es.pdf"]) == ""
    heads = [int(level) for level in re.findall(r"<h(\d)", text)]
    assert all(after - before <= 1 for before, after in pairwise(heads))


def test_a_coachs_paper_is_printed_whatever_was_noted(record: str) -> None:
    """Signs that no font has, and more than a page of actions."""
    actions = [Action("MX-01", "F2", number, what="\U0001f600 largo " * 45, owner="漢") for number in range(1, 10)]
    with Store(place_of(record)) as store, store.writing() as writing:
        writing.put(actions)
    done = follow("coach", "T1", "--month", "2026-06", "--record", record, "--names", "--format", "pdf")
    assert done.exit_code == 0, done.output
    reader = PdfReader(Path(record).parent / "coaches" / "T1.2026-06.en.names.pdf")
    assert len(reader.pages) > 1
    assert "".join(page.extract_text() for page in reader.pages).count("largo") == 9 * 45
    assert not (Path(record).parent / "coaches" / "T1.2026-06.en.names.html").exists()


def test_files_of_an_earlier_run_do_not_stay(record: str, tmp_path: Path) -> None:
    with Store(place_of(record)) as store, store.writing() as writing:
        writing.remove(Attendance, event="MX-01")
    folder, other = Path(record).parent / "MX-01", tmp_path / "other"
    for where in (folder, other):
        where.mkdir(mode=0o700)
        (where / "certificate.pdf").write_bytes(b"%PDF-1.7")
    assert "certificate.pdf: removed" in follow("workshop", "MX-01", "--record", record).output
    assert "delete it" in follow("workshop", "MX-01", "--record", record, "--output", str(other)).output
    assert [(where / "certificate.pdf").exists() for where in (folder, other)] == [False, True]
