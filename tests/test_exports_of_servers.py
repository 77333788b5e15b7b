"""Exports of KoboToolbox and ODK Central come into the record as they are.

The heads are those that Kobo's own exporter (formpack, June 2026) wrote for our forms, and those that Central's source names.
"""

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from builder.problems import ContentError
from builder.programme.incoming.parsed import Asked
from builder.programme.incoming.take import Taken, take
from builder.programme.place import place_of
from builder.programme.rows import Action, Event, Person, Progress, Registration, Visit
from builder.programme.store import Store, begin

pytestmark = pytest.mark.slow

KOBO = {"_id": 101, "_uuid": "ce94b951", "_submission_time": "2026-03-25T18:02:11", "_validation_status": "", "_notes": "", "_status": "submitted_via_web",
        "_submitted_by": "coach1", "__version__": "v1", "_tags": "", "_index": 1}  # fmt: skip
IN_REPEAT = {"_index": 1, "_parent_table_name": "visit", "_parent_index": 1} | {
    f"_submission_{key}": value for key, value in KOBO.items() if key != "_index"
}
CENTRAL = {"KEY": "uuid:1", "SubmitterID": "12", "SubmitterName": "coach 1", "AttachmentsPresent": "0", "AttachmentsExpected": "0", "Status": "",
           "ReviewState": "hasIssues", "DeviceID": "collect:x", "Edits": "0", "FormVersion": "1"}  # fmt: skip
VISIT = {"workshop": "MX-1", "whose": "7", "when": "3", "day": "2026-06-28", "reached": "yes", "event": "MX-1", "firm_code": "7", "month": "3", "how": "visit",
         "asker": "coach", "part": "same", "currency": "MXN", "spent": "10", "saved": "1234.5", "saved_evidence": "paper", "story": "yes"}  # fmt: skip
ON_VISIT = [{"action": "uuid-x", "number": n, "event": "MX-1", "firm_code": "7", "month": "3", "state": state, "value": "40.5", "evidence": "seen"}
            for n, state in (("1", "begun"), ("2", "done"))]  # fmt: skip
PLAN = [{"event": "MX-1", "firm_code": "7", "number": n, "what": f"Acción {n}", "kind": "waste", "owner": "", "due": "2026-06-30", "indicator": "kg",
         "baseline": "50.5", "goal": "20"} for n in ("1", "2")]  # fmt: skip
REGISTERED = {"notice": "", "consent": "yes", "event": "MX-1", "day": "2026-01-02", "name": "Ana Paz Luz", "sex": "woman", "firm": "Horno Sol", "size": "micro",
              "owner": "women", "women": "3", "men": "1", "coaching": "yes"}  # fmt: skip
SPANISH_VISIT = {"Evento": "MX-1", "Clave de la empresa": "7", "Mes": "Mes 3", "Día": "2026-06-28", "Contactada": "Sí", "event": "MX-1", "firm_code": "7",
                 "month": "3", "Visita o teléfono": "Visita", "Quién preguntó": "Acompañante", "Sin el taller": "Sí, lo mismo y al mismo tiempo",
                 "Moneda": "MXN", "Dinero gastado": "10", "Dinero ahorrado": "1234.5", "Cómo sabemos del ahorro": "En papel", "Historia": "Sí"}  # fmt: skip
SPANISH_ON_VISIT = [{"Acción": "uuid-x", "number": n, "event": "MX-1", "firm_code": "7", "month": "3", "Estado": state, "Hoy": "40.5", "Cómo lo sabemos": "Visto"}
                    for n, state in (("1", "Empezada"), ("2", "Hecha"))]  # fmt: skip
SPANISH_PLAN = [{"event": "MX-1", "firm_code": "7", "number": n, "Acción": f"Acción {n}", "Tipo": "Residuos", "Quién": "", "Para cuándo": "2026-06-30",
                 "Indicador": "kg", "Línea de base": "50.5", "Meta": "20"} for n in ("1", "2")]  # fmt: skip
SPANISH_REGISTERED = {"Acepto que se guarden estas respuestas": "Sí", "Evento": "MX-1", "Día": "2026-01-02", "Nombre": "Ana Paz Luz", "Mujer u hombre": "Mujer",
                      "Empresa": "Horno Sol", "Mujeres": "3", "Hombres": "1"}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    at = place_of(str(tmp_path / "own"))
    begin(at)
    one = Store(at)
    with one.writing() as writing:
        writing.put([Event("MX-1", "workshop", "T", "MX", date(2026, 1, 30), date(2026, 1, 31))])
    return one


