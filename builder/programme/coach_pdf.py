"""A coach's visits of a month as a tagged PDF, for printing and writing on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from builder.print.code import Code, breakable, literal, typographic
from builder.print.fonts import covered_characters
from builder.print.written import write_code
from builder.programme.coach import Call, Round
from builder.words import long_date, month_name, programme_words

TEMPLATE = Path(__file__).with_name("coach.typ")
_UNKNOWN = "?"
"""Replaces characters that the fonts don't have."""


@dataclass(frozen=True, slots=True)
class Look:
    """The look of the institution that prints it; `colour` as #rrggbb."""

    institution: str
    colour: str
    paper: str


def write_round(one: Round, language: str, target: Path, look: Look, *, names: bool) -> None:
    """Writes the same as the page to `target`; unless `names`, it holds codes and nothing personal."""
    words = programme_words(language)
    say, code = words["coach"], Code()
    code.at(str(PurePosixPath(target.as_posix())), 0)
    code.add('#import "book.typ": *')
    title = say["title"].format(month=month_name(f"{one.first:%Y-%m}", language))
    note = say["private"] if names else say["codes"]
    whose = (one.trainer.name if one.trainer and names else "") or (one.trainer.code if one.trainer else "")
    head = (title, whose, f"{say['coach']}: {whose}" if whose else say["nobody"], note, look.institution)
    code.add(f"#show: rounds.with({', '.join(map(_said, head))})")
    for key, is_late in (("late", True), ("now", False)):
        calls = [call for call in one.calls if call.is_late == is_late]
        if calls:
            code.add(f"#heading(level: 2, {_said(f'{say[key]} ({len(calls)})')})")
        for call in calls:
            code.add(f"#call({', '.join(_call(call, words, language, names=names))})")
    settings = {"lang": language, "colour": look.colour, "paper": look.paper}
    write_code(code, TEMPLATE, settings, one.first, target)


def _call(call: Call, words: Mapping[str, Any], language: str, *, names: bool) -> Iterator[str]:
    """The Typst arguments for a visit."""
    say, firm, due = words["coach"], call.due.firm, call.due
    line = [f"{say['visit'].format(n=due.month)}, {long_date(due.day, language)}", due.event.code]
    line += [firm.code, firm.place or ""] if names and firm.name else []
    yield _said((firm.name if names else "") or firm.code)
    yield _said(" · ".join(filter(None, line)))
    people = [(one.name, one.task, one.phone, one.email) for one in call.people] if names else []
    yield _listed(_said(" · ".join(filter(None, one))) for one in people)
    asked = [
        f"{say['month'].format(n=one.month)} {say['reached' if one.reached else 'not_reached']}" for one in call.before
    ]
    yield _said(f"{say['before']}: {', '.join(asked) or say['none']}")
    columns = words["columns"]
    yield _listed(map(_said, (columns["number"], say["action"], columns["due"], columns["state"])))
    yield _listed(_listed(map(_said, row)) for row in _actions(call, words, language, names=names))
    yield _said(say["no_plan"])
    yield _listed(map(_said, (say["visited"], say["notes"])))


def _actions(call: Call, words: Mapping[str, Any], language: str, *, names: bool) -> Iterator[tuple[str, ...]]:
    say, values = words["coach"], words["values"]
    for one in call.actions:
        what = [values["action"][one.kind] if one.kind else ""]
        what += [one.what or "", one.owner or "", one.indicator or ""] if names else []
        stands = call.stands.get(one.number)
        state = f"{values['state'][stands.state]} ({say['month'].format(n=stands.month)})" if stands else "–"
        yield (
            str(one.number),
            " · ".join(filter(None, what)) or "–",
            long_date(one.due, language) if one.due else "–",
            state,
        )


def _said(text: str) -> str:
    covered = covered_characters()
    known = "".join(sign if sign in covered else _UNKNOWN for sign in " ".join(text.split()))
    return literal(breakable(typographic(known)))


def _listed(parts: Iterable[str]) -> str:
    return "(" + "".join(f"{part}, " for part in parts) + ")"
