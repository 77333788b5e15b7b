"""The leak gate in a build: which process looks at each audience's files."""

import pickle
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from pathlib import Path

from builder.build.parcels import forget
from builder.build.plan import Job, Left
from builder.build.pool import processes, submit
from builder.build.publish import Folders
from builder.course.model import Audience, Course
from builder.gate.look import Readings, check_audience, files_in
from builder.gate.secrets import AUDIENCES

LARGE = 500
"""Pages of a course from which on processes of its own look at the files: the others hold what they planned and made, several
hundred megabytes, and a large course has many secrets.
"""


def search(
    pool: Executor | None, folders: Folders, course: Course, rows: Sequence[Job | Left],
    seen: Mapping[str, str], readings: Readings, *, is_alone: bool,
) -> dict[str, str]:  # fmt: skip
    """Runs the gate for each audience that something is hidden from, in parallel. Raises ContentError.

    Without a pool they run in turn: with hardly a new file, starting processes takes longer than looking. So does a single
    one, for which another process would have to open the course. A `LARGE` course is worth it. `is_alone`: this process starts no others.
    """
    files = {one: _files_of(folders, rows, one) for one in AUDIENCES}
    asked = [(one, names, seen, readings) for one, names in files.items() if names]
    has_own = not is_alone and sum(1 for _ in course.documents()) > LARGE
    if not asked or (not has_own and (pool is None or len(asked) < 2)):
        return {name: secrets for each in asked for name, secrets in check_audience(course, *each).items()}
    parcel = folders.temporary / "course.pickle"
    parcel.write_bytes(pickle.dumps(course))
    with processes(len(asked), folders.temporary) if has_own or pool is None else nullcontext(pool) as several:
        found = [submit(several, _check_audience, parcel, *each) for each in asked]
        return {name: secrets for future in found for name, secrets in future.result().items()}


def _check_audience(
    course: Path, audience: Audience, files: Mapping[str, Path], seen: Mapping[str, str], readings: Readings
) -> dict[str, str]:  # fmt: skip
    """`check_audience` in a process that has made outputs before: it needs the memory of their editions."""
    forget()
    return check_audience(course, audience, files, seen, readings)


def _files_of(folders: Folders, rows: Sequence[Job | Left], audience: Audience) -> dict[str, Path]:
    """The files an audience gets, by name in its folder: those in the folder, and files made for it in other folders."""
    files = files_in(folders.next / audience.label)
    elsewhere = {row.task.name for row in rows if row.task.edition.audience is audience is not row.task.audience}
    return files | {name: folders.next / name for name in sorted(elsewhere)}
