"""EPUBs of the participants' workbook, the case stories and the solutions' workbook, and the catalogue for participants."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from builder.course.model import Audience, Course
from builder.edition.select import Edition, Leaf
from builder.edition.volumes import volumes, workbook_name
from builder.outputs import Download, Given, Made, Task
from builder.outputs.choice import PACKAGES, Choice
from builder.outputs.epub.book import MIMETYPE, Source, epub
from builder.outputs.epub.catalogue import catalogue
from builder.outputs.epub.printed import Volume
from builder.package.archive import content_of, write_archive
from builder.package.pages import case_leaves, course_leaves
from builder.print.pdf_text import first_page_png, page_texts
from builder.words import words

Leaves = Callable[[Edition], Sequence[Leaf]]
Printed = Mapping[str, str]
"""Prefix of a printed book's page numbers -> the book's name."""
_COVER = 1.5
"""Pixels per point of a cover."""


def tasks(_course: Course, editions: Sequence[Edition], _choice: Choice) -> Iterator[Task]:
    for edition in editions:
        texts = words(edition.language)
        if edition.audience is not Audience.TRAINER:
            name = f"{edition.audience.label}-workbook"
            yield _book(edition, name, texts[name], course_leaves, _workbooks(edition))
        if edition.audience is Audience.PARTICIPANT:
            if edition.cases:
                yield _book(edition, "case-stories", texts["cases"], case_leaves, {"": "case-stories"})
            yield _catalogue(edition)


def _book(edition: Edition, name: str, title: str, leaves: Leaves, printed: Printed) -> Task:
    target = f"{edition.audience.label}/downloads/{name}.{edition.language}.epub"
    make = partial(_make_book, edition, title, leaves, printed)
    after = tuple(f"{edition.audience.label}/downloads/{book}.{edition.language}.pdf" for book in printed.values())
    download = Download(f"{title} (EPUB)", "offline", "EPUB")
    return Task(target, "epub", edition, make, download=download, together=PACKAGES, after=after)


def _workbooks(edition: Edition) -> Printed:
    """The printed workbooks; several volumes get prefixes to tell their pages apart."""
    return {f"{volume}-" if volume else "": workbook_name(edition, volume) for volume in volumes(edition)}


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


def _make_book(
    edition: Edition, title: str, leaves: Leaves, printed: Printed, target: Path, given: Given
) -> Made:  # fmt: skip
    keys = edition.audience >= Audience.SOLUTIONS
    files = epub(
        edition,
        leaves(edition),
        title,
        _source(f"{edition.config.site_name}: {title} (PDF)", printed, given),
        keys=keys,
    )
    content = content_of(files)
    if content not in given.known:
        write_archive(target, files, first=MIMETYPE)
    return Made(content=content)


def _source(title: str, printed: Printed, given: Given) -> Source:
    """The printed books of an EPUB; its cover is that of the first one."""
    if not given.after:
        return Source()
    contents = [path.read_bytes() for path in given.after]
    pages = [Volume(mark, _texts(content, given)) for mark, content in zip(printed, contents, strict=True)]
    return Source(title, pages, first_page_png(contents[0], _COVER))


def _texts(content: bytes, given: Given) -> Sequence[str]:
    """The text of each page of a PDF: from `given.readings` if it was read when it was made."""
    read = given.readings.get(sha256(content).hexdigest())
    return page_texts(content) if read is None else read


def _make_catalogue(edition: Edition, name: str, target: Path, given: Given) -> Made:
    text = catalogue(edition, name, given.downloads)
    content = content_of({name: text})
    if content not in given.known:
        target.write_bytes(text)
    return Made(content=content)
