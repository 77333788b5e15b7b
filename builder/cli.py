"""The command `taller`: its group, the language of its messages, its exit status. The commands are in `commands/`.

Exit status: 0 fine, 1 faults in the content, 2 wrong use, 3 a fault of the machine (a program is missing, the disk is
full), 130 stopped by Ctrl-C.
"""

import io
import os
import sys
from gettext import gettext
from pathlib import Path
from typing import Any

import click

from builder import __version__
from builder.commands.begin import begin
from builder.commands.bring import bring
from builder.commands.build import build
from builder.commands.calendar import calendar
from builder.commands.certificate import certificate
from builder.commands.check import check
from builder.commands.clean import clean
from builder.commands.collect import collect
from builder.commands.completion import completion
from builder.commands.doctor import doctor
from builder.commands.edition import edition
from builder.commands.fleet import fleet
from builder.commands.follow_up import follow
from builder.commands.forms import forms
from builder.commands.items import items
from builder.commands.machine import machine_text
from builder.commands.new import new
from builder.commands.paper import paper
from builder.commands.people import people
from builder.commands.po import po
from builder.commands.record import record
from builder.commands.report import report
from builder.commands.serve import serve
from builder.commands.show import show
from builder.commands.spoken import LANGUAGES, At, Group, Spoken, asked_language, option, speak
from builder.commands.stamp import stamp
from builder.problems import ContentError, MissingToolError, UsageError

INTERRUPTED = 130


class _Taller(Group):
    """Turns the builder's exceptions into one clear message and an exit status."""

    def main(self, args: Any = None, *rest: Any, **options: Any) -> Any:
        """Runs the command; characters that the terminal or file can't encode are replaced rather than fatal."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        speak(self, asked_language(sys.argv[1:] if args is None else list(args)))
        return super().main(args, *rest, **options)

    def invoke(self, ctx: click.Context) -> object:
        root = Path(ctx.params["root"]).resolve()
        here = At(root, ctx.params.get("lang") or asked_language((), root))
        ctx.obj = here
        try:
            return super().invoke(ctx)
        except ContentError as error:
            show(error.problems, here.language, "text", root=here.root)
            ctx.exit(1)
        except UsageError as error:
            click.echo(error.text(here.language), err=True)
            ctx.exit(2)
        except MissingToolError as error:
            click.echo(error.text(here.language), err=True)
            ctx.exit(3)
        except (KeyboardInterrupt, click.Abort):
            click.echo(f"\n{gettext('Aborted!')}", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            raise  # `taller check | head`: nobody reads any more, and click ends the command without a word
        except (OSError, MemoryError) as error:
            # A full disk or a read-only folder: the user can fix that, and it is no bug.
            _let_go_of_output()
            click.echo(machine_text(error, here.language), err=True)
            ctx.exit(3)


def _let_go_of_output() -> None:
    """Drops output that couldn't be written to a full disk, so that Python doesn't retry it on exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=_Taller,
    invoke_without_command=True,
    commands=[
        bring,
        build,
        calendar,
        certificate,
        check,
        clean,
        collect,
        completion,
        doctor,
        edition,
        fleet,
        follow,
        forms,
        items,
        new,
        paper,
        people,
        po,
        record,
        report,
        serve,
        stamp,
    ],
    examples=("taller check", "taller build", "taller serve --audience trainer --language es"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@option("-C", "root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", metavar="DIR")
@option("--lang", type=Spoken(LANGUAGES))
@click.version_option(__version__, prog_name="taller")
@click.pass_context
def main(ctx: click.Context, root: Path, lang: str | None) -> None:  # noqa: ARG001 - `invoke` above reads both
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    if ctx.invoked_subcommand is None:
        begin(ctx.obj)
