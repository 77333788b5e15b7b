"""The question banks of the trainers' edition: all quizzes together, and each test alone, in three formats."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from builder.course.model import Audience, Course
from builder.course.worksheets import plain
from builder.edition.select import Edition, is_test
from builder.outputs import Download, Given, Made, Task
from builder.outputs.choice import PACKAGES, Choice
from builder.outputs.questions.bank import Category, categories
from builder.outputs.questions.gift import described, gift
from builder.outputs.questions.moodle import moodle_xml
from builder.outputs.questions.qti3 import qti3
from builder.package.archive import write_archive
from builder.package.once import once
from builder.package.quizzes import quiz_blocks
from builder.problems import Problem
from builder.words import words

ALL = "questions"
"""Name of the files that hold every question."""
Write = Callable[[Edition, Sequence[Category], Path], Iterable[Problem]]


def tasks(_course: Course, editions: Sequence[Edition], _choice: Choice) -> Iterator[Task]:
    for edition in editions:
        if edition.audience is Audience.TRAINER:
            for name, title, only in _banks(edition):
                yield from _formats(edition, name, title, only)


def _banks(edition: Edition) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Name, title and, for a test, its quiz."""
    blocks = [block for leaf in edition.leaves() for block in quiz_blocks(leaf)]
    texts = words(edition.language)
    if blocks:
        yield ALL, texts["questions-all"], ()
    for block in blocks:
        if is_test(block):
            title = plain(block.title) or block.id.replace("-", " ").capitalize()
            yield f"{ALL}-{block.id}", texts["questions-of"].replace("{title}", title), (block.id,)


def _formats(edition: Edition, name: str, title: str, only: tuple[str, ...]) -> Iterator[Task]:
    texts = words(edition.language)
    for file, kind, write in (
        (f"{name}.moodle.{edition.language}.xml", "Moodle XML", _write_moodle),
        (f"{name}.{edition.language}.gift", "GIFT", _write_gift),
        (f"{name}.qti3.{edition.language}.zip", "QTI 3", _write_qti3),
    ):
        told = texts["questions-for"].replace("{title}", title).replace("{format}", kind)
        make = partial(_make, edition, only, write)
        yield Task(
            f"trainer/downloads/{file}",
            ALL,
            edition,
            make,
            (only,),
            Download(told, "platforms", kind),
            together=PACKAGES,
        )


def _make(edition: Edition, only: tuple[str, ...], write: Write, target: Path, _given: Given) -> Made:
    bank = once(edition, ("bank", only), lambda: categories(edition, only))
    return Made(tuple(write(edition, bank, target)))


def _write_moodle(edition: Edition, bank: Sequence[Category], target: Path) -> Iterable[Problem]:
    target.write_bytes(moodle_xml(edition, bank))
    return ()


def _write_gift(edition: Edition, bank: Sequence[Category], target: Path) -> Iterable[Problem]:
    target.write_bytes(gift(edition, bank))
    return described(bank)


def _write_qti3(edition: Edition, bank: Sequence[Category], target: Path) -> Iterable[Problem]:
    write_archive(target, qti3(edition, bank))
    return ()
