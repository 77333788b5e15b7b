"""The story of a build: load, check, select, make the outputs, assemble, leak gate, publish.

The only file that sees both ends. An output is a function from an edition to one file or folder; the table `_tasks`
names them. What was made before from the same input is kept in `.build/cache` under its digest.
"""

import json
import multiprocessing
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath

from builder import gate
from builder.choice import VARIANT_OUTPUTS, VARIANTS, Choice
from builder.commands import checked_course
from builder.config import NAME
from builder.digest import course_digest, digest, edition_digest
from builder.edition import Edition, select
from builder.lock import only_one
from builder.model import Audience, Course
from builder.outputs.book import BookSpec, prepare_book, prepare_sheet, volumes, write_book, write_booklet
from builder.outputs.kit_book import write_kit_book
from builder.outputs.site import SiteError, build_site, stage_site
from builder.outputs.site_assembly import assemble
from builder.problems import ContentError, Problem, UsageError
from builder.publish import Places, mend, publish
from builder.worksheets import find_sheets

SITE_AUDIENCES = (Audience.PARTICIPANT, Audience.TRAINER)
Progress = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Task:
    """One file or folder of dist: how it is named, what it is made from (`key`), how it is made."""

    name: str
    """Its path in dist."""
    output: str
    audience: Audience
    language: str
    key: str
    make: Callable[[Path], list[Problem]]
    """Writes it to a path that does not exist yet and says what is not quite right; can be sent to another process."""
    module: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """A line of the report."""

    name: str
    size: int
    seconds: float
    state: str
    """made, kept or stale"""


@dataclass(slots=True)
class Report:
    rows: list[Built] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """Warnings about what was made now."""
    unchanged: bool = False
    seconds: float = 0.0


def build(root: Path, choice: Choice, progress: Progress = lambda _: None, *, force: bool = False) -> Report:
    """Builds what is chosen into `dist/`. Raises ContentError; then `dist/` is as it was."""
    with only_one(Places(root).work / "lock"):
        return _build(root, choice, progress, force=force)


def _build(root: Path, choice: Choice, progress: Progress, *, force: bool) -> Report:
    started = time.perf_counter()
    places = Places(root)
    mend(places)
    state = _read_state(places)
    fingerprint = digest(course_digest(root), choice.engine, choice.paper)
    if not force and choice.is_all and state.course == fingerprint and _is_whole(places, state):
        return Report(_kept_rows(state), unchanged=True, seconds=time.perf_counter() - started)
    progress("check")
    course = checked_course(root)
    if choice.module and choice.module not in {module.slug for module in course.modules}:
        message = f"there is no module {choice.module}"
        raise UsageError(message)
    unknown = [language for language in choice.languages if language not in course.config.languages]
    if unknown:
        message = f"{unknown[0]} is no language of this course (it has {', '.join(course.config.languages)})"
        raise UsageError(message)
    _check_variants(choice)
    report = Report()
    editions = [select(course, audience, language) for audience in Audience for language in course.config.languages]
    kept = {} if force else dict(state.outputs)
    tasks = list(_tasks(course, editions, choice))
    todo = _todo(places, tasks, choice, kept, report, earlier=frozenset(state.outputs))
    _make_all(places, todo, kept, report, progress)
    progress("assemble")
    _assemble(places, course, tasks, kept)
    progress("leak gate")
    free = _leak_gate(places, course, {} if force else state.gate)
    publish(places)
    report.rows.sort(key=lambda row: row.name)
    new = _State(
        course=fingerprint if choice.is_all else "",
        outputs={task.name: kept[task.name] for task in tasks if task.name in kept},
        sizes=_sizes(places.dist),
        rows=[(row.name, row.size) for row in report.rows],
        gate=free,
    )
    places.work.joinpath("state.json").write_text(json.dumps(asdict(new)), encoding="utf-8")
    _prune(places, new.outputs.values())
    report.seconds = time.perf_counter() - started
    return report


def _check_variants(choice: Choice) -> None:
    if choice.variants and choice.engine != "typst":
        message = "the variants of books are made with typst"
        raise UsageError(message)
    if choice.variants and choice.outputs and not set(choice.outputs) & set(VARIANT_OUTPUTS):
        message = f"only {', '.join(VARIANT_OUTPUTS)} have variants"
        raise UsageError(message)


# -- the outputs


