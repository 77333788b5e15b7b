"""The whole build: load, check, select, make the outputs, assemble, leak gate, publish.

Only this file and `table`, the list of outputs, know both the course and the outputs. Outputs made earlier from the
same input are kept in `.build/cache` under its digest.
"""

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from builder.build.digest import course_digest
from builder.build.garbage import seldom_searched
from builder.build.leak_search import search
from builder.build.lock import only_one
from builder.build.owned import Listed, digest_of, is_as_left, list_of_sizes, outputs_in, read_list, stamps_of
from builder.build.plan import Job, Left, plan
from builder.build.pool import Here, Result, copy, make_all, remove, workers
from builder.build.progress import Progress, Step
from builder.build.publish import LIST, Folders, check_dist, recover
from builder.build.settle import Settled, settle
from builder.build.state import Earlier, State, read_state, write_state
from builder.build.table import OUTPUTS, downloads
from builder.check import checked_course
from builder.course.folder import FOLDERS
from builder.course.model import Audience, Course
from builder.edition.pictures import prune
from builder.edition.select import select
from builder.outputs.choice import NO_KEYS, PACKAGE_OUTPUTS, SCORED_OUTPUTS, VARIANT_OUTPUTS, Choice
from builder.outputs.site.assembly import assemble
from builder.problems import ContentError, Problem, UsageError

_KEY = re.compile(r"[0-9a-f]{32}(?:\.|$)")
"""The names of the cache's own files."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the report."""

    name: str
    size: int
    seconds: float
    state: str
    """made, kept or stale; again (not asked for, but remade because it was out of date), gone (removed from dist),
    yours (a file of somebody else's that the builder would otherwise write)
    """
    kind: str = ""
    """The kind of output: site, workbook ..."""


@dataclass(frozen=True, slots=True)
class Means:
    """How a build is carried out; this doesn't affect what it makes."""

    is_alone: bool = False
    """Work in this process alone, because other processes are building other courses."""
    shared: str = ""
    """The address of a cache shared with them; empty for none."""


@dataclass(frozen=True, slots=True)
class Report:
    rows: Sequence[Row] = ()
    problems: Sequence[Problem] = ()
    """Warnings about the outputs made in this build."""
    unchanged: bool = False
    seconds: float = 0.0


def build(
    root: Path, choice: Choice, progress: Progress = lambda _: None, table: Mapping[str, str] = OUTPUTS, *,
    force: bool = False, means: Means = Means(),
) -> Report:  # fmt: skip
    """Builds the chosen outputs of a table into `dist/`. Raises ContentError, OSError; `dist/` is then unchanged."""
    started = time.perf_counter()
    folders = Folders(root)
    with only_one(folders.work / "lock"), seldom_searched():
        recover(folders)
        check_dist(folders)
        try:
            report = _build(folders, choice, progress, table, means, force=force)
        except BaseException:
            with suppress(OSError):
                recover(folders)
            raise
    return replace(report, seconds=time.perf_counter() - started)


def _build(
    folders: Folders, choice: Choice, progress: Progress, table: Mapping[str, str], means: Means, *, force: bool
) -> Report:  # fmt: skip
    state = read_state(folders.work / "state.json")
    listed = read_list(folders.dist)
    if listed is None and state.sizes:
        listed = list_of_sizes(folders.dist, state.sizes)
    source = course_digest(folders.root, state.others)
    is_left = not force and state.course == source and is_as_left(folders.dist, listed, state)
    if (
        is_left
        and state.choice in _covering(choice)
        and {*choice.outputs} <= {one.kind for one in state.outputs.values()}
    ):
        return Report(
            [Row(name, size, 0.0, "kept", state.outputs[name].kind) for name, size in state.rows], unchanged=True
        )
    progress(Step("check"))
    course = checked_course(folders.root, choice.outputs)
    _check_choice(course, choice)
    others = sorted(path.as_posix() for path in course.images if path.parts[0] not in FOLDERS)
    # Files may change while they are read: then it is unknown what this build was made from, and the next one looks again.
    is_steady = source == course_digest(folders.root, state.others)
    source = source if others == list(state.others) else course_digest(folders.root, others)
    there = {*state.outputs, *outputs_in(listed or ())}
    editions = [select(course, audience, language) for audience in Audience for language in course.config.languages]
    rows = plan(course, editions, choice, state, folders.cache, there, table, force=force)
    if not rows and not there:
        raise UsageError("nothing-to-make")
    if is_left and {row.task.name for row in rows if isinstance(row, Left)} == {row.task.name for row in rows} == there:
        return _report(folders, rows, (), Settled((), ()), state.outputs, {})
    with _faults_in_place(course):
        made, settled, free = _run(folders, course, rows, state, listed, progress, means, force=force)
    outputs = {row.task.name: row.output for row in rows if isinstance(row, Left)}
    outputs |= {result.job.task.name: result.job.output(result.made.content) for result in made}
    report = _report(folders, rows, made, settled, outputs, state.outputs)
    report = replace(report, problems=course.config.places.all(report.problems))
    asked = "" if any(row.state == "stale" for row in report.rows) else repr(choice)
    _remember(folders, State(source if is_steady else "", asked, others, outputs, gate=free), report)
    prune(folders.root, course.images.values())
    return report


