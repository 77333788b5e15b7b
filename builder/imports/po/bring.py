"""Makes files of the course from translators' messages. All faults are found before writing, each at its message."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from builder.imports.po.checked import faults
from builder.imports.po.cut import cut_page
from builder.imports.po.entry import SEPARATOR, Entry
from builder.imports.po.made import Files, Made, edited, made_marks, make_page
from builder.imports.po.marks import hidden, one_line, shown
from builder.imports.po.memory import pairs
from builder.imports.po.sources import Source, cut, text_of
from builder.imports.po.stamps import UNFINISHED, stamp_of, stamped
from builder.imports.po.tables import entry, find_tables, written
from builder.imports.po.unit import Cut, Unit
from builder.problems import ContentError, Problem


@dataclass(slots=True)
class Brought:
    """The result: texts by their path in the course, and what to report."""

    files: dict[PurePosixPath, str] = field(default_factory=dict)
    unfinished: list[tuple[Source, int, int]] = field(default_factory=list)
    """Pages that aren't written because messages are missing, with their number and that of all messages."""
    rebuilt: list[Source] = field(default_factory=list)
    """Pages rebuilt from the source, since their translation had another structure."""
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Job:
    """Source and target language, and when a page counts as complete."""

    root: Path
    source: str
    target: str
    digests: Mapping[str, str]
    """The digest of each page's source, by key, for stamps."""
    partial: bool = False
    """Whether pages with untranslated messages are written too."""


def bring(job: Job, sources: Sequence[Source], entries: Sequence[Entry]) -> Brought:
    """The files made from the messages. Raises ContentError with all faults in them."""
    brought = Brought()
    by_key = {one.key: one for one in sources}
    grouped: dict[str, dict[str, Entry]] = {}
    for one in _placed(job, sources, entries):
        if one.key not in by_key:
            brought.problems.append(_unknown(one))
            continue
        before = grouped.setdefault(one.key, {}).setdefault(one.place, one)
        if before.translation != one.translation:
            brought.problems.append(_problem(one, "po-twice", {"other": f"{before.path}:{before.line}"}))
    for key, group in grouped.items():
        try:
            _bring_file(job, by_key[key], group, brought)
        except ContentError as error:
            brought.problems += error.problems
    if any(not problem.is_warning for problem in brought.problems):
        raise ContentError(brought.problems)
    return brought


def _placed(job: Job, sources: Sequence[Source], entries: Sequence[Entry]) -> Iterator[Entry]:
    """The messages with their contexts. One whose context was lost stands for every equal text of its file."""
    by_path, keys = {str(one.path): one for one in sources}, {one.key for one in sources}
    contexts: dict[str, dict[str, list[str]]] = {}
    for one in entries:
        source = by_path.get(one.of)
        if one.key in keys or source is None:
            yield one
            continue
        if one.of not in contexts:
            contexts[one.of] = {}
            for unit in cut(source, text_of(job.root, source.path) or "", job.source, job.source).units:
                contexts[one.of].setdefault(unit.text, []).append(f"{source.key}{SEPARATOR}{unit.place}")
        yield from (
            replace(one, context=context) for context in contexts[one.of].get(one_line(one.text), [one.context])
        )


def _bring_file(job: Job, one: Source, group: Mapping[str, Entry], brought: Brought) -> None:
    text = text_of(job.root, one.path) or ""
    source = cut(one, text, job.source, job.source)
    old = text_of(job.root, one.target)
    target = None if old is None else cut(one, old, job.target, job.source)
    found = _current(pairs(source, target, job.target, is_page=one.is_page) if target else None)
    said = [unit for unit in source.units if unit.is_said]
    problems = list(_wrong(said, group, found))
    brought.problems += problems
    if any(not problem.is_warning for problem in problems):
        return
    new = {unit.place: one_line(group[unit.place].translation) for unit in said if _is_done(group.get(unit.place))}
    if one.is_page:
        _bring_page(job, one, Files(source, target, found), said, new, group, brought)
    elif made := _table(one, source, Files(source, target, found), new, job):
        brought.files[one.target] = made


def _current(found: list[tuple[Unit, Unit]] | None) -> dict[str, Unit] | None:
    return None if found is None else {unit.place: other for unit, other in found}


def _is_done(one: Entry | None) -> bool:
    return one is not None and bool(one.translation.strip()) and not one.is_fuzzy


def _problem(one: Entry, code: str, arguments: Mapping[str, object] | None = None) -> Problem:
    return Problem(PurePosixPath(one.path), one.line, code, arguments or {})


