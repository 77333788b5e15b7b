"""Around a workshop, from the record: due visits, who attended, trainers' progress."""

import csv
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import TINY
from icalendar import Calendar

from builder.cli import main
from builder.programme.around import attended, firms_of, months_later, standings, visits_due
from builder.programme.place import place_of
from builder.programme.rows import Attendance, Delivery, Event, Firm, Person, Registration, Trainer, Visit
from builder.programme.store import Store, begin

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


def test_an_observed_delivery_counts_at_level_three() -> None:
    deliveries = [
        Delivery("W1", "T1", "observed", level=2), Delivery("W2", "T1", "observed", level=3), Delivery("W1", "T1", "co-delivery"),
        Delivery("W1", "T2", "lead"),
    ]  # fmt: skip
    found = standings([Trainer("T2", "trainer"), Trainer("T1", "co-trainer")], deliveries)
    assert [(one.trainer.code, one.co_delivered, one.observed, one.led) for one in found] == [
        ("T1", 1, 1, 0),
        ("T2", 0, 0, 1),
    ]


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
    for said in (done.output, calendar.read_text("utf-8"), trainers):
        assert not any(name in said for name in ("Sol", "Ana", "Luz"))


def test_the_list_for_certificates_is_disarmed_and_printable(record: tuple[str, str], tmp_path: Path) -> None:
    target = tmp_path / "certificates.csv"
    assert follow("attended", "W1", *record, "--output", str(target)).exit_code == 0
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert rows == [["name", "organisation"], ["Ana Paz", "Panadería Sol"], ["'=Eva()", "Taller Luz"]]
    assert follow("attended", "W9", *record, "--output", str(target)).exit_code == 2
    assert follow("due", *record, "--output", str(target)).exit_code == 1, "it is no calendar"
