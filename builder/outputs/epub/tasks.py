"""EPUBs: the participants' workbook and the case stories, the solutions' workbook, and the catalogue of what participants may load."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from builder.course.model import Audience, Course
from builder.edition.select import Edition, Leaf
from builder.outputs import Download, Given, Made, Task
from builder.outputs.choice import PACKAGES, Choice
from builder.outputs.epub.book import MIMETYPE, epub
from builder.outputs.epub.catalogue import catalogue
from builder.package.archive import content_of, write_archive
from builder.package.pages import case_leaves, course_leaves
from builder.words import words

Leaves = Callable[[Edition], Sequence[Leaf]]


def tasks(_course: Course, editions: Sequence[Edition], _choice: Choice) -> Iterator[Task]:
    for edition in editions:
        texts = words(edition.language)
        if edition.audience is not Audience.TRAINER:
            name = f"{edition.audience.label}-workbook"
            yield _book(edition, name, texts[name], course_leaves)
        if edition.audience is Audience.PARTICIPANT:
            if edition.cases:
                yield _book(edition, "case-stories", texts["cases"], case_leaves)
            yield _catalogue(edition)


def _book(edition: Edition, name: str, title: str, leaves: Leaves) -> Task:
    target = f"{edition.audience.label}/downloads/{name}.{edition.language}.epub"
    make = partial(_make_book, edition, title, leaves)
    return Task(
        target, "epub", edition, make, download=Download(f"{title} (EPUB)", "offline", "EPUB"), together=PACKAGES
    )


def _catalogue(edition: Edition) -> Task:
    name = f"catalogue.{edition.language}.opds"
    make = partial(_make_catalogue, edition, name)
    download = Download(words(edition.language)["epub-catalogue"], "offline", "OPDS")
    return Task(
        f"participant/downloads/{name}",
        "epub",
        edition,
        make,
        download=download,
        lists_downloads=True,
        together=PACKAGES,
    )


def _make_book(edition: Edition, title: str, leaves: Leaves, target: Path, given: Given) -> Made:
    keys = edition.audience >= Audience.SOLUTIONS
    files = epub(edition, leaves(edition), title, keys=keys)
    content = content_of(files)
    if content != given.before:
        write_archive(target, files, first=MIMETYPE)
    return Made(content=content)


def _make_catalogue(edition: Edition, name: str, target: Path, given: Given) -> Made:
    text = catalogue(edition, name, given.downloads)
    content = content_of({name: text})
    if content != given.before:
        target.write_bytes(text)
    return Made(content=content)
