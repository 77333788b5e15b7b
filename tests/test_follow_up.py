"""Around a workshop, from the record: due visits, who attended, trainers' progress."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import TINY
from icalendar import Calendar

from builder.cli import main
from builder.programme.around import attended, firms_of, months_later, visits_due
from builder.programme.place import place_of
from builder.programme.rights import about, forget, leaving
from builder.programme.rows import (
    Attendance,
    Delivery,
    Event,
    Firm,
    Person,
    Registration,
    Trainer,
    Visit,
)  # fmt: skip
from builder.programme.staff import Certificate, Coaching, Training
from builder.programme.store import Store, begin
from builder.programme.trainers import TO_CERTIFICATE, standing_of

WORKSHOP = Event("W1", "workshop", "T", "MX", date(2026, 8, 30), date(2026, 8, 31))
FIRMS = [Firm("F1", name="Panadería Sol"), Firm("F2", name="Taller Luz")]
PEOPLE = [Person("P1", firm="F1", name="Ana Paz"), Person("P2", firm="F2", name="=Eva()"), Person("P3", firm="F2")]
DAYS = (WORKSHOP.first_day, WORKSHOP.last_day)


def present(person: str, *days: date, there: bool = True) -> list[Attendance]:
    return [Attendance("W1", person, day, there) for day in days]


@pytest.mark.parametrize(("day", "months", "then"), [
    (date(2026, 8, 31), 6, date(2027, 2, 28)), (date(2026, 8, 31), 1, date(2026, 9, 30)), (date(2026, 10, 5), 3, date(2027, 1, 5)),
])  # fmt: skip
def test_months_end_where_shorter_ones_end(day: date, months: int, then: date) -> None:
    assert months_later(day, months) == then


def test_visits_are_due_until_they_were_held_also_in_vain() -> None:
    visits = [Visit("W1", "F1", 1, reached=False)]
    found = visits_due(
        [WORKSHOP], FIRMS, [("W1", "F1"), ("W1", "F2"), ("W1", "F2"), ("W1", "F9")], visits, date(2026, 11, 30)
    )
    assert [(due.month, due.firm.code, due.day) for due in found] == [
        (1, "F2", date(2026, 9, 30)), (3, "F1", date(2026, 11, 30)), (3, "F2", date(2026, 11, 30)),
    ]  # fmt: skip
    talk = Event("D1", "dialogue-parties", "T", "MX", *DAYS)
    assert visits_due([talk], FIRMS, [("D1", "F1")], [], date(2027, 12, 31)) == []


def test_firms_are_those_of_who_was_there() -> None:
    registered = [Registration("W1", "P1"), Registration("W1", "P2"), Registration("W2", "P1")]
    noted = [*present("P1", DAYS[0], there=False), *present("P2", DAYS[0])]
    assert set(firms_of(PEOPLE, registered, noted, [("W3", "F1")])) == {("W1", "F2"), ("W2", "F1"), ("W3", "F1")}


def test_a_certificate_is_for_who_was_there_often_enough() -> None:
    noted = [
        *present("P1", *DAYS),
        *present("P2", DAYS[0]),
        *present("P2", DAYS[1], there=False),
        *present("P3", date(2026, 9, 1)),
    ]
    assert [one.code for one in attended(WORKSHOP, PEOPLE, noted, 80)] == ["P1"]
    assert [one.code for one in attended(WORKSHOP, PEOPLE, noted, 50)] == ["P1", "P2"]


TRAINING = Event("F1", "training", "F", "MX", date(2026, 3, 2), date(2026, 3, 4))
READY = [
    Training("F1", "T2", 3, 9, 10, "again"),
    Delivery("W1", "T2", "co-delivery", 4, returned=date(2026, 9, 20)),
    Delivery("W2", "T2", "observed", level=3),
    Coaching("W1", "F1", "T2"),
    Visit("W1", "F1", 3, reached=True),
]
"""All that a certificate asks for."""


def put(tmp_path: Path, *rows: object) -> str:
    place = place_of(str(tmp_path / "record.sqlite"))
    begin(place)
    with Store(place) as store, store.writing() as writing:
        writing.put([WORKSHOP, replace(WORKSHOP, code="W2"), TRAINING, *FIRMS, *PEOPLE, *rows])
    return str(tmp_path / "record.sqlite")


def found(address: str, code: str = "T2", day: date = date(2026, 12, 1)) -> set[tuple[str, int | None]]:
    """What is missing for the certificate."""
    with Store(place_of(address)) as store, store.reading() as reading:
        standing = standing_of(reading, code, day)
    return {(one.name, one.found) for one in standing.missing(*TO_CERTIFICATE)}


def test_who_has_all_that_the_guide_asks_for_misses_nothing(tmp_path: Path) -> None:
    address = put(tmp_path, Trainer("T2", "co-trainer"), *READY)
    assert found(address) == set()
    assert found(address, day=date(2027, 6, 1)) == {("teach-back", 0)}, (
        "more than a year after the training it is repeated"
    )


@pytest.mark.slow
@pytest.mark.parametrize(("change", "missing"), [
    (Training("F1", "T2", 2, 7, 10, "not-yet"), {("days", 2), ("test", 7), ("teach-back", 0)}),
    (Training("F1", "T2", 3, 15, 20), {("test", 7), ("teach-back", None)}),
    (Delivery("W1", "T2", "co-delivery", 3), {("co-delivery", 3), ("data", 0)}),
    (Delivery("W1", "T2", "co-delivery", None, returned=date(2026, 9, 20)), {("co-delivery", None)}),
    (Delivery("W2", "T2", "observed", level=2), {("observed", 2)}),
    (Visit("W1", "F1", 3, reached=False), {("coached", 0)}),
    (Coaching("W1", "F1", "T1"), {("coached", None)}),
])  # fmt: skip
def test_each_condition_can_be_what_is_missing(
    tmp_path: Path, change: object, missing: set[tuple[str, int | None]]
) -> None:
    assert found(put(tmp_path, Trainer("T1", "trainer"), Trainer("T2", "co-trainer"), *READY, change)) == missing


@pytest.fixture
def record(tmp_path: Path) -> tuple[str, str]:
    place = place_of(str(tmp_path / "record.sqlite"))
    begin(place)
    with Store(place) as store, store.writing() as writing:
        writing.put([WORKSHOP, *FIRMS, *PEOPLE, *present("P1", *DAYS), *present("P2", *DAYS)])
        writing.put([Trainer("T1", "trainer", name="Luz Mar", until=date(2026, 1, 1))])
    return "--record", str(tmp_path / "record.sqlite")


def follow(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(TINY), "--lang", "en", "follow", *arguments])


def test_the_commands_show_codes_and_write_a_calendar(record: tuple[str, str], tmp_path: Path) -> None:
    calendar = tmp_path / "visits.ics"
    done = follow("due", *record, "--until", "2026-12-01", "--output", str(calendar))
    assert done.exit_code == 0, done.output
    assert "2026-09-30  visit of month 1  W1  F1" in done.output
    events = Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    assert len(events) == 4
    assert str(events[0]["SUMMARY"]) == "visit of month 1: F1"
    trainers = follow("trainers", *record).output
    assert "T1  trainer" in trainers
    assert "ends soon" in trainers
    assert "trainee: missing: full days –/3; right answers of ten –/8; teach-back –/1" in trainers
    assert follow("trainers", "T9", *record).exit_code == 2
    for said in (done.output, calendar.read_text("utf-8"), trainers):
        assert not any(name in said for name in ("Sol", "Ana", "Luz"))


def test_the_list_for_certificates_is_disarmed_and_printable(record: tuple[str, str], tmp_path: Path) -> None:
    target = tmp_path / "certificates.csv"
    assert follow("attended", "W1", *record, "--output", str(target)).exit_code == 0
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert rows == [["name", "organisation"], ["Ana Paz", "Panadería Sol"], ["'=Eva()", "Taller Luz"]]
    assert follow("attended", "W9", *record, "--output", str(target)).exit_code == 2
    assert follow("due", *record, "--output", str(target)).exit_code == 1, "it is no calendar"


@pytest.mark.slow
@pytest.mark.parametrize("lists", [
    {
        "training": "event,trainer,full days,right answers,questions,teach-back\nF1,T2,3,9,10,passed\n",
        "coaches": "event,firm,coach\nW1,F1,T2\n",
        "parts": "event,trainer,role,sessions,data sent back on\nW1,T2,co-delivery,4,2026-09-20\n",
    },
    {
        "training": "evento;persona formadora;días completos;aciertos;preguntas;práctica docente\nF1;T2;3;9;10;aprobada\n".replace(
            "persona formadora", "formador o formadora"
        ),
        "coaches": "taller;empresa;acompañante\nW1;F1;T2\n",
        "parts": "evento;formadora;papel;sesiones conducidas;datos devueltos el\nW1;T2;en pareja;4;20/09/2026\n",
    },
])  # fmt: skip
def test_lists_in_either_language_say_what_trainers_did(tmp_path: Path, lists: dict[str, str]) -> None:
    address = put(tmp_path, Trainer("T2", "trainee"))
    for name, text in lists.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    paths = [str(tmp_path / f"{name}.csv") for name in lists]
    done = CliRunner().invoke(main, ["--lang", "en", "record", "import", *paths, "--record", address])
    assert done.exit_code == 0, done.output
    assert found(address) == {("observed", None), ("coached", 0)}


def test_certificates_come_in_leave_without_numbers_and_are_forgotten(tmp_path: Path) -> None:
    address = put(tmp_path, Trainer("T2", "trainer", name="Luz Mar", until=date(2028, 12, 1)), *READY)
    listed = tmp_path / "certificados.csv"
    listed.write_text(
        "formadora;otorgado el;vigente hasta;retirado el;número\nT2;2026-12-01;2028-12-01;2027-02-03;C-77\n", "utf-8"
    )
    done = CliRunner().invoke(main, ["--lang", "en", "record", "import", str(listed), "--record", address])
    assert done.exit_code == 0, done.output
    assert "certificate withdrawn on 2027-02-03" in follow("trainers", "T2", "--record", address).output
    with Store(place_of(address)) as store, store.writing() as writing:
        assert about(writing, "T2")["certificate"][0]["number"] == "C-77"
        assert "C-77" not in str(dict(leaving(writing))["certificate"])
        forget(writing, "T2", date(2027, 1, 1))
        (kept,) = writing.rows(Certificate)
        assert (kept.number, kept.withdrawn) == ("…", date(2027, 2, 3))
        assert len(writing.rows(Training)) == len(writing.rows(Coaching)) == 1