def _unknown(one: Entry) -> Problem:
    return _problem(one, "po-unknown-message", {"context": (one.context or one.text)[:80]})


def _wrong(said: Sequence[Unit], group: Mapping[str, Entry], found: Mapping[str, Unit] | None) -> Iterator[Problem]:
    """Faults in the messages of a file; messages that change nothing on the page aren't checked."""
    units = {unit.place: unit for unit in said}
    for one in group.values():
        unit = units.get(one.place)
        if unit is None:
            yield _unknown(one)
        elif not _is_done(one) or (
            found and unit.place in found and found[unit.place].text == one_line(one.translation)
        ):
            continue
        elif one_line(one.text) != unit.text:
            yield _problem(one, "po-source-changed", {"text": unit.text[:60]})
        else:
            yield from (_problem(one, code, arguments) for code, arguments in faults(unit, one_line(one.translation)))


def _bring_page(
    job: Job, one: Source, files: Files, said: Sequence[Unit], new: Mapping[str, str], group: Mapping[str, Entry], brought: Brought
) -> None:  # fmt: skip
    missing = [unit for unit in said if unit.place not in new]
    if missing and not job.partial:
        brought.unfinished.append((one, len(missing), len(said)))
        return
    is_kept = files.target is not None and files.found is not None and files.target.signs == files.source.signs
    if files.target and not is_kept:
        brought.rebuilt.append(one)
    made = make_page(files, new, (job.source, job.target), is_kept=is_kept)
    if files.target is None or made.text != files.target.text:
        brought.problems += _broken(job, one, files.source, made, group)
    text = _stamped(job, made.text, files.target, UNFINISHED if missing else job.digests.get(one.key, ""))
    if files.target is None or text != files.target.text:
        brought.files[one.target] = text


def _stamped(job: Job, text: str, before: Cut | None, digest: str) -> str:
    """The text with its stamp; an unchanged page without a stamp gets none."""
    is_same = before is not None and text == before.text
    if job.source == job.target or (is_same and not stamp_of(text)[0]):
        return text
    return stamped(text, job.source, digest)


def _broken(job: Job, one: Source, source: Cut, made: Made, group: Mapping[str, Entry]) -> Iterator[Problem]:
    """Problems where a page's structure differs from its source's, at the message that causes it."""
    try:
        cut_again = cut_page(one.target, made.text, job.target)
    except ContentError as error:
        for problem in error.problems:
            at = group.get(made.place_at(problem.line))
            yield _problem(at, problem.code, problem.arguments) if at else problem
        return
    for unit, other in zip(source.units, cut_again.units, strict=False):
        wanted = group.get(unit.place)
        if (unit.place, unit.kind) != (other.place, other.kind):
            at = group.get(made.place_at(other.line)) or wanted
            yield _problem(at, "po-structure") if at else Problem(one.target, other.line, "po-structure")
            return
        named = hidden(shown(other.text, other.marks, {}), job.target, tuple(unit.marks.values()))[0]
        if wanted and _is_done(wanted) and named != one_line(wanted.translation) and not unit.inside[0]:
            yield _problem(wanted, "po-structure")
    if len(source.units) != len(cut_again.units):
        yield Problem(one.target, 1, "po-structure")


def _table(one: Source, source: Cut, files: Files, new: Mapping[str, str], job: Job) -> str:
    """The YAML file with its new texts; "" when nothing changes. A language's entry is added once all its texts are there."""
    text, found = source.text, files.found or {}
    edits = []
    for unit in source.units:
        other = found.get(unit.place)
        if other and unit.place in new and other.text != new[unit.place]:
            marks = made_marks(unit, other, (job.source, job.target))
            edits.append((other.start, other.end, written(shown(new[unit.place], marks, {}), other.style)))
    for table in find_tables(one.path, text, job.source):
        if job.target in table.languages:
            continue
        needed = {
            unit.place: unit
            for unit in source.units
            if unit.place == table.place or unit.place.rpartition("/")[0] == table.place
        }
        values = {
            place.removeprefix(table.place).lstrip("/"): shown(new[place], unit.marks, {}) if place in new else unit.text
            for place, unit in needed.items()
            if place in new or not unit.is_said
        }  # fmt: skip
        if new and values and len(values) == len(needed):
            edits.append((table.at, table.at, table.before + entry(job.target, values)))
    return edited(text, edits)[0] if edits else ""