def bring(store: Store, path: Path) -> Taken:
    with store.writing() as writing:
        return take(writing, [path], Asked(), date(2026, 7, 1))


def workbook(path: Path, **sheets: list[dict[str, object]]) -> Path:
    """As Kobo writes it: all that it says is text."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in (list(rows[0]), *(list(row.values()) for row in rows)):
            sheet.append(row)
    book.save(path)
    return path


def table(path: Path, rows: list[dict[str, object]], separator: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, list(rows[0]), delimiter=separator, quoting=csv.QUOTE_ALL if separator == ";" else csv.QUOTE_MINIMAL
        )
        writer.writeheader()
        writer.writerows(rows)
    return path


def grouped(rows: list[dict[str, str]], group: str) -> list[dict[str, object]]:
    return [{f"{group}{key}": value for key, value in row.items()} | IN_REPEAT for row in rows]


def is_whole(store: Store) -> None:
    with store.reading() as reading:
        assert [(row.firm, row.month, row.how, row.part, row.saved) for row in reading.rows(Visit)] == [
            ("MX-1/07", 3, "visit", "same", 1234.5)
        ]
        assert [(row.number, row.state, row.value, row.evidence) for row in reading.rows(Progress)] == [
            (1, "begun", 40.5, "seen"),
            (2, "done", 40.5, "seen"),
        ]
        assert [(row.number, row.what, row.kind, row.baseline) for row in reading.rows(Action)] == [
            (1, "Acción 1", "waste", 50.5),
            (2, "Acción 2", "waste", 50.5),
        ]
        assert [(row.name, row.sex) for row in reading.rows(Person)] == [("Ana Paz Luz", "woman")]
        assert reading.count(Registration) == 1


@pytest.mark.parametrize("group", ["actions/", ""], ids=["groups", "no groups"])
def test_kobo_with_xml_values(store: Store, tmp_path: Path, group: str) -> None:
    bring(store, workbook(tmp_path / "r.xlsx", registration=[REGISTERED | KOBO]))
    frame = {"workshop": "MX-1", "whose": "7", **KOBO}
    bring(store, workbook(tmp_path / "p.xlsx", **{"firm-plan": [frame], "actions": grouped(PLAN, group)}))
    bring(store, workbook(tmp_path / "v.xlsx", visit=[VISIT | KOBO], actions=grouped(ON_VISIT, group)))
    is_whole(store)
    again = bring(store, table(tmp_path / "v.csv", [VISIT | KOBO], ";"))
    assert not again.new + again.changed, "the CSV holds the same visit"


@pytest.mark.parametrize("group", ["Acciones/", ""], ids=["groups", "no groups"])
def test_kobo_with_labels(store: Store, tmp_path: Path, group: str) -> None:
    bring(store, workbook(tmp_path / "r.xlsx", registration=[SPANISH_REGISTERED | KOBO]))
    frame = {"Evento": "MX-1", "Clave de la empresa": "7", **KOBO}
    bring(store, workbook(tmp_path / "p.xlsx", **{"firm-plan": [frame], "actions": grouped(SPANISH_PLAN, group)}))
    bring(store, workbook(tmp_path / "v.xlsx", visit=[SPANISH_VISIT | KOBO], actions=grouped(SPANISH_ON_VISIT, group)))
    is_whole(store)


@pytest.mark.parametrize("group", ["", "data-"], ids=["no groups", "groups"])
def test_central_with_a_file_for_each_repeat(store: Store, tmp_path: Path, group: str) -> None:
    """Of older groups too: a form that somebody put into one."""

    def sent(row: dict[str, str]) -> dict[str, object]:
        said = {f"{group}{key}": value for key, value in row.items()}
        return {"SubmissionDate": "2026-06-28T18:00:00.000Z", **said, "meta-instanceID": "uuid:1", **CENTRAL}

    def repeated(rows: list[dict[str, str]]) -> list[dict[str, object]]:
        keys = {"meta-entity-label": "MX-1 · 1", "PARENT_KEY": "uuid:1"}
        return [{**row, **keys, "KEY": f"uuid:1/actions[{number}]"} for number, row in enumerate(rows, 1)]

    bring(store, table(tmp_path / "registration.csv", [sent(REGISTERED)]))
    bring(store, table(tmp_path / "firm-plan-actions.csv", repeated(PLAN)))
    bring(store, table(tmp_path / "visit.csv", [sent(VISIT)]))
    bring(store, table(tmp_path / "visit-actions.csv", repeated(ON_VISIT)))
    is_whole(store)


def test_the_list_of_entities_is_a_list_of_plans(store: Store, tmp_path: Path) -> None:
    about = {
        "__createdAt": "2026-01-31T18:00:00.000Z",
        "__creatorId": "12",
        "__creatorName": "coach 1",
        "__updates": "1",
        "__updatedAt": "",
        "__version": "2",
    }
    rows = [
        {
            "__id": f"uuid-{row['number']}",
            "label": "7 · 1",
            **row,
            "state": "begun",
            "value": "40.5",
            "evidence": "seen",
            **about,
        }
        for row in PLAN
    ]
    bring(store, table(tmp_path / "actions.csv", rows))  # type: ignore[arg-type]
    with store.reading() as reading:
        assert [(row.firm, row.number, row.goal) for row in reading.rows(Action)] == [
            ("MX-1/07", 1, 20),
            ("MX-1/07", 2, 20),
        ]


def test_a_list_that_is_no_export_keeps_its_columns(store: Store, tmp_path: Path) -> None:
    """Status is a state where nobody says that a server wrote it."""
    rows: list[dict[str, object]] = [{"event": "MX-1", "firm_code": "7", "month": "3", "Status": "unknown"}]
    with pytest.raises(ContentError, match="import-value"):
        bring(store, table(tmp_path / "v.csv", rows))


@pytest.mark.parametrize(("frame", "name"), [
    ({"workshop": "MX-1", "whose": "7", "meta-instanceID": "uuid:1", **CENTRAL}, "plan of March"),
    ({"Evento": "MX-1", "Clave de la empresa": "7", "own question": "x", **KOBO}, "firm-plan"),
    ({"event": "MX-1", "firm_code": "7", **KOBO}, "firm-plan"),
])  # fmt: skip
def test_the_csv_of_a_plan_says_where_its_actions_are(
    store: Store, tmp_path: Path, frame: dict[str, object], name: str
) -> None:
    alone = table(tmp_path / f"{name}.csv", [frame])
    with pytest.raises(ContentError, match="import-only-frame.*" + f"{name}-actions.csv") as error:
        bring(store, alone)
    assert len(error.value.problems) == 1
    rows: list[dict[str, object]] = [{**row, "PARENT_KEY": "uuid:1", "KEY": "uuid:1/actions[1]"} for row in PLAN]
    second = table(tmp_path / f"{name}-actions.csv", rows)
    with store.writing() as writing:
        assert take(writing, [alone, second], Asked(), date(2026, 7, 1)).new == {"firm": 1, "action": 2}
    with store.writing() as writing:
        again = take(writing, [second, alone], Asked(), date(2026, 7, 1))
        assert again.known_files == (second, alone)


def test_the_csv_of_visits_is_taken_and_says_what_it_lacks(store: Store, tmp_path: Path) -> None:
    found = bring(store, table(tmp_path / "visit.csv", [VISIT | KOBO]))
    assert found.new["visit"] == 1
    assert [one.arguments["file"] for one in found.warnings if one.code == "import-no-actions"] == ["visit-actions.csv"]
    repeated = [{**row, "PARENT_KEY": "uuid:1", "KEY": "uuid:1/actions[1]"} for row in ON_VISIT]
    both = [
        table(tmp_path / "all.csv", [{**VISIT, "month": "6", **KOBO}]),
        table(tmp_path / "all-actions.csv", repeated),
    ]  # type: ignore[arg-type]
    with store.writing() as writing:
        told = take(writing, both, Asked(), date(2026, 7, 1)).warnings
    assert "import-no-actions" not in {one.code for one in told}


def test_an_export_of_another_form_is_not_taken_for_a_plan(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="import-kind-unknown"):
        bring(store, table(tmp_path / "x.csv", [{"satisfaction": "4", "comments": "", **KOBO}]))
