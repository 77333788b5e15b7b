"""`taller build`: websites and workbooks into dist/."""

import click

from builder.build.table import OUTPUTS
from builder.commands.bar import progress
from builder.commands.show import is_terminal, show
from builder.commands.spoken import At, at, command, option
from builder.commands.summary import show_summary
from builder.course.model import Audience
from builder.course.paper import PAPERS
from builder.outputs.choice import ENGINES, NO_KEYS, PLATFORMS, VARIANTS, Choice
from builder.problems import ContentError, MissingToolError

AUDIENCES = tuple(audience.label for audience in Audience)


@command(
    "build",
    "taller build",
    "taller build --output workbook --audience trainer --language es",
    "taller build --only-module csr-principles --paper us-letter",
    "taller build --variant large-print --variant booklet",
    "taller build --output scorm --lms moodle --language es",
    "taller build --engine pdfkit",
)
@option("--output", "outputs", multiple=True, type=click.Choice(list(OUTPUTS)))
@option("--audience", "audiences", multiple=True, type=click.Choice(AUDIENCES))
@option("--language", "languages", multiple=True, metavar="CODE")
@option("--only-module", "module", default="", metavar="NAME")
@option("--paper", "papers", multiple=True, type=click.Choice(PAPERS))
@option("--engine", type=click.Choice(ENGINES), default="typst", show_default=True)
@option("--variant", "variants", multiple=True, type=click.Choice(VARIANTS))
@option("--lms", "platform", type=click.Choice(PLATFORMS))
@option("--no-keys", is_flag=True)
@option("--force", is_flag=True)
@option("--verbose", is_flag=True)
@at
def build(  # noqa: PLR0913 - one for each option
    here: At, *, outputs: tuple[str, ...], audiences: tuple[str, ...], languages: tuple[str, ...],
    module: str, papers: tuple[str, ...], engine: str, variants: tuple[str, ...], platform: str | None, no_keys: bool, force: bool,
    verbose: bool,
) -> None:  # fmt: skip
    chosen = tuple(Audience[name.upper()] for name in audiences)
    forms = (*variants, NO_KEYS) if no_keys else variants
    choice = Choice(outputs, chosen, languages, module, engine, variants=forms, platform=platform or "", papers=papers)
    build_and_tell(here, choice, force=force, verbose=verbose)


def build_and_tell(here: At, choice: Choice, *, force: bool, verbose: bool) -> None:
    """Builds and reports the result. Lets errors through; if an old `dist` remains, says so after their message."""
    from builder.build.pipeline import build as run_build

    had_dist = (here.root / "dist").exists()
    try:
        with progress(here, moving=is_terminal(err=True) and not verbose) as tell:
            report = run_build(here.root, choice, tell, force=force)
    except (ContentError, MissingToolError, OSError):
        if had_dist:
            click.get_current_context().find_root().call_on_close(lambda: click.echo(here.word("old-dist"), err=True))
        raise
    show(sorted(set(report.problems)), here.language, "text", root=here.root)
    show_summary(here, report, is_short=is_terminal() and not verbose)
    if choice.engine == "pdfkit":
        click.echo(here.word("pdfkit-lacks"), err=True)
