"""The analysis as tables of the report: one of questions, one of options."""

from collections.abc import Iterator, Sequence

from builder.programme.items.analysis import LEAST_THIRD, Analysis, Option, Question
from builder.programme.items.forms import LETTERS
from builder.programme.report.figures import Cell, Gap, Table, word
from builder.programme.report.protect import FEWEST

LONGEST = 50
"""The most characters of a question or option."""


def item_tables(found: Sequence[Analysis], *, everything: bool) -> tuple[Table, ...]:
    """Tables of questions and of options. `everything`: all options, not only those that need attention."""
    rows = [row for one in found for row in _questions(one)]
    options = [row for one in found for row in _options(one, everything=everything)]
    base = word("base-items", n=sum(one.before + one.after for one in found))
    counts = tuple(
        word("note-items", title=one.form.title, before=one.before, after=one.after, third=one.third) for one in found
    )
    questions = Table("items", tuple(rows), base, ("test",), None, (*counts, word("note-difference")))
    key = "options-all" if everything else "options"
    return questions, Table(key, tuple(options), base, ("test",), None, (word("note-options"),))


def _questions(one: Analysis) -> Iterator[tuple[Cell, ...]]:
    for question in one.questions:
        text = _short(one.form.questions[question.number - 1].text)
        before = _of(question.before, one.before)
        after = _of(question.after, one.after)
        numbers = (_rounded(question.difference), _rounded(question.correlation))
        yield one.form.title, question.number, text, *before, *after, *numbers, word(question.verdict)


def _of(count: int, sheets: int) -> tuple[Cell, Cell]:
    return (count, sheets) if sheets >= FEWEST else (Gap.HIDDEN, Gap.HIDDEN)


def _rounded(number: float | None) -> Cell:
    return Gap.HIDDEN if number is None else round(number, 2)


def _options(one: Analysis, *, everything: bool) -> Iterator[tuple[Cell, ...]]:
    for question in one.questions:
        asked = one.form.questions[question.number - 1]
        for option in question.options:
            remark = _remark(one, question, option)
            if everything or remark not in ("", "option-key"):
                before, after = (
                    count if sheets >= FEWEST else Gap.HIDDEN
                    for count, sheets in ((option.chosen_before, one.before), (option.chosen_after, one.after))
                )
                thirds: tuple[Cell, Cell] = (Gap.HIDDEN, Gap.HIDDEN)
                if one.third >= LEAST_THIRD:
                    thirds = (round(option.top, 1), round(option.bottom, 1))
                told = word(remark) if remark else None
                text = f"{LETTERS[option.number - 1]}) {_short(asked.options[option.number - 1])}"
                yield one.form.title, question.number, text, before, after, *thirds, told


def _remark(one: Analysis, question: Question, option: Option) -> str:
    if option.is_right:
        return "option-key"
    if option in question.dead:
        return "option-dead" if one.before + one.after >= FEWEST else ""
    return "option-strong" if one.third >= LEAST_THIRD and option.top > option.bottom else ""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + " …"