def _tasks(course: Course, editions: Sequence[Edition], choice: Choice) -> Iterator[Task]:
    """Every output of every edition. The largest come first, so that the cores end together."""
    books = [task for edition in editions for task in _book_tasks(edition, choice)]
    names: dict[Audience, list[str]] = {audience: [] for audience in Audience}
    for task in books:
        names[task.audience].append(task.name.rpartition("/")[2])
    languages = course.config.languages
    sites = [
        _site_task(edition, languages, names[edition.audience])
        for edition in editions
        if edition.audience in SITE_AUDIENCES
    ]
    workbooks = [task for task in books if task.output == "workbook"]
    yield from sorted(workbooks, key=lambda task: -task.audience)
    yield from sites
    yield from (task for task in books if task.output != "workbook")


def _book_tasks(edition: Edition, choice: Choice) -> Iterator[Task]:
    base = edition_digest(edition)
    for variant in ("", *VARIANTS):
        plain = BookSpec(
            paper=choice.paper, large_print=variant == "large-print", ink_saving=variant == "ink-saving",
            booklet=variant == "booklet",
        )  # fmt: skip
        for volume in volumes(edition):
            name = f"{edition.audience.label}-workbook" + ("-2" if volume == 2 else "")
            yield _book(edition, base, "workbook", name, replace(plain, volume=volume), choice, variant)
        if edition.audience is Audience.PARTICIPANT:
            for module in edition.modules:
                spec = replace(plain, module=module.slug)
                yield _book(edition, base, "module-books", f"{module.slug}.workbook", spec, choice, variant)
            cases = replace(plain, content="cases")
            yield _book(edition, base, "case-stories", "case-stories", cases, choice, variant)
    if edition.audience is Audience.PARTICIPANT:
        yield from _sheet_tasks(edition, base, choice.paper)


def _sheet_tasks(edition: Edition, base: str, paper: str) -> Iterator[Task]:
    """Each worksheet alone."""
    for sheet in find_sheets(leaf.document for leaf in edition.leaves()):
        name = f"{edition.audience.label}/downloads/worksheet-{sheet}.{edition.language}.pdf"
        spec = BookSpec(paper=paper)
        key = digest(base, "sheet", sheet, spec)
        make = partial(_make_sheet, edition, sheet, spec)
        yield Task(name, "worksheets", edition.audience, edition.language, key, make)


def _book(
    edition: Edition, base: str, output: str, name: str, spec: BookSpec, choice: Choice, variant: str
) -> Task:  # fmt: skip
    """A book. `csr-principles.workbook` in large print is `csr-principles.workbook-large-print`."""
    if variant:
        name += ("-" if "." in name else ".") + variant
    target = f"{edition.audience.label}/downloads/{name}.{edition.language}.pdf"
    engine = choice.engine if not variant else "typst"
    make = partial(_make_book, edition, spec, engine)
    key = digest(base, spec, engine)
    return Task(target, output, edition.audience, edition.language, key, make, spec.module, variant)


def _make_book(edition: Edition, spec: BookSpec, engine: str, target: Path) -> list[Problem]:
    if engine == "pdfkit":
        return write_kit_book(edition, spec.module, spec.paper, target, cases_only=spec.content == "cases")
    write = write_booklet if spec.booklet else write_book
    return write(prepare_book(edition, spec), target)


def _make_sheet(edition: Edition, sheet: str, spec: BookSpec, target: Path) -> list[Problem]:
    return write_book(prepare_sheet(edition, sheet, spec), target)


def _site_task(edition: Edition, languages: Sequence[str], downloads: Sequence[str]) -> Task:
    name = f"{edition.audience.label}/{edition.language}"
    key = digest(edition_digest(edition), languages, downloads)
    make = partial(_make_site, edition, languages, downloads)
    return Task(name, "site", edition.audience, edition.language, key, make)


def _make_site(edition: Edition, languages: Sequence[str], downloads: Sequence[str], target: Path) -> list[Problem]:
    stage = target.with_name(target.name + ".stage")
    stage_site(edition, stage, languages, downloads)
    try:
        build_site(stage, target)
    except SiteError as error:
        arguments = {"engine": "MkDocs", "reason": error}
        raise ContentError([Problem(PurePosixPath(NAME), 1, "engine-failed", arguments)]) from error
    shutil.rmtree(stage)
    return []


# -- running


def _todo(
    places: Places, tasks: Sequence[Task], choice: Choice, kept: dict[str, str], report: Report, earlier: frozenset[str]
) -> list[Task]:
    """What is wanted and not there yet. The other forms of books that were asked for once stay up to date."""
    cache = places.work / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    todo = []
    for task in tasks:
        again = choice.is_all and bool(task.variant) and task.name in earlier
        if not again and not choice.wants(task.output, task.audience, task.language, task.module, task.variant):
            if (cache / kept.get(task.name, "-")).exists():
                state = "kept" if kept[task.name] == task.key else "stale"
                report.rows.append(Built(task.name, _size(cache / kept[task.name]), 0.0, state))
            else:
                kept.pop(task.name, None)
        elif (cache / task.key).exists() and kept.get(task.name) == task.key:
            report.rows.append(Built(task.name, _size(cache / task.key), 0.0, "kept"))
        else:
            todo.append(task)
    return todo


