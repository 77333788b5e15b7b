"""A tracker for a participant's firm, and for trainers one for a whole group."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from builder.course.model import Audience, Course
from builder.edition.select import Edition
from builder.outputs import Download, Given, Made, Task
from builder.outputs.choice import Choice
from builder.words import words

NAMES = {Audience.PARTICIPANT: "six-month-tracker", Audience.TRAINER: "group-tracker"}


def tasks(_course: Course, editions: Sequence[Edition], _choice: Choice) -> Iterator[Task]:
    for edition in editions:
        name = NAMES.get(edition.audience, "")
        if name:
            path = f"{edition.audience.label}/downloads/{name}.{edition.language}.xlsx"
            download = Download(words(edition.language)[f"tracker-{name}"], "office", "XLSX")
            yield Task(path, "tracker", edition, partial(_make, edition), download=download)


def _make(edition: Edition, target: Path, given: Given) -> Made:
    """Writes the tracker, and removes it again if its bytes are known, as they are after most edits of a course."""
    _writer(edition.audience)(edition, target)
    content = sha256(target.read_bytes()).hexdigest()
    if content in given.known:
        target.unlink()
    return Made(content=content)


def _writer(audience: Audience) -> Callable[[Edition, Path], None]:
    from builder.outputs.tracker import firm, group  # noqa: PLC0415 - the library takes long to load, and few builds make these

    return group.write if audience is Audience.TRAINER else firm.write
