"""The command `taller`: words in, words out, exit status. No logic.

Exit status: 0 fine, 1 faults in the content, 2 wrong use, 3 the machine can't: a program is missing, the disk is full.
"""

import io
import locale
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from builder import __version__
from builder.build.table import OUTPUTS
from builder.commands import commands
from builder.commands.machine import machine_text
from builder.commands.report import OLD_DIST, PDFKIT_LACKS, STATES
from builder.course.model import Audience
from builder.outputs.choice import ENGINES, PAPERS, VARIANTS, Choice
from builder.outputs.people.kinds import KINDS
from builder.problems import ContentError, MissingToolError, Problem, UsageError, as_github, as_json

AUDIENCES = [audience.label for audience in Audience]


class _Group(click.Group):
    """Turns what the builder raises into one clear message and an exit status."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Output never stops the command: a sign that the terminal or file can't hold is replaced."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        return super().main(*arguments, **options)

    def invoke(self, ctx: click.Context) -> object:
        language = ctx.params.get("lang") or _locale_language()
        try:
            return super().invoke(ctx)
        except ContentError as error:
            show(error.problems, language, "text")
            ctx.exit(1)
        except UsageError as error:
            click.echo(str(error), err=True)
            ctx.exit(2)
        except MissingToolError as error:
            click.echo(str(error), err=True)
            ctx.exit(3)
        except BrokenPipeError:
            raise  # `taller check | head`: nobody reads any more, and click ends the command without a word
        except (OSError, MemoryError) as error:
            # A full disk, a folder that may not be written: the person can fix that; it is not a fault of ours.
            _let_go_of_output()
            click.echo(machine_text(error, language), err=True)
            ctx.exit(3)


def _is_utf8(stream: object) -> bool:
    return str(getattr(stream, "encoding", None) or "").lower().replace("_", "-") in ("utf-8", "utf8")


def _let_go_of_output() -> None:
    """What couldn't be written to a file on a full disk isn't tried again when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".",
              metavar="DIR", help="Work on the course in DIR.")  # fmt: skip
@click.option("--lang", type=click.Choice(["en", "es"]), help="Language of the messages (default: your locale's).")
@click.version_option(__version__, prog_name="taller")
@click.pass_context
def main(ctx: click.Context, root: Path, lang: str | None) -> None:
    """Compiles a course into websites and workbooks.

    \b
    Examples:
      taller check
      taller build
      taller serve --audience trainer --language es
    """
    ctx.obj = (root.resolve(), lang or _locale_language())
    if os.environ.get("NO_COLOR"):
        ctx.color = False


@main.command()
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text", show_default=True,
              help="Form of the report.")  # fmt: skip
@click.pass_context
def check(ctx: click.Context, strict: bool, form: str) -> None:
    """Look for faults in the content; build nothing.

    \b
    Examples:
      taller check --strict
      taller --lang es check
      taller check --format github
    """
    root, language = ctx.obj
    problems = commands.check(root)
    show(problems, language, form)
    errors = [problem for problem in problems if strict or not problem.is_warning]
    if form == "text":
        click.echo(_summary(problems, language), err=True)
    ctx.exit(1 if errors else 0)


def show(problems: Sequence[Problem], language: str, form: str, *, err: bool = False) -> None:
    """Prints problems: as text with colours on a terminal, as annotations, or as JSON."""
    if form == "json":
        click.echo(as_json(problems, language, ascii_only=not _is_utf8(sys.stdout)))
        return
    for problem in problems:
        if form == "github":
            click.echo(as_github(problem, language))
        else:
            where = click.style(f"{problem.path}:{problem.line}:", bold=True)
            code = click.style(f"{problem.code}:", fg="yellow" if problem.is_warning else "red")
            click.echo(f"{where} {code} {problem.message(language)} ({problem.hint(language)})", err=err)


def _summary(problems: Sequence[Problem], language: str) -> str:
    warnings = sum(problem.is_warning for problem in problems)
    errors = len(problems) - warnings
    if language == "es":
        return f"{errors} errores, {warnings} advertencias"
    return f"{errors} errors, {warnings} warnings"


def _locale_language() -> str:
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    name = name or (locale.getlocale()[0] or "")
    return "es" if name.lower().startswith(("es", "spanish")) else "en"


@main.command()
@click.option(
    "--output", "outputs", multiple=True, type=click.Choice(list(OUTPUTS)), help="Only this output; may be given again."
)
@click.option("--audience", "audiences", multiple=True, type=click.Choice(AUDIENCES), help="Only for this audience.")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="Only in this language.")
@click.option("--only-module", "module", default="", metavar="NAME", help="Of the module books only this one.")
@click.option("--paper", type=click.Choice(PAPERS), default="a4", show_default=True, help="Paper size.")
@click.option("--engine", type=click.Choice(ENGINES), default="typst", show_default=True, help="What makes the books.")
@click.option("--variant", "variants", multiple=True, type=click.Choice(VARIANTS),
              help="The books in this form instead; may be given again.")  # fmt: skip
