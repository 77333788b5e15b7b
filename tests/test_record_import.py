"""What people bring as files: read with its habits, refused with its lines, taken in whole or not at all, once."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from databases import command, place, postgres, store  # noqa: F401 - fixtures
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from builder.problems import ContentError
from builder.programme.facts import Fact
from builder.programme.incoming import take as taking
from builder.programme.incoming.alike import HEADS, read_answers, write_questions
from builder.programme.incoming.cells import CellError, Habits, habits, read
from builder.programme.incoming.parsed import Asked
from builder.programme.incoming.take import Taken, take
from builder.programme.keeping import Setting
from builder.programme.place import Place, place_of
from builder.programme.rows import KINDS, Action, Attendance, Event, Firm, Mark, Measure, Person, Progress, Test, Visit
from builder.programme.store import Store, begin, drop

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 29)
EVENTS = (
    "code,kind,title,country,first day,last day\nMX-01,workshop,From awareness to action,México,24/03/2026,25/03/2026\n"
)
REGISTERED = (
    "\ufeffNombre;Apellidos;Empresa;Sexo;Correo;Tamaño;Sector\n"
    "Ana;Pérez;Panadería Luz;M;ana@x.example;8;alimentos\nJuan;Gómez;Panadería Luz;H;;8;alimentos\nEva;Ruiz;Café Aurora;M;;30;restaurants\n"
)
CAME = "Nombre,Apellidos,Empresa,Día 1,Día 2\nAna,Pérez,Panadería Luz,x,x\nJuan,Gómez,Panadería Luz,x,no\nEva,Ruiz,Café Aurora,sí,\n"


def files(folder: Path, **texts: str | bytes) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return [folder / f"{name}.csv" for name in texts]


def bring(store: Store, paths: Sequence[Path], asked: Asked | None = None, **options: Any) -> Taken:
    with store.writing() as writing:
        taken = take(writing, paths, asked or Asked("MX-01"), DAY, **options)
        if taken.asked:
            drop()
    return taken


def everything(store: Store) -> dict[str, list[Any]]:
    with store.reading() as reading:
        return {kind.__name__: [astuple(row) for row in reading.rows(kind)] for kind in KINDS}


def faults(store: Store, paths: Sequence[Path], asked: Asked | None = None, **options: Any) -> list[tuple[int, str]]:
    with pytest.raises(ContentError) as raised:
        bring(store, paths, asked, **options)
    return [(problem.line, problem.code) for problem in raised.value.problems]


def test_lists_of_a_workshop_become_firms_people_and_days(store: Store, tmp_path: Path) -> None:
    bring(store, files(tmp_path / "in", events=EVENTS, registered=REGISTERED, came=CAME))
    with store.reading() as reading:
        firms = {firm.name: firm for firm in reading.rows(Firm)}
        people = {person.name: person for person in reading.rows(Person)}
        there = {(one.person, one.day.day): one.present for one in reading.rows(Attendance)}
    assert (firms["Panadería Luz"].size, firms["Café Aurora"].sector) == ("micro", "restaurants")
    assert people["Ana Pérez"].sex == people["Eva Ruiz"].sex == "woman"
    assert people["Juan Gómez"].firm == firms["Panadería Luz"].code
    assert there[people["Juan Gómez"].code, 25] is False
    assert (people["Eva Ruiz"].code, 25) not in there, "an empty cell says nothing"


def test_the_same_file_again_changes_nothing_whatever_its_name(store: Store, tmp_path: Path) -> None:
    brought = {"events": EVENTS, "registered": REGISTERED, "came": CAME}
    bring(store, files(tmp_path / "in", **brought))
    before = everything(store)
    again = bring(store, files(tmp_path / "again", a=EVENTS, b=REGISTERED, c=CAME))
    assert len(again.known_files) == 3
    other = bring(store, files(tmp_path / "more", c=CAME + "\n"))  # other bytes, the same lines
    assert not other.new + other.changed
    assert everything(store) == before


def test_any_order_and_any_number_of_imports_gives_the_same_record(tmp_path: Path) -> None:
    plan = "empresa,acción,tipo,para cuándo\nPanadería Luz,Menos pan,residuos,2026-06-30\nPanadería Luz,Contratos,contratos,\n"
    named = "clave,nombre,país,dueña\nPL-1,Panadería Luz,MX,mujeres\n"
    texts = {"registered": REGISTERED, "came": CAME, "plan": plan, "named": named}
    results = []
    for number, order in enumerate(
        (
            ["registered", "came", "plan", "named"],
            ["named", "plan", "came", "registered"],
            ["plan", "named", "registered", "came"],
        )
    ):
        begin(place_of(str(tmp_path / f"{number}")))
        with Store(place_of(str(tmp_path / f"{number}"))) as one:
            same_secret(one)
            bring(one, files(tmp_path / f"in{number}", events=EVENTS))
            for name in order:
                bring(one, files(tmp_path / f"in{number}", **{name: texts[name]}))
            results.append(everything(one))
    begin(place_of(str(tmp_path / "once")))
    with Store(place_of(str(tmp_path / "once"))) as one:
        same_secret(one)
        bring(one, files(tmp_path / "in", **texts, events=EVENTS))
        results.append(everything(one))
    for other in results[1:]:
        for kind in results[0]:
            assert without_drawn(other, kind) == without_drawn(results[0], kind), kind
    assert {row[0] for row in results[0]["Firm"]} >= {"PL-1"}


def without_drawn(found: dict[str, list[Any]], kind: str) -> list[Any]:
    """Codes of people are drawn from the firm they were first seen with."""
    names = {row[0]: row[2] for row in found["Person"]}
    return sorted([str(tuple(names.get(cell, cell) for cell in row)) for row in found[kind]])


def same_secret(one: Store) -> None:
    with one.writing() as writing:
        writing.put([Setting("secret", "0" * 64)])


def test_all_faults_are_told_at_once_and_nothing_is_taken_in(store: Store, tmp_path: Path) -> None:
    bad = "Nombre,Empresa,Tamaño,Sexo\nAna,Luz,enorme,M\nTotal,Luz,8,H\nEva,Sol,8,zz\n"
    paths = files(tmp_path / "in", events=EVENTS, bad=bad, tests="code,form,before,after\nKM47,C,6,99\nAB12,A,16,3\n")
    assert faults(store, paths) == [(2, "import-value"), (3, "import-name"), (4, "import-value"), (2, "import-value")]
    assert not any(everything(store).values())


def test_names_are_never_shown(store: Store, tmp_path: Path) -> None:
    paths = files(
        tmp_path / "in",
        events=EVENTS,
        r=REGISTERED,
        more="Nombre,Apellidos,Empresa,Correo\nAna,Pérez,Panadería Luz,otra@x.example\n",
    )
    with pytest.raises(ContentError) as raised:
        bring(store, paths)
    text = str(raised.value)
    assert "import-differs-here" in text
    assert not any(name in text for name in ("Ana", "Pérez", "ana@", "otra@"))


def test_what_the_record_says_otherwise_is_refused_or_corrected(store: Store, tmp_path: Path) -> None:
    bring(store, files(tmp_path / "in", events=EVENTS, came=CAME))
    other = files(tmp_path / "in", other=CAME.replace("x,no", "x,sí"))
    assert faults(store, other) == [(3, "import-differs")]
    assert bring(store, other, correct=True).changed["attendance"] == 1


def test_an_event_that_nobody_knows_is_refused(store: Store, tmp_path: Path) -> None:
    assert faults(store, files(tmp_path / "in", came=CAME)) == [
        (2, "import-unknown"),
        (3, "import-unknown"),
        (4, "import-unknown"),
    ]
    assert faults(store, files(tmp_path / "in", came=CAME), Asked()) == [(n, "import-event-missing") for n in (2, 3, 4)]


def test_those_who_look_alike_are_asked_about(store: Store, tmp_path: Path) -> None:
    near = CAME.replace("Café Aurora", "CAFE AURORA S.A.").replace("Ana,Pérez", "Ana,Peres")
    paths = files(tmp_path / "in", events=EVENTS, registered=REGISTERED, near=near)
    asked = bring(store, paths)
    assert {pair.table for pair in asked.asked} == {"firm", "person"}
    assert not any(everything(store).values()), "nothing is merged silently, and nothing is taken in"
    write_questions(tmp_path / "alike.csv", asked.asked, asked.names)
    assert "CAFE AURORA" in (tmp_path / "alike.csv").read_text("utf-8-sig")
    text = (tmp_path / "alike.csv").read_text("utf-8-sig")
    (tmp_path / "alike.csv").write_text(text.replace(',""\n', ',"sí"\n'), "utf-8-sig")
    done = bring(store, paths, answers=read_answers(tmp_path / "alike.csv"))
    assert not done.asked
    with store.reading() as reading:
        assert {firm.name for firm in reading.rows(Firm)} == {"Panadería Luz", "Café Aurora"}
        assert len([person for person in reading.rows(Person) if person.firm and "Ana" in (person.name or "")]) == 1


def test_an_answer_no_is_remembered(store: Store, tmp_path: Path) -> None:
    firms = "code,name,country,size\nA,Panadería Luz,MX,\nB,Panadería Lus,MX,\n"
    asked = bring(store, files(tmp_path / "in", firms=firms))
    answers = tmp_path / "a.csv"
    write_questions(answers, asked.asked, asked.names)
    answers.write_text(answers.read_text("utf-8-sig").replace(',""\n', ',"no"\n'), "utf-8-sig")
    assert not bring(store, files(tmp_path / "in", firms=firms), answers=read_answers(answers)).asked
    assert not bring(store, files(tmp_path / "in", more=firms + "C,Otra,MX,\n")).asked


def test_two_firms_of_the_record_can_be_made_one_later(store: Store, tmp_path: Path) -> None:
    plan = "firm_code,number,kind\nA,1,water\nB,2,waste\n"
    bring(
        store,
        files(tmp_path / "in", events=EVENTS, firms="code,name,country,size\nA,Uno,MX,\nB,Dos,MX,small\n", plan=plan),
    )
    path = tmp_path / "a.csv"
    path.write_text(",".join(HEADS) + "\nfirm,A,Uno,B,Dos,yes\n", "utf-8")
    bring(store, files(tmp_path / "in", more="code,name,country,size\nC,Tres Lagos,MX,\n"), answers=read_answers(path))
    with store.reading() as reading:
        assert [(firm.code, firm.size) for firm in reading.rows(Firm)] == [("A", "small"), ("C", None)]
        assert [(action.firm, action.number) for action in reading.rows(Action)] == [("A", 1), ("A", 2)]


def test_exports_of_forms_with_groups_and_numbers(store: Store, tmp_path: Path) -> None:
    visit = (
        "_uuid,SubmissionTime,visit/event,visit/firm_code,visit/month,visit/how,visit/state_1,visit/value_1,visit/evidence_1,visit/state_2,"
        "visit/electricity_start,visit/electricity_value,visit/electricity_evidence,visit/saved,visit/currency\n"
        'u1,2026,MX-01,07,3,visit,done,"6,5",paper,begun,3200,2950,paper,"1.234,50",MXN\n'
        "u2,2026,MX-01,8,3,telephone,given-up,,,,,,,,\n"
    )
    bring(store, files(tmp_path / "in", events=EVENTS, visit=visit), Asked())
    with store.reading() as reading:
        assert [(row.firm, row.month, row.saved) for row in reading.rows(Visit)] == [
            ("MX-01/07", 3, 1234.5),
            ("MX-01/08", 3, None),
        ]
        assert [(row.firm, row.number, row.state, row.value) for row in reading.rows(Progress)] == [
            ("MX-01/07", 1, "done", 6.5), ("MX-01/07", 2, "begun", None), ("MX-01/08", 1, "given-up", None),
        ]  # fmt: skip
        assert [(row.indicator, row.start, row.value) for row in reading.rows(Measure)] == [("electricity", 3200, 2950)]


def test_tests_are_taken_by_code_and_never_with_names(store: Store, tmp_path: Path) -> None:
    bring(
        store,
        files(
            tmp_path / "in",
            events=EVENTS,
            t="Clave;Primera prueba;Aciertos antes;Aciertos después\nkm 47;A;6;11\nAB12;B;9;\n",
        ),
    )
    with store.reading() as reading:
        assert [(row.code, row.moment, row.form, row.right) for row in reading.rows(Test)] == [
            ("AB12", "before", "B", 9), ("KM47", "after", "B", 11), ("KM47", "before", "A", 6),
        ]  # fmt: skip
    named = files(tmp_path / "in", t2="code,name,form,before\nZZ99,Ana,A,6\n")
    assert faults(store, named) == [(1, "import-test-names")]


def test_saved_records_and_tables_of_worksheets(store: Store, tmp_path: Path) -> None:
    prefix = "action-plan_plan_plan_"
    fields = {f"{prefix}code": "07", f"{prefix}actions_r1c1": "Less waste", f"{prefix}actions_r1c3": "soon", f"{prefix}actions_r2c1": "Contracts",
              f"{prefix}actions_r2c3": "15/10/2026", "my-plan_note": "secret"}  # fmt: skip
    saved = {
        "format": "taller-record",
        "version": 1,
        "course": "c",
        "language": "en",
        "part": "all",
        "saved": "x",
        "marks": {},
    }
    path = tmp_path / "plan.json"
    path.write_text(
        json.dumps({**saved, "fields": {name: {"value": value, "time": "x"} for name, value in fields.items()}}),
        "utf-8",
    )
    table = files(tmp_path / "in", events=EVENTS, table="file,evaluation_ev-data-sheet_marks_r1c2,evaluation_ev-data-sheet_marks_r1c5,"
                  "evaluation_ev-data-sheet_tests_r1c1,evaluation_ev-data-sheet_tests_r1c2,evaluation_ev-data-sheet_tests_r1c3\na.pdf,1,18,KM47,A,6\n")  # fmt: skip
    taken = bring(store, [*table, path])
    assert [(problem.code) for problem in taken.warnings] == ["import-left-out"]
    with store.reading() as reading:
        assert [(row.firm, row.number, row.due) for row in reading.rows(Action)] == [
            ("MX-01/07", 1, None), ("MX-01/07", 2, date(2026, 10, 15)),
        ]  # fmt: skip
        assert reading.rows(Mark) == (Mark("MX-01", "use", 1, 0, 0, 18),)
        assert reading.count(Test) == 1


def test_a_table_with_headings_in_words_is_read_like_one_of_names(store: Store, tmp_path: Path) -> None:
    """As `taller collect` writes it, in the course's language, and as a spreadsheet with semicolons saves it again."""
    field = "action-plan_plan_plan_actions_r1c"
    heads = f"Archivo;Documento;Su plan: Clave de la empresa [action-plan_plan_plan_code];Su plan: Acción 1 [{field}1];Su plan: Fecha 1 [{field}3]"
    table = files(tmp_path / "in", events=EVENTS, answers=f"{heads}\na.pdf;Plan;07;Menos pan;15/10/2026\n")
    bring(store, table)
    with store.reading() as reading:
        assert [(row.firm, row.what, row.due) for row in reading.rows(Action)] == [
            ("MX-01/07", "Menos pan", date(2026, 10, 15))
        ]


