"""Answers to the tests say how good each question is: read from every table that people have, counted right, shown without a name."""

import csv
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from io import StringIO
from pathlib import Path
from statistics import correlation as pearson
from tempfile import mkdtemp

import openpyxl
import pytest
from databases import command
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.course.load import load_course
from builder.problems import ContentError
from builder.programme.items.analysis import analysed, correlation, thirds
from builder.programme.items.answers import Sheet, read_answers
from builder.programme.items.forms import LETTERS, Asked, Form, folded, forms_of
from builder.programme.items.sheets import write_blank
from builder.programme.items.tables import item_tables
from builder.programme.report.figures import Gap
from builder.words import report_words

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
KEY_OF_A = (3, 4, 2, 1, 2, 4, 1, 3, 3, 1, 4, 2, 1, 2, 3)
"""As the trainers' page has it."""


@pytest.fixture(scope="module")
def forms() -> tuple[Form, ...]:
    return forms_of(load_course(ROOT)[0], "es")


def small(count: int = 4) -> tuple[Form, Form]:
    """Two equivalent tests; the first option is right."""
    options = ("one", "two", "three", "four")
    said = {folded(text): number for number, text in enumerate(options, 1)}
    questions = tuple(Asked(f"t_q{number}", f"Question {number}", options, said, 1) for number in range(count))
    return Form("t-a", "A", "Test A", questions), Form("t-b", "B", "Test B", questions)


def sheets(rows: Sequence[Sequence[int]], moment: str = "after", form: str = "t-a") -> list[Sheet]:
    return [Sheet(form, moment, tuple(row), f"K{number}") for number, row in enumerate(rows)]


# -- counting

ROWS = st.lists(st.tuples(*[st.integers(0, 4)] * 4), max_size=40)


def test_the_key_is_that_of_the_trainers_page(forms: tuple[Form, ...]) -> None:
    first = next(form for form in forms if form.id == "course-test-a")
    assert (first.letter, tuple(asked.right for asked in first.questions)) == ("A", KEY_OF_A)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 14)), min_size=2, max_size=60))
@settings(max_examples=200, deadline=None)
def test_the_correlation_is_that_of_the_standard_library(pairs: list[tuple[bool, int]]) -> None:
    """The point-biserial is Pearson's with a question that is 1 or 0."""
    hits, rest = [hit for hit, _ in pairs], [one for _, one in pairs]
    found = correlation(hits, rest)
    if len(set(hits)) < 2 or len(set(rest)) < 2:
        assert found is None
    else:
        assert found == pytest.approx(pearson([float(hit) for hit in hits], [float(one) for one in rest]), abs=1e-9)


@given(st.lists(st.integers(0, 15), max_size=40))
def test_thirds_hold_what_they_should_and_equal_sheets_alike(totals: list[int]) -> None:
    size = len(totals) // 3
    found = thirds(totals, size)
    assert sum(top for top, _ in found) == sum(bottom for _, bottom in found) == size
    assert len(set(zip(totals, found, strict=True))) == len(set(totals))
    if totals and len(set(totals)) == len(totals):  # by hand: sorted, and cut
        order = sorted(totals, reverse=True)
        assert {total for total, (top, _) in zip(totals, found, strict=True) if top} == set(order[:size])


