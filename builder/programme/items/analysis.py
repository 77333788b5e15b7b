"""Item analysis: how many answer a question correctly, how it separates strong from weak sheets, what distractors do."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from builder.programme.items.answers import Sheet
from builder.programme.items.forms import Form

ENOUGH = 20
"""The sheets of a test, both before and after, from which results on a question are more than chance."""
LEAST_THIRD = 3
"""The sheets in a third from which a difference is calculated at all."""
KNOWN, UNTAUGHT, CLEAR, NEARLY, UNEQUAL = 0.85, 0.5, 0.2, 0.85, 0.2
"""The limits in the evaluation guide: conventions of test makers, not laws."""


@dataclass(frozen=True, slots=True)
class Option:
    number: int
    is_right: bool
    chosen_before: int
    chosen_after: int
    top: float
    """The sheets of the top third that chose it; sheets tied at the cut count as fractions."""
    bottom: float


@dataclass(frozen=True, slots=True)
class Question:
    number: int
    before: int
    """The number of right answers before; `after` likewise."""
    after: int
    difference: float | None
    """Upper-lower index of discrimination, from -1 to 1; None with too few sheets."""
    correlation: float | None
    """Point-biserial with the other questions, from -1 to 1; None with too few sheets, or where all answered alike."""
    options: tuple[Option, ...]
    verdict: str
    """The key of its text."""

    @property
    def dead(self) -> list[Option]:
        """Wrong options that nobody chose."""
        return [one for one in self.options if not one.is_right and not one.chosen_before + one.chosen_after]


@dataclass(frozen=True, slots=True)
class Analysis:
    form: Form
    before: int
    """The number of sheets before; `after` likewise."""
    after: int
    third: int
    questions: tuple[Question, ...]


def analysed(forms: Sequence[Form], sheets: Iterable[Sheet]) -> tuple[Analysis, ...]:
    """Each test that somebody took, in course order. Sheets with the moment `later` are ignored."""
    listed = list(sheets)
    taken = [(form, *_taken(form, listed)) for form in forms]
    shares = {
        form.id: [_difficulty(before, number, question.right) for number, question in enumerate(form.questions)]
        for form, before, _ in taken
    }
    return tuple(
        _analysis(form, before, after, _apart(shares[form.id], shares.get(_twin(form, forms), [])))
        for form, before, after in taken
        if before or after
    )


def _taken(form: Form, sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[Sheet]]:
    before, after = (
        [sheet for sheet in sheets if (sheet.form, sheet.moment) == (form.id, moment)] for moment in ("before", "after")
    )
    return before, after


def _twin(form: Form, forms: Sequence[Form]) -> str:
    """The id of the parallel test (B for A) with as many questions; "" when there is none."""
    stem = form.id[:-1]
    others = (one for one in forms if one != form and one.id[:-1] == stem and len(one.letter) == 1 == len(form.letter))
    return next((one.id for one in others if len(one.questions) == len(form.questions)), "")


def _difficulty(sheets: Sequence[Sheet], place: int, right: int) -> float | None:
    """The difficulty in classical test theory: the proportion of right answers, p = R / n; None with too few sheets."""
    return sum(sheet.answers[place] == right for sheet in sheets) / len(sheets) if len(sheets) >= ENOUGH else None


def _apart(ours: Sequence[float | None], theirs: Sequence[float | None]) -> list[bool]:
    """For each question, whether its difficulty differs too much from that of the parallel test's question."""
    if len(ours) != len(theirs):
        return [False] * len(ours)
    pairs = zip(ours, theirs, strict=True)
    return [one is not None and other is not None and abs(one - other) > UNEQUAL for one, other in pairs]


def _analysis(form: Form, before: list[Sheet], after: list[Sheet], apart: Sequence[bool]) -> Analysis:
    totals = [_total(form, sheet) for sheet in after]
    third = len(after) // 3
    weights = thirds(totals, third)
    questions = tuple(
        _question(form, place, before, after, totals, weights, is_apart=apart[place])
        for place in range(len(form.questions))
    )
    return Analysis(form, len(before), len(after), third, questions)


