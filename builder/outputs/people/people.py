"""A list saved by a spreadsheet -> people, each with its line, and warnings about what looks odd."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from builder.print.fonts import covered_characters
from builder.problems import ContentError, Problem
from builder.sheets.columns import Columns, Reading, find_columns, find_heads, is_heads, is_waiting, rate
from builder.sheets.spelling import folded, is_broken, is_broken_name, is_nobody
from builder.sheets.table import Row, read_rows

LONGEST = 90
"""Most letters of a name or an organisation that fit on a badge."""
BLANK = "_" * 12
"""Replaces a name of which the fonts have no character at all, to be filled in by hand."""


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    line: int
    organisation: str = ""
    number: str = ""
    """Number of the certificate."""
    together: str = ""
    """When a new trainer gave a workshop together with another one."""
    observed: str = ""
    """When a new trainer was observed."""
    group: str = ""


@dataclass(frozen=True, slots=True)
class PeopleList:
    people: tuple[Person, ...]
    warnings: tuple[Problem, ...]
    """What to look at before printing, such as the same name twice or headings that aren't in the first line."""


def read_people(path: Path) -> list[Person]:
    """The people of a list, in its order. Raises ContentError with every line that can't be used."""
    return list(read_list(path, Reading()).people)


def read_list(path: Path, reading: Reading) -> PeopleList:
    """Like `read_people`, but with warnings, and with what the user said about the list (`reading`) taken into account."""
    shown = PurePosixPath(path.as_posix())
    rows = read_rows(path, shown, rate)
    place = find_heads(rows, reading)
    if place < 0:
        raise ContentError([Problem(shown, rows[0].line if rows else 1, "list-column-missing", {"name": "name"})])
    columns = find_columns(rows, place, reading, shown)
    people, problems = [], []
    for row in (row for row in rows[place + 1 :] if not is_waiting(row.cells, columns)):
        person = _person(row, columns)
        faults = list(_faults(shown, person, len(row.cells), len(rows[place].cells), printable(person)))
        if person.line not in reading.people:
            faults += _doubts(shown, person, is_repeated=is_heads(row.cells, columns))
        problems += faults
        people += [] if faults else [person]
    odd = [Problem(shown, rows[0].line, "list-head-lower", {"line": rows[place].line})] if place else []
    odd += [*_odd(shown, people), *left_out(shown, people)]
    if not people and not problems:
        problems.append(Problem(shown, rows[place].line, "list-empty"))
    if problems:
        raise ContentError([*problems, *odd])
    return PeopleList(tuple(map(printable, people)), tuple(odd))


def printable(person: Person) -> Person:
    """The person with only those characters of name and organisation that the fonts have."""
    return replace(person, name=_kept(person.name), organisation=_kept(person.organisation))


def left_out(shown: PurePosixPath, people: Iterable[Person]) -> Iterator[Problem]:
    """A warning for each person whose name or organisation can't be printed completely."""
    for person in people:
        missing = _missing(person.name + person.organisation)
        if missing:
            yield Problem(
                shown, person.line, "list-signs-left-out", {"name": printable(person).name, "characters": missing}
            )


def _kept(text: str) -> str:
    left = " ".join("".join(character for character in text if character in covered_characters()).split())
    return left or (BLANK if text else "")


def _missing(text: str) -> str:
    missing = sorted(set(text) - covered_characters())
    return ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)


def check_people(people: Sequence[Person], path: Path) -> None:
    """Checks people of a list that the builder wrote itself. Raises ContentError naming all who can't be printed."""
    shown = PurePosixPath(path.as_posix())
    faults = [fault for person in people for fault in _faults(shown, person, 0, 0, person)]
    if faults:
        raise ContentError(faults)


def _person(row: Row, columns: Columns) -> Person:
    cells = {kind: row.cells[place] for kind, place in columns.others.items() if place < len(row.cells)}
    return Person(columns.name(row.cells), row.line, **cells)


def _faults(shown: PurePosixPath, person: Person, cells: int, columns: int, printed: Person) -> Iterator[Problem]:
    """What makes a line unusable. `cells` and `columns`: how many there are; `printed`: the person as printed."""
    if cells > columns:
        reason = f"{cells} > {columns}"
        yield Problem(shown, person.line, "list-broken", {"reason": reason})
    if not person.name:
        yield Problem(shown, person.line, "list-name-missing")
    for text in (person.name, person.organisation):
        if len(text) > LONGEST:
            yield Problem(shown, person.line, "list-name-too-long", {"name": f"{text[:20]} ...", "limit": LONGEST})
    used = _used(person)
    if is_broken_name(person.name) or is_broken(used):
        broken = person.name if is_broken_name(person.name) else person.organisation
        yield Problem(shown, person.line, "list-accents-broken", {"text": broken[:LONGEST]})
    elif missing := _missing(_used(printed)):
        yield Problem(shown, person.line, "missing-glyph", {"characters": missing})


def _used(one: Person) -> str:
    return f"{one.name}{one.organisation}{one.number}{one.together}{one.observed}{one.group}"


def _doubts(shown: PurePosixPath, person: Person, *, is_repeated: bool) -> Iterator[Problem]:
    if person.name and not is_broken_name(person.name) and (is_repeated or is_nobody(person.name)):
        yield Problem(shown, person.line, "list-not-a-person", {"name": person.name[:LONGEST], "line": person.line})


def _odd(shown: PurePosixPath, people: Sequence[Person]) -> Iterator[Problem]:
    """Warnings about names that are printed as written, but may be mistakes."""
    first: dict[tuple[str, ...], int] = {}
    for person in people:
        line = first.setdefault(_key(person.name), person.line)
        if line != person.line:
            yield Problem(shown, person.line, "list-person-twice", {"name": person.name, "line": line})
        if "," in person.name:
            yield Problem(shown, person.line, "list-surname-first", {"name": person.name})


def _key(name: str) -> tuple[str, ...]:
    """A key that is equal for two spellings of a name: it ignores case, accents, punctuation and the order of words."""
    return tuple(sorted("".join(letter if letter.isalnum() else " " for letter in folded(name)).split()))
