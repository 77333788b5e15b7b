"""The story of a build: load, check, select, make the outputs, assemble, leak gate, publish.

Only this file and `tasks`, the table of outputs, see both ends. What was made before from the same input is kept in `.build/cache` under its digest.
"""

import json
import multiprocessing
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from pathlib import Path

from builder.build.choice import VARIANT_OUTPUTS, Choice
from builder.build.digest import course_digest, digest
from builder.build.lock import only_one
from builder.build.publish import Places, mend, publish
from builder.build.tasks import Made, Task, all_tasks
from builder.check import checked_course
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.gate.look import check_folder
from builder.gate.secrets import AUDIENCES, find_secrets
from builder.outputs.site.assembly import assemble
from builder.problems import Problem, UsageError

Progress = Callable[[str], object]


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
    tasks = list(all_tasks(course, editions, choice))
    todo = _todo(places, tasks, choice, kept, report, earlier=frozenset(state.outputs))
    contents = {name: content for name, content in state.contents.items() if name in kept}
    with _pool(len(todo)) as pool:
        readings = _make_all(pool, places, todo, kept, contents, report, progress)
        progress("assemble")
        _assemble(places, course, tasks, kept)
        progress("leak gate")
        free = _leak_gate(pool, places, course, {} if force else state.gate, readings)
    publish(places)
    report.rows.sort(key=lambda row: row.name)
    new = _State(
        course=fingerprint if choice.is_all else "",
        outputs={task.name: kept[task.name] for task in tasks if task.name in kept},
        contents={task.name: contents[task.name] for task in tasks if task.name in contents},
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


def _make_all(
    pool: ProcessPoolExecutor, places: Places, todo: Sequence[Task], kept: dict[str, str], contents: dict[str, str], report: Report, progress: Progress
) -> dict[str, str]:  # fmt: skip
    """Makes it, two at a time on two cores; notes in `kept` and `contents` what each name is now. Returns what was read of PDFs."""
    readings: dict[str, str] = {}
    cache = places.work / "cache"
    jobs = [_Job(task, kept.get(task.name, ""), contents.get(task.name, "")) for task in todo]
    for task, (seconds, made) in _in_processes(pool, cache, jobs):
        report.problems += made.problems
        kept[task.name] = task.key
        contents[task.name] = made.content
        readings |= made.reading
        state = "kept" if made.is_same else "made"
        report.rows.append(Built(task.name, _size(cache / task.key), seconds, state))
        progress(task.name)
    return readings


@dataclass(frozen=True, slots=True)
class _Job:
    """A task, and what was made for its name the last time: its key and its content."""

    task: Task
    key: str
    content: str


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Up to one process a core. Fresh ones (spawned), so that none inherits the lock; they end when this process ends."""
    context, cores = multiprocessing.get_context("spawn"), os.cpu_count() or 1
    threads = max(1, cores // max(1, jobs))
    return ProcessPoolExecutor(cores, mp_context=context, initializer=_begin_worker, initargs=(threads,))


def _begin_worker(threads: int) -> None:
    """Leaves the cores to the other workers: Typst's idle threads would cost time. Ends when the parent ends."""
    os.environ["RAYON_NUM_THREADS"] = str(threads)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _in_processes(
    pool: ProcessPoolExecutor, cache: Path, jobs: Sequence[_Job]
) -> Iterator[tuple[Task, tuple[float, Made]]]:
    running: dict[Future[tuple[float, Made]], Task] = {pool.submit(_make, job, cache): job.task for job in jobs}
    try:
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()
    finally:
        for future in running:
            future.cancel()


def _make(job: _Job, cache: Path) -> tuple[float, Made]:
    """Makes a task's file beside its place and renames it in, so that the cache never holds half a file."""
    started = time.perf_counter()
    key, earlier = job.task.key, cache / (job.key or "-")
    draft = cache / f"{key}.draft"
    _remove(draft)
    made = job.task.make(draft, job.content if earlier.exists() else "")
    if made.is_same:
        shutil.copyfile(earlier, draft)
    _remove(cache / key)
    draft.rename(cache / key)
    return time.perf_counter() - started, made


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


def _leak_gate(
    pool: ProcessPoolExecutor, places: Places, course: Course, seen: Mapping[str, str], readings: Mapping[str, str]
) -> dict[str, str]:
    """The gate for each audience that something is kept from, side by side. Raises ContentError."""
    audiences = [one for one in AUDIENCES if (places.next / one.label).exists()]
    found = [pool.submit(_gate, course, one, places.next / one.label, seen, readings) for one in audiences]
    return {name: secrets for future in found for name, secrets in future.result().items()}


def _gate(
    course: Course, audience: Audience, folder: Path, seen: Mapping[str, str], readings: Mapping[str, str]
) -> dict[str, str]:
    return check_folder(folder, find_secrets(course, audience), seen, readings)


# -- what was built before


@dataclass(frozen=True, slots=True)
class _State:
    """What the last build left: read from and written to `.build/state.json`."""

    course: str = ""
    """The digest of the input of a full build; empty after a partial one."""
    outputs: Mapping[str, str] = field(default_factory=dict)
    """Name of an output -> digest of what it was made from."""
    contents: Mapping[str, str] = field(default_factory=dict)
    """Name of a book -> digest of what is in it."""
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