@click.option("--force", is_flag=True, help="Make everything again, changed or not.")
@click.pass_context
def build(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context, outputs: tuple[str, ...], audiences: tuple[str, ...], languages: tuple[str, ...],
    module: str, paper: str, engine: str, variants: tuple[str, ...], force: bool,
) -> None:  # fmt: skip
    """Build websites and workbooks into dist/. What did not change is kept.

    \b
    Examples:
      taller build
      taller build --output workbook --audience trainer --language es
      taller build --only-module csr-principles --paper us-letter
      taller build --variant large-print --variant booklet
      taller build --engine pdfkit
    """
    root, language = ctx.obj
    choice = Choice(
        outputs, tuple(Audience[name.upper()] for name in audiences), languages, module, engine, paper, variants
    )  # fmt: skip
    from builder.build.pipeline import build as run_build  # other commands don't wait for the publishers to be loaded

    had_dist = (root / "dist").exists()
    try:
        report = run_build(root, choice, lambda text: click.echo(f"  {text}", err=True), force=force)
    except (ContentError, MissingToolError, OSError):
        if had_dist:
            ctx.find_root().call_on_close(lambda: click.echo(OLD_DIST[language], err=True))
        raise
    show(sorted(set(report.problems)), language, "text")
    for row in report.rows:
        took = f"{row.seconds:6.1f} s" if row.seconds else "        "
        click.echo(f"{row.state:5} {_bytes(row.size):>9} {took}  dist/{row.name}")
    for word in sorted(STATES[language].keys() & {row.state for row in report.rows}):
        click.echo(f"{word}: {STATES[language][word]}")
    if engine == "pdfkit":
        click.echo(PDFKIT_LACKS[language], err=True)
    state = "nothing changed, " if report.unchanged else ""
    click.echo(f"{state}{len(report.rows)} outputs in {report.seconds:.1f} s; publish the folder dist/participant")


def _bytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"


@main.command()
@click.option("--audience", type=click.Choice(["participant", "trainer"]), default="participant", show_default=True,
              help="Whose site to show.")  # fmt: skip
@click.option("--language", default="", metavar="CODE", help="Default: the course's first language.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port of the local address."
)
@click.pass_context
def serve(ctx: click.Context, audience: str, language: str, port: int) -> None:
    """Show the site while you write; a saved change appears within two seconds.

    \b
    Examples:
      taller serve
      taller serve --audience trainer --language es --port 8001
    """
    root, locale_language = ctx.obj
    commands.serve(root, Audience[audience.upper()], language, port, click.echo, locale_language)


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.csv",
              help="Default: answers.csv in FOLDER.")  # fmt: skip
@click.option("--language", default="", metavar="CODE", help="Of the heads; default: the course's first language.")
@click.option("--names", is_flag=True, help="Names of the fields as heads, the same in every language.")
@click.option("--all", "everything", is_flag=True, help="Also columns that nobody wrote into.")
@click.option("--semicolon", is_flag=True, help="Semicolons between the cells, as spreadsheets of many countries want.")
@click.pass_context
def collect(
    ctx: click.Context, folder: Path, output: Path | None, language: str, names: bool, everything: bool,
    semicolon: bool,
) -> None:  # fmt: skip
    """Gather what people wrote into PDFs into one table.

    Reads every PDF in FOLDER and in the folders in it: workbooks, module books, single worksheets. What isn't in the
    table is named with its reason, and the exit status is then 1.

    \b
    Examples:
      taller collect group-of-march
      taller collect group-of-march --output march.csv --language es --semicolon
    """
    root, locale_language = ctx.obj
    target = output or folder / "answers.csv"
    separator = ";" if semicolon else ","
    found = commands.collect(root, folder, target, language, separator, names=names, everything=everything)
    show(found.problems, locale_language, "text", err=True)
    if not found.files:
        click.echo(_NOTHING[locale_language], err=True)
        ctx.exit(1)
    click.echo(f"{os.path.relpath(target)}: {len(found.files)} PDF")
    ctx.exit(1 if any(not problem.is_warning for problem in found.problems) else 0)


_NOTHING = {"en": "no filled-in PDF of this course was found; nothing was written",
            "es": "no se encontró ningún PDF llenado de este curso; no se escribió nada"}  # fmt: skip


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(KINDS), required=True, help="What to print.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.pdf",
              help="Default: the kind's name with .pdf, beside FILE.")  # fmt: skip
@click.option("--language", default="", metavar="CODE", help="Default: the course's first language.")
@click.option("--title", default="", help="Of the course or workshop; default: the course's.")
@click.option("--date", "dates", multiple=True, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
              help="A day of the workshop; may be given again.")  # fmt: skip
