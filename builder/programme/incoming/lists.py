"""The kinds of lists that can be imported: their fields, and how a sheet's headings tell its kind."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from builder.programme.facts import Fact, columns
from builder.programme.incoming.cells import LANGUAGES
from builder.programme.rows import TABLES, Action, Attendance, Firm, Person, Progress, Registration, Test, Visit
from builder.programme.values import INDICATORS
from builder.sheets.columns import meaning, plain
from builder.words import programme_words

_HEADS = Path(__file__).with_name("heads.yml")
NAMES = "person"
"""The field that the columns of a person's name make up together."""
DAYS = "days"
"""The field of columns whose head is a day of the event."""
_DAY = re.compile(r"(?:day|dia) ?(\d)|(\d{4}-\d{2}-\d{2})|(\d{1,2}[/.]\d{1,2}[/.]\d{2,4})")
_NUMBERED = re.compile(r"(.*\D)[ _-]?([1-9])")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list."""

    name: str
    fields: Mapping[str, Fact]
    needs: tuple[tuple[str, ...], ...]
    """Groups of fields, of each of which at least one is required."""
    numbered: frozenset[str] = frozenset()
    """Fields that occur once for each action, with its number."""


def _facts(kind: type, *names: str) -> dict[str, Fact]:
    return {name: fact for name, fact in columns(kind) if not names or name in names}


_FIRM = {
    "firm": Fact("text", is_personal=True), "firm_name": Fact("text", is_personal=True), "firm_code": Fact("text", size=60),
}  # fmt: skip
"""`firm` may hold a known code or a name."""
_WHO = {
    NAMES: Fact("text", is_personal=True),
    "person_code": Fact("text", of="person", size=60),
    **_facts(Person, "sex"),
}
_EVENT = {"event": Fact("text", of="event", size=60)}
_OF_FIRM = _facts(Firm, "country", "place", "sector", "size", "owner", "women", "men", "institution")
_REACHED = Fact("flag")
_MEASURES = {
    f"{name}_{part}": Fact("choice", of="", choice="evidence") if part == "evidence" else Fact("decimal", least=0)
    for name in INDICATORS for part in ("start", "start_of", "value", "value_of", "evidence")
}  # fmt: skip
_MARKS = {name: Fact("number", least=0, most=10_000) for name in ("ones", "twos", "threes", "fours")}
_PROGRESS = _facts(Progress, "state", "value", "evidence")
_PLAN = _facts(
    Action, "what", "kind", "owner", "begins", "due", "indicator", "unit", "baseline", "baseline_day", "goal"
)
_ANY_FIRM = ("firm", "firm_name", "firm_code")

COMPOSED = (
    Kind(
        "registration",
        _EVENT | _WHO | _FIRM | _facts(Person, "task", "phone", "email") | _OF_FIRM | _facts(Registration, "coaching", "day"),
        ((NAMES, "person_code"), _ANY_FIRM),
    ),
    Kind(
        "attendance",
        _EVENT | _WHO | _FIRM | _facts(Attendance, "day", "present") | {DAYS: Fact("flag")},
        ((NAMES, "person_code"), (DAYS, "present")),
    ),
    Kind(
        "tests",
        _EVENT
        | _facts(Test, "code", "form", "questions", "edition", "moment", "right")
        | dict.fromkeys(("before", "after"), Fact("number", least=0, most=100)),
        (("code",), ("form",), ("before", "after", "right")),
    ),
    Kind("marks", _EVENT | {"statement": Fact("choice", choice="statement")} | _MARKS, (("statement",), ("ones",), ("fours",))),
    Kind(
        "plan", _EVENT | _FIRM | _PLAN | {"number": Fact("number", least=1, most=9)}, (_ANY_FIRM, ("what", "kind")),
        numbered=frozenset(_PLAN),
    ),
    Kind(
        "visits",
        _EVENT | _FIRM | _facts(Visit) | {"reached": _REACHED} | _PROGRESS | {"number": Fact("number", least=1, most=9)} | _MEASURES,
        (_ANY_FIRM, ("month",), ("state", "reached", "part", "saved", *_MEASURES)),
        numbered=frozenset(_PROGRESS),
    ),
)  # fmt: skip
_DIRECT = (
    "institution", "partner", "event", "support", "agreement", "trainer", "delivery", "training", "certificate", "firm", "person", "coaching", "progress",
    "measure", "story", "expense",
)  # fmt: skip
KINDS: Mapping[str, Kind] = {
    **{one.name: one for one in COMPOSED},
    **{
        name: Kind(name, _facts(TABLES[name]), tuple((column,) for column, fact in columns(TABLES[name]) if fact.is_needed))
        for name in _DIRECT
    },
}  # fmt: skip
_GIVEN = {"event", "month", "country", "day", "last_day"}
"""Fields that may be given as options, or derived from others."""


@dataclass(frozen=True, slots=True)
class Column:
    place: int
    field: str
    number: int = 0
    """The number of an action or day; 0 for none."""
    head: str = ""


def columns_of(kind: Kind, heads: Sequence[str]) -> list[Column]:
    """The columns that belong to a kind of list; of two for one field, that with the field's own name, or else the first."""
    found: dict[tuple[str, int], Column] = {}
    for place, head in sorted(enumerate(heads), key=lambda one: one[1] not in kind.fields):
        column = _column(kind, place, head)
        if column:
            found.setdefault((column.field, column.number or (place if column.field == DAYS else 0)), column)
    return sorted(found.values(), key=lambda column: column.place)


