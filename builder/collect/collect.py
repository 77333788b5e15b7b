"""What people answered in a folder's filled-in PDFs, DOCX files and saved records.

Every file received is either in the result or named with the reason why not.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from builder.collect.limits import Fault, Reader
from builder.collect.reader import Answer, Report
from builder.collect.received import is_cut_off, received
from builder.course.model import Course
from builder.edition.questions import COVER, Question, questions
from builder.package.docx import names_of_tags
from builder.problems import Problem

SURE = 12
"""Characters of answers that two people don't write alike by chance; equal ticks alone don't make a copy."""
SHOWN = 60
"""The most characters of an answer in a message."""
_PART = re.compile(r"^(?P<name>.+)_p(?P<number>\d+)$")


@dataclass(frozen=True, slots=True)
class Filled:
    """What one person answered; fields without an answer are included, with an empty text."""

    path: PurePosixPath
    title: str
    values: Mapping[str, str]
    labels: Mapping[str, str]
    """The labels of the fields in the file itself."""
    was_damaged: bool = False
    """Whether the file had to be repaired to be read; something may be missing."""
    part: int = 0
    """The person's number, from 1, in a file that holds several people's sheets; 0 otherwise."""

    @property
    def name(self) -> str:
        return f"{self.path} ({self.part})" if self.part else str(self.path)


@dataclass(frozen=True, slots=True)
class Collection:
    files: tuple[Filled, ...]
    problems: tuple[Problem, ...]
    """Files not read, or only in part, and why; warnings for what is in the table or has nothing for it."""
    questions: Mapping[str, Question]
    language: str


def collect(course: Course, folder: Path, language: str, without: Path | None = None) -> Collection:
    """Reads all files below a folder, by path, except the table at `without`, which an earlier run may have written there."""
    known = questions(course, language)
    files: list[Filled] = []
    problems: list[Problem] = []
    contents: dict[str, str] = {}
    with Reader() as reader:
        for path, code in received(folder):
            shown = PurePosixPath(path.relative_to(folder).as_posix())
            if without is not None and without.exists() and path.exists() and path.samefile(without):
                continue
            if code:
                problems.append(Problem(shown, 1, code))
                continue
            found, odd = _read(reader, path, shown, known, course.config.course_id)
            problems += odd
            for one in found:
                twin = _twin(one, path, files, contents)
                if twin:
                    problems.append(Problem(shown, 1, "pdf-copy", {"other": twin}))
                else:
                    files.append(one)
    return Collection(tuple(files), tuple(problems), known, language)


def _read(
    reader: Reader, path: Path, shown: PurePosixPath, known: Mapping[str, Question], course_id: str
) -> tuple[list[Filled], list[Problem]]:
    """The people in a file, and the problems with it."""
    report = reader.read(path)
    if isinstance(report, Fault):
        code = "pdf-cut-off" if report.code == "pdf-broken" and is_cut_off(path) else report.code
        return [], [Problem(shown, 1, code, report.arguments)]
    if not report.answers:
        code = (
            "pdf-untouched"
            if report.course
            else "docx-without-fields"
            if report.is_document
            else "pdf-cut-off"
            if report.is_damaged and is_cut_off(path)
            else "pdf-xfa"
            if report.has_xfa
            else "pdf-without-form"
        )
        return [], [Problem(shown, 1, code)]
    answers_of = _by_name(report, known) if report.is_document else report.answers
    people = _people(answers_of)
    if people is None:
        return [], [Problem(shown, 1, "pdf-mixed")]
    labels = {name: places[0].label for name, places in answers_of.items()}
    filled = [Filled(shown, report.title, _values(answers, known), labels, report.is_damaged) for answers in people]
    is_other = report.course not in ("", course_id)
    if is_other or not {name for one in filled for name in one.values} & known.keys() - {COVER}:
        return [], [Problem(shown, 1, "pdf-of-another-course")]
    filled = [replace(one, title=one.title or _first_sheet(one, known)) for one in filled if any(one.values.values())]
    if len(filled) > 1:
        filled = [replace(one, part=number) for number, one in enumerate(filled, 1)]
    return filled, list(_odd(shown, report, len(filled)))


def _by_name(report: Report, known: Mapping[str, Question]) -> dict[str, list[Answer]]:
    """A DOCX's answers by field name; for a group of tick boxes, the answer is the number of the ticked one."""
    names = names_of_tags((name, len(question.options)) for name, question in known.items())
    found: dict[str, list[Answer]] = {}
    for tag, places in report.answers.items():
        name, number = names.get(tag, (tag, 0))
        if not number:
            found[name] = list(places)
            continue
        before = found.setdefault(name, [Answer("", "", 0) for _ in places])
        for one, place in zip(before, places, strict=False):
            one.value = " + ".join(filter(None, (one.value, str(number) if place.value else "")))
    return found


def _people(answers: Mapping[str, Sequence[Answer]]) -> list[dict[str, str]] | None:
    """Field -> value for each person whose sheets are in one file; None when it can't be told which answer is whose."""
    counts = {len(places) for places in answers.values()}
    if len(counts) == 1:
        sheets = [{name: places[number].value for name, places in answers.items()} for number in range(counts.pop())]
        return [sheet for number, sheet in enumerate(sheets) if sheet not in sheets[:number]]
    if any(len({place.value for place in places}) > 1 for places in answers.values()):
        return None
    return [{name: places[0].value for name, places in answers.items()}]


def _values(answers: Mapping[str, str], known: Mapping[str, Question]) -> dict[str, str]:
    """Answers with option texts instead of button states, and with the parts of long fields joined."""
    values: dict[str, str] = {}
    for name, value in answers.items():
        part = _PART.match(name)
        target = part["name"] if part and part["name"] in known else name
        question = known.get(target)
        options = question.options if question is not None else {}
        text = " + ".join(options.get(part, part) for part in value.split(" + ")) if options else value
        values[target] = "\n".join(filter(None, (values.get(target, ""), text)))
    return values


def _odd(shown: PurePosixPath, report: Report, people: int) -> Iterator[Problem]:
    """What whoever collects the forms should look at."""
    if report.is_written_beside:
        yield Problem(shown, 1, "docx-written-beside")
    if report.written_on:
        pages = ", ".join(map(str, report.written_on[:20]))
        yield Problem(shown, 1, "pdf-written-beside", {"pages": pages})
    elif not people and not report.differing:
        yield Problem(shown, 1, "pdf-untouched")
    if people > 1:
        yield Problem(shown, 1, "pdf-several-people", {"count": people})
    if report.differing:
        label, seen, stored = (text[:SHOWN] for text in report.differing[0])
        arguments = {"count": len(report.differing), "field": label, "seen": seen, "stored": stored}
        yield Problem(shown, 1, "pdf-differs", arguments)
    if report.has_xfa:
        yield Problem(shown, 1, "pdf-xfa")
    if report.is_damaged:
        yield Problem(shown, 1, "pdf-damaged")


def _first_sheet(filled: Filled, known: Mapping[str, Question]) -> str:
    """The title of the first known sheet, for files whose own title was lost; "" if there is none."""
    return next((known[name].sheet for name in filled.values if name in known and known[name].sheet), "")


def _twin(one: Filled, path: Path, files: Sequence[Filled], contents: dict[str, str]) -> str:
    """The name of the file that this one is a copy of; "" when it is none."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest() + str(one.part)
    before = contents.setdefault(digest, one.name)
    if before != one.name:
        return before
    is_sure = sum(len(value) for value in one.values.values() if len(value) > 1) >= SURE
    return next((other.name for other in files if is_sure and other.values == one.values), "")
