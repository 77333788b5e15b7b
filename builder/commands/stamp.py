"""`taller stamp`: records in translations which text they were made from."""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from builder.commands.show import written
from builder.commands.spoken import At, argument, at, command, option
from builder.course.model import Course, Document
from builder.problems import UsageError
from builder.words import is_language
from builder.words.packs import CODE, fallbacks

_PAGE = re.compile(rf"\.(?P<code>{CODE})\.md$")


@command("stamp", "taller stamp modules/10-csr-principles/10-why-csr.es.md")
@argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--from", "asked", default="", metavar="CODE")
@at
def stamp(here: At, files: tuple[Path, ...], asked: str) -> None:
    from builder.commands.course import course_as_it_is

    # A page may be in a language, or be made from one, that the settings don't name.
    course = course_as_it_is(here.root, sorted({code for file in files for code in _languages_of(file)}))
    written([stamp_page(course, file, asked) for file in files])


def _languages_of(file: Path) -> Iterator[str]:
    """The languages that a page has, by the names of the files beside it."""
    slug = _PAGE.sub("", file.name)
    for other in file.resolve().parent.iterdir():
        found = _PAGE.search(other.name)
        if found and _PAGE.sub("", other.name) == slug and is_language(found["code"]):
            yield found["code"]


def stamp_page(course: Course, file: Path, asked: str = "") -> Path:
    """Records in a translation the digest of its source as it is now. Raises UsageError."""
    real, root = file.resolve(), course.config.root.resolve()
    relative = real.relative_to(root).as_posix() if real.is_relative_to(root) else str(file)
    for page in course.pages():
        for document in page.documents.values():
            if str(document.path) == relative:
                return _stamp(course, document, list(page.documents.values()), asked)
    raise UsageError("not-a-page", {"path": relative})


def _stamp(course: Course, document: Document, documents: list[Document], asked: str) -> Path:
    """The source is in the language asked for, else that of the last stamp, else the page's nearest fallback."""
    from builder.commands.target import exchange
    from builder.course.stamp import STAMP, text_digest

    others = {other.language: other for other in documents if other is not document}
    if not others or (asked and asked not in others):
        raise UsageError("nothing-to-translate-from", {"path": document.path})
    before = document.meta.get(STAMP, "").partition("@")[0]
    language = next(one for one in (asked, before, *fallbacks(document.language), *others) if one in others)
    source = others[language]
    path = course.config.root / document.path
    text = path.read_bytes().decode("utf-8")  # line ends stay as they are
    lines = re.findall(r"[^\n]*\n|[^\n]+$", text)
    if lines[0].strip("\ufeff \t\r\n") != "---":
        raise UsageError("no-front-matter", {"path": document.path})
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    lines = [line for number, line in enumerate(lines, 1) if number != document.meta_lines.get(STAMP)]
    lines.insert(1, f"{STAMP}: {source.language}@{text_digest(source)}{end}")
    exchange(path, "".join(lines))
    return path