@contextmanager
def _faults_in_place(course: Course) -> Iterator[None]:
    """Maps the problems that outputs raise to the places where authors find them."""
    try:
        yield
    except ContentError as error:
        raise ContentError(course.config.places.all(error.problems)) from error


def _covering(choice: Choice) -> list[str]:
    """The earlier choices after which this one has nothing to do: the same one, and the full build if it includes this
    one.
    """
    whole = Choice(engine=choice.engine, papers=choice.papers)
    return [repr(one) for one in ((choice, whole) if whole.includes(choice) else (choice,))]


def _check_choice(course: Course, choice: Choice) -> None:
    """Raises UsageError if something asked for doesn't exist."""
    if choice.module and choice.module not in {module.slug for module in course.modules}:
        known = ", ".join(one.slug for one in course.modules)
        raise UsageError("module-unknown", {"name": choice.module, "known": known})
    unknown = [language for language in choice.languages if language not in course.config.languages]
    if unknown:
        known = ", ".join(course.config.languages)
        raise UsageError("language-unknown", {"language": unknown[0], "known": known})
    of_books = set(choice.variants) - {NO_KEYS}
    if of_books and choice.engine != "typst":
        raise UsageError("variants-need-typst")
    if of_books and choice.outputs and not set(choice.outputs) & set(VARIANT_OUTPUTS):
        raise UsageError("variants-of-books", {"outputs": ", ".join(VARIANT_OUTPUTS)})
    _check_packages(choice)


def _check_packages(choice: Choice) -> None:
    """Raises UsageError if an option for packages is used with other outputs."""
    if choice.outputs and NO_KEYS in choice.variants and not set(choice.outputs) & set(SCORED_OUTPUTS):
        raise UsageError("no-keys-of-packages", {"outputs": ", ".join(SCORED_OUTPUTS)})
    if choice.outputs and choice.platform and not set(choice.outputs) & set(PACKAGE_OUTPUTS):
        raise UsageError("lms-of-packages", {"outputs": ", ".join(PACKAGE_OUTPUTS)})


def _run(
    folders: Folders, course: Course, rows: Sequence[Job | Left], state: State, listed: Listed | None,
    progress: Progress, means: Means, *, force: bool,
) -> tuple[list[Result], Settled, dict[str, str]]:  # fmt: skip
    """Makes, assembles, checks for leaks, publishes. Returns the results, the changes to dist, and what the gate found
    free.
    """
    jobs = [row for row in rows if isinstance(row, Job)]
    for folder in (folders.cache, folders.temporary):
        folder.mkdir(parents=True, exist_ok=True)
    with Here() if means.is_alone else workers(jobs, folders.temporary) as pool:
        made = make_all(pool, folders.cache, jobs, progress, address=means.shared)
        progress(Step("assemble"))
        _assemble(folders, course, rows)
        progress(Step("gate"))
        readings = {digest: text for result in made for digest, text in result.made.reading.items()}
        several = pool if made else None
        free = search(several, folders, course, rows, {} if force else state.gate, readings, is_alone=means.is_alone)
    return made, settle(folders, listed, force=force), free


def _assemble(folders: Folders, course: Course, rows: Sequence[Job | Left]) -> None:
    """Copies all outputs into the new dist and adds what is shared by the languages."""
    for row in rows:
        target = folders.next / row.task.name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy(folders.cache / (row.entry.key if isinstance(row, Job) else row.output.key), target)
    for audience, files in downloads(row.task for row in rows).items():
        if (folders.next / audience.label).exists():
            assemble(course.config, audience, folders.next / audience.label, files)


# -- what is told and remembered


def _report(
    folders: Folders, rows: Iterable[Job | Left], made: Sequence[Result], settled: Settled, outputs: Mapping[str, Earlier],
    gone: Mapping[str, Earlier],
) -> Report:  # fmt: skip
    def size(name: str) -> int:
        return _size(folders.cache / outputs[name].key)

    told = [
        Row(row.task.name, size(row.task.name), 0.0, row.state, row.task.output)
        for row in rows
        if isinstance(row, Left)
    ]
    told += [
        Row(one.job.task.name, size(one.job.task.name), one.seconds, _state(one), one.job.task.output) for one in made
    ]
    told += [Row(name, 0, 0.0, "gone", gone.get(name, Earlier()).kind) for name in settled.gone]
    told += [Row(name, _size(folders.dist / name), 0.0, "yours") for name in settled.yours]
    problems = [problem for result in made for problem in result.made.problems]
    return Report(sorted(told, key=lambda row: row.name), problems)


def _state(result: Result) -> str:
    if result.is_same:
        return "kept"
    return "made" if result.job.is_asked_for else "again"


def _remember(folders: Folders, state: State, report: Report) -> None:
    """Writes the state, and removes from the cache what no output uses any more."""
    rows = [(row.name, row.size) for row in report.rows if row.name in state.outputs]
    stamps = stamps_of(folders.dist, read_list(folders.dist) or {})
    with suppress(OSError):  # dist is already published; with the old state, the next build merely has more to do
        now = replace(state, rows=rows, stamps=stamps, listed=digest_of(folders.dist / LIST))
        write_state(folders.work / "state.json", now)
    used = {output.key for output in state.outputs.values()}
    for path in folders.cache.iterdir():
        if path.name not in used and _KEY.match(path.name):  # `.build` may be a link to a folder that holds more
            remove(path)


def _size(path: Path) -> int:
    if not path.is_dir():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