@click.option("--days", type=click.IntRange(1, 5), default=2, show_default=True, help="Attendance without dates.")
@click.option("--place", default="", help="Where the workshop is held.")
@click.option("--hours", default="", metavar="N", help="Hours that the certificate states.")
@click.option("--paper", type=click.Choice(PAPERS), default="a4", show_default=True, help="Paper size.")
@click.option("--name", "names", multiple=True, metavar="COLUMN",
              help="A column of the name, in the order of the name; may be given again.")  # fmt: skip
@click.option("--organisation", default="", metavar="COLUMN", help="The column of the organisation.")
@click.option("--person", "people", multiple=True, type=click.IntRange(1), metavar="LINE",
              help="A line that holds a person, whatever the name; may be given again.")  # fmt: skip
@click.pass_context
def people(
    ctx: click.Context, /, file: Path, kind: str, output: Path | None, language: str, dates: tuple[datetime, ...],
    **details: Any,
) -> None:  # fmt: skip
    """Print attendance sheets, badges and certificates for a list of names.

    FILE is a table saved as XLSX or CSV with the columns name (nombre) and, if you like, surnames (apellidos) and
    organisation (organización); for trainer certificates also number, co-delivery and observed delivery.

    \b
    Examples:
      taller people list.csv --kind attendance --date 2026-11-24 --date 2026-11-25
      taller people list.csv --kind badges --language es --title "Taller en Puebla"
      taller people list.csv --kind certificate --date 2026-11-25 --place "San José" --hours 14
      taller people list.xlsx --kind certificate --name "Nombres" --name "Apellidos"
    """
    root, locale_language = ctx.obj
    target = output or file.with_name(f"{kind}.pdf")
    days = tuple(day.date() for day in dates)
    reading = {key: details.pop(key) for key in ("names", "organisation", "people")}
    warnings = commands.people(root, file, target, kind, language, days, reading, **details)
    show(warnings, locale_language, "text", err=True)
    _written([target])


@main.group()
def new() -> None:
    """Make a skeleton that passes the check: course, module, session, case, guide, language.

    \b
    Examples:
      taller new course my-course --language es --language en
      taller new session csr-principles "Water and waste"
      taller new case "Café Aurora"
      taller new language pt
    """


@new.command("course")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", default="A new course", show_default=True, help="Title of the course.")
@click.option("--language", "languages", multiple=True, default=("en", "es"), show_default=True, metavar="CODE",
              help="A language of the course; the first is the main one.")  # fmt: skip
def new_course(folder: Path, title: str, languages: tuple[str, ...]) -> None:
    """A whole small course in FOLDER."""
    _written(commands.new.new_course(folder.resolve(), title, languages, commands.today()))


@new.command("module")
@click.argument("name")
@click.pass_context
def new_module(ctx: click.Context, name: str) -> None:
    """A module after the last one."""
    _written(commands.new.new_module(commands.course_as_it_is(ctx.obj[0]), name))


@new.command("session")
@click.argument("module")
@click.argument("name")
@click.pass_context
def new_session(ctx: click.Context, module: str, name: str) -> None:
    """A session at the end of MODULE (its name without number)."""
    _written(commands.new.new_session(commands.course_as_it_is(ctx.obj[0]), module, name))


@new.command("case")
@click.argument("name")
@click.pass_context
def new_case(ctx: click.Context, name: str) -> None:
    """A case story: its facts and its text."""
    _written(commands.new.new_case(commands.course_as_it_is(ctx.obj[0]), name, commands.today()))


@new.command("guide")
@click.argument("name")
@click.pass_context
def new_guide(ctx: click.Context, name: str) -> None:
    """A trainer guide; with a module's name it is that module's guide."""
    _written(commands.new.new_guide(commands.course_as_it_is(ctx.obj[0]), name))


@new.command("language")
@click.argument("code")
@click.pass_context
def new_language(ctx: click.Context, code: str) -> None:
    """A language: mkdocs.yml and a home page to begin with."""
    _written(commands.new.new_language(commands.course_as_it_is(ctx.obj[0]), code))


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def stamp(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Record what translations were made from, so that check can say when they are out of date.

    \b
    Example:
      taller stamp modules/10-csr-principles/10-why-csr.es.md
    """
    course = commands.course_as_it_is(ctx.obj[0])
    _written([commands.new.stamp(course, file) for file in files])


@main.command()
@click.pass_context
def clean(ctx: click.Context) -> None:
    """Remove what builds left behind (.build); dist stays.

    \b
    Example:
      taller clean
    """
    commands.clean(ctx.obj[0])


def _written(paths: Sequence[Path]) -> None:
    for path in paths:
        click.echo(os.path.relpath(path))
