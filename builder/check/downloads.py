"""Rules on files that pages offer for download: there, of an allowed type, not too large, harmless."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

from builder.check.structure import audience_at
from builder.course.course_file import CourseFile
from builder.course.files import KINDS, FileLink, file_links, kind_of
from builder.course.model import Audience, Course
from builder.handouts.inside import Question, fault_of
from builder.package.apart import Apart, OverMemoryError, OverTimeError
from builder.problems import Problem
from builder.words import decimal_number

SECONDS, MEGABYTES = 60, 1500
"""The limits for inspecting one file in a process of its own."""
TRAINERS = "trainer_guides"
"""Files in this folder are for trainers only, whoever links to them."""
_REMEMBERED = 8


def files(course: Course) -> Iterator[Problem]:
    """Each file is inspected once, and its faults are reported at the first link to it."""
    first: dict[PurePosixPath, FileLink] = {}
    for one in file_links(course.documents(), course.files):
        first.setdefault(one.path, one)
        if one.path.parts[0] == TRAINERS and audience_at(one.document, one.link.line) < Audience.TRAINER:
            yield _problem(one, "download-for-trainers")
    for path, one in first.items():
        yield from _outside(course, one, course.files[path])
    right = {path: one for path, one in first.items() if kind_of(path) in KINDS and course.files[path].digest}
    asked = tuple((course.files[path].where, kind_of(path), course.files[path].digest) for path in right)
    for one, found in zip(right.values(), _faults(asked), strict=True):
        if found:
            yield _problem(one, found[0], what=found[1])


def _problem(one: FileLink, code: str, **arguments: object) -> Problem:
    return Problem(one.document.path, one.link.line, code, {"name": one.path.name, **arguments})


def _outside(course: Course, one: FileLink, file: CourseFile) -> Iterator[Problem]:
    """Problems that can be found without opening the file."""
    if kind_of(file.path) not in KINDS:
        yield _problem(one, "download-type", kinds=", ".join(KINDS))
    elif not file.digest:
        size = decimal_number(file.size / 1_000_000, course.config.default_language)
        yield _problem(one, "download-too-large", size=size, limit=course.config.largest_file)


@lru_cache(_REMEMBERED)
def _faults(asked: tuple[tuple[Path, str, str], ...]) -> list[tuple[str, str] | None]:
    """Code and detail of each file's fault, or None. The digests make the cache notice changed files."""
    with Apart(fault_of, SECONDS, MEGABYTES) as apart:
        return [_answer(apart, (path, kind)) for path, kind, _ in asked]


def _answer(apart: Apart, question: Question) -> tuple[str, str] | None:
    try:
        found: tuple[str, str] | None = apart.ask(question)
    except (OverTimeError, OverMemoryError):
        return "download-broken", ""
    return found