def test_a_workbook_with_dates_and_two_sheets(store: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["code", "kind", "title", "country", "first day", "last day"])
    book.active.append(["MX-02", "taller", "Taller", "Mexico", date(2026, 3, 24), 46106])
    book.create_sheet("firms").append(["code", "name", "country", "women"])
    book["firms"].append(["A", "=HYPERLINK()", "MX", 3.0])
    book["firms"]["B2"].data_type = "s"
    book.save(tmp_path / "both.xlsx")
    bring(store, [tmp_path / "both.xlsx"], Asked())
    with store.reading() as reading:
        assert [(row.first_day, row.last_day) for row in reading.rows(Event)] == [
            (date(2026, 3, 24), date(2026, 3, 25))
        ]
        assert [(row.name, row.women) for row in reading.rows(Firm)] == [("=HYPERLINK()", 3)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"code,name,country,size\nA," + b"x" * 1_000_000 + b",MX\n", "list-broken"),
        (b"code,name,country,size\nA," + b"x" * 100_000 + b",MX\n", "import-too-long"),
        ("code,name,country\nA,Niño,MX\n".encode("utf-16"), "not-utf8"),
        (b'code,name,country\nA,"Caf\xc3\xa9,MX\n', "list-broken"),
        (b"code,name,country\nA,B\x00\x01,MX\n", "control-character"),
        (b"", "list-empty"),
        (b"lorem,ipsum\n1,2\n", "import-kind-unknown"),
        (b"PK\x03\x04nonsense", "list-format"),
    ],
    ids=["a megabyte in a cell", "a long cell", "UTF-16", "no closing quote", "control characters", "empty", "no list", "no workbook"],
)  # fmt: skip
def test_hostile_files_are_refused_with_a_line(store: Store, tmp_path: Path, content: bytes, code: str) -> None:
    assert code in {found for _, found in faults(store, files(tmp_path / "in", bad=content))}


