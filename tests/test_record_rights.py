"""Who asks is shown all, who wants to be forgotten is; what was counted stays counted."""

import csv
import json
import os
import stat
from datetime import date
from pathlib import Path

import pytest
from databases import command, place, postgres, store  # noqa: F401 - fixtures

from builder.programme.demo import demo
from builder.programme.facts import columns
from builder.programme.incoming.parsed import Asked
from builder.programme.incoming.take import take
from builder.programme.report.report import report
from builder.programme.rights import about, due, forget, leaving
from builder.programme.rows import KINDS, Action, Firm, Person
from builder.programme.store import Store

pytestmark = pytest.mark.slow

DAY = date(2027, 3, 1)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
PERSON, FIRM = "D-007-0", "E-008"


@pytest.fixture
def filled(store: Store) -> Store:
    with store.writing() as writing:
        writing.put(demo())
    return store


def test_all_about_a_person_and_nothing_about_others(filled: Store) -> None:
    with filled.reading() as reading:
        found = about(reading, PERSON)
        assert about(reading, "nobody") == {}
    assert {name: len(rows) for name, rows in found.items()} == {"person": 1, "registration": 1, "attendance": 2}
    assert all(row.get("person", PERSON) == PERSON for rows in found.values() for row in rows)


def test_whoever_is_forgotten_is_nowhere_and_still_counted(filled: Store) -> None:
    with filled.reading() as reading:
        before = report(reading, FIRST, LAST)
        (person,) = reading.rows(Person, code=PERSON)
    with filled.writing() as writing:
        changed = forget(writing, PERSON, DAY)
        assert dict(changed) == {"person": 1, "registration": 1, "attendance": 2}
    with filled.reading() as reading:
        assert report(reading, FIRST, LAST) == before
        assert about(reading, PERSON) == {}
        assert person.name not in {one.name for one in reading.rows(Person)}
        assert reading.count(Person) == 460
    if filled.place.file:
        assert person.name.encode() not in filled.place.file.read_bytes(), "not in the free pages of the file either"


def test_a_firm_is_forgotten_with_its_people_and_its_words(filled: Store) -> None:
    with filled.reading() as reading:
        before = report(reading, FIRST, LAST)
        names = {row.name for row in (*reading.rows(Firm, code=FIRM), *reading.rows(Person, firm=FIRM))}
    with filled.writing() as writing:
        forget(writing, FIRM, DAY)
    with filled.reading() as reading:
        assert report(reading, FIRST, LAST) == before
        left = {getattr(row, "name", None) for kind in (Firm, Person) for row in reading.rows(kind)}
        assert not names & left
        assert not reading.rows(Action, firm=FIRM)
        assert [action.what for action in reading.rows(Action) if action.firm.startswith("X-")] in ([], ["…"] * 3)


def test_a_later_list_does_not_bring_them_back(store: Store, tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("code,kind,title,country,first day\nMX-01,workshop,T,MX,2026-03-24\n")
    (tmp_path / "came.csv").write_text(
        "nombre completo,empresa,Día 1\nAna Pérez Mora,Luz,x\nEva Ruiz Mora,Sol,x\n", "utf-8"
    )
    (tmp_path / "again.csv").write_text(
        "nombre completo,empresa,Día 1\nANA PEREZ MORA,Luz,x\nEva Ruiz Mora,Sol,x\n", "utf-8"
    )
    with store.writing() as writing:
        take(writing, [tmp_path / "events.csv", tmp_path / "came.csv"], Asked("MX-01"), DAY)
    with store.writing() as writing:
        (ana,) = [person for person in writing.rows(Person) if person.name == "Ana Pérez Mora"]
        forget(writing, ana.code, DAY)
    with store.writing() as writing:
        taken = take(writing, [tmp_path / "again.csv"], Asked("MX-01"), DAY)
        assert {problem.code for problem in taken.warnings} == {"import-forgotten"}
        assert [person.name for person in writing.rows(Person) if person.name] == ["Eva Ruiz Mora"]


def test_names_are_due_when_their_time_is_over(filled: Store) -> None:
    with filled.reading() as reading:
        assert not due(reading, date(2028, 1, 20))
        assert len(due(reading, date(2028, 1, 21))) in range(30, 41)
        assert len(due(reading, date(2029, 1, 1))) == 460


def test_tables_that_leave_have_no_names_and_no_code_that_people_know(filled: Store) -> None:
    with filled.reading() as reading:
        tables = dict(leaving(reading))
        known = {row.code for kind in (Firm, Person) for row in reading.rows(kind)}
    personal = {(kind.__name__.lower(), name) for kind in KINDS for name, fact in columns(kind) if fact.is_personal}
    for name, rows in tables.items():
        assert not [head for head in rows[0] if (name, head) in personal]
        assert not {cell for row in rows[1:] for cell in row} & known, name
    firms = {row[0] for row in tables["firm"][1:]}
    assert {row[tables["action"][0].index("firm")] for row in tables["action"][1:]} <= firms


def test_the_commands_of_rights(tmp_path: Path) -> None:
    at, path = ("--record", tmp_path / "own"), tmp_path / "about.json"
    command("record", "demo", *at)
    (tmp_path / "course/.git").mkdir(parents=True)
    assert command("record", "about", PERSON, *at, "--output", tmp_path / "course/about.json").exit_code == 2
    assert command("-C", tmp_path, "record", "about", PERSON, *at, "--output", path).exit_code == 0
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600
    name = json.loads(path.read_text("utf-8"))["person"][0]["name"]
    done = command("record", "forget", name.upper(), *at)
    assert (done.exit_code, name in done.output) == (0, False)
    assert command("record", "forget", PERSON, *at).exit_code == 2
    assert command("-C", tmp_path, "record", "export", tmp_path / "out", *at).exit_code == 0
    with (tmp_path / "out/person.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == ["code", "firm", "sex"]
