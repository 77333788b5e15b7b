"""Firms and people that look the same: the user is asked, nothing is merged silently. Answers come in a table to fill in."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from builder.problems import ContentError, Problem
from builder.programme.facts import Fact
from builder.programme.incoming.cells import CellError, Habits, read
from builder.programme.keeping import Judgement
from builder.programme.rows import Firm, Person
from builder.sheets.cells import as_csv
from builder.sheets.spelling import folded

NEAR = 0.86
"""The similarity (0 to 1) from which names are near: about two misspelt letters in a usual name."""
SHORTEST = 5
"""The shortest name, in letters, that may be a misspelling: Ana and Ada are two people."""
MOST_IN_BLOCK = 400
"""The most names sharing a word that are compared one by one; a more frequent word says little."""
_FORMS = re.compile(
    r"\b(?:s\.?\s?a\.?(?:\s?s\.?|\s?c\.?|\s?de\s?c\.?\s?v\.?)?|s\.?\s?r\.?\s?l\.?|s\.?\s?de\s?r\.?\s?l\.?(?:\s?de\s?c\.?\s?v\.?)?|ltda?\.?|limited|inc\.?|llc|"
    r"e\.?i\.?r\.?l\.?|cia\.?|company|co\.|corp\.?|y asociados|& associates)(?=\W|$)"
)
_DIGITS = re.compile(r"\d+")
HEADS = ("table", "code 1", "name 1", "code 2", "name 2", "same? yes/no · ¿igual? sí/no")


class Pair(NamedTuple):
    table: str
    one: str
    other: str


def pairs(kind: type, known: Iterable[Any], new: Iterable[Any]) -> set[Pair]:
    """Pairs of rows that may be the same firm or person, at least one of which is new."""
    fresh = {row.code for row in new}
    rows = {row.code: row for row in (*known, *new) if row.name}
    find: Any = _firms if kind is Firm else _people
    return {
        Pair(kind.__name__.lower(), *sorted((one.code, other.code)))
        for one, other in find(list(rows.values()))
        if one.code != other.code and (one.code in fresh or other.code in fresh)
    }


def _firms(rows: Sequence[Firm]) -> Iterator[tuple[Firm, Firm]]:
    """Pairs with similar names, in the same country where both are known."""
    plain = {row.code: _plain(row.name or "") for row in rows}
    blocks: dict[str, list[Firm]] = defaultdict(list)
    for row in rows:
        for word in {*plain[row.code].split(), plain[row.code].replace(" ", "")[:6]}:
            if len(word) > 2:
                blocks[word].append(row)
    for block in blocks.values():
        for one, other in combinations(block[:MOST_IN_BLOCK], 2):
            is_one_country = None in (one.country, other.country) or one.country == other.country
            if is_one_country and _is_near(plain[one.code], plain[other.code]):
                yield one, other


def _people(rows: Sequence[Person]) -> Iterator[tuple[Person, Person]]:
    """Pairs with the same telephone or mail, the same full name of three words or more, or similar names in one firm."""
    sorted_names = {row.code: " ".join(sorted(folded(row.name or "").split())) for row in rows}
    same: dict[str, list[Person]] = defaultdict(list)
    firms: dict[str, list[Person]] = defaultdict(list)
    for row in rows:
        name, digits = sorted_names[row.code], re.sub(r"\D", "", row.phone or "")[-8:]
        shared = (name if name.count(" ") > 1 else "", digits if len(digits) > 6 else "", (row.email or "").casefold())
        for what in filter(None, shared):
            same[what].append(row)
        firms[row.firm or f" {name[:2]}"].append(row)
    for block in same.values():
        yield from combinations(block, 2)
    for block in firms.values():
        near = combinations(block if len(block) <= MOST_IN_BLOCK else (), 2)
        yield from ((one, other) for one, other in near if _is_near(sorted_names[one.code], sorted_names[other.code]))


def _plain(name: str) -> str:
    """The name without accents, punctuation and legal form."""
    text = _FORMS.sub(" ", folded(name))
    return " ".join(re.sub(r"[^\w\s]", " ", text).split())


def _is_near(one: str, other: str) -> bool:
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return True
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    shorter, longer = sorted((len(one), len(other)))
    if shorter < SHORTEST or 2 * shorter < NEAR * (shorter + longer):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR


def write_questions(path: Path, asked: Iterable[Pair], names: Mapping[str, str | None]) -> None:
    """Writes the pairs as a CSV to fill in. It holds names, so only its owner may read it."""
    rows = [
        (pair.table, pair.one, names.get(pair.one) or "", pair.other, names.get(pair.other) or "", "")
        for pair in sorted(asked)
    ]
    path.write_bytes(as_csv([HEADS, *rows]))
    path.chmod(0o600)


def read_answers(path: Path) -> list[Judgement]:
    """The answers in a table. Raises ContentError with the lines that say neither yes nor no."""
    shown, problems, found = PurePosixPath(path.name), [], []
    text = path.read_bytes().decode("utf-8-sig", "replace")
    separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    for line, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
        if line == 1 or not any(cells):
            continue
        try:
            answer = read(cells[5] if len(cells) > 5 else "", Fact("flag"), Habits())
        except CellError:
            answer = None
        if answer is None or cells[0] not in ("firm", "person"):
            problems.append(Problem(shown, line, "import-answer"))
        else:
            found.append(Judgement(cells[0], cells[1].removeprefix("'"), cells[3].removeprefix("'"), answer))
    if problems:
        raise ContentError(problems)
    return found


def same_codes(judgements: Iterable[Judgement]) -> dict[str, str]:
    """Code -> the code that replaces it: of each equal pair, one that wasn't drawn from a name is kept, else the first."""
    found: dict[str, str] = {}
    for judgement in judgements:
        if judgement.same:
            kept, gone = sorted((judgement.one, judgement.other), key=lambda code: (code[:2] in ("F-", "P-"), code))
            kept, gone = _end(found, kept), _end(found, gone)
            if kept != gone:
                kept, gone = sorted((kept, gone), key=lambda code: (code[:2] in ("F-", "P-"), code))
                found[gone] = kept
    return found


def _end(found: Mapping[str, str], code: str) -> str:
    while code in found:
        code = found[code]
    return code
