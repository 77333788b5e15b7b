"""Makes outputs in parallel processes; faults of the machine come back as an OSError."""

import errno
import multiprocessing
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec, TypeVar

from builder.build.digest import builder_digest, digest
from builder.build.garbage import search_seldom
from builder.build.parcels import Parcels, unpack
from builder.build.plan import Job
from builder.build.progress import Progress, Step
from builder.build.shared import Shared, shared
from builder.edition import kept
from builder.outputs import Given, Made
from builder.problems import ContentError, MissingToolError
from builder.words.packs import use

_CAUSE = re.compile(r"\[Errno (\d+)\]|\bos error (\d+)\b")
_PHRASES = {"No space left on device": errno.ENOSPC, "Too many open files": errno.EMFILE,
            "Disk quota exceeded": errno.EDQUOT, "File too large": errno.EFBIG}  # fmt: skip
_NEARLY_NOTHING = 20_000
"""With fewer free bytes than this, a disk counts as full."""
Arguments = ParamSpec("Arguments")
Returned = TypeVar("Returned")


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a job."""

    job: Job
    seconds: float
    made: Made
    is_same: bool
    """Whether an earlier output was still valid and has been reused."""


@contextmanager
def workers(jobs: Sequence[Job], temporary: Path) -> Iterator[Executor]:
    """What makes these jobs: `processes`, or this process where they are a single batch, which starting others delays."""
    if len(_batches(jobs)) > 1:
        with processes(len(jobs), temporary) as pool:
            yield pool
    else:
        with _temporary_files_in(temporary):
            yield Here()


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Those of this process and of the programs that it starts."""
    names = ("TMPDIR", "TEMP", "TMP")
    before = tempfile.tempdir, {name: os.environ[name] for name in names if name in os.environ}
    tempfile.tempdir = str(folder)
    os.environ.update(dict.fromkeys(names, str(folder)))
    try:
        yield
    finally:
        tempfile.tempdir = before[0]
        for name in names:
            os.environ.pop(name, None)
        os.environ.update(before[1])