@given(ROWS, ROWS, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_counts_are_those_of_a_plain_count_in_any_order(before: list, after: list, chance: random.Random) -> None:
    listed = [*sheets(before, "before"), *sheets(after)]
    shuffled = chance.sample(listed, len(listed))
    found = analysed(small(), listed)
    assert found == analysed(small(), shuffled)
    for one in found:
        for place, question in enumerate(one.questions):
            assert question.before == sum(row[place] == 1 for row in before)
            assert question.after == sum(row[place] == 1 for row in after)
            for option in question.options:
                assert option.chosen_after == sum(row[place] == option.number for row in after)
                assert option.is_right or (option in question.dead) == (
                    option.number not in [row[place] for row in before + after]
                )
            assert question.difference is None or -1 <= question.difference <= 1


def test_the_difference_is_that_of_the_guides_arithmetic() -> None:
    """18 sheets, 6 in a third: six strong ones of which six have it right, six weak ones of which four have: 0.33."""
    strong = [(1, 1, 1, 1)] * 6
    middle = [(1, 1, 1, 2)] * 3 + [(2, 1, 1, 1)] * 3
    weak = [(1, 2, 2, 2)] * 4 + [(2, 2, 2, 2)] * 2
    (found,) = analysed(small(), sheets([*strong, *middle, *weak]))
    assert (found.after, found.third) == (18, 6)
    assert found.questions[0].difference == pytest.approx((6 - 4) / 6)


def verdicts(before: Sequence[Sequence[int]], after: Sequence[Sequence[int]], *more: Sheet) -> list[str]:
    found = analysed(small(), [*sheets(before, "before"), *sheets(after), *more])
    return [question.verdict for question in found[0].questions]


def test_each_verdict_of_the_guide() -> None:
    guessed = [(number % 4 + 1, (number + 1) % 4 + 1, 1, 2) for number in range(24)]
    strong = [(1, 1, 1, 1)] * 10
    weak = [(1, 2, 1, 2)] * 8
    turned = [(2, 1, 1, 3)] * 6
    said = verdicts(guessed, [*strong, *weak, *turned])
    assert said[2] == "item-known", "all had it right before"
    assert said[3] == "item-untaught", "10 of 24 had it right after"
    assert said[1] == "item-keep"
    assert verdicts(guessed[:19], [*strong, *weak, *turned])[1] == "item-few", "with 19 sheets nobody can say"
    backwards = [(2, 1, 1, 1)] * 8 + [(1, 2, 2, 2)] * 8 + [(1, 1, 2, 2)] * 8
    assert verdicts(guessed, backwards)[0] == "item-key", "the strong sheets choose something else"
    assert verdicts([], backwards)[0] == "item-key", "which is said with few sheets, too"
    other = sheets([(1, 1, 1, 1)] * 24, "before", "t-b")
    assert verdicts(guessed, [*strong, *weak, *turned], *other)[1] == "item-unequal"
    nearly = [(1, 1, 1, 1)] * 24
    assert set(verdicts(guessed, nearly)) == {"item-nearly", "item-known"}


def test_few_sheets_show_no_numbers() -> None:
    questions, options = item_tables(analysed(small(), sheets([(1, 2, 3, 4)] * 4)), everything=False)
    assert all(row[3:9] == (Gap.HIDDEN,) * 6 for row in questions.rows)
    assert not options.rows
    whole = item_tables(analysed(small(), sheets([(1, 2, 3, 4)] * 12)), everything=True)
    assert [len(row) for table in whole for row in table.rows[:1]] == [10, 8]
    assert len(whole[1].rows) == 16


def test_every_verdict_has_words_in_both_languages() -> None:
    for language in ("en", "es"):
        for name in ("key", "few", "known", "untaught", "unequal", "keep", "nearly", "unclear"):
            assert report_words(language)[f"item-{name}"]


# -- tables that people have


def typed(forms: Sequence[Form], taken: Sequence[Sheet]) -> str:
    """As the empty table is filled in by hand."""
    moments = {"before": "antes", "after": "después"}
    letters = {form.id: form.letter for form in forms}
    rows = [["evento", "clave", "forma", "momento", *map(str, range(1, 16))]]
    rows += [
        ["MX-01", one.code, letters[one.form], moments[one.moment], *("abcd"[a - 1] if a else "" for a in one.answers)]
        for one in taken
    ]
    return written(rows, ";")


def written(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    text = StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


@pytest.fixture(scope="module")
def taken(forms: tuple[Form, ...]) -> list[Sheet]:
    """24 people, half of whom began with A."""
    chance = random.Random(7)
    tests = [form for form in forms if form.letter in ("A", "B")]
    found = []
    for number in range(24):
        for moment, form in zip(("before", "after"), tests if number % 2 else tests[::-1], strict=True):
            good = 0.4 if moment == "before" else 0.75
            answers = tuple(asked.right if chance.random() < good else chance.randint(0, 4) for asked in form.questions)
            found.append(Sheet(form.id, moment, answers, f"K{number:02}", "MX-01"))
    return found


def test_a_typed_table_a_collected_one_and_moodles_say_the_same(
    forms: tuple[Form, ...], taken: list[Sheet], tmp_path: Path
) -> None:
    (tmp_path / "typed.csv").write_text(typed(forms, taken), "utf-8")
    assert read_answers(tmp_path / "typed.csv", forms, "", "") == taken
    after = [replace(one, event="") for one in taken if one.moment == "after"]
    by_id = {form.id: form for form in forms}

    fields = [(form, asked) for form in forms if len(form.letter) == 1 for asked in form.questions]
    signed = [f"Prueba: Clave [course-test_{form.id}_code]" for form in forms if len(form.letter) == 1]
    heads = [
        "Archivo",
        "Documento",
        *signed,
        *(f"{form.title}: {asked.text} [{asked.field}]" for form, asked in fields),
    ]
    rows = [heads]
    for one in after:
        form = by_id[one.form]
        chosen = {
            asked.field: asked.options[a - 1] if a else "" for asked, a in zip(form.questions, one.answers, strict=True)
        }
        codes = [one.code if f"{form.id}_code" in head else "" for head in signed]
        rows.append(["a.pdf", "", *codes, *(chosen.get(asked.field, "") for _, asked in fields)])
    (tmp_path / "collected.csv").write_text(written(rows), "utf-8")
    assert read_answers(tmp_path / "collected.csv", forms, "after", "") == after

    one_form = [one for one in after if one.form == "course-test-b"]
    rows = [
        [
            "Apellido(s)",
            "Nombre",
            "Dirección de correo",
            "Estado",
            "Comenzado el",
            "Calificación/15,00",
            *(f"Respuesta {n}" for n in range(1, 16)),
        ]
    ]
    for one in one_form:
        words = [
            asked.options[a - 1].replace(" ", "\u00a0", 1) if a else "-"
            for asked, a in zip(by_id[one.form].questions, one.answers, strict=True)
        ]
        rows.append(["Pérez", "Ana", "ana@x.example", "Finalizado", "24 de marzo", "9,00", *words])
    (tmp_path / "moodle.csv").write_text(written(rows), "utf-8")
    found = read_answers(tmp_path / "moodle.csv", forms, "after", "")
    assert found == [replace(one, code="") for one in one_form]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("K1,A,antes,e,a", "items-answer"),
        ("K1,A,antes,a,maybe", "items-answer"),
        ("K1,C,antes,a,a", "items-form"),
        ("K1,A,,a,a", "items-moment"),
        ("K1,A,mañana,a,a", "items-moment"),
        ("K1,,antes,a,a", "items-form"),
        ("K1,A,antes,,", "items-no-answers"),
    ],
)
def test_what_cant_be_read_is_told_with_its_line(forms: tuple[Form, ...], tmp_path: Path, row: str, code: str) -> None:
    (tmp_path / "a.csv").write_text(f"clave,forma,momento,1,2\n{row}\n", "utf-8")
    with pytest.raises(ContentError) as raised:
        read_answers(tmp_path / "a.csv", forms, "", "")
    assert [problem.code for problem in raised.value.problems] == [code]
    assert raised.value.problems[0].line == (1 if code == "items-no-answers" else 2)


