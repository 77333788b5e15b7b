"""A list of people, as a spreadsheet saves it: CSV -> people, each with the line it stands on."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path, PurePosixPath

from builder.print.fonts import covered_characters
from builder.problems import ContentError, Problem

LONGEST = 90
"""Letters of a name or an organisation: what fits on a badge."""
LARGEST = 500_000
"""Bytes of a list: some five thousand people."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "name", "full name", "first name", "given name", "nombre", "nombres", "nombre completo", "nombre y apellido",
        "nombre y apellidos", "nombres y apellidos",
    ),
    "surname": ("surname", "last name", "family name", "apellido", "apellidos"),
    "organisation": (
        "organisation", "organization", "company", "firm", "institution", "organizacion", "empresa", "institucion",
        "entidad",
    ),
    "number": ("number", "certificate", "no", "numero", "certificado", "n.º"),
    "together": ("co-delivery", "codelivery", "entrega en pareja"),
    "observed": ("observed delivery", "observed", "entrega observada"),
}  # fmt: skip
"""What the columns may be called, without accents and in small letters. Others (such as the e-mail) are not read."""


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    line: int
    organisation: str = ""
    number: str = ""
    """Of the certificate."""
    together: str = ""
    """When a new trainer gave a workshop beside another one."""
    observed: str = ""
    """When a new trainer was observed."""


def read_people(path: Path) -> list[Person]:
    """The people of a list, in its order. Raises ContentError with every line that can't be used."""
    shown = PurePosixPath(path.as_posix())
    text = _text(path, shown)
    rows = _rows(text, shown)
    number, head = next(rows, (1, []))
    columns = {kind: place for place, cell in enumerate(head) if (kind := _kind(cell))}
    if "name" not in columns:
        raise ContentError([Problem(shown, number, "list-column-missing", {"name": "name"})])
    people, problems = [], []
    for line, cells in rows:
        person = _person(line, columns, cells)
        faults = list(_faults(shown, person, len(cells), len(head)))
        problems += faults
        if not faults:
            people.append(person)
    if not people and not problems:
        problems.append(Problem(shown, number, "list-empty"))
    if problems:
        raise ContentError(problems)
    return people


def _text(path: Path, shown: PurePosixPath) -> str:
    if path.stat().st_size > LARGEST:
        raise ContentError([Problem(shown, 1, "file-too-large", {"limit": LARGEST // 1000})])
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ContentError([Problem(shown, line, "not-utf8")]) from error
    control = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if control:
        raise ContentError([Problem(shown, text.count("\n", 0, control.start()) + 1, "control-character")])
    return unicodedata.normalize("NFC", text)


def _rows(text: str, shown: PurePosixPath) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of each row that has something in it; a row is named by its first line."""
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                while not cells[-1].strip():
                    cells.pop()
                yield line, [" ".join(cell.split()) for cell in cells]
    except csv.Error as error:
        raise ContentError([Problem(shown, before + 1, "list-broken", {"reason": error})]) from error


def _kind(cell: str) -> str:
    """What a column holds, from its name; nothing when it isn't read."""
    letters = unicodedata.normalize("NFKD", cell.casefold())
    plain = " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
    return next((kind for kind, names in COLUMNS.items() if plain in names), "")


def _person(line: int, columns: Mapping[str, int], cells: Sequence[str]) -> Person:
    found = {kind: cells[place] if place < len(cells) else "" for kind, place in columns.items()}
    surname = found.pop("surname", "")
    return Person(f"{found.pop('name')} {surname}".strip(), line, **found)


def _faults(shown: PurePosixPath, person: Person, cells: int, columns: int) -> Iterator[Problem]:
    if cells > columns:
        reason = f"{cells} > {columns}"
        yield Problem(shown, person.line, "list-broken", {"reason": reason})
    if not person.name:
        yield Problem(shown, person.line, "list-name-missing")
    for text in (person.name, person.organisation):
        if len(text) > LONGEST:
            yield Problem(shown, person.line, "list-name-too-long", {"name": f"{text[:20]} ...", "limit": LONGEST})
    used = f"{person.name}{person.organisation}{person.number}{person.together}{person.observed}"
    missing = sorted(set(used) - covered_characters())
    if missing:
        signs = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
        yield Problem(shown, person.line, "missing-glyph", {"characters": signs})
