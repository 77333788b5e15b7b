"""The participants' course as Common Cartridges and as a Moodle Book, and trainers' tests for Canvas, in each language."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from builder.course.model import Audience, Course
from builder.edition.once import once
from builder.edition.select import Edition, is_test
from builder.outputs import Download, Given, Made, Task
from builder.outputs.cartridge.book import moodle_book
from builder.outputs.cartridge.canvas import canvas_test
from builder.outputs.cartridge.cartridge import cartridge
from builder.outputs.cartridge.version import CC11, CC13, Version
from builder.outputs.choice import NO_KEYS, PACKAGES, Choice
from builder.package.archive import content_of, write_archive
from builder.package.pages import Pages, course_leaves, pages
from builder.package.places import Form
from builder.package.quizzes import find_quizzes, quiz_blocks, title_of
from builder.words import words

PLATFORMS = {CC11.name: ("moodle", "canvas", "openedx"), CC13.name: ("chamilo", "canvas")}
_FORM = Form(suffix=".html", pictures="", files="")


def tasks(_course: Course, editions: Sequence[Edition], _choice: Choice) -> Iterator[Task]:
    for edition in editions:
        if edition.audience is Audience.PARTICIPANT:
            for version in (CC11, CC13):
                yield _cartridge(edition, version, keys=True)
                yield _cartridge(edition, version, keys=False)
            yield _book(edition)
        if edition.audience is Audience.TRAINER:
            yield from _tests(edition)


def _cartridge(edition: Edition, version: Version, *, keys: bool) -> Task:
    texts = words(edition.language)
    name = version.name if keys else f"{version.name}-{NO_KEYS}"
    title = texts["cartridge"].replace("{version}", version.number.removesuffix(".0"))
    title = title if keys else f"{title}, {texts['variant-no-keys']}"
    return Task(
        f"trainer/downloads/course.{name}.{edition.language}.imscc",
        "cartridge",
        edition,
        partial(_make_cartridge, edition, version, keys=keys),
        download=Download(title, "platforms", "IMSCC", guide=version.name),
        variant="" if keys else NO_KEYS,
        platforms=PLATFORMS[version.name],
        together=PACKAGES,
    )


def _book(edition: Edition) -> Task:
    name = f"trainer/downloads/course.moodle-book.{edition.language}.zip"
    download = Download(words(edition.language)["moodle-book"], "platforms", "ZIP", guide="moodle-book")
    make = partial(_make_book, edition)
    return Task(name, "moodle-book", edition, make, download=download, platforms=("moodle",), together=PACKAGES)


def _tests(edition: Edition) -> Iterator[Task]:
    """Each test for Canvas, listed with the question banks: only trainers get the key of a test."""
    texts = words(edition.language)
    for block in (block for leaf in edition.leaves() for block in quiz_blocks(leaf) if is_test(block)):
        title = texts["questions-of"].replace("{title}", title_of(block))
        told = texts["questions-for"].replace("{title}", title).replace("{format}", "QTI 1.2")
        yield Task(
            f"trainer/downloads/questions-{block.id}.qti12.{edition.language}.zip",
            "questions",
            edition,
            partial(_make_test, edition, block.id),
            (block.id,),
            Download(told, "platforms", "QTI 1.2", guide="qti12"),
            together=PACKAGES,
        )


def _make_test(edition: Edition, identifier: str, target: Path, given: Given) -> Made:
    (quiz,) = find_quizzes(edition, lambda block: block.id == identifier)
    files = canvas_test(edition, quiz)
    content = content_of(files)
    if content not in given.known:
        write_archive(target, files)
    return Made(content=content)


def _make_cartridge(edition: Edition, version: Version, target: Path, _given: Given, *, keys: bool) -> Made:
    """Without keys the self-checks stay on their pages, as questions to think about."""
    quizzes = once(edition, "self-checks", lambda: find_quizzes(edition, lambda block: not is_test(block)))
    write_archive(target, cartridge(edition, _pages(edition), quizzes if keys else (), version))
    return Made()


def _make_book(edition: Edition, target: Path, _given: Given) -> Made:
    write_archive(target, moodle_book(_pages(edition), edition.language))
    return Made()


def _pages(edition: Edition) -> Pages:
    """The pages that the cartridges and the Book share; none of them may modify them."""
    return once(edition, _FORM, lambda: pages(edition, course_leaves(edition), _FORM))