def test_editions_and_two_sheets_of_one_code_are_never_mixed(forms: tuple[Form, ...], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("code,form,moment,edition,1,2\nK1,A,after,0.9,a,b\n", "utf-8")
    with pytest.raises(ContentError, match="items-edition"):
        read_answers(tmp_path / "a.csv", forms, "", "1.0")
    (tmp_path / "b.csv").write_text("code,form,moment,1,2\nK1,A,after,a,b\nk 1,A,after,a,c\n", "utf-8")
    with pytest.raises(ContentError, match="items-twice"):
        read_answers(tmp_path / "b.csv", forms, "", "")


@given(st.text(max_size=20))
@settings(max_examples=100, deadline=None)
def test_no_cell_ends_in_anything_but_an_answer_or_a_reason(cell: str) -> None:
    folder = Path(mkdtemp())
    (folder / "a.csv").write_text(written([["code", "form", "moment", "1"], ["K1", "A", "after", cell]]), "utf-8")
    with suppress(ContentError):
        assert all(0 <= one.answers[0] <= 4 for one in read_answers(folder / "a.csv", small(1), "", ""))
    (folder / "a.csv").unlink()
    folder.rmdir()


# -- the command


def test_a_table_is_written_filled_in_and_comes_back_as_report_and_results(
    forms: tuple[Form, ...], taken: list[Sheet], tmp_path: Path
) -> None:
    blank = tmp_path / "answers.xlsx"
    write_blank(forms, "es", blank)
    book = openpyxl.load_workbook(blank)
    assert [cell.value for cell in book.active[1]][:5] == ["evento", "clave", "forma", "antes o después", "1"]
    letters = {form.id: form.letter for form in forms}
    for one in taken:
        row = [LETTERS[a - 1] if a else None for a in one.answers]
        book.active.append(
            ["MX-01", one.code, letters[one.form], {"before": "antes", "after": "después"}[one.moment], *row]
        )
    book.save(blank)
    results = tmp_path / "tests.csv"
    done = command("-C", ROOT, "--lang", "es", "items", blank, "--results", results, "--output", tmp_path)
    assert done.exit_code == 0, done.output
    sheet = openpyxl.load_workbook(tmp_path / "items-es.xlsx").worksheets[1]
    assert (sheet["A3"].value, sheet["B3"].value, sheet["E3"].value) == ("Prueba A", 1, 12)
    at = ("--record", tmp_path / "own")
    (tmp_path / "e.csv").write_text(
        "code,kind,title,country,first day,last day\nMX-01,taller,T,MX,2026-03-24,2026-03-25\n", "utf-8"
    )
    command("record", "init", *at)
    told = command("--lang", "en", "record", "import", tmp_path / "e.csv", results, *at)
    assert "Tests: 48 new" in told.output, told.output
    dates = ("--from", "2026-01-01", "--to", "2026-12-31", "--format", "xlsx", "--output", tmp_path)
    made = command("-C", ROOT, "--lang", "es", "report", *at, *dates, "--answers", blank)
    assert made.exit_code == 0, made.output
    titles = [
        sheet.title for sheet in openpyxl.load_workbook(tmp_path / "report-2026-01-01-2026-12-31-es.xlsx").worksheets
    ]
    assert any("Preguntas de las pruebas" in title for title in titles)
    assert command("-C", tmp_path, "items").exit_code == 2
