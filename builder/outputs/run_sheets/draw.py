"""Run sheets as Typst code, and as a PDF."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from builder.course.agenda import clock_text
from builder.edition.select import Edition
from builder.edition.summaries.adapted import adaptation
from builder.edition.summaries.agenda import Programme
from builder.edition.summaries.cues import Cue
from builder.outputs.run_sheets.sheet import Place, Row, RunSheet
from builder.print.code import Code, breakable, literal, typographic
from builder.print.written import write_code
from builder.words import words

TEMPLATE = Path(__file__).with_name("run_sheets.typ")


def sheets_code(edition: Edition, programme: Programme, sheets: Iterable[RunSheet]) -> Code:
    """Typst code with one page for each sheet."""
    texts, code = words(edition.language), Code()
    code.at(str(programme.path), programme.line)
    title = f"{texts['run-sheets']}: {programme.title}"
    code.add('#import "book.typ": *')
    about = f"title: {literal(title)}, author: {literal(edition.config.institution)}"
    code.add(f"#show: run-sheets.with({about}, origin: {literal(adaptation(edition))})")
    for number, sheet in enumerate(sheets):
        if number:
            code.add("#pagebreak()")
        code.at(str(programme.path), sheet.line)
        _sheet(code, texts, programme, sheet)
    return code


def write_sheets(edition: Edition, code: Code, paper: str, form: str, target: Path) -> None:
    """Writes the PDF; `form` is "" for a page a session or `TWO_CARDS`. Raises ContentError for what Typst refuses, with the line of the agenda."""
    settings = {"colour": edition.config.colour, "lang": edition.language, "paper": paper, "form": form}
    write_code(code, TEMPLATE, settings, edition.config.released, target)


def _sheet(code: Code, texts: Mapping[str, str], programme: Programme, sheet: RunSheet) -> None:
    minutes = f"{sum(row.minutes for row in sheet.rows if row.step)} {texts['minutes']}"
    people = f"{programme.people} {texts['participants']}"
    facts = f"{programme.title} · {sheet.day} · {minutes} · {people}"
    hours = f"{clock_text(sheet.start)}–{clock_text(sheet.end)}"
    with code.node(f"#sheet({_said(hours)}, {_said(sheet.leaf.title)}, {_said(facts)}, (", ")"):
        code.add("".join(_said(f"{one.name}: {one.number}") + ", " for one in sheet.materials))
        code.add(f"), {_said(texts['materials'])}, (")
        for row in sheet.rows:
            _row(code, texts, row)
        code.add(f"), {_said(texts['short-of-time'])}, (")
        rows = [
            f"{clock_text(one.start)} {one.label} ({one.minutes} {texts['minutes']}, {one.priority})"
            for one in sheet.skip
        ]
        code.add("".join(_said(row) + ", " for row in rows or [texts["skip-nothing"]]))
        after = f"{clock_text(sheet.after.start)} {sheet.after.title}" if sheet.after else ""
        code.add(f"), {_said(texts['run-after'])}, {_said(after)}")


def _row(code: Code, texts: Mapping[str, str], row: Row) -> None:
    clock, step = clock_text(row.start), row.step
    length = f"{row.minutes} {texts['minutes']}"
    if step is None:
        code.add(f"pause({_said(clock)}, {_said(row.title)}, {_said(length)}),")
        return
    facts = " · ".join(filter(None, (step.group, "" if step.is_must else step.priority)))
    books = " · ".join(filter(None, (_book(texts["run-own"], row.own), _book(texts["run-theirs"], row.theirs))))
    with code.node(
        f"step({_said(clock)}, {_said(length)}, {_said(step.label)}, {_said(facts)}, {_said(books)}, (", ")),"
    ):
        for cue in row.cues:
            code.add(f"({_said(_word(texts, cue))}, {_said(cue.text)}),")


def _word(texts: Mapping[str, str], cue: Cue) -> str:
    return texts[f"cue-{cue.kind}"] if cue.kind else ""


def _book(name: str, place: Place | None) -> str:
    """Such as `your book 2: 18`; empty when the page isn't known."""
    if place is None:
        return ""
    return f"{name}{f' {place.volume}' if place.volume > 1 else ''}: {place.page}"


def _said(text: str) -> str:
    return literal(breakable(typographic(text)))
