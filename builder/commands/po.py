"""`taller po`: exports texts for translators' programs and imports them; translation status; the glossary."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from builder.commands.show import show, written
from builder.commands.spoken import At, Group, argument, at, command, option

if TYPE_CHECKING:
    from builder.course.model import Course
    from builder.imports.po.bring import Brought
    from builder.imports.po.entry import Entry
    from builder.imports.po.given import Given
    from builder.imports.po.sources import Source

FORMATS = ("po", "xliff")
PLACE = "po"
"""The folder below the course for the files, with a subfolder for each language."""
_BEGINS = (b"#", b"msgid", b"<?xml", b"\xef\xbb\xbf")

_code = argument("code")
_from = option("--from", "source", default="", metavar="CODE")
_folder = argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))


@command("export", "taller po export pt", "taller po export pt translation --from es --format xliff")
@_code
@_folder
@_from
@option("--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@at
def export(here: At, *, code: str, folder: Path | None, source: str, form: str) -> None:
    from builder.commands.target import refuse_overwriting, replace

    course, languages, place, found = _given(here, code, folder, source)
    made = {place / _name(one.source, form): _content(here, course, languages, one, form) for one in found}
    for path in made:
        refuse_overwriting(path, [], course.config.root, _BEGINS)
    for path, content in made.items():
        replace(path, lambda draft, content=content: draft.write_bytes(content))  # type: ignore[misc]
    _tell_apart(here, found)
    messages = sum(len(one.messages) for one in found)
    done = sum(one.done for one in found)
    click.echo(here.word("po-exported", files=len(made), folder=place, messages=messages, done=done))


@command("import", "taller po import po/pt", "taller po import why-csr.po --partial")
@argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@option("--to", "target", default="", metavar="CODE")
@_from
@option("--partial", is_flag=True)
@at
def bring(here: At, *, files: tuple[Path, ...], target: str, source: str, partial: bool) -> None:
    from builder.commands.course import course_as_it_is
    from builder.commands.target import exchange

    course = course_as_it_is(here.root)
    brought = _brought(course, files, (source, target), partial=partial)
    for path, text in brought.files.items():
        exchange(course.config.root / path, text)
    show(sorted(set(brought.problems)), here.language, "text", err=True)
    written([course.config.root / path for path in brought.files])
    for one in brought.rebuilt:
        click.echo(here.word("po-rebuilt", path=one.target))
    for one, missing, of in brought.unfinished:
        click.echo(here.word("po-unfinished", path=one.target, n=missing, of=of))
    click.echo(here.word("po-imported", n=len(brought.files), waiting=len(brought.unfinished)))


@command("status", "taller po status pt", "taller po status es --from en")
@_code
@_folder
@_from
@at
def status(here: At, *, code: str, folder: Path | None, source: str) -> None:
    found = _given(here, code, folder, source)[3]
    numbers = [(one.done, one.fuzzy, len(one.messages), one.words) for one in found]
    names = [*(str(one.source.path) for one in found), here.word("po-total")]
    heads = [here.word(f"po-{key}") for key in ("page", "done", "fuzzy", "messages", "words")]
    width = max(map(len, (*names, heads[0])))
    click.echo("  ".join([heads[0].ljust(width), *(head.rjust(11) for head in heads[1:]), "%".rjust(4)]))
    for name, row in zip(names, [*numbers, tuple(map(sum, zip(*numbers, strict=True)))], strict=True):
        share = f"{100 * row[0] // row[2] if row[2] else 100}".rjust(4)
        click.echo("  ".join([name.ljust(width), *(str(cell).rjust(11) for cell in row), share]))


@command("glossary", "taller po glossary pt glossary.tbx", "taller po glossary pt glossary.csv --from es")
@_code
@argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_from
@at
def glossary(here: At, *, code: str, file: Path, source: str) -> None:
    from builder.commands.target import refuse_overwriting, replace
    from builder.imports.po.glossary import find_terms, glossary_csv, glossary_tbx
    from builder.problems import UsageError

    course, languages = _course(here, code, source)
    terms = find_terms(course, *languages)
    if file.suffix.lower() not in (".csv", ".tbx"):
        raise UsageError("po-glossary-kind", {"file": file})
    is_csv = file.suffix.lower() == ".csv"
    content = glossary_csv(terms) if is_csv else glossary_tbx(terms, languages, course.config.site_name)
    refuse_overwriting(file, [], here.root, (b'\xef\xbb\xbf"source"', b"<?xml"))
    replace(file, lambda draft: draft.write_bytes(content))
    written([file])


def _course(here: At, code: str, source: str) -> tuple["Course", tuple[str, str]]:
    """The course and the pair of source and target language. Raises UsageError."""
    from builder.commands.course import course_as_it_is, language_of
    from builder.problems import UsageError
    from builder.words import is_language

    course = course_as_it_is(here.root)
    if not is_language(code):
        raise UsageError("not-a-language", {"language": code})
    return course, (language_of(course, source), code)


def _given(
    here: At, code: str, folder: Path | None, source: str
) -> tuple["Course", tuple[str, str], Path, list["Given"]]:  # fmt: skip
    """Course, languages, folder, and what there is to translate, with what pages and files in the folder already have."""
    from builder.course.stamp import text_digest
    from builder.imports.po.before import Before, digests
    from builder.imports.po.given import give

    course, languages = _course(here, code, source)
    place = folder or here.root / PLACE / code
    entries = _entries_in(place, code)
    before = Before(course, languages[0], text_digest, digests(course, languages[0], text_digest))
    return course, languages, place, list(give(course, *languages, entries, before))


def _entries_in(place: Path, code: str) -> list["Entry"]:
    """The translators' entries in a folder. Raises ContentError for files of another language."""
    from builder.imports.po.read import find_files, read_entries
    from builder.problems import ContentError, Problem

    files = find_files([place]) if place.is_dir() else []
    entries = read_entries(files, [_shown(path) for path in files]) if files else []
    wrong = {one.path: one for one in entries if one.language not in ("", code)}
    if wrong:
        raise ContentError(
            Problem(PurePosixPath(one.path), 1, "po-language", {"language": one.language, "wanted": code})
            for one in wrong.values()
        )
    return entries


