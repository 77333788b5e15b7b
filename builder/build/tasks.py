"""The table of outputs: an output is a function from an edition to one file or folder; here each has its name and its key."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath

from builder.build.choice import VARIANTS, Choice
from builder.build.digest import builder_digest, digest, edition_digest
from builder.course.config import NAME
from builder.course.model import Audience, Course
from builder.edition.select import Edition
from builder.outputs.book.book import prepare_book, prepare_sheet, sheet_ids, write_book, write_booklet
from builder.outputs.book.pdfkit.engine import write_kit_book
from builder.outputs.book.prepared import PreparedBook
from builder.outputs.book.spec import BookSpec, volumes
from builder.outputs.site.addresses import page_path
from builder.outputs.site.site import SiteError, build_site, stage_site
from builder.problems import ContentError, Problem

SITE_AUDIENCES = (Audience.PARTICIPANT, Audience.TRAINER)


@dataclass(frozen=True, slots=True)
class Made:
    """What a task says of what it made."""

    problems: list[Problem] = field(default_factory=list)
    """What is not quite right."""
    content: str = ""
    """The digest of all that its bytes hang on, where that is less than the whole edition: a book's."""
    reading: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of a PDF -> the text of its pages, if that was read: the leak gate needn't read it once more."""
    is_same: bool = False
    """Nothing was written: the content is that of the last time."""


@dataclass(frozen=True, slots=True)
class Task:
    """One file or folder of dist: how it is named, what it is made from (`key`), how it is made."""

    name: str
    """Its path in dist."""
    output: str
    audience: Audience
    language: str
    key: str
    make: Callable[[Path, str], Made]
    """Writes it to a path that does not exist yet, unless its content is that of the given digest. Can be sent to another process."""
    module: str = ""
    variant: str = ""


def all_tasks(course: Course, editions: Sequence[Edition], choice: Choice) -> Iterator[Task]:
    """Every output of every edition. The largest come first, so that the cores end together."""
    books = [task for edition in editions for task in _book_tasks(edition, choice)]
    names: dict[Audience, list[str]] = {audience: [] for audience in Audience}
    for task in books:
        names[task.audience].append(task.name.rpartition("/")[2])
    languages = course.config.languages
    sites = [
        _site_task(edition, languages, names[edition.audience])
        for edition in editions
        if edition.audience in SITE_AUDIENCES
    ]
    workbooks = [task for task in books if task.output == "workbook"]
    yield from sorted(workbooks, key=lambda task: -task.audience)
    yield from sites
    yield from (task for task in books if task.output != "workbook")


def _book_tasks(edition: Edition, choice: Choice) -> Iterator[Task]:
    base = edition_digest(edition)
    for variant in ("", *VARIANTS):
        plain = BookSpec(
            paper=choice.paper, large_print=variant == "large-print", ink_saving=variant == "ink-saving",
            booklet=variant == "booklet",
        )  # fmt: skip
        for volume in volumes(edition):
            name = f"{edition.audience.label}-workbook" + ("-2" if volume == 2 else "")
            yield _book(edition, base, "workbook", name, replace(plain, volume=volume), choice, variant)
        if edition.audience is Audience.PARTICIPANT:
            for module in edition.modules:
                spec = replace(plain, module=module.slug)
                yield _book(edition, base, "module-books", f"{module.slug}.workbook", spec, choice, variant)
            cases = replace(plain, content="cases")
            yield _book(edition, base, "case-stories", "case-stories", cases, choice, variant)
    if edition.audience is not Audience.SOLUTIONS:
        yield from _sheet_tasks(edition, base, choice.paper)


def _sheet_tasks(edition: Edition, base: str, paper: str) -> Iterator[Task]:
    """Each worksheet, test and form alone."""
    for sheet in sheet_ids(edition):
        name = f"{edition.audience.label}/downloads/worksheet-{sheet}.{edition.language}.pdf"
        spec = BookSpec(paper=paper)
        key = digest(base, "sheet", sheet, spec)
        make = partial(_make_sheet, edition, sheet, spec)
        yield Task(name, "worksheets", edition.audience, edition.language, key, make)


def _book(
    edition: Edition, base: str, output: str, name: str, spec: BookSpec, choice: Choice, variant: str
) -> Task:  # fmt: skip
    """A book. `csr-principles.workbook` in large print is `csr-principles.workbook-large-print`."""
    if variant:
        name += ("-" if "." in name else ".") + variant
    target = f"{edition.audience.label}/downloads/{name}.{edition.language}.pdf"
    engine = choice.engine if not variant else "typst"
    make = partial(_make_book, edition, spec, engine)
    key = digest(base, spec, engine)
    return Task(target, output, edition.audience, edition.language, key, make, spec.module, variant)


def _make_book(edition: Edition, spec: BookSpec, engine: str, target: Path, before: str) -> Made:
    if engine == "pdfkit":
        return Made(write_kit_book(edition, spec, target))
    return _write(prepare_book(edition, spec), spec, target, before)


def _make_sheet(edition: Edition, sheet: str, spec: BookSpec, target: Path, before: str) -> Made:
    return _write(prepare_sheet(edition, sheet, spec), spec, target, before)


def _write(prepared: PreparedBook, spec: BookSpec, target: Path, before: str) -> Made:
    """Typst is started only for a book that the edit touched."""
    content = digest(prepared.digest(), spec, builder_digest())
    if content == before:
        return Made(content=content, is_same=True)
    write = write_booklet if spec.booklet else write_book
    problems, text = write(prepared, target)
    reading = {sha256(target.read_bytes()).hexdigest(): text} if text else {}
    return Made(problems, content, reading)


def _site_task(edition: Edition, languages: Sequence[str], downloads: Sequence[str]) -> Task:
    name = f"{edition.audience.label}/{edition.language}"
    key = digest(edition_digest(edition), languages, downloads)
    make = partial(_make_site, edition, languages, downloads)
    return Task(name, "site", edition.audience, edition.language, key, make)


def _make_site(
    edition: Edition, languages: Sequence[str], downloads: Sequence[str], target: Path, _before: str
) -> Made:
    stage = target.with_name(target.name + ".stage")
    stage_site(edition, stage, languages, downloads)
    try:
        build_site(stage, target)
    except SiteError as error:
        arguments = {"engine": "MkDocs", "reason": error}
        raise ContentError([Problem(page_named(edition, str(error)), 0, "engine-failed", arguments)]) from error
    shutil.rmtree(stage)
    return Made()


def page_named(edition: Edition, message: str) -> PurePosixPath:
    """The course's file whose staged page MkDocs names; the settings' where it names none."""
    named = (leaf.document.path for leaf in edition.leaves() if f"'{page_path(leaf)}'" in message)
    return next(named, PurePosixPath(NAME))
