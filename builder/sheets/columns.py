"""The headings of a list -> which columns make up the name, and what others hold. What is uncertain is asked, never guessed."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path, PurePosixPath

import yaml

from builder.problems import ContentError, Problem
from builder.sheets.spelling import folded, is_nobody
from builder.sheets.table import Row

HEADINGS = Path(__file__).with_name("headings.yml")
ORDER = ("whole", "name", "given", "second", "surnames", "first-surname", "second-surname")
"""Parts of a name, in the order in which they are printed."""
LOOKED_AT = 15
"""How many rows are searched for the headings, since titles may come first."""
SHOWN = 3
"""How many people a question shows as examples."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a list, as given by somebody who knows it."""

    names: tuple[str, ...] = ()
    """Headings of the columns that make up the name, in the order in which they are printed."""
    organisation: str = ""
    people: tuple[int, ...] = ()
    """Lines that hold a person even if the name doesn't look like one."""


@dataclass(frozen=True, slots=True)
class Columns:
    names: tuple[int, ...]
    others: Mapping[str, int]
    """Organisation, number and dates of a trainer certificate -> column."""
    counter: int = -1
    """The column that only numbers lines, even those without a name yet; -1 when there is none."""

    def name(self, cells: Sequence[str]) -> str:
        return " ".join(filter(None, (cells[place] if place < len(cells) else "" for place in self.names)))


@cache
def _meanings() -> dict[str, str]:
    """Heading -> meaning."""
    listed: dict[str, list[str]] = yaml.safe_load(HEADINGS.read_text(encoding="utf-8"))
    return {plain(str(name)): meaning for meaning, names in listed.items() if meaning != "parts" for name in names}


@cache
def _parts() -> frozenset[str]:
    return frozenset(yaml.safe_load(HEADINGS.read_text(encoding="utf-8"))["parts"])


def meaning(head: str) -> str:
    """What a column holds, from its heading; "" when that is unknown."""
    without = re.sub(r"\([^)]{3,}\)", " ", head)
    for text in (head, without):
        found = _meanings().get(plain(text), "")
        if found:
            return found
    both = {_meanings().get(plain(part), "") for part in re.split(r"[/|]", without)}
    return (both.pop() if len(both) == 1 else "") or _by_word(plain(without).split())


def _by_word(words: Sequence[str]) -> str:
    """For longer headings ("cargo que desempeña", "ticket type"): the meaning of the first or last word; "" if a word may mean a name."""
    if not words or set(words) & _parts():
        return ""
    found = [_meanings().get(words[0], ""), _meanings().get(words[-1], "")]
    return next((kind for kind in found if kind in ("organisation", "other")), "")


def rate(rows: Sequence[Row]) -> int:
    """The number of known headings in the row that has the most."""
    return max((_heads(row) for row in rows[:LOOKED_AT]), default=0)


def find_heads(rows: Sequence[Row], reading: Reading) -> int:
    """The index of the row of headings: the one with the most known or requested ones; -1 when there is none."""
    asked = {plain(name) for name in reading.names}
    scores = [_heads(row) + 9 * len(asked & {plain(cell) for cell in row.cells}) for row in rows[:LOOKED_AT]]
    best = max(scores, default=0)
    return scores.index(best) if best else -1


def find_columns(
    rows: Sequence[Row], place: int, reading: Reading, shown: PurePosixPath, known: Collection[int] = ()
) -> Columns:
    """The columns of a list whose headings are in row `place`; `known`: columns that hold something else.

    Raises ContentError with questions, and the first people as they would be printed, when columns are unclear.
    """
    line, heads = rows[place]
    kinds = ["other" if column in known else meaning(head) for column, head in enumerate(heads)]
    people = [row.cells for row in rows[place + 1 :]]
    names, problems = _asked(heads, reading.names, line, shown)
    if not reading.names:
        names, unclear = _found(heads, kinds, people)
        if not names:
            problems.append(Problem(shown, line, "list-column-missing", {"name": "name"}))
        elif unclear:
            problems.append(
                _question(Columns(tuple(names), {}), unclear, heads, people, Problem(shown, line, "list-name-unclear"))
            )
    others = {}
    for kind in ("organisation", "number", "together", "observed", "group"):
        places = [column for column, found in enumerate(kinds) if found == kind and column not in names]
        if kind == "organisation" and reading.organisation:
            places, more = _asked(heads, (reading.organisation,), line, shown)
            problems += more
        if len(places) > 1:
            listed = ", ".join(f'"{heads[column]}"' for column in places)
            code = "list-organisation-twice" if kind == "organisation" else "list-column-twice"
            problems.append(Problem(shown, line, code, {"columns": listed}))
        if places:
            others[kind] = places[0]
    if "number" not in others and "counter" in kinds:
        others["number"] = kinds.index("counter")
    if problems:
        raise ContentError(problems)
    return Columns(tuple(names), others, kinds.index("counter") if "counter" in kinds else -1)


