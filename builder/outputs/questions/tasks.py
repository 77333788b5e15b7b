"""The question banks of the trainers' edition: all quizzes together, and each test alone, in three formats."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from builder.course.model import Audience, Course
from builder.edition.once import once
from builder.edition.select import Edition, is_test
from builder.outputs import Download, Given, Made, Task
from builder.outputs.choice import PACKAGES, Choice
from builder.outputs.questions.bank import Category, categories
from builder.outputs.questions.gift import described, gift
from builder.outputs.questions.moodle import moodle_xml
from builder.outputs.questions.qti3 import qti3
from builder.package.archive import content_of, write_archive
from builder.package.quizzes import quiz_blocks, title_of
from builder.words import words

ALL = "questions"
"""Name of the files that hold every question."""
Draw = Callable[[Edition, Sequence[Category]], Mapping[str, bytes]]
"""Makes a bank's files by path; a format with a single file uses the path ""."""


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
            yield f"{ALL}-{block.id}", texts["questions-of"].replace("{title}", title_of(block)), (block.id,)


def _formats(edition: Edition, name: str, title: str, only: tuple[str, ...]) -> Iterator[Task]:
    texts = words(edition.language)
    for file, kind, draw in (
        (f"{name}.moodle.{edition.language}.xml", "Moodle XML", _moodle),
        (f"{name}.{edition.language}.gift", "GIFT", _gift),
        (f"{name}.qti3.{edition.language}.zip", "QTI 3", qti3),
    ):
        told = texts["questions-for"].replace("{title}", title).replace("{format}", kind)
        make = partial(_make, edition, only, draw)
        download = Download(told, "platforms", kind, guide=ALL)
        yield Task(f"trainer/downloads/{file}", ALL, edition, make, (only,), download, together=PACKAGES)


def _make(edition: Edition, only: tuple[str, ...], draw: Draw, target: Path, given: Given) -> Made:
    """Writes the bank, unless its content is known: an edit outside the questions doesn't change it."""
    bank = once(edition, ("bank", only), lambda: categories(edition, only))
    files = draw(edition, bank)
    content = content_of(files)
    if content not in given.known and files.keys() == {""}:
        target.write_bytes(files[""])
    elif content not in given.known:
        write_archive(target, files)
    return Made(tuple(described(bank)) if draw is _gift else (), content)


def _moodle(edition: Edition, bank: Sequence[Category]) -> Mapping[str, bytes]:
    return {"": moodle_xml(edition, bank)}


def _gift(edition: Edition, bank: Sequence[Category]) -> Mapping[str, bytes]:
    return {"": gift(edition, bank)}