def _total(form: Form, sheet: Sheet) -> int:
    return sum(answer == asked.right for answer, asked in zip(sheet.answers, form.questions, strict=True))


def thirds(totals: Sequence[int], size: int) -> list[tuple[Fraction, Fraction]]:
    """Each sheet's share (0 to 1) in the top group and in the bottom group of `size` sheets.

    Sheets tied at the cut share the remaining places, so that their order doesn't matter.
    """
    top = _shares(Counter(totals), sorted(set(totals), reverse=True), size)
    bottom = _shares(Counter(totals), sorted(set(totals)), size)
    return [(top[total], bottom[total]) for total in totals]


def _shares(counts: Counter[int], order: Sequence[int], size: int) -> dict[int, Fraction]:
    left, found = size, {}
    for total in order:
        taken = min(left, counts[total])
        found[total] = Fraction(taken, counts[total])
        left -= taken
    return found


def _question(
    form: Form, place: int, before: list[Sheet], after: list[Sheet], totals: list[int],
    weights: list[tuple[Fraction, Fraction]], *, is_apart: bool,
) -> Question:  # fmt: skip
    asked, third = form.questions[place], len(after) // 3
    options = tuple(
        _option(number, asked.right, place, before, after, weights) for number in range(1, len(asked.options) + 1)
    )
    key = options[asked.right - 1]
    difference = (key.top - key.bottom) / third if third >= LEAST_THIRD else None
    hits = [sheet.answers[place] == asked.right for sheet in after]
    r = correlation(hits, [total - hit for total, hit in zip(totals, hits, strict=True)])
    enough = len(before) >= ENOUGH and len(after) >= ENOUGH
    shares = (key.chosen_before / max(1, len(before)), key.chosen_after / max(1, len(after)))
    verdict = _verdict(shares, difference, enough=enough, is_apart=is_apart)
    return Question(
        place + 1,
        key.chosen_before,
        key.chosen_after,
        difference,
        r if len(after) >= ENOUGH else None,
        options,
        verdict,
    )


def _option(
    number: int, right: int, place: int, before: list[Sheet], after: list[Sheet],
    weights: list[tuple[Fraction, Fraction]],
) -> Option:  # fmt: skip
    chosen = [sheet.answers[place] == number for sheet in after]
    top = sum((one for (one, _), is_chosen in zip(weights, chosen, strict=True) if is_chosen), Fraction())
    bottom = sum((one for (_, one), is_chosen in zip(weights, chosen, strict=True) if is_chosen), Fraction())
    first = sum(sheet.answers[place] == number for sheet in before)
    return Option(number, number == right, first, sum(chosen), float(top), float(bottom))


def correlation(hits: Sequence[bool], rest: Sequence[int]) -> float | None:
    """The point-biserial correlation of a question with the sum of all others, r = (M1 - M0) / s * sqrt(p * q).

    The question itself is left out of the sum, or it would correlate with itself (correction for overlap: Henrysson 1963,
    Psychometrika 28). None where everybody answered alike. The difference of extreme groups is Kelley's (1939, Journal of
    Educational Psychology 30), with thirds as the guide counts them.
    """
    n, right = len(hits), sum(hits)
    if n < 2 or right in (0, n):
        return None
    mean = math.fsum(rest) / n
    spread = math.sqrt(math.fsum((one - mean) ** 2 for one in rest) / n)
    if not spread:
        return None
    ones = math.fsum(one for one, hit in zip(rest, hits, strict=True) if hit) / right
    zeros = math.fsum(one for one, hit in zip(rest, hits, strict=True) if not hit) / (n - right)
    return (ones - zeros) / spread * math.sqrt(right * (n - right)) / n


def _verdict(shares: tuple[float, float], difference: float | None, *, enough: bool, is_apart: bool) -> str:
    before, after = shares
    cases = (
        (difference is not None and difference < 0, "item-key"),
        (not enough or difference is None, "item-few"),
        (before > KNOWN, "item-known"),
        (after < UNTAUGHT, "item-untaught"),
        (is_apart, "item-unequal"),
        ((difference or 0) >= CLEAR, "item-keep"),
        (after > NEARLY, "item-nearly"),
    )
    return next((name for holds, name in cases if holds), "item-unclear")