def is_waiting(cells: Sequence[str], columns: Columns) -> bool:
    """Whether a line has only its number, as in lists that are printed to be filled in by hand."""
    return len(cells) == columns.counter + 1 and not any(cells[: columns.counter])


def is_heads(cells: Sequence[str], columns: Columns) -> bool:
    """Whether a row repeats the headings, as in lists that were put together from pages."""
    used = [cells[place] for place in columns.names if place < len(cells) and cells[place]]
    return bool(used) and all(meaning(cell) in ORDER for cell in used)


def _heads(row: Row) -> int:
    found = [meaning(cell) for cell in row.cells]
    return sum(map(bool, found)) if set(found) & set(ORDER) else 0


def _asked(
    heads: Sequence[str], wanted: Sequence[str], line: int, shown: PurePosixPath
) -> tuple[list[int], list[Problem]]:
    """The columns with these headings (or letters, if they have none), and problems; a repeated one means the next such column."""
    places: list[int] = []
    problems = []
    for name in wanted:
        same = [column for column, head in enumerate(heads) if plain(head) == plain(name) and column not in places]
        letter = [column for column in range(len(heads)) if _letters(column) == name.strip() and not heads[column]]
        if same or letter:
            places.append((same or letter)[0])
        else:
            problems.append(Problem(shown, line, "list-column-missing", {"name": name}))
    return places, problems


def _found(heads: Sequence[str], kinds: Sequence[str], people: Sequence[Sequence[str]]) -> tuple[list[int], list[int]]:
    """The columns that make up the name as far as known, and those to ask about."""
    places = {kind: [column for column, found in enumerate(kinds) if found == kind] for kind in ORDER}
    used = {kind for kind in ORDER if places[kind]}
    unknown = [
        column for column, kind in enumerate(kinds)
        if not kind and _may_be_part(heads[column], [cells[column] for cells in people if column < len(cells)])
    ]  # fmt: skip
    names = list(chain.from_iterable(places[kind] for kind in ORDER))
    if not used & {"whole", "name", "given"}:
        return [], []
    surnames = used & {"surnames", "first-surname", "second-surname"}
    is_clear = (
        all(len(columns) < 2 for columns in places.values())
        and not ("whole" in used and len(used) > 1)
        and not {"name", "given"} <= used
        and not ("surnames" in used and len(surnames) > 1)
        and surnames != {"second-surname"}
        and not (used & {"given", "second"} and not surnames)
    )
    if is_clear and not unknown:
        return names, []
    return places["whole"][:1] or names, sorted({*names, *unknown})


def _may_be_part(head: str, cells: Sequence[str]) -> bool:
    """Whether an unknown column may hold part of a name: by a word of its heading, or by what most of its cells look like."""
    written = [cell for cell in cells if cell]
    if not written:
        return False
    likely = sum(bool(_NAME.fullmatch(cell)) and not is_nobody(cell) for cell in written)
    return bool(set(plain(head).split()) & _parts()) or 2 * likely >= len(written)


_NAME = re.compile(r"[^\W\d_]+\.?(?:[ '’-][^\W\d_]+\.?){0,4}")


def _question(
    columns: Columns, unclear: Sequence[int], heads: Sequence[str], people: Sequence[Sequence[str]], asked: Problem
) -> Problem:
    """The question `asked` with its columns, the first people as they would be printed, and the option that answers it."""
    names = [_label(heads, column) for column in columns.names]
    arguments = {
        "columns": ", ".join(f'"{_label(heads, column)}"' for column in unclear),
        "people": "; ".join([columns.name(cells) for cells in people if columns.name(cells)][:SHOWN]),
        "option": " ".join(f'--name "{name}"' for name in names),
    }
    return Problem(asked.path, asked.line, asked.code, arguments)


def _label(heads: Sequence[str], column: int) -> str:
    return heads[column] or _letters(column)


def _letters(column: int) -> str:
    """A to ZZ, as spreadsheets name their columns."""
    high, low = divmod(column, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)


def plain(head: str) -> str:
    """`Nombre(s) *` -> nombres: a heading in lower case, without accents, signs and a leading number."""
    text = re.sub(r"\((e?s)\)", r"\1", folded(head))
    text = re.sub(r"^\s*\d+\s*[.)]\s*", "", text)
    text = re.sub(r"(?<=\d)[º°ª]", "o", text)
    return " ".join(re.sub(r"[^\w\s-]|_", " ", text).split()) or ("no" if head.strip() in ("#", "№") else "")
