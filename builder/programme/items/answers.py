"""Reads answer sheets by code from tables: typed in from paper, made by `taller collect`, or exported by Moodle.

Names in such tables are never read, so that nobody learns whose answers they are.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from builder.problems import ContentError, Problem
from builder.programme.facts import Fact
from builder.programme.incoming.cells import CellError, Habits, read
from builder.programme.incoming.lists import KINDS, columns_of
from builder.programme.items.forms import LETTERS, Form, folded
from builder.programme.values import MOMENTS
from builder.sheets.table import Limits, Row, read_sheets

LIMITS = Limits(text=20_000_000, book=20_000_000, unpacked=200_000_000, columns=2_000)
_NUMBER = re.compile(r"(?:(?:p|q|no|question|pregunta|response|respuesta)[ .]*)?(\d{1,2})", re.IGNORECASE)
"""The head of a question: `7`, `P7`, `Response 7`."""
_OF_MOODLE = re.compile(r"(?:response|respuesta) \d{1,2}", re.IGNORECASE)
_TOTALS = ("event", "code", "form", "moment", "edition")
LOOKED_AT = 15


@dataclass(frozen=True, slots=True)
class Sheet:
    """The answers of one person to one test, at one moment."""

    form: str
    """The test's id."""
    moment: str
    answers: tuple[int, ...]
    """The options chosen, from 1; 0 for none or for two at once."""
    code: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class _Table:
    """The layout of a table."""

    heads: Row
    rows: Sequence[Row]
    questions: Mapping[str, Mapping[int, int]]
    """Test id -> question number -> column. Shared by all tests where each row states its test."""
    about: Mapping[str, int]
    """Event, form, moment, edition -> column."""
    codes: Sequence[int]
    """Columns for the code, one for each test; one of them is filled in."""
    has_words: bool
    """Whether cells hold the options' texts, which may themselves be numbers."""


def read_answers(path: Path, forms: Sequence[Form], moment: str, version: str) -> list[Sheet]:
    """All sheets of a file, in order. `moment`: of rows that don't state it; `version`: the edition of the course's
    tests.

    Raises ContentError with every line that can't be read.
    """
    shown = PurePosixPath(path.as_posix())
    problems: list[Problem] = []
    sheets: list[Sheet] = []
    for rows in read_sheets(path, shown, lambda rows: _score(rows, forms), LIMITS).values():
        table = _table(rows, forms)
        for row in table.rows if table else ():
            try:
                sheets += _sheets(table, row, forms, moment, version)  # type: ignore[arg-type]
            except _Unclear as error:
                problems.append(Problem(shown, row.line, error.code, error.arguments))
    if not sheets and not problems:
        problems.append(Problem(shown, 1, "items-no-answers"))
    problems += _twice(shown, sheets)
    if problems:
        raise ContentError(problems)
    return list(dict.fromkeys(sheets)) if all(sheet.code for sheet in sheets) else sheets


class _Unclear(Exception):  # noqa: N818 - never leaves this file
    def __init__(self, code: str, /, **arguments: object) -> None:
        super().__init__(code)
        self.code, self.arguments = code, arguments


def _score(rows: Sequence[Row], forms: Sequence[Form]) -> int:
    return max((_answered(row, forms) for row in rows[:LOOKED_AT]), default=0)


def _answered(row: Row, forms: Sequence[Form]) -> int:
    """The number of question heads in a row."""
    return max((len(columns) for columns in _questions(row.cells, forms).values()), default=0)


def _table(rows: Sequence[Row], forms: Sequence[Form]) -> _Table | None:
    head = max(rows[:LOOKED_AT], key=lambda row: _answered(row, forms), default=None)
    if head is None or _answered(head, forms) < 1:
        return None
    questions = _questions(head.cells, forms)
    about = {one.field: one.place for one in columns_of(KINDS["tests"], head.cells) if one.field in _TOTALS}
    signed = (place for place, cell in enumerate(head.cells) if _field(cell).endswith("_code"))
    codes = (*signed, *(about.pop(name) for name in ("code",) if name in about))
    has_words = any(_OF_MOODLE.fullmatch(cell) or _field(cell) for cell in head.cells)
    return _Table(head, [row for row in rows if row.line > head.line], questions, about, codes, has_words)


def _questions(heads: Sequence[str], forms: Sequence[Form]) -> dict[str, dict[int, int]]:
    """Test id -> question number -> column; known by field names, or else by numbers, which fit any test."""
    fields = {question.field: (form.id, number) for form in forms for number, question in enumerate(form.questions, 1)}
    found: dict[str, dict[int, int]] = {}
    for place, head in enumerate(heads):
        form, number = fields.get(_field(head), ("", 0))
        if form:
            found.setdefault(form, {})[number] = place
    numbers = {int(match[1]): place for place, head in enumerate(heads) if (match := _NUMBER.fullmatch(head.strip()))}
    longest = max(len(form.questions) for form in forms)
    return found or {form.id: numbers for form in forms if numbers and {*numbers} <= {*range(1, longest + 1)}}