@contextmanager
def processes(jobs: int, temporary: Path) -> Iterator[ProcessPoolExecutor]:
    """A pool of one process per core, spawned so that none inherits the lock; they end when this process ends.

    Their temporary files go to `temporary`, where those of a killed build are found and removed. Raises
    ChildProcessError when a process dies.
    """
    context, cores = multiprocessing.get_context("spawn"), os.cpu_count() or 1
    threads = max(1, cores // max(1, jobs))
    settings = (threads, str(temporary))
    try:
        with ProcessPoolExecutor(cores, mp_context=context, initializer=begin_worker, initargs=settings) as pool:
            yield pool
    except BrokenProcessPool as error:
        raise ChildProcessError(errno.ECHILD, os.strerror(errno.ECHILD)) from error


class Here(Executor):
    """An executor that works at once in this process: for a single batch, or for one of a fleet's workers."""

    def submit(
        self, fn: Callable[Arguments, Returned], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Returned]:
        future: Future[Returned] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - raised again for the caller of `result`
            future.set_exception(error)
        return future


def begin_worker(threads: int, temporary: str) -> None:
    """Sets up a worker: its share of cores for Typst, its temporary folder, and a thread that ends it with its parent."""
    os.environ["RAYON_NUM_THREADS"] = str(threads)
    search_seldom()
    tempfile.tempdir = temporary
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), temporary))
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def submit(
    pool: Executor, work: Callable[Arguments, Returned], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Future[Returned]:
    """Submits work to a pool; a process that starts now ignores Ctrl-C, which only the command handles."""
    if sys.platform == "win32" or isinstance(pool, Here):
        return pool.submit(work, *args, **kwargs)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        return pool.submit(work, *args, **kwargs)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def make_all(
    pool: Executor, cache: Path, jobs: Sequence[Job], progress: Progress, earlier: Sequence[Result] = (), address: str = "",
) -> list[Result]:  # fmt: skip
    """Makes every job's output in the cache, under its key. Raises ContentError, MissingToolError, OSError.

    `earlier`: results of a previous call that these jobs build on. `address`: a cache shared with other courses.
    """
    with TemporaryDirectory(prefix="editions.draft.", dir=cache) as folder:
        return _make_batches(pool, cache, jobs, Parcels(Path(folder)), progress, earlier, address)[len(earlier) :]


def _make_batches(
    pool: Executor, cache: Path, jobs: Sequence[Job], parcels: Parcels, progress: Progress, earlier: Sequence[Result],
    address: str,
) -> list[Result]:  # fmt: skip
    running: dict[Future[list[tuple[float, Made, bool]]], list[Job]] = {}
    waiting = _batches(jobs)
    results = list(earlier)

    def begin() -> None:
        """Starts the batches whose inputs are ready."""
        coming = {job.entry.key for batch in (*waiting, *running.values()) for job in batch}
        for batch in list(waiting):
            if not coming.intersection(_needed(batch)):
                waiting.remove(batch)
                given = [_given(job, cache, results) for job in batch]
                if isinstance(pool, Here):  # which returns when they are made
                    tell("", batch)
                running[submit(pool, _make_batch, parcels.pack((batch, given)), cache, address)] = batch

    def tell(finished: str, begun: Sequence[Job] = ()) -> None:
        # The pool takes jobs in order, so the first unfinished one is being made.
        now = next((batch[0].task.name for batch in (begun, *running.values()) if batch), "")
        progress(Step(finished, len(results) - len(earlier), len(jobs), now))

    begin()
    tell("")
    try:
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                batch = running.pop(future)
                results += [Result(job, *row) for job, row in zip(batch, future.result(), strict=True)]
                begin()
                tell(batch[-1].task.name)
    finally:
        for future in running:
            future.cancel()
    return results


def _needed(batch: Sequence[Job]) -> set[str]:
    """Keys of the outputs that other batches have to make first."""
    return {key for job in batch for key in job.entry.after} - {job.entry.key for job in batch}


def _batches(jobs: Sequence[Job]) -> list[list[Job]]:
    """Groups jobs for one process each: single jobs, or all jobs of a language that share work."""
    found: dict[str, list[Job]] = {}
    for job in jobs:
        shared = job.task.together and f"{job.task.together} {job.task.edition.language}"
        found.setdefault(shared or job.task.name, []).append(job)
    return list(found.values())


def _given(job: Job, cache: Path, results: Sequence[Result]) -> Given:
    """What a job gets from earlier outputs; last time's content counts only while its file is still in the cache."""
    is_there = bool(job.earlier.key) and (cache / job.earlier.key).exists()
    after = tuple(cache / key for key in job.entry.after)
    made = (result.made for result in results if result.job.entry.key in job.entry.after)
    readings: Mapping[str, Sequence[str]] = {digest: pages for one in made for digest, pages in one.reading.items()}
    known = frozenset({job.before} - {""}) if is_there else frozenset[str]()
    return Given(known, job.entry.downloads, after, readings)


def _make_batch(parcel: bytes, cache: Path, address: str) -> list[tuple[float, Made, bool]]:
    batch: tuple[Sequence[Job], Sequence[Given]] = unpack(parcel)
    for job in batch[0][:1]:
        use(packs := job.task.edition.config.packs)
        kept.use(shared(address), digest(builder_digest(), packs))
    return [_make(job, given, cache, address) for job, given in zip(*batch, strict=True)]


def _make(job: Job, given: Given, cache: Path, address: str) -> tuple[float, Made, bool]:
    try:
        return _make_one(job, given, cache, address)
    except (OSError, MemoryError, MissingToolError):
        raise
    except Exception as error:
        cause = _machine_cause(error, cache)
        if cause is not None:
            raise cause from error
        from builder.edition.narrow import told  # noqa: PLC0415 - for faults only

        fault = told(job.task.edition, job.task.output, error)
        if fault is error:
            raise
        raise fault from error


def _make_one(job: Job, given: Given, cache: Path, address: str) -> tuple[float, Made, bool]:
    """Makes a task's file as a draft and renames it, so that the cache never holds half a file."""
    started = time.perf_counter()
    key, store = job.entry.key, shared(address)
    draft = cache / f"{key}.draft"
    remove(draft)
    content = store.fetch(key, draft) if store else None
    if content is None:
        made, is_same = _made(job, given, cache, draft, store)
    else:
        made, is_same = Made(content=content), True
    remove(cache / key)
    draft.rename(cache / key)
    return time.perf_counter() - started, made, is_same


def _made(job: Job, given: Given, cache: Path, draft: Path, store: Shared | None) -> tuple[Made, bool]:
    """Runs the task, or copies a file known to have the same content: from the last build or from another course."""
    group = digest(job.task.name, builder_digest()) if store else ""
    known = store.contents(group) - given.known if store else frozenset[str]()
    made = job.task.make(draft, replace(given, known=known | given.known))
    if made.content and made.content in given.known:
        copy(cache / job.earlier.key, draft)
        return made, True
    is_same = bool(made.content) and made.content in known
    if store and is_same and not store.fetch_content(group, made.content, draft):
        return _made(job, given, cache, draft, None)  # removed in the meantime
    if store:
        store.give(job.entry.key, group, made.content, draft)
    return made, is_same


def _machine_cause(error: Exception, cache: Path) -> OSError | None:
    """The OSError behind an error that an engine or library words its own way; None if it isn't the machine's fault."""
    if not cache.is_dir():
        return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(cache))
    if isinstance(error, ContentError) and any(problem.code != "engine-failed" for problem in error.problems):
        return None
    found = _CAUSE.search(str(error))
    code = int(found[1] or found[2]) if found else 0
    code = code or next((number for phrase, number in _PHRASES.items() if phrase in str(error)), 0)
    if not code and shutil.disk_usage(cache).free < _NEARLY_NOTHING:
        code = errno.ENOSPC
    return OSError(code, os.strerror(code), str(cache)) if code else None


def copy(source: Path, target: Path) -> None:
    """Copies a file or a folder."""
    if source.is_dir():
        shutil.copytree(source, target, copy_function=shutil.copyfile)
    else:
        shutil.copyfile(source, target)


def remove(path: Path) -> None:
    """Removes a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
