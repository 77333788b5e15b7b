"""What the commands do, without a word on the terminal."""

import os
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from errno import EADDRINUSE
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.build.lock import only_one
from builder.build.publish import Places, recover
from builder.check import check_course
from builder.commands import new
from builder.commands.target import refuse_overwriting
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.problems import ContentError, Problem, UsageError
from builder.words import known_languages, words

if TYPE_CHECKING:
    from builder.collect.collect import Collection

__all__ = ["check", "clean", "collect", "course_as_it_is", "new", "people", "serve", "today"]


def check(root: Path) -> list[Problem]:
    """All problems of the course in `root`, sorted."""
    try:
        course, problems = load_course(root)
    except ContentError as error:
        return error.problems
    return sorted({*problems, *check_course(course)})


def course_as_it_is(root: Path) -> Course:
    """The course in `root`, with whatever faults it has."""
    return load_course(root)[0]


def today() -> date:
    """The date of what is new: SOURCE_DATE_EPOCH when it is set, else the calendar's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else datetime.now(UTC).date()


def collect(
    root: Path, folder: Path, target: Path, language: str, separator: str, *, names: bool, everything: bool
) -> "Collection":
    """Writes the answers of all filled-in PDFs of a folder into one table; nothing when none could be read."""
    from builder.collect import collect as collecting  # noqa: PLC0415 - other commands don't wait for the PDF library
    from builder.collect import table  # noqa: PLC0415 - the same

    heads = {"file", *(words(known)["collect-file"] for known in known_languages())}
    refuse_overwriting(
        target, [], root, tuple(f"\ufeff{quote}{head}".encode() for head in heads for quote in ('"', ""))
    )
    course = course_as_it_is(root)
    found = collecting.collect(course, folder, _language(course, language), without=target)
    if found.files:
        rows = table.table(found, names=names, everything=everything)
        _replace(target, lambda draft: draft.write_bytes(table.as_csv(rows, separator)))
    return found


def people(
    root: Path, source: Path, target: Path, kind: str, language: str, dates: tuple[date, ...],
    reading: Mapping[str, Any], **details: Any,
) -> tuple[Problem, ...]:  # fmt: skip
    """Writes a PDF for the people of a list; `reading` is what the person says about its columns. Returns warnings."""
    from builder.outputs.people.columns import Reading  # noqa: PLC0415 - other commands don't wait for the PDF library
    from builder.outputs.people.page import Occasion, write_people  # noqa: PLC0415 - the same
    from builder.outputs.people.people import read_list  # noqa: PLC0415 - the same

    refuse_overwriting(target, [source], root, (b"%PDF",))
    listed = read_list(source, Reading(**reading))
    course = course_as_it_is(root)
    edition = select(course, Audience.PARTICIPANT, _language(course, language))
    occasion = Occasion(kind, dates=dates, **details)
    _replace(target, lambda draft: write_people(edition, listed.people, source, occasion, draft))
    return listed.warnings


def _language(course: Course, language: str) -> str:
    """The language asked for, or the course's first."""
    known = course.config.languages
    if language and language not in known:
        message = f"{language} is no language of this course (it has {', '.join(known)})"
        raise UsageError(message)
    return language or known[0]


def _replace(target: Path, write: Callable[[Path], object]) -> None:
    """Writes a file beside its place and renames it in, so that there is never half a file."""
    draft = target.with_name(f".{target.name}.draft")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        write(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def clean(root: Path) -> None:
    """Removes the builder's working folder, after recovering from a swap that was cut short."""
    places = Places(root)
    with only_one(places.work / "lock"):
        recover(places)
        shutil.rmtree(places.work, ignore_errors=True)


def serve(root: Path, audience: Audience, language: str, port: int, say: Callable[[str], object], locale: str) -> None:
    """Shows a site on this machine until it is interrupted."""
    from builder.commands.serve import serve_site  # noqa: PLC0415 - other commands don't wait for MkDocs

    try:
        serve_site(root, audience, language, ("127.0.0.1", port), say, locale)
    except OSError as error:
        if error.errno != EADDRINUSE:
            raise
        message = f"the port {port} is in use; choose another one with --port"
        raise UsageError(message) from error
