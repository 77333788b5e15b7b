"""The tasks for every book of a course: workbooks, module books, case stories, single worksheets, and their other forms."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from builder.course.model import Audience, Course
from builder.course.worksheets import find_handouts, plain
from builder.edition.narrow import located
from builder.edition.select import Edition
from builder.edition.volumes import volumes, workbook_name
from builder.outputs import Download, Given, Made, Task
from builder.outputs.book.book import prepare_book, prepare_sheet, sheet_ids, write_book, write_booklet
from builder.outputs.book.pdfkit.engine import write_kit_book
from builder.outputs.book.prepared import PreparedBook
from builder.outputs.book.spec import BookSpec
from builder.outputs.choice import BOOK_VARIANTS, Choice
from builder.words import words

TRIAL = 60
"""Seconds for compiling one part of a book while the part with a fault is searched for."""


def tasks(_course: Course, editions: Sequence[Edition], choice: Choice) -> Iterator[Task]:
    """The books of each edition, in the order of the downloads page."""
    for edition in editions:
        yield from _workbooks(edition, choice)
        if edition.audience is Audience.PARTICIPANT:
            yield from _module_books(edition, choice)
            if edition.cases:
                cases = BookSpec(paper=choice.paper, content="cases")
                title = words(edition.language)["cases"]
                yield from _forms(edition, "case-stories", "case-stories", title, cases, choice)
        if edition.audience is not Audience.SOLUTIONS:
            yield from map(choice.on_paper, _sheets(edition, choice.paper))


def _workbooks(edition: Edition, choice: Choice) -> Iterator[Task]:
    texts = words(edition.language)
    for volume in volumes(edition):
        name = workbook_name(edition, volume)
        for task in _forms(edition, "workbook", name, texts[name], BookSpec(paper=choice.paper, volume=volume), choice):
            yield replace(task, effort=2 + edition.audience)


def _module_books(edition: Edition, choice: Choice) -> Iterator[Task]:
    text = words(edition.language)["module-workbook"]
    for number, module in enumerate(edition.modules, 1):
        title = text.replace("{n}", str(number)).replace("{title}", module.page.title)
        spec = BookSpec(paper=choice.paper, module=module.slug)
        yield from _forms(edition, "module-books", f"{module.slug}.workbook", title, spec, choice)


def _forms(
    edition: Edition, output: str, name: str, title: str, spec: BookSpec, choice: Choice
) -> Iterator[Task]:  # fmt: skip
    """A book in its usual form and its variants: `csr-principles.workbook`, `csr-principles.workbook-large-print`, ..."""
    yield choice.by_engine(choice.on_paper(_book(edition, output, name, Download(title, "books"), spec, choice.engine)))
    for form in sorted(BOOK_VARIANTS):
        named = f"{name}{'-' if '.' in name else '.'}{form}"
        download = Download(f"{title}, {words(edition.language)[f'variant-{form}']}", "books")
        other = replace(
            spec, large_print=form == "large-print", ink_saving=form == "ink-saving", booklet=form == "booklet"
        )
        yield choice.on_paper(replace(_book(edition, output, named, download, other, "typst"), variant=form))


def _book(edition: Edition, output: str, name: str, download: Download, spec: BookSpec, engine: str) -> Task:
    target = f"{edition.audience.label}/downloads/{name}.{edition.language}.pdf"
    make = partial(_make_book, edition, spec, engine)
    return Task(target, output, edition, make, (spec, engine), download, module=spec.module)


def _sheets(edition: Edition, paper: str) -> Iterator[Task]:
    """Each worksheet, test and form alone."""
    handouts = find_handouts(leaf.document for leaf in edition.leaves())
    spec = BookSpec(paper=paper)
    for sheet in sheet_ids(edition):
        name = f"{edition.audience.label}/downloads/worksheet-{sheet}.{edition.language}.pdf"
        title = plain(handouts[sheet].block.title) or sheet.replace("-", " ").capitalize()
        make = partial(_make_sheet, edition, sheet, spec)
        yield Task(name, "worksheets", edition, make, (sheet, spec), Download(title, "sheets", sheet=sheet))


def _make_book(edition: Edition, spec: BookSpec, engine: str, target: Path, given: Given) -> Made:
    if engine == "pdfkit":
        attempt = partial(_kit_book, spec)
        return located(edition, engine, lambda whole: attempt(whole, target), attempt)
    return _write(edition, lambda part: prepare_book(part, spec), spec, target, given)


def _kit_book(spec: BookSpec, edition: Edition, target: Path) -> Made:
    write_kit_book(edition, spec, target)
    return Made()


def _make_sheet(edition: Edition, sheet: str, spec: BookSpec, target: Path, given: Given) -> Made:
    return _write(edition, lambda part: prepare_sheet(part, sheet, spec), spec, target, given)


def _write(
    edition: Edition, prepare: Callable[[Edition], PreparedBook], spec: BookSpec, target: Path, given: Given
) -> Made:
    """Writes a book, unless its digest is `known`: then Typst isn't started."""

    def make(whole: Edition) -> Made:
        prepared = prepare(whole)
        content = prepared.digest() + ("-booklet" if spec.booklet else "")
        if content in given.known:
            return Made(content=content)
        write = write_booklet if spec.booklet else write_book
        return replace(write(prepared, target), content=content)

    return located(edition, "Typst", make, lambda part, path: write_book(prepare(part), path, TRIAL))