def test_quotes_formulas_and_windows_letters_are_text(store: Store, tmp_path: Path) -> None:
    text = 'code;name;country;sector\nA;"La ""Niña""; DROP TABLE firm";MX;\nB;=1+1;CR;\n'
    bring(store, files(tmp_path / "in", firms=text.encode("cp1252")))
    with store.reading() as reading:
        assert [firm.name for firm in reading.rows(Firm)] == ['La "Niña"; DROP TABLE firm', "=1+1"]


# -- cells

DECIMAL, WHOLE, A_DAY = Fact("decimal"), Fact("number", least=0, most=100), Fact("day")


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1,5", 1.5), ("1.5", 1.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1 234,50", 1234.5), ("-3", -3), ("1234567", 1234567), ("USD 640", 640),
     ("1.234.567", 1234567), ("0,5", 0.5)],
)  # fmt: skip
def test_numbers_are_read_with_either_mark(cell: str, number: float) -> None:
    assert read(cell, DECIMAL, Habits()) == number


@pytest.mark.parametrize("cell", ["1,234", "12.345"])
def test_a_number_that_can_be_two_is_asked_about(cell: str) -> None:
    with pytest.raises(CellError, match="import-number-unclear"):
        read(cell, DECIMAL, Habits())


@pytest.mark.parametrize("cell", ["abc", "1e999", "nan", "12-13", "1,2,3", "--1"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(CellError):
        read(cell, WHOLE, Habits())


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-24",
        "24/03/2026",
        "24.3.26",
        "46105",
        "24 de marzo de 2026",
        "March 24, 2026",
        "2026-03-24 00:00:00",
        "24 mar 2026",
    ],
)
def test_dates_are_read_as_people_write_them(cell: str) -> None:
    assert read(cell, A_DAY, Habits()) == date(2026, 3, 24)


