"""A programme -> cue cards: one sheet per day, one line per step, what to bring and what to leave out when late."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from builder.course.agenda import clock_text
from builder.course.vocabulary import PRIORITIES
from builder.edition.select import Edition
from builder.edition.summaries.adapted import adaptation
from builder.edition.summaries.agenda import DayPlan, Programme, Stretch
from builder.edition.summaries.plan import Step, quantities
from builder.print.code import Code, literal, typographic
from builder.print.written import write_code
from builder.words import long_date, words

TEMPLATE = Path(__file__).with_name("cards.typ")


def cards_code(edition: Edition, programme: Programme, dates: Sequence[date] = ()) -> Code:
    """The sheets as Typst code. `dates` of the days may be fewer than the days: the others show no date."""
    texts, code = words(edition.language), Code()
    code.at(str(programme.path), programme.line)
    title = f"{texts['cards']}: {programme.title}"
    code.add('#import "book.typ": *')
    about = f"title: {literal(title)}, author: {literal(edition.config.institution)}"
    code.add(f"#show: cards.with({about}, origin: {literal(adaptation(edition))})")
    for number, day in enumerate(programme.days):
        when = long_date(dates[number], edition.language) if number < len(dates) else ""
        if number:
            code.add("#pagebreak()")
        _day(code, texts, programme, day, when)
    return code


def write_cards(edition: Edition, code: Code, paper: str, target: Path) -> None:
    """Writes the PDF. Raises ContentError for what Typst refuses, with the line of the agenda."""
    settings = {"colour": edition.config.colour, "lang": edition.language, "paper": paper}
    write_code(code, TEMPLATE, settings, edition.config.released, target)


def _day(code: Code, texts: Mapping[str, str], programme: Programme, day: DayPlan, when: str) -> None:
    first, second = halves(day.stretches)
    end = day.stretches[-1].end if day.stretches else 0
    begin = day.stretches[0].start if day.stretches else 0
    head = " · ".join(filter(None, (day.title, when, f"{clock_text(begin)}–{clock_text(end)}")))
    facts = f"{programme.title} · {programme.people} {texts['participants']}"
    with code.node(f"#day({_said(head)}, {_said(facts)}, (", ")"):
        _stretches(code, texts, programme, first)
        code.add("), (")
        _stretches(code, texts, programme, second)
        rows = [
            f"{clock_text(step.start)} {step.label} ({step.minutes} {texts['minutes']}, {step.priority})"
            for step in skippable(texts, day)
        ]
        code.add(f"), late({_said(texts['short-of-time'])}, ({''.join(_said(row) + ', ' for row in rows)}))")


def _stretches(code: Code, texts: Mapping[str, str], programme: Programme, stretches: Iterable[Stretch]) -> None:
    for one in stretches:
        code.at(str(programme.path), one.line)
        title = f"{one.title} ({texts['cards-goes-on']})" if one.is_continued else one.title
        minutes = f"{one.minutes} {texts['minutes']}"
        is_break = "true" if one.kind == "break" else "false"
        with code.node(f"stretch({_said(clock_text(one.start))}, {_said(title)}, {_said(minutes)}, {is_break}, (", ""):
            for step in one.steps:
                code.add(_step(step, texts))
            code.add(f"), {_said(_needs(one, programme.people, texts))}),")


def _step(step: Step, texts: Mapping[str, str]) -> str:
    label = f"{step.noted} · {step.group}" if step.group else step.noted
    parts = (clock_text(step.start), f"{step.minutes} {texts['minutes']}", label)
    return f"step({', '.join(map(_said, parts))}, {'true' if step.is_must else 'false'}),"


def _needs(stretch: Stretch, people: int, texts: Mapping[str, str]) -> str:
    """What to bring for a session, only where it begins; empty for all else."""
    if stretch.leaf is None or stretch.is_continued:
        return ""
    things = "; ".join(f"{one.name}: {one.number}" for one in quantities([stretch.leaf.document], people))
    return f"{texts['materials']}: {things}" if things else ""


def halves(stretches: Sequence[Stretch]) -> tuple[Sequence[Stretch], Sequence[Stretch]]:
    """A day divided into two columns of about the same height, at a long break if one is near the middle."""
    lines = [1.4 + len(one.steps) + 0.9 * bool(one.leaf and not one.is_continued) for one in stretches]

    def difference(cut: int) -> float:
        is_pause = cut < len(stretches) and stretches[cut].kind == "break" and stretches[cut].minutes >= 30
        return abs(sum(lines[:cut]) - sum(lines[cut:])) - (5 if is_pause else 0)

    cut = min(range(len(stretches) + 1), key=difference)
    return stretches[:cut], stretches[cut:]


def skippable(texts: Mapping[str, str], day: DayPlan) -> list[Step]:
    """The steps that can be left out, least important first, then in the order of the day."""
    order = [texts[f"priority-{name}"] for name in reversed(PRIORITIES)]
    steps = [step for one in day.stretches for step in one.steps if not step.is_must]
    return sorted(steps, key=lambda step: (order.index(step.priority), step.start))


def _said(text: str) -> str:
    return literal(typographic(text))
