"""`taller record import`: what files would change in the record, and the change itself, all or nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from builder.problems import ContentError, Problem
from builder.programme.incoming.alike import Pair, pairs, same_codes
from builder.programme.incoming.codes import Codes
from builder.programme.incoming.fuse import fuse
from builder.programme.incoming.make import Made, Making, made
from builder.programme.incoming.marks import firm_mark, marks_of
from builder.programme.incoming.merge import Merged, merged, unknown_codes
from builder.programme.incoming.parsed import Asked, Parsed, broken_lines, parsed
from builder.programme.incoming.repeats import actions_elsewhere, with_repeats
from builder.programme.incoming.sheets import digest_of, sheets_of
from builder.programme.keeping import Forgotten, Judgement, Setting, Source
from builder.programme.rows import Event, Firm, Person, Trainer
from builder.programme.store import SECRET, Writing


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did, or would do."""

    new: Counter[str]
    changed: Counter[str]
    same: int
    known_files: tuple[Path, ...]
    """Files imported before with the same contents."""
    kinds: tuple[tuple[str, str, int], ...]
    """File, kind of list and number of lines."""
    warnings: tuple[Problem, ...]
    asked: tuple[Pair, ...]
    """Similar pairs to decide on; if there are any, nothing was written."""
    names: dict[str, str | None] = field(default_factory=dict)


def take(
    writing: Writing,
    files: Sequence[Path],
    asked: Asked,
    day: date,
    *,
    correct: bool = False,
    answers: Iterable[Judgement] = (),
) -> Taken:
    """Imports files within a transaction that the caller commits or drops. Raises ContentError with all faults of all
    files.
    """
    known = {source.digest for source in writing.rows(Source)}
    digests = {path: digest_of(path) for path in files}
    fresh = [
        path
        for number, path in enumerate(files)
        if digests[path] not in known | {digests[one] for one in files[:number]}
    ]
    lists = _parsed(fresh, files, asked)
    kinds = tuple((str(one.sheet.shown), one.kind.name, len(one.lines)) for one in lists)
    writing.put(answers)
    same = same_codes(writing.rows(Judgement))
    fuse(writing, same)
    rows, warnings = _made(writing, lists, asked, same)
    result = merged(writing, rows, set(same.values()), correct=correct)
    faults = [*result.problems, *unknown_codes(writing, rows)]
    if faults:
        raise ContentError(faults)
    questions, names = _questions(writing, result)
    if not questions:
        writing.put(result.new)
        writing.put(result.changed)
        writing.put(_sources(digests, fresh, rows, day))
    return Taken(
        _counted(result.new), _counted(result.changed), result.same, tuple(path for path in files if path not in fresh),
        kinds, tuple(warnings), tuple(sorted(questions)), names,
    )  # fmt: skip


def _parsed(fresh: Sequence[Path], files: Sequence[Path], asked: Asked) -> list[Parsed]:
    """The parsed lists of the files that haven't been imported before. Raises ContentError."""
    found: list[Parsed] = []
    problems: list[Problem] = []
    for path in fresh:
        try:
            sheets = with_repeats(sheets_of(path), path, files)
        except ContentError as error:
            problems += error.problems
            continue
        for sheet in sheets:
            try:
                found.append(parsed(sheet, asked))
                found[-1].problems += actions_elsewhere(found[-1], path, files)
            except ContentError as error:
                problems += error.problems
    problems += [problem for one in found for problem in broken_lines(one)]
    if problems:
        raise ContentError(problems)
    return found


def _made(
    writing: Writing, lists: Sequence[Parsed], asked: Asked, same: dict[str, str]
) -> tuple[list[Made], list[Problem]]:  # fmt: skip
    """The rows of all lists and warnings; lists of events and firms come first, since others refer to them."""
    secret = {setting.name: setting.value for setting in writing.rows(Setting)}[SECRET]
    codes = Codes(secret, same)
    codes.learn((*writing.rows(Firm), *writing.rows(Person), *writing.rows(Trainer)))
    making = Making(codes, {event.code: event for event in writing.rows(Event)}, asked.event)
    rows: list[Made] = []
    for rank in (_EARLY, _EARLY_TOO):
        for one in (one for one in lists if one.kind.name in rank):
            rows += made(making, one)
        making.events = {**making.events, **{row.row.code: row.row for row in rows if isinstance(row.row, Event)}}
        codes.learn(row.row for row in rows)
    later = [one for one in lists if one.kind.name not in (*_EARLY, *_EARLY_TOO)]
    codes.learn(_named(making, later))
    if _adopt(writing, codes):
        codes.people.clear()
        codes.learn((*writing.rows(Person), *(row.row for row in rows)))
    for one in later:
        rows += made(making, one)
        one.lines.clear()  # frees memory; there may be a hundred thousand
    if making.problems:
        raise ContentError(making.problems)
    warnings = [problem for one in lists for problem in one.problems]
    return _without_forgotten(writing, secret, rows, warnings), warnings