def _brought(course: "Course", paths: Sequence[Path], said: tuple[str, str], *, partial: bool) -> "Brought":
    """The files made from the messages. Raises ContentError with all faults."""
    from builder.course.stamp import text_digest
    from builder.imports.po.before import digests
    from builder.imports.po.bring import Job, bring
    from builder.imports.po.read import find_files, needed, read_entries
    from builder.imports.po.sources import find_sources

    files = needed(find_files(paths), paths)
    entries = [one for one in read_entries(files, [_shown(path) for path in files]) if not one.is_obsolete]
    source, target = _languages(course, entries, said)
    job = Job(course.config.root, source, target, digests(course, source, text_digest), partial)
    return bring(job, find_sources(course, source, target), entries)


def _languages(course: "Course", entries: Sequence["Entry"], said: tuple[str, str]) -> tuple[str, str]:
    """Source and target language: by the options, else by the files, which must agree. Raises ContentError, UsageError."""
    from builder.commands.course import language_of
    from builder.problems import ContentError, Problem
    from builder.words import is_language

    first = entries[0] if entries else None
    target = said[1] or (first.language if first else "")
    source = said[0] or (first.source_language if first else "")
    problems = [
        Problem(
            PurePosixPath(one.path), 1, "po-language", {"language": one.language[:40] or "-", "wanted": target[:40]}
        )
        for one in {entry.path: entry for entry in entries}.values()
        if not is_language(target) or one.language not in ("", target)
    ]
    if problems:
        raise ContentError(problems)
    return language_of(course, source), target


def _shown(path: Path) -> str:
    return path.as_posix()


def _name(source: "Source", form: str) -> PurePosixPath:
    return source.po if form == "po" else source.po.with_suffix(".xlf")


def _content(here: At, course: "Course", languages: tuple[str, str], one: "Given", form: str) -> bytes:
    from builder.imports.po.given import file_of
    from builder.imports.po.pofile import po_bytes
    from builder.imports.po.xliff import xliff_bytes
    from builder.words import command_words

    file = file_of(one, course, languages, command_words(here.language)["po"])
    return po_bytes(file) if form == "po" else xliff_bytes(file)


def _tell_apart(here: At, found: Sequence["Given"]) -> None:
    """Reports pages of which nothing could be reused, or all must be reviewed."""
    for one in found:
        if one.is_apart:
            click.echo(here.word("po-apart", path=one.source.target))
        elif one.is_stale:
            click.echo(here.word("po-stale", path=one.source.target, n=one.fuzzy))


po = Group(
    "po",
    commands=[export, bring, status, glossary],
    examples=("taller po export pt --from es", "taller po import po/pt", "taller po status pt"),
)
