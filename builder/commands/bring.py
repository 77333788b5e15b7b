"""`taller import`: other people's material becomes a course, or files of one."""

from pathlib import Path
from typing import Any

import click

from builder.commands.new import today
from builder.commands.show import show
from builder.commands.spoken import At, Group, argument, at, command, option
from builder.words import is_language

REPORT = "import-report.txt"
SHOWN, MOST = 12, 100_000
"""The most lines of each fate on the screen: beside a report file, and without one."""

_folder = argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
_files = argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
_target = option("--to", "target", required=True, type=click.Path(path_type=Path), metavar="FOLDER")
_language = option("--language", default="", metavar="CODE")
_title = option("--title", default="", metavar="TITLE")


@command("carpentries", "taller import carpentries my-lesson --to my-course")
@_folder
@_target
@_language
@_title
@at
@click.pass_context
def carpentries(ctx: click.Context, here: At, /, *, source: Path, target: Path, **said: Any) -> None:
    ctx.exit(_course(here, "carpentries", (source,), target, said))


@command("markdown", "taller import markdown my-pages --to my-course")
@_folder
@_target
@_language
@_title
@at
@click.pass_context
def markdown(ctx: click.Context, here: At, /, *, source: Path, target: Path, **said: Any) -> None:
    ctx.exit(_course(here, "markdown", (source,), target, said))


@command("docx", "taller import docx manual.docx --to my-course --styles styles.txt")
@_files
@_target
@_language
@_title
@option("--comments", is_flag=True)
@option("--styles", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE.txt")
@at
@click.pass_context
def docx(ctx: click.Context, here: At, /, *, files: tuple[Path, ...], target: Path, **said: Any) -> None:
    ctx.exit(_course(here, "docx", files, target, said))


@command("pptx", "taller import pptx slides.pptx --to my-course")
@_files
@_target
@_language
@_title
@at
@click.pass_context
def pptx(ctx: click.Context, here: At, /, *, files: tuple[Path, ...], target: Path, **said: Any) -> None:
    ctx.exit(_course(here, "pptx", files, target, said))


@command("moodle", "taller import moodle questions.xml --to my-course")
@_files
@_target
@_language
@_title
@option("--self-check", "self_check", is_flag=True)
@at
@click.pass_context
def moodle(ctx: click.Context, here: At, /, *, files: tuple[Path, ...], target: Path, **said: Any) -> None:
    ctx.exit(_course(here, "moodle", files, target, said))


@command("csv", "taller import csv glossary.csv", "taller import csv sources.bib")
@argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--language", default="", metavar="CODE")
@at
@click.pass_context
def table(ctx: click.Context, here: At, /, *, source: Path, language: str) -> None:
    from builder.commands.course import course_as_it_is, language_of
    from builder.commands.target import exchange
    from builder.imports.draft import Wishes
    from builder.imports.kinds import read

    course = course_as_it_is(here.root)
    options = {"root": course.config.root.resolve(), "asked": language_of(course, language)}
    draft = read("csv", (source.resolve(),), Wishes(day=today().isoformat(), options=options))
    for path, content in draft.files.items():
        exchange(course.config.root / path, content.decode())
    _tell(here, draft.notes, most=MOST)
    click.echo(here.word("imported-entries", n=sum(note.fate == "kept" for note in draft.notes)))
    ctx.exit(_checked(here, here.root))


def _course(here: At, kind: str, sources: tuple[Path, ...], target: Path, said: dict[str, Any]) -> int:
    """Imports a course with its report, shows what the check finds, and returns the exit status."""
    from builder.imports.draft import Wishes
    from builder.imports.kinds import read
    from builder.imports.place import is_free, place
    from builder.imports.report import whole
    from builder.problems import UsageError

    language, title = said.pop("language"), said.pop("title")
    if language and not is_language(language):
        raise UsageError("not-a-language", {"language": language})
    if not is_free(target):
        raise UsageError("folder-not-empty", {"folder": target})
    wishes = Wishes(language or "en", title, today().isoformat(), said)
    draft = read(kind, tuple(path.resolve() for path in sources), wishes)

    def report(folder: Path) -> None:
        (folder / REPORT).write_text("\n".join(whole(draft.notes, here.language)), encoding="utf-8")

    place(draft, target.resolve(), report)
    return _checked(here, target)


def _checked(here: At, root: Path) -> int:
    """Shows the problems of a course, and returns the exit status."""
    from builder.commands.check import all_problems

    problems = all_problems(root)
    show(problems, here.language, "text", root=root)
    warnings = sum(problem.is_warning for problem in problems)
    click.echo(
        ", ".join((here.word("errors", n=len(problems) - warnings), here.word("warnings", n=warnings))), err=True
    )
    return 1 if len(problems) > warnings else 0


def _tell(here: At, notes: Any, most: int = SHOWN) -> None:
    """Shows how many things met each fate, and the first lines of what needs attention."""
    from builder.imports.report import kinds, line
    from builder.words import command_words

    words = command_words(here.language)["imports"]
    for fate in ("decide", "lost", "changed", "kept"):
        found = kinds(notes, fate)
        if not found:
            continue
        click.echo(f"{words[f'fate-{fate}']} ({sum(found.values())})")
        if fate in ("decide", "lost") or most > SHOWN:
            lines = [line(note, here.language) for note in notes if note.fate == fate]
            for one in lines[:most]:
                click.echo(f"  {one}")
            if len(lines) > most:
                click.echo(f"  {here.word('imported-more', n=len(lines) - most)}")


bring = Group(
    "import",
    commands=[carpentries, markdown, docx, pptx, moodle, table],
    examples=("taller import carpentries my-lesson --to my-course", "taller import markdown my-pages --to my-course"),
)