def test_day_and_month_are_told_apart_by_the_column_or_asked_about() -> None:
    with pytest.raises(CellError, match="import-day-unclear"):
        read("03/04/2026", A_DAY, habits(A_DAY, ["03/04/2026", "05/04/2026"]))
    assert read("03/04/2026", A_DAY, habits(A_DAY, ["03/04/2026", "25/04/2026"])) == date(2026, 4, 3)
    assert read("03/04/2026", A_DAY, habits(A_DAY, ["03/04/2026", "04/25/2026"])) == date(2026, 3, 4)


def test_the_letter_m_is_settled_by_the_other_letters() -> None:
    sex = Fact("choice", choice="sex")
    assert read("M", sex, habits(sex, ["M", "H"])) == "woman"
    assert read("M", sex, habits(sex, ["M", "F"])) == "man"
    with pytest.raises(CellError, match="import-letter-unclear"):
        read("M", sex, habits(sex, ["M", "M"]))


@given(st.text(max_size=40), st.sampled_from(["text", "number", "decimal", "day", "flag", "country"]))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_cell_ends_in_anything_but_a_value_or_a_reason(cell: str, kind: Any) -> None:
    with suppress(CellError):
        read(cell, Fact(kind), Habits())


# -- stops and writers


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_an_import_that_is_killed_leaves_nothing_or_all(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one is killed when all its rows are written, and only the end of the change is missing."""
    at = place
    begin(at)
    rows = "".join(
        f"MX-01,Persona {letters(number)} López,Empresa {letters(number // 9)},x,x\n" for number in range(200)
    )
    paths = files(tmp_path / "in", events=EVENTS, many="event,nombre completo,empresa,Día 1,Día 2\n" + rows)
    run = (
        "import sys; from pathlib import Path; from datetime import date\n"
        "from builder.programme.incoming.take import take; from builder.programme.incoming.parsed import Asked\n"
        "from builder.programme.store import Store; from builder.programme.place import place_of\n"
        "import builder.programme.incoming.take as t; t._questions = lambda *a: (set(), {})\n"
        "def written(*a): print('written', flush=True); sys.stdin.read()\n"
        "if sys.argv.pop(2) == 'late': t._sources = written\n"
        "with Store(place_of(sys.argv[1])) as s, s.writing() as w:\n"
        "    print('begun', flush=True); take(w, [Path(p) for p in sys.argv[2:]], Asked(), date(2026, 1, 1))\n"
        "print('done', flush=True)\n"
    )
    whole, nothing = (1, 400), (0, 0)
    for when, allowed in (("late", (nothing,)), (0.2, (nothing, whole))):
        child = subprocess.Popen([sys.executable, "-c", run, str(at.file or at.address), str(when), *map(str, paths)], text=True,
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])})  # fmt: skip
        assert child.stdout
        assert child.stdout.readline() == "begun\n"
        if when == "late":
            assert child.stdout.readline() == "written\n"
        time.sleep(when if isinstance(when, float) else 0)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        with Store(at) as one, one.reading() as reading:
            assert (reading.count(Event), reading.count(Attendance)) in allowed, when
    monkeypatch.setattr(taking, "_questions", lambda *_: (set(), {}))
    with Store(at) as one:
        bring(one, paths, Asked())
        assert len(everything(one)["Attendance"]) == whole[1], "what was killed stops nobody afterwards"


def letters(number: int) -> str:
    """A word of its own for each number."""
    return "".join("bdfglmnprs"[int(digit)] + "aeiou"[int(digit) // 2] for digit in str(number))


def test_eight_imports_at_once(place: Place, tmp_path: Path) -> None:
    begin(place)
    with Store(place) as one:
        bring(one, files(tmp_path / "in", events=EVENTS))

    def work(number: int) -> None:
        name = "ABCDEFGH"[number] * 5
        text = f"Nombre completo,Empresa,Día 1\nPersona {name},Firma {name * 2},x\nEva Ruiz Mora,Común,x\n"
        with Store(place) as own:
            bring(own, files(tmp_path / f"w{number}", came=text))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    with Store(place) as one, one.reading() as reading:
        assert (reading.count(Firm), reading.count(Person), reading.count(Attendance)) == (9, 9, 9)


def test_the_command_asks_writes_nothing_and_says_what_it_did(tmp_path: Path) -> None:
    at = ("--record", tmp_path / "own")
    command("record", "init", *at)
    paths = files(
        tmp_path / "in", events=EVENTS, registered=REGISTERED, near=CAME.replace("Café Aurora", "Cafe Aurora")
    )
    dry = command("--lang", "en", "record", "import", paths[0], *at, "--dry-run")
    assert (dry.exit_code, "Nothing was changed" in dry.output) == (0, True)
    asked = command("record", "import", *paths, "--event", "MX-01", *at)
    assert asked.exit_code == 1
    assert "Aurora" not in asked.output
    assert "Aurora" in (tmp_path / "own/alike.csv").read_text("utf-8-sig"), "where only its owner may look"
    inside = tmp_path / "course/alike.csv"
    (tmp_path / "course/.git").mkdir(parents=True)
    refused = command("record", "import", *paths, "--event", "MX-01", *at, "--answers", inside)
    assert (refused.exit_code, inside.exists()) == (2, False)


# -- any lists, in any order

WORDS = st.sampled_from(["Zubiria", "Olmedo", "Quetzal", "Ivanka", "Wenceslao", "Thorne"])
CAMERS = st.lists(
    st.tuples(WORDS, WORDS, st.sampled_from(["", "x", "no"]), st.sampled_from(["", "x", "no"])),
    max_size=8,
    unique_by=lambda row: row[0],
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a record with one event, to be copied: making one takes longer than what is done with it."""
    at = place_of(str(tmp_path_factory.mktemp("empty")))
    begin(at)
    with Store(at) as one, one.writing() as writing:
        writing.put([Event("MX-01", "workshop", "T", "MX", date(2026, 3, 24), date(2026, 3, 25))])
    assert at.file
    return at.file


def in_order(empty: Path, folder: Path, paths: Sequence[Path]) -> dict[str, list[Any]]:
    """What is in the record after imports one by one."""
    shutil.copy(empty, folder / "record.sqlite")
    with Store(place_of(str(folder / "record.sqlite"))) as one:
        for path in paths:
            with one.writing() as writing:
                assert not take(writing, [path], Asked("MX-01"), DAY).asked
        return everything(one)


@given(CAMERS, st.randoms(use_true_random=False))
@settings(
    max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_lists_in_pieces_in_any_order_and_twice_are_the_list(
    empty: Path, tmp_path_factory: pytest.TempPathFactory, came: list, random: Any
) -> None:
    folder = tmp_path_factory.mktemp("pieces")
    heads = "Nombre completo,Empresa,Día 1,Día 2\n"
    lines = [f"{one} Mar Paz,{other},{first},{second}\n" for one, other, first, second in came]
    pieces = {f"p{number}": heads + "".join(lines[number::3]) for number in range(3) if lines[number::3]}
    whole = files(folder, whole=heads + "".join(lines)) if lines else []
    paths = files(folder, **pieces)
    again = files(folder, **{f"{name}x": text + "\n" for name, text in pieces.items()})
    shuffled = [*paths, *again]
    random.shuffle(shuffled)
    assert in_order(empty, folder, shuffled) == in_order(empty, folder, whole)
