"""The funder's report: its numbers are right, none of them shows few firms, and it can be read by everybody."""

import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from xml.sax.saxutils import quoteattr

import checkers
import docx
import openpyxl
import pytest
import sqlalchemy as sql
from conftest import need_tool
from databases import command, place, postgres, store  # noqa: F401 - fixtures
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.print.pdf_text import read_pages
from builder.programme.demo import demo
from builder.programme.incoming.parsed import Asked
from builder.programme.incoming.take import take
from builder.programme.place import place_of
from builder.programme.report.as_docx import write_docx
from builder.programme.report.as_pdf import write_pdf
from builder.programme.report.as_xlsx import write_xlsx
from builder.programme.report.change import change
from builder.programme.report.figures import Cell, Gap, Table, Word, word
from builder.programme.report.learning import gain_of
from builder.programme.report.period import Period
from builder.programme.report.protect import FEWEST, OTHERS, Group, hidden, nested, protected
from builder.programme.report.reach import reach
from builder.programme.report.report import report
from builder.programme.report.spoken import SpokenReport, said, spoken
from builder.programme.rows import Action, Attendance, Event, Firm, Person, Test, Visit
from builder.programme.store import Store, begin
from builder.words import report_words

pytestmark = pytest.mark.slow

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
OAS = Path(__file__).parent / "oas"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The fictional programme, to be read only."""
    is_file = request.param == "sqlite"
    at = place_of(
        str(tmp_path_factory.mktemp("demo")) if is_file else request.getfixturevalue("postgres").new_database()
    )
    begin(at)
    with Store(at) as one:
        with one.writing() as writing:
            writing.put(demo())
        yield one


def tables(one: Store, first: date = FIRST, last: date = LAST) -> dict[str, Table]:
    with one.reading() as reading:
        return {table.key: table for table in report(reading, first, last).tables}


def rows_of(table: Table) -> dict[str, tuple[Cell, ...]]:
    return {cell.key if isinstance(row[0], Word) and (cell := row[0]) else str(row[0]): row[1:] for row in table.rows}


def ask(one: Store, text: str) -> list[tuple]:
    with one.reading() as reading:
        return [tuple(row) for row in reading.connection.execute(sql.text(text))]


AT_WORKSHOPS = (
    "FROM attendance a JOIN event e ON e.code = a.event JOIN person p ON p.code = a.person JOIN firm f ON f.code = p.firm "
    "WHERE a.present AND e.kind = 'workshop' AND e.first_day BETWEEN '2026-01-01' AND '2026-12-31'"
)


def test_tables_are_those_that_plain_sql_gives(filled: Store) -> None:
    """Written a second time, by another way, on both databases."""
    found = tables(filled)
    ((firms,),) = ask(filled, f"SELECT count(DISTINCT f.code) {AT_WORKSHOPS}")
    assert rows_of(found["sizes"] if "sizes" in found else found["reach"])["all"][-1] == firms == 230
    sectors = dict(
        ask(filled, f"SELECT coalesce(f.sector, 'unsaid'), count(DISTINCT f.code) {AT_WORKSHOPS} GROUP BY f.sector")
    )
    shown = {name.removeprefix("sector."): row[0] for name, row in rows_of(found["sectors"]).items()}
    assert sum(sectors.values()) == shown.pop("all")
    others = shown.pop(OTHERS, 0)
    assert all(sectors[name] == count for name, count in shown.items())
    assert others == sum(count for name, count in sectors.items() if name not in shown)
    women = ask(filled, f"SELECT count(DISTINCT p.code) {AT_WORKSHOPS} AND p.sex = 'woman'")[0][0]
    assert rows_of(found["sectors"])["all"][1] == women
    low, high = ask(filled, "SELECT sum(ones + twos), sum(threes + fours) FROM mark WHERE statement = 'use'")[0]
    assert rows_of(found["marks"])["statement.use"] == (low, high, low + high)
    states = ask(
        filled, "SELECT count(*), sum(CASE WHEN state = 'done' THEN 1 ELSE 0 END) FROM progress WHERE month = 6"
    )[0]
    assert rows_of(found["actions"])["all"][3:5] == states
    assert rows_of(found["actions"])["all"][0] == ask(filled, "SELECT count(*) FROM action")[0][0]
    saved = {key[0]: (count, round(total, 2)) for *key, count, total in ask(filled, "SELECT saved_evidence, count(*), sum(saved) FROM visit WHERE month = 6 AND saved IS NOT NULL GROUP BY saved_evidence")}  # fmt: skip
    assert {row[1].key.removeprefix("evidence."): row[2:] for row in found["savings"].rows} == saved
    parts = dict(ask(filled, "SELECT part, count(*) FROM visit WHERE month = 6 AND part IS NOT NULL GROUP BY part"))
    assert sum(parts.values()) == rows_of(found["part"])["all"][0]
    start, end = ask(
        filled,
        "SELECT sum(start), sum(value) FROM measure WHERE indicator = 'electricity' AND start IS NOT NULL AND value IS NOT NULL",
    )[0]
    assert found["measures"].rows[0][3:5] == (start, end)
    planned, spent = ask(filled, "SELECT sum(planned), sum(spent) FROM expense WHERE item = 'room'")[0]
    assert rows_of(found["money"])["item.room"][1:3] == (planned, spent)


IN_TIME = "event IN (SELECT code FROM event WHERE first_day BETWEEN '2026-01-01' AND '2026-12-31')"


def test_every_other_table_is_what_plain_sql_gives(filled: Store) -> None:
    """Tables that the test above leaves out, from the database alone."""
    found = tables(filled)
    workshops = dict(ask(filled, f"SELECT e.code, count(DISTINCT f.code) {AT_WORKSHOPS} GROUP BY e.code"))
    days = ask(
        filled, "SELECT code, first_day, last_day FROM event WHERE first_day >= '2026-01-01' ORDER BY first_day, code"
    )
    assert [str(row[2]) for row in found["activities"].rows] == [str(first) for _, first, _ in days]
    shown = dict(zip([code for code, _, _ in days], [row[6] for row in found["activities"].rows], strict=True))
    assert {code: number for code, number in shown.items() if number is not Gap.MISSING} == workshops, (
        "none of them has few"
    )
    women = dict(
        ask(
            filled,
            "SELECT d.event, count(DISTINCT t.code) FROM delivery d JOIN trainer t ON t.code = d.trainer WHERE t.sex = 'woman' AND d.role <> 'observer' GROUP BY d.event",
        )
    )
    assert [row[4] for row in found["activities"].rows if row[4] is not Gap.MISSING] == [
        women.get(code, 0) for code, _, _ in days if code in workshops
    ]
    ((partners,),) = ask(filled, f"SELECT count(DISTINCT partner) FROM support WHERE {IN_TIME}")
    assert dict(found["partners"].base.arguments)["n"] == partners
    pairs = ask(filled, f"SELECT p.name, p.kind FROM support s JOIN partner p ON p.code = s.partner WHERE {IN_TIME}")
    assert sorted(
        name for row in found["partners"].rows for cell in row[1:] if cell for name in str(cell).split("; ")
    ) == sorted(name for name, _ in pairs)
    for key, column in (("sizes", "size"), ("owners", "owner")):
        groups = dict(
            ask(
                filled,
                f"SELECT coalesce(f.{column}, 'unsaid'), count(DISTINCT f.code) {AT_WORKSHOPS} GROUP BY f.{column}",
            )
        )
        listed = {name.rpartition(".")[2]: row[0] for name, row in rows_of(found[key]).items()}
        assert listed == groups | {"all": sum(groups.values())}, "none of them is small"
    plans = ask(filled, "SELECT count(*), sum(CASE WHEN n > 2 THEN 1 ELSE 0 END), sum(CASE WHEN n > 2 AND whole = n THEN 1 ELSE 0 END) FROM (SELECT count(*) AS n, "
                "sum(CASE WHEN owner IS NOT NULL AND due IS NOT NULL AND baseline IS NOT NULL THEN 1 ELSE 0 END) AS whole FROM action GROUP BY event, firm) AS p")[0]  # fmt: skip
    assert tuple(row[1] for row in found["plans"].rows) == plans
    for month, reached, lost, unknown, of in found["follow-up"].rows:
        yes, no = ask(filled, f"SELECT sum(CASE WHEN reached THEN 1 ELSE 0 END), sum(CASE WHEN reached THEN 0 ELSE 1 END) FROM visit v WHERE month = {month} AND EXISTS "
                      "(SELECT 1 FROM action a WHERE a.event = v.event AND a.firm = v.firm)")[0]  # fmt: skip
        assert (reached, lost, unknown, of) == (yes, no, plans[0] - yes - no, plans[0])
    kinds = ask(filled, "SELECT a.kind, count(*), sum(CASE WHEN t.state IS NOT NULL THEN 1 ELSE 0 END), sum(CASE WHEN t.state IN ('begun', 'done') THEN 1 ELSE 0 END), "
                "sum(CASE WHEN s.state IS NOT NULL THEN 1 ELSE 0 END), sum(CASE WHEN s.state = 'done' THEN 1 ELSE 0 END), sum(CASE WHEN s.state IN ('changed', 'given-up') THEN 1 ELSE 0 END) "
                "FROM action a LEFT JOIN progress t ON (t.event, t.firm, t.number, t.month) = (a.event, a.firm, a.number, 3) "
                "LEFT JOIN progress s ON (s.event, s.firm, s.number, s.month) = (a.event, a.firm, a.number, 6) GROUP BY a.kind")  # fmt: skip
    assert {name.removeprefix("action."): row for name, row in rows_of(found["actions"]).items() if name != "all"} == {
        kind: tuple(numbers) for kind, *numbers in kinds
    }
    known = dict(
        ask(
            filled,
            "SELECT coalesce(evidence, 'unsaid'), count(*) FROM progress WHERE month = 6 AND state = 'done' GROUP BY evidence",
        )
    )
    listed = {name.rpartition(".")[2]: row[0] for name, row in rows_of(found["evidence"]).items()}
    assert {name: number for name, number in listed.items() if number and name != "all"} == known
    answers = dict(ask(filled, "SELECT part, count(*) FROM visit WHERE month = 6 AND part IS NOT NULL GROUP BY part"))
    assert {name.rpartition(".")[2]: row[0] for name, row in rows_of(found["part"]).items() if name != "all"} == answers
    stages = dict(ask(filled, "SELECT stage, count(*) FROM trainer GROUP BY stage"))
    assert {
        name.rpartition(".")[2]: row[0] for name, row in rows_of(found["trainers"]).items() if row[0] and name != "all"
    } == stages
    stories = ask(
        filled,
        "SELECT count(*), sum(CASE WHEN consent IS NOT NULL THEN 1 ELSE 0 END), sum(CASE WHEN state = 'published' THEN 1 ELSE 0 END) FROM story WHERE state IN ('gathered', 'published')",
    )[0]
    assert tuple(row[1] for row in found["stories"].rows) == stories
    promises = ask(
        filled, "SELECT text, state FROM agreement a JOIN event e ON e.code = a.event ORDER BY e.first_day, a.code"
    )
    assert [(row[1], row[2].key.removeprefix("promise.")) for row in found["agreements"].rows] == promises
    for statement, low, high in ask(
        filled, "SELECT statement, sum(ones + twos), sum(threes + fours) FROM mark GROUP BY statement"
    ):
        assert rows_of(found["marks"])[f"statement.{statement}"] == (low, high, low + high)
    money = {
        item: (planned, spent)
        for item, planned, spent in ask(
            filled, f"SELECT item, sum(planned), sum(spent) FROM expense WHERE {IN_TIME} GROUP BY item"
        )
    }
    assert {name.removeprefix("item."): row[1:3] for name, row in rows_of(found["money"]).items()} == money
    ((without,),) = ask(
        filled,
        "SELECT count(*) FROM event e WHERE kind = 'workshop' AND NOT EXISTS (SELECT 1 FROM mark m WHERE m.event = e.code)",
    )
    assert rows_of(found["missing"])["missing-marks"] == (without, 12)


def test_the_gain_is_that_of_plain_sql(filled: Store) -> None:
    pairs = (
        "SELECT b.form, avg(1.0 * (a.right_ - b.right_)), count(*), sum(CASE WHEN a.right_ > b.right_ THEN 1 ELSE 0 END) FROM "
        '(SELECT event, code, form, moment, "right" AS right_ FROM test) b JOIN (SELECT event, code, form, moment, "right" AS right_ FROM test) a '
        "ON a.event = b.event AND a.code = b.code WHERE b.moment = 'before' AND a.moment = 'after' AND a.form <> b.form GROUP BY b.form"
    )
    heaps = ask(filled, pairs)
    (row,) = tables(filled)["tests"].rows
    assert row[1:4] == (
        sum(heap[2] for heap in heaps),
        sum(heap[3] for heap in heaps),
        round(float(sum(heap[1] for heap in heaps)) / 2, 1),
    )


def test_the_gain_of_the_guides_example() -> None:
    """Seven people, six pairs; too few for a mean in a report."""
    sheet = [
        ("MA07", "A", 6, 11),
        ("RO41", "A", 12, 13),
        ("TE15", "A", 7, 7),
        ("LU23", "B", 9, 12),
        ("JU88", "B", 8, 12),
        ("SO36", "B", 9, 11),
    ]
    tests = [Test("E", "PE60", "before", "B", 5, 15)]
    for code, form, before, after in sheet:
        tests += [
            Test("E", code, "before", form, before, 15),
            Test("E", code, "after", {"A": "B", "B": "A"}[form], after, 15),
        ]
    found = gain_of(tests)
    assert (found.pairs, found.improved, found.alone, found.gain) == (6, 5, 1, None)
    more = [Test(f"E{turn}", test.code, test.moment, test.form, test.right, 15) for turn in (1, 2) for test in tests]
    assert gain_of(more).gain == 2.5


def test_sums_agree_across_tables(filled: Store) -> None:
    found = tables(filled)
    totals = {
        rows_of(found[key])["all"][0 if key != "reach" else -1]
        for key in ("sizes", "owners", "reach", "sectors")
        if key in found
    }
    assert totals == {230}
    for key in ("sizes", "owners", "sectors", "actions", "part"):
        if key in found:
            listed = rows_of(found[key])
            total = listed.pop("all")
            for spot, whole in enumerate(total):
                assert sum(row[spot] for row in listed.values()) == whole, (key, spot)


def test_what_the_oas_reported_for_2014_comes_out_of_its_activities(store: Store) -> None:
    """Annex 1 and 2 of its annual report, entered as lists."""
    with store.writing() as writing:
        take(writing, sorted(OAS.glob("*.csv")), Asked(), date(2026, 1, 1))
    found = tables(store, date(2014, 1, 1), date(2014, 12, 31))
    listed = [(said(row[0], "en"), row[2], row[3]) for row in found["activities"].rows]
    assert listed == [
        ("Honduras", date(2014, 2, 27), date(2014, 2, 28)), ("Mexico", date(2014, 3, 24), date(2014, 3, 24)),
        ("Mexico", date(2014, 3, 25), date(2014, 3, 26)), ("Uruguay", date(2014, 7, 29), date(2014, 7, 30)),
        ("Panama", date(2014, 9, 29), date(2014, 9, 30)), ("Panama", date(2014, 10, 9), date(2014, 10, 10)),
        ("Argentina", date(2014, 10, 16), date(2014, 10, 16)),
    ]  # fmt: skip
    assert all(row[4:] == (Gap.MISSING,) * 3 for row in found["activities"].rows), "nobody wrote down who came"
    partners = {said(row[0], "en"): row[1:] for row in found["partners"].rows}
    assert partners["Panama, 29 September 2014"] == (
        "Embassy of Canada in Panama; Ministerio de Comercio e Industrias; Ministerio de Relaciones Exteriores", "SUMARSE", "Coast Eco Timber; Scotiabank",
        "APEDE; Panama Canada Chamber of Commerce",
    )  # fmt: skip
    assert partners["Argentina, 16 October 2014"][1:] == (None, None, None)
    everything = tables(store, date(2007, 1, 1), date(2014, 12, 31))
    assert len(everything["activities"].rows) == 32


# -- groups of few firms


def published(counts: tuple[int, ...]) -> tuple[tuple[str, int], ...] | None:
    found = protected([Group(str(number), count) for number, count in enumerate(counts)])
    return None if found is None else tuple(sorted((group.name, group.firms) for group in found))


def test_nobody_can_work_out_a_small_group() -> None:
    """All tables of four groups and up to 18 firms: what is printed leaves at least two values for each group that is small."""
    possible: dict[object, list[tuple[int, ...]]] = {}
    for counts in product(range(19), repeat=4):
        total = sum(counts)
        if total < 19:
            possible.setdefault((published(counts), total if total >= FEWEST else "few"), []).append(counts)
    for ways in possible.values():
        for spot in range(4):
            values = {way[spot] for way in ways}
            assert len(values) > 1 or not 0 < min(values) < FEWEST, (ways[0], spot)


def test_no_printed_group_is_small_and_the_sum_is_true() -> None:
    for counts in product((0, 1, 3, 4, 5, 7, 12), repeat=4):
        found = protected([Group(str(number), count) for number, count in enumerate(counts)])
        if found is not None:
            assert sum(group.firms for group in found) == sum(counts)
            assert all(group.firms >= FEWEST for group in found)
        else:
            assert sum(counts) < FEWEST


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40), st.integers(0, 40)), max_size=12))
@settings(max_examples=300, deadline=None)
def test_no_printed_group_has_few_women_or_men(listed: list[tuple[int, int, int]]) -> None:
    groups = [
        Group(str(number), firms, (), (women, men) if firms else (0, 0))
        for number, (firms, women, men) in enumerate(listed)
    ]
    for group in protected(groups) or ():
        assert group.firms >= FEWEST
        assert all(count == 0 or count >= FEWEST for count in group.people)


def test_events_with_few_firms_are_not_shown_alone() -> None:
    assert hidden([20, 3, 9, 0, 12]) == [20, Gap.HIDDEN, Gap.HIDDEN, 0, Gap.HIDDEN]
    assert hidden([20, 3, 10, 10, 0]) == [20, Gap.HIDDEN, Gap.HIDDEN, Gap.HIDDEN, 0]
    assert hidden([8, 3, 0]) == [Gap.HIDDEN] * 3
    assert hidden([20, 9]) == [20, 9]


@pytest.mark.parametrize(("events", "most"), [(2, 30), (3, 20), (4, 12)])
def test_nobody_can_work_out_an_event_from_the_number_of_all_firms(events: int, most: int) -> None:
    """Who knows the rule and the sum, which another table prints, finds two values at least for each event with few firms."""
    possible: dict[object, list[tuple[int, ...]]] = {}
    for counts in product(range(most), repeat=events):
        total = sum(counts) if sum(counts) >= FEWEST else "few"
        possible.setdefault((tuple(hidden(counts)), total), []).append(counts)
    for ways in possible.values():
        for spot in range(events):
            values = {way[spot] for way in ways}
            is_cut_off = max(map(max, ways)) == most - 1
            assert len(values) > 1 or not 0 < min(values) < FEWEST or is_cut_off, (ways[0], spot)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6))
@settings(max_examples=300, deadline=None)
def test_no_difference_of_nested_counts_is_small(listed: list[int]) -> None:
    """Plans with three actions are a part of the plans, which are a part of the firms: what is left over is a group, too."""
    shown = [count for count in nested(sorted(listed, reverse=True)) if isinstance(count, int)]
    assert all(not 0 < count < FEWEST for count in shown)
    assert all(not 0 < one - other < FEWEST for one in shown for other in shown)


def test_a_programme_of_four_firms_shows_none_of_them(store: Store) -> None:
    event = Event("MX-01", "workshop", "Taller", "MX", FIRST, FIRST)
    rows: list[object] = [event]
    for number in range(4):
        rows += [
            Firm(f"F{number}", sector="food", size="micro", owner="women"),
            Person(f"P{number}", f"F{number}", None, "woman"),
        ]
        rows += [Attendance("MX-01", f"P{number}", FIRST, present=True)]
    with store.writing() as writing:
        writing.put(rows)
    for table in tables(store).values():
        if table.key in ("sizes", "owners", "reach", "sectors", "actions", "activities"):
            numbers = [cell for row in table.rows for cell in row[1:] if isinstance(cell, int)]
            assert 4 not in numbers, table.key
    with store.reading() as reading:
        text = str(spoken(report(reading, FIRST, LAST), "en"))
    assert "firms: 4" not in text


# -- any programme

FIRM = st.tuples(
    st.sampled_from(["micro", "small", "medium", None]), st.sampled_from(["women", "men", None]),
    st.sampled_from(["food", "shops", "repair", None]), st.integers(0, 2), st.integers(0, 3), st.sampled_from(["woman", "man", None]),
    st.sampled_from(["same", "no", None]),
)  # fmt: skip


def programme(firms: list[tuple], chance: Random) -> Period:
    """Firms of which one person each came to one of three workshops, with so many actions, and what they said in month 6."""
    events = [Event(f"E{number}", "workshop", "T", "MX", FIRST, FIRST) for number in range(3)]
    people, there, actions, visits, listed = [], [], [], [], []
    for number, (size, owner, sector, event, planned, sex, part) in enumerate(firms):
        listed.append(Firm(f"F{number:03}", size=size, owner=owner, sector=sector))
        people.append(Person(f"P{number:03}", f"F{number:03}", None, sex))
        there.append(Attendance(f"E{event}", f"P{number:03}", FIRST, present=True))
        actions += [Action(f"E{event}", f"F{number:03}", turn + 1, kind="waste") for turn in range(planned)]
        visits += [Visit(f"E{event}", f"F{number:03}", 6, reached=True, part=part)] if part else []
    for rows in (listed, people, there, actions, visits):
        chance.shuffle(rows)
    return Period(
        FIRST, LAST, tuple(events), (), (), (), (), (), (), tuple(listed), tuple(people), tuple(there), (), (), tuple(actions), tuple(visits),
        (), (), (), (), (),
    )  # fmt: skip


@given(st.lists(FIRM, max_size=40), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_in_any_programme_sums_agree_and_no_group_is_small(firms: list[tuple], seed: int) -> None:
    chance = Random(seed)
    found = {table.key: table for table in (*reach(programme(firms, chance)), *change(programme(firms, chance)))}
    again = {table.key: table for table in (*reach(programme(firms, chance)), *change(programme(firms, chance)))}
    assert found == again, "whatever the order of the rows"
    totals = {
        rows_of(found[key])["all"][-1 if key == "reach" else 0]
        for key in ("sizes", "owners", "reach", "sectors")
        if key in found
    }
    assert totals == {Gap.HIDDEN if 0 < len(firms) < FEWEST else len(firms)}
    for key in ("sizes", "owners", "reach", "sectors", "part"):
        listed = rows_of(found[key]) if key in found else {"all": ()}
        for spot, whole in enumerate(listed.pop("all")):
            column = [row[spot] for row in listed.values()]
            assert not column or Gap.HIDDEN in (*column, whole) or sum(column) == whole, (key, spot)
    places = {
        "sizes": [1],
        "owners": [1],
        "reach": range(1, 6),
        "sectors": [1, 2, 3],
        "activities": [6],
        "plans": [1],
        "follow-up": range(1, 5),
        "part": [1],
    }
    for key, spots in places.items():
        cells = [row[spot] for spot in spots for row in (found[key].rows if key in found else ())]
        assert not [cell for cell in cells if isinstance(cell, int) and 0 < cell < FEWEST], key
    reached = [len(firms)] if len(firms) >= FEWEST else []
    shown = [*reached, *(row[1] for row in found["plans"].rows if isinstance(row[1], int))]
    assert not [one for one in shown for other in shown if 0 < one - other < FEWEST], "firms without a plan"


# -- files


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    at = place_of(str(tmp_path_factory.mktemp("demo") / "own"))
    begin(at)
    with Store(at) as one:
        with one.writing() as writing:
            writing.put(demo())
        yield one


def told(one: Store, language: str) -> SpokenReport:
    with one.reading() as reading:
        return spoken(report(reading, FIRST, LAST), language)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_pdf_is_for_everybody_and_holds_each_table(example: Store, tmp_path: Path, language: str) -> None:
    found = told(example, language)
    write_pdf(found, tmp_path / "report.pdf", "Cámara", "#1f4e5f", "a4")
    assert checkers.first([tmp_path / "report.pdf"]) == ""
    assert checkers.second([tmp_path / "report.pdf"], tmp_path) == []
    text = " ".join(" ".join(page.text.split()) for page in read_pages(tmp_path / "report.pdf"))
    for table in found.tables:
        assert table.title in text, table.key


def test_the_workbook_has_a_sheet_for_each_table_and_no_formula(example: Store, tmp_path: Path) -> None:
    found = told(example, "es")
    write_xlsx(found, tmp_path / "report.xlsx", "#1f4e5f")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert len(book.worksheets) == len(found.tables) + 1
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    sectors = next(sheet for sheet in book.worksheets if "sector" in sheet.title)
    assert isinstance(sectors["B3"].value, int)


def test_the_word_file_takes_the_styles_of_a_template(example: Store, tmp_path: Path) -> None:
    template = docx.Document()
    template.add_paragraph("Cámara de Villanueva")
    template.save(str(tmp_path / "template.docx"))
    found = told(example, "en")
    write_docx(found, tmp_path / "report.docx", tmp_path / "template.docx", "#1f4e5f")
    document = docx.Document(str(tmp_path / "report.docx"))
    assert document.paragraphs[0].text == "Cámara de Villanueva"
    assert len(document.tables) == len(found.tables)
    with zipfile.ZipFile(tmp_path / "report.docx") as archive:
        assert archive.read("word/document.xml").count(b"w:tblHeader") == len(found.tables)


def test_charts_are_those_of_the_office_and_say_what_they_show(example: Store, tmp_path: Path) -> None:
    """LibreOffice draws them: their numbers stand on its pages a second time, beside the bars."""
    found = told(example, "es")
    drawn = [table for table in found.tables if table.drawn]
    assert {table.key for table in drawn} >= {"sizes", "sectors", "marks", "actions", "part"}
    write_xlsx(found, tmp_path / "book.xlsx", "#1f4e5f")
    write_docx(found, tmp_path / "text.docx", None, "#1f4e5f")
    with zipfile.ZipFile(tmp_path / "text.docx") as archive:
        text = archive.read("word/document.xml").decode()
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        drawings = [archive.read(f"xl/drawings/drawing{number}.xml").decode() for number in range(1, len(drawn) + 1)]
        first = archive.read("xl/charts/chart1.xml").decode()
    for table, drawing in zip(drawn, drawings, strict=True):
        assert f"descr={quoteattr(table.drawn_alt)}" in drawing
        assert f"descr={quoteattr(table.drawn_alt)}" in text
        assert all(name in table.drawn_alt for name, _ in table.drawn)
    assert "!$B$3:$B$" in first, "a number that is changed in the sheet changes its bar"
    pages = as_pdf([tmp_path / "text.docx", tmp_path / "book.xlsx"], tmp_path)
    for shown in pages.values():
        assert all(shown.count(name) > 1 for table in drawn for name, _ in table.drawn)


def as_pdf(files: list[Path], folder: Path) -> dict[str, str]:
    """File -> the words that LibreOffice prints of it, without its breaks."""
    parts = Path("/usr/lib/libreoffice/program")
    missing = [name for name in ("libswlo.so", "libsclo.so") if not (parts / name).exists()]
    program = need_tool("libreoffice-writer and -calc" if missing else "soffice")
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = [program, own, "--headless", "--convert-to", "pdf", "--outdir", folder, *files]
    subprocess.run(convert, check=True, capture_output=True, timeout=300)
    pages = {file.name: read_pages(folder / f"{file.stem}.pdf") for file in files}
    return {name: " ".join(" ".join(page.text.split()) for page in found) for name, found in pages.items()}


def test_no_table_is_squeezed_until_its_words_break(example: Store) -> None:
    """Each column is at least as wide as its longest word, in English and Spanish."""
    for table in (table for language in ("en", "es") for table in told(example, language).tables):
        assert sum(table.shares) == pytest.approx(1)
        longest = [
            max(len(word) for text in column for word in text.split())
            for column in zip(table.heads, *table.rows, strict=True)
        ]
        assert all(100 * share >= word for share, word in zip(table.shares, longest, strict=True)), table.key


def test_no_name_of_a_person_or_firm_is_in_a_report(example: Store) -> None:
    text = str(told(example, "es"))
    with example.reading() as reading:
        names = {row.name for kind in (Firm, Person) for row in reading.rows(kind)}
    assert not [name for name in names if name and name in text]


def test_the_same_record_gives_the_same_report(example: Store) -> None:
    assert told(example, "es") == told(example, "es")
    assert demo() == demo()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_words_of_the_report_are_those_of_its_tables(example: Store, language: str) -> None:
    english, other = report_words("en"), report_words(language)
    assert english.keys() == other.keys()
    found = tables(example)
    assert found.keys() <= english["tables"].keys() == other["tables"].keys()
    for table in found.values():
        assert all(len(row) == len(other["tables"][table.key]["heads"]) for row in table.rows), table.key
    assert said(word("missing"), language) == other["missing"]


def test_the_commands_make_a_demo_and_its_report(tmp_path: Path) -> None:
    at = ("--record", tmp_path / "own")
    assert command("record", "demo", *at).exit_code == 0
    assert command("record", "demo", *at).exit_code == 2, "never into a record that holds something"
    dates = ("--from", "2026-01-01", "--to", "2026-12-31", "--output", tmp_path)
    done = command("-C", tmp_path, "--lang", "es", "report", *at, *dates, "--format", "xlsx")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "report-2026-01-01-2026-12-31-es.xlsx").exists()
    bad = tmp_path / "letter.docx"
    bad.write_text("no Word file")
    refused = command("-C", tmp_path, "report", *at, *dates, "--format", "docx", "--template", bad)
    assert (refused.exit_code, "docx-broken" in refused.output) == (1, True)