def _column(kind: Kind, place: int, head: str) -> Column | None:
    text = spoken(head)
    field = _fields(kind.name).get(plain(head.replace("/", " ").replace("_", " ")), "") or _fields(kind.name).get(
        text, ""
    )
    if field:
        return Column(place, field, 0, head)
    day = _DAY.fullmatch(text if not re.match(r"\d", head.strip()) else head.strip().partition(" ")[0])
    if day and DAYS in kind.fields:
        return Column(place, DAYS, int(day[1] or 0), head)
    numbered = _NUMBERED.fullmatch(text)
    field = _fields(kind.name).get(numbered[1].strip(" _-"), "") if numbered else ""
    if numbered and field in kind.numbered:
        return Column(place, field, int(numbered[2]), head)
    if NAMES in kind.fields and meaning(head) in ("name", "whole", "given", "surnames", "first-surname"):
        return Column(place, NAMES, 0, head)
    return None


def spoken(head: str) -> str:
    """A head without the groups of forms (`firm/sector`, `data-firm-sector`), accents and punctuation."""
    last = head.strip().rpartition("/")[2] if re.fullmatch(r"[\w./-]+", head.strip()) and "/" in head else head
    return re.sub(r"[_-]", " ", plain(last.replace("_", " ")))


def fits(kind: Kind, found: Sequence[Column]) -> bool:
    """Whether a sheet with these columns can be a list of this kind."""
    fields = {column.field for column in found}
    return all(fields & {*group} or _GIVEN & {*group} for group in kind.needs)


def likeliest(heads: Sequence[str]) -> list[Kind]:
    """The kinds of list that know the most heads; several in a tie, none if fewer than two heads are known."""
    scores = {kind.name: _score(kind, heads) for kind in KINDS.values()}
    best = max(scores.values())
    return [KINDS[name] for name, score in scores.items() if score == best and best > 1]


def _score(kind: Kind, heads: Sequence[str]) -> int:
    found = columns_of(kind, heads)
    return len(found) if fits(kind, found) else 0


@cache
def _fields(kind: str) -> Mapping[str, str]:
    """Head -> field, for this kind of list."""
    return dict(_heads(KINDS[kind]))


def _heads(kind: Kind) -> Iterator[tuple[str, str]]:
    """Pairs of head and field; later ones win, such as a field's own name."""
    more: Mapping[str, list[str]] = yaml.safe_load(_HEADS.read_text(encoding="utf-8"))
    for field in kind.fields:
        listed = [*more.get(field, [])]
        yield from ((spoken(str(head)), field) for head in listed)
    for field in kind.fields:
        for language in LANGUAGES:
            said = programme_words(language)["columns"].get(field)
            if said:
                yield spoken(said), field
        yield from ((spoken(str(head)), field) for head in more.get(f"{kind.name}.{field}", []))
        yield spoken(field), field


def event_of_list(kind: Kind) -> bool:
    """Whether the rows belong to an event."""
    return "event" in kind.fields and kind.name not in ("event", "story", "firm", "person")