_EARLY, _EARLY_TOO = ("event",), ("firm", "person", "institution", "partner", "trainer")


def _named(making: Making, lists: Sequence[Parsed]) -> Iterable[Firm]:
    """Firms that a list gives both name and code, for the lists that only have the name."""
    for one in lists:
        if {"firm_code"} <= {*(one.lines[0].values if one.lines else ())}:
            for row in made(Making(making.codes, making.events, making.event), one):
                if isinstance(row.row, Firm):
                    yield row.row


def _adopt(writing: Writing, codes: Codes) -> int:
    """Gives firms with a drawn code the proper code of a firm with exactly their name. Returns the number."""
    there = {row.code: row for row in writing.rows(Firm)}
    count = 0
    for row in [row for row in there.values() if row.code.startswith("F-")]:
        others = codes.firms.get(row.name or "", set())
        own = [
            code for code in others if not code.startswith("F-") and codes.countries.get(code) in (row.country, None)
        ]
        if len(own) == 1 and own[0] not in there:
            writing.rename(Firm, row.code, own[0])
            others.discard(row.code)
            count += 1
    return count


def _without_forgotten(writing: Writing, secret: str, rows: list[Made], warnings: list[Problem]) -> list[Made]:
    """The rows without those of people and firms who asked to be forgotten."""
    forgotten = {row.mark for row in writing.rows(Forgotten)}
    if not forgotten:
        return rows
    gone = {
        row.row.code for row in rows if isinstance(row.row, Person) and forgotten & {*marks_of(secret, row.row)}
    } | {row.row.code for row in rows if isinstance(row.row, Firm) and row.row.name and firm_mark(secret, row.row) in forgotten}  # fmt: skip
    left = []
    for row in rows:
        if gone & {getattr(row.row, "person", None), getattr(row.row, "firm", None), getattr(row.row, "code", None)}:
            warnings.append(Problem(*row.place, "import-forgotten"))
        else:
            left.append(row)
    return left


def _questions(writing: Writing, result: Merged) -> tuple[set[Pair], dict[str, str | None]]:
    answered = {(one.table, *sorted((one.one, one.other))) for one in writing.rows(Judgement)}
    found: set[Pair] = set()
    names: dict[str, str | None] = {}
    unsure: set[str] = set()
    kinds: tuple[type[Any], ...] = (Firm, Person)
    for kind in kinds:
        new = [row for row in (*result.new, *result.changed) if isinstance(row, kind)]
        known = {row.code: row for row in writing.rows(kind)}
        fresh = [row for row in new if row.code not in known or known[row.code].name != row.name]
        asked = {pair for pair in pairs(kind, known.values(), fresh) if tuple(pair) not in answered}
        firms = {row.code: row.firm for row in (*known.values(), *new)} if kind is Person else {}
        # A person's code changes if their firm turns out to be another one; an answer about them would then be lost.
        asked = {pair for pair in asked if not {firms.get(pair.one), firms.get(pair.other)} & unsure}
        unsure |= {code for pair in asked for code in (pair.one, pair.other)}
        found |= asked
        names |= {row.code: row.name for row in (*known.values(), *new)}
    return found, names


def _sources(digests: dict[Path, str], fresh: Sequence[Path], rows: Sequence[Made], day: date) -> Iterable[Source]:
    counts = Counter((row.place.shown, type(row.row).__name__.lower()) for row in rows)
    for path in fresh:
        shown = PurePosixPath(path.as_posix())
        for table in sorted({table for name, table in counts if name == shown}) or ["event"]:
            yield Source(digests[path], table, path.name, day, counts[shown, table])


def _counted(rows: Iterable[object]) -> Counter[str]:
    return Counter(type(row).__name__.lower() for row in rows)