def _field(head: str) -> str:
    """The field's name from `A question [course-test_a-iso]` or the name alone; "" for other heads."""
    name = head.rpartition("[")[2][:-1] if head.endswith("]") else head
    return name if "_" in name and " " not in name else ""


def _sheets(table: _Table, row: Row, forms: Sequence[Form], moment: str, version: str) -> Iterator[Sheet]:
    """The sheets in a row; a row of `taller collect` may hold both tests."""
    known = {form.id: form for form in forms}
    about = {name: _cell(row, place) for name, place in table.about.items()}
    filled = {
        id_: columns for id_, columns in table.questions.items()
        if any(_cell(row, place) not in ("", "-") for place in columns.values())
    }  # fmt: skip
    if not filled:
        return
    if about.get("edition") and version and about["edition"] != version:
        raise _Unclear("items-edition", edition=about["edition"], version=version)
    when = _value(about.get("moment", ""), "moment", MOMENTS) or moment
    if not when:
        raise _Unclear("items-moment")
    named = _named(about.get("form", ""), forms)
    chosen = [known[id_] for id_ in filled] if len({*map(id, filled.values())}) > 1 or len(filled) == 1 else []
    for form in [named] if named else chosen or [_likeliest(table, row, forms)]:
        columns = table.questions[form.id]
        answers = tuple(
            _answer(_cell(row, columns[number]) if number in columns else "", form, number, has_words=table.has_words)
            for number in range(1, len(form.questions) + 1)
        )
        code = next((cell for place in table.codes if (cell := _cell(row, place))), "")
        yield Sheet(form.id, when, answers, code.replace(" ", "").upper(), about.get("event", ""))


def _named(text: str, forms: Sequence[Form]) -> Form | None:
    found = [form for form in forms if folded(text) in (folded(form.letter), folded(form.id), folded(form.title))]
    if text and len(found) != 1:
        raise _Unclear("items-form", value=text[:40], allowed=", ".join(form.letter for form in forms))
    return found[0] if text else None


def _likeliest(table: _Table, row: Row, forms: Sequence[Form]) -> Form:
    """The test whose options match the texts in a row."""
    scores = []
    for form in forms:
        columns = table.questions.get(form.id, {})
        pairs = ((question, _cell(row, columns.get(number, -1))) for number, question in enumerate(form.questions, 1))
        scores.append(sum(folded(cell) in question.said for question, cell in pairs if cell))
    best = [form for form, score in zip(forms, scores, strict=True) if score == max(scores)]
    if len(best) > 1:
        raise _Unclear("items-form", value="", allowed=", ".join(form.letter for form in forms))
    return best[0]


def _cell(row: Row, place: int) -> str:
    return row.cells[place].strip() if 0 <= place < len(row.cells) else ""


def _value(text: str, name: str, values: Sequence[str]) -> Any:
    try:
        return read(text, Fact("choice", tuple(values), name), Habits())
    except CellError as error:
        raise _Unclear("items-moment") from error


def _answer(cell: str, form: Form, number: int, *, has_words: bool) -> int:
    """The number of the option; 0 for none or for two. Raises _Unclear."""
    asked = form.questions[number - 1]
    ways: list[Callable[[str], int | None]] = [
        lambda text: asked.said.get(folded(text)),
        lambda text: _place(text, len(asked.options)),
    ]
    if cell in ("", "-", "–", "0") or re.fullmatch(r"\w ?[+,/ ] ?\w", cell):
        return 0
    for way in ways if has_words else reversed(ways):
        found = way(cell)
        if found:
            return found
    if " + " in cell:
        return 0
    raise _Unclear("items-answer", number=number, value=cell[:40], last=LETTERS[len(asked.options) - 1])


def _place(text: str, count: int) -> int | None:
    """The number for `c`, `C)` or `3`; None when it isn't an option."""
    plain = text.strip(" .)(").casefold()
    number = LETTERS.find(plain) + 1 if len(plain) == 1 and plain.isalpha() else int(plain) if plain.isdecimal() else 0
    return number if 1 <= number <= count else None


def _twice(shown: PurePosixPath, sheets: Sequence[Sheet]) -> Iterator[Problem]:
    """Problems with codes that have two different sheets of one test at the same moment."""
    seen: dict[tuple[str, ...], Sheet] = {}
    for sheet in sheets:
        before = seen.setdefault((sheet.event, sheet.code, sheet.form, sheet.moment), sheet)
        if sheet.code and before != sheet:
            yield Problem(shown, 1, "items-twice", {"code": sheet.code})
