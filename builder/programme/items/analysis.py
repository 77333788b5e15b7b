"""Item analysis: of each question how many had it right, whether it tells strong sheets from weak ones, and what its wrong options do."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from builder.programme.items.answers import Sheet
from builder.programme.items.forms import Form

ENOUGH = 20
"""Sheets of a test, before and after each, from which what a question says is more than chance."""
LEAST_THIRD = 3
"""Sheets of a third from which a difference is worked out at all."""
KNOWN, UNTAUGHT, CLEAR, NEARLY, UNEQUAL = 0.85, 0.5, 0.2, 0.85, 0.2
"""The limits of the evaluation guide: habits of people who make tests, not laws."""


@dataclass(frozen=True, slots=True)
class Option:
    number: int
    is_right: bool
    chosen_before: int
    chosen_after: int
    top: float
    """How many of the top third chose it; of sheets that are equal at the cut, each counts in part."""
    bottom: float


@dataclass(frozen=True, slots=True)
class Question:
    number: int
    before: int
    """Right answers."""
    after: int
    difference: float | None
    """Upper-lower index of discrimination, from -1 to 1; None with too few sheets."""
    correlation: float | None
    """Point-biserial with the other questions, from -1 to 1; None with too few sheets, or where all answered alike."""
    options: tuple[Option, ...]
    verdict: str
    """Key of the words."""

    @property
    def dead(self) -> list[Option]:
        """Wrong options that nobody chose."""
        return [one for one in self.options if not one.is_right and not one.chosen_before + one.chosen_after]


@dataclass(frozen=True, slots=True)
class Analysis:
    form: Form
    before: int
    """Sheets."""
    after: int
    third: int
    questions: tuple[Question, ...]


def analysed(forms: Sequence[Form], sheets: Iterable[Sheet]) -> tuple[Analysis, ...]:
    """Each test that somebody took, in the order of the course. Sheets of `later` count for nothing here."""
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
    """The id of B for A, if both ask as many questions; else empty."""
    stem = form.id[:-1]
    others = (one for one in forms if one != form and one.id[:-1] == stem and len(one.letter) == 1 == len(form.letter))
    return next((one.id for one in others if len(one.questions) == len(form.questions)), "")


def _difficulty(sheets: Sequence[Sheet], place: int, right: int) -> float | None:
    """The item's difficulty as classical test theory has it: the proportion of right answers, p = R / n."""
    return sum(sheet.answers[place] == right for sheet in sheets) / len(sheets) if len(sheets) >= ENOUGH else None


def _apart(ours: Sequence[float | None], theirs: Sequence[float | None]) -> list[bool]:
    """Of each question whether it is harder or easier than the other test's of the same number."""
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
    """How much of each sheet is in the top group and in the bottom group, 0 to 1 each.

    Sheets with the same total at the cut share what is left, so that the order in which they lie means nothing.
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
