"""The programme's record: the same in SQLite and PostgreSQL, for its owner alone, never in a repository."""

import re
import stat
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from databases import command, place, postgres, store  # noqa: F401 - fixtures

from builder.problems import UsageError
from builder.programme.facts import columns
from builder.programme.keeping import Signed
from builder.programme.place import Place, place_of
from builder.programme.rights import forget
from builder.programme.rows import KINDS, TABLES, Attendance, Delivery, Event, Firm, Institution, Person, Trainer, Visit
from builder.programme.schema import METADATA
from builder.programme.signed.issue import Wish, agree, holdings, issue, withdraw, withdrawn_slots
from builder.programme.staff import Coaching, Training
from builder.programme.store import Store, begin
from builder.words import programme_words

DAY = date(2026, 3, 24)
EVENT = Event("MX-01", "workshop", "Taller", "MX", DAY, DAY)


@pytest.mark.slow
def test_migrated_tables_are_those_of_the_rows(store: Store) -> None:
    with store.reading() as reading:
        assert compare_metadata(MigrationContext.configure(reading.connection), METADATA) == []


def test_rows_come_back_as_they_were_put_in_any_order(store: Store) -> None:
    firm, person = Firm("07", name="Niñ'o; DROP", country="MX", women=3), Person("P-1", firm="07", name='"Ana"')
    with store.writing() as writing:
        writing.put([Attendance("MX-01", "P-1", DAY, present=False), person, EVENT, firm])
        writing.put([firm])
    with store.reading() as reading:
        assert reading.rows(Firm) == (firm,)
        assert reading.rows(Attendance, event="MX-01") == (Attendance("MX-01", "P-1", DAY, present=False),)
        assert reading.rows(Attendance, event="MX-02") == ()


def test_a_fault_in_the_middle_leaves_nothing(store: Store) -> None:
    def write() -> None:
        with store.writing() as writing:
            writing.put([EVENT])
            writing.put([Institution("A", "Cámara secreta", role="king")])

    with pytest.raises(UsageError) as raised:
        write()
    assert "Cámara" not in str(raised.value), "what was to be written may be a name"
    with store.reading() as reading:
        assert reading.count(Event) == 0


def test_whoever_is_named_must_be_there(store: Store) -> None:
    with pytest.raises(UsageError), store.writing() as writing:
        writing.put([Attendance("MX-01", "nobody", DAY, present=True)])


def test_a_person_can_get_another_code_everywhere(store: Store) -> None:
    with store.writing() as writing:
        writing.put([EVENT, Person("P-1"), Attendance("MX-01", "P-1", DAY, present=True)])
        writing.rename(Person, "P-1", "P-2")
    with store.reading() as reading:
        assert reading.rows(Attendance)[0].person == "P-2"


@pytest.mark.slow
def test_eight_write_at_once_and_nothing_is_lost(place: Place) -> None:
    begin(place)

    def write(number: int) -> None:
        with Store(place) as own:
            for turn in range(5):
                with own.writing() as writing:
                    before = writing.count(Institution)
                    writing.put([Institution(f"I-{before:03}", f"{number} {turn}")])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    with Store(place) as own, own.reading() as reading:
        assert {row.code for row in reading.rows(Institution)} == {f"I-{number:03}" for number in range(40)}


@pytest.mark.slow
def test_a_second_init_keeps_everything(store: Store) -> None:
    with store.writing() as writing:
        writing.put([EVENT])
    begin(store.place, 12)
    with store.reading() as reading:
        assert reading.rows(Event) == (EVENT,)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    begin(place_of(str(tmp_path / "own")))
    assert stat.S_IMODE((tmp_path / "own").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "own/record.sqlite").stat().st_mode) == 0o600


@pytest.mark.parametrize("inside", [".git", "mkdocs.yml"])
def test_a_record_in_a_repository_or_course_is_refused(tmp_path: Path, inside: str) -> None:
    (tmp_path / inside).mkdir()
    (tmp_path / "deep/er").mkdir(parents=True)
    with pytest.raises(UsageError, match="copied or published"):
        place_of(str(tmp_path / "deep/er"))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_into_a_repository_is_refused(tmp_path: Path) -> None:
    (tmp_path / "course/.git").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "course")
    with pytest.raises(UsageError, match="copied or published"):
        place_of(str(tmp_path / "link/record.sqlite"))


def test_a_password_is_not_shown() -> None:
    assert place_of("postgresql://ana:secret@db.example.org/record").shown == (
        "postgresql+psycopg://ana@db.example.org/record"
    )


def test_the_commands_say_what_is_there(tmp_path: Path) -> None:
    at = ("--record", tmp_path / "own")
    missing = command("record", "status", *at)
    assert (missing.exit_code, "taller record init" in missing.output) == (2, True)
    assert command("record", "init", *at).exit_code == 0
    done = command("--lang", "es", "record", "status", *at)
    assert done.exit_code == 0
    assert re.search(r"^ +0  Empresas$", done.output, re.MULTILINE)


@pytest.mark.slow
def test_without_the_extra_the_command_says_how_to_install_it(run_cli: Callable, tmp_path: Path) -> None:
    (tmp_path / "sqlalchemy.py").write_text("raise ImportError(name='sqlalchemy')", "utf-8")
    done = run_cli("record", "init", cwd=tmp_path, PYTHONPATH=f"{tmp_path}:{Path(__file__).parents[1]}")
    assert (done.code, "pip install taller[programme]" in done.stderr) == (3, True)
    assert run_cli("check", "--help", cwd=tmp_path, PYTHONPATH=f"{tmp_path}:{Path(__file__).parents[1]}").code == 0


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_table_column_value_and_unit_has_words(language: str) -> None:
    words, facts = programme_words(language), [fact for kind in KINDS for fact in columns(kind)]
    assert list(words["tables"]) == list(TABLES)
    assert list(words["columns"]) == sorted({name for name, _ in facts})
    assert {name: tuple(listed) for name, listed in words["values"].items()} == {
        fact.choice: fact.values for _, fact in facts if fact.values
    }
    assert set(words["units"]) == {fact.unit for _, fact in facts} - {""}


def test_a_signed_certificate_is_kept_and_forgotten_in_both_databases(store: Store) -> None:
    today = date(2026, 11, 29)
    events = [Event(code, kind, "T", "MX", day, day) for code, kind, day in (
        ("F1", "training", date(2026, 3, 2)), ("W1", "workshop", date(2026, 4, 1)), ("W2", "workshop", date(2026, 6, 1)))]  # fmt: skip
    work = [Training("F1", "T1", 3, 9, 10, "passed"), Delivery("W1", "T1", "co-delivery", 4, returned=today), Delivery("W2", "T1", "observed", level=3),
            Coaching("W1", "F", "T1"), Visit("W1", "F", 3, reached=True)]  # fmt: skip
    with store.writing() as writing:
        writing.put([*events, Firm("F"), Trainer("T1", "co-trainer", name="Ana Paz"), *work])
        agree(writing, "T1", today, named=True)
        holding, is_new = issue(writing, Wish("T1", today, "1/2026"))
        assert is_new
        assert [*holdings(writing)] == [holding]
    with store.writing() as writing:
        assert issue(writing, Wish("T1", today)) == (holding, False)
        withdraw(writing, "T1", today)
        assert [one.is_named for one in holdings(writing)] == [False]
        forget(writing, "T1", today)
        assert (list(holdings(writing)), withdrawn_slots(writing)) == ([], {holding.slot})
        assert [(one.code, one.salt) for one in writing.rows(Signed)] == [("…", "…")]