def _make_all(places: Places, todo: Sequence[Task], kept: dict[str, str], report: Report, progress: Progress) -> None:
    """Makes it, two at a time on two cores; notes in `kept` what each name is now."""
    cache = places.work / "cache"
    for task, (seconds, problems) in _in_processes(cache, todo):
        report.problems += problems
        kept[task.name] = task.key
        report.rows.append(Built(task.name, _size(cache / task.key), seconds, "made"))
        progress(task.name)


def _pool(tasks: int) -> ProcessPoolExecutor:
    """One process a core. Fresh ones (spawned), so that none inherits the lock; they end when this process ends."""
    workers = max(1, min(tasks, os.cpu_count() or 1))
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _in_processes(cache: Path, todo: Sequence[Task]) -> Iterator[tuple[Task, tuple[float, list[Problem]]]]:
    if not todo:
        return
    with _pool(len(todo)) as pool:
        running: dict[Future[tuple[float, list[Problem]]], Task] = {
            pool.submit(_make, task, cache): task for task in todo
        }
        try:
            while running:
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
        finally:
            for future in running:
                future.cancel()


def _make(task: Task, cache: Path) -> tuple[float, list[Problem]]:
    """Makes a task's file beside its place and renames it in, so that the cache never holds half a file."""
    started = time.perf_counter()
    draft = cache / f"{task.key}.draft"
    _remove(draft)
    problems = task.make(draft)
    _remove(cache / task.key)
    draft.rename(cache / task.key)
    return time.perf_counter() - started, problems


def _assemble(places: Places, course: Course, tasks: Iterable[Task], kept: Mapping[str, str]) -> None:
    """Copies everything into the new dist and adds what joins the languages."""
    for task in tasks:
        made = places.work / "cache" / kept.get(task.name, "-")
        target = places.next / task.name
        if made.is_dir():
            shutil.copytree(made, target, copy_function=shutil.copyfile)
        elif made.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(made, target)
    for audience in Audience:
        if (places.next / audience.label).exists():
            assemble(course.config, audience, places.next / audience.label)


def _leak_gate(places: Places, course: Course, seen: Mapping[str, str]) -> dict[str, str]:
    """The gate for each audience that something is kept from, side by side. Raises ContentError."""
    audiences = [one for one in gate.AUDIENCES if (places.next / one.label).exists()]
    free: dict[str, str] = {}
    with _pool(len(audiences)) as pool:
        found = [pool.submit(_gate, course, one, places.next / one.label, dict(seen)) for one in audiences]
        for future in found:
            free |= future.result()
    return free


def _gate(course: Course, audience: Audience, folder: Path, seen: dict[str, str]) -> dict[str, str]:
    return gate.check_folder(folder, gate.find_secrets(course, audience), seen)


# -- what was built before


@dataclass(frozen=True, slots=True)
class _State:
    """What the last build left: read from and written to `.build/state.json`."""

    course: str = ""
    """The digest of the input of a full build; empty after a partial one."""
    outputs: Mapping[str, str] = field(default_factory=dict)
    """Name of an output -> digest of what it was made from."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Every file of dist."""
    rows: Sequence[tuple[str, int]] = ()
    """Name and size of each output."""
    gate: Mapping[str, str] = field(default_factory=dict)
    """Digest of a file -> digest of the secrets it was found free of."""


def _read_state(places: Places) -> _State:
    try:
        return _State(**json.loads(places.work.joinpath("state.json").read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return _State()


def _is_whole(places: Places, state: _State) -> bool:
    """Whether dist has the files, and no others, that the last build wrote."""
    found = _sizes(places.dist)
    return bool(found) and found == state.sizes


def _kept_rows(state: _State) -> list[Built]:
    return [Built(name, size, 0.0, "kept") for name, size in state.rows]


def _sizes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in _all_files(folder)}


def _prune(places: Places, keys: Iterable[str]) -> None:
    """Removes from the cache what no output uses any more."""
    used = set(keys)
    for path in (places.work / "cache").iterdir():
        if path.name not in used:
            _remove(path)


def _all_files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in _all_files(path)) if path.is_dir() else path.stat().st_size


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
