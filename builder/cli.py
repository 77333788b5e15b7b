"""The command `taller`: its group, the language of its messages, its exit status. The commands are in `commands/`.

Exit status: 0 fine, 1 faults in the content, 2 wrong use, 3 a fault of the machine (a program is missing, the disk is
full), 130 stopped by Ctrl-C.
"""

import io
import os
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from gettext import gettext
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from builder import __version__
from builder.commands.machine import machine_text
from builder.commands.show import show
from builder.commands.spoken import LANGUAGES, At, Group, Spoken, asked_language, option, speak
from builder.problems import ContentError, MissingToolError, UsageError

INTERRUPTED = 130
_COMMANDS: Mapping[str, str] = {
    "build": "build.build",
    "calendar": "calendar.calendar",
    "certificate": "certificate.certificate",
    "check": "check.check",
    "clean": "clean.clean",
    "collect": "collect.collect",
    "completion": "completion.completion",
    "doctor": "doctor.doctor",
    "edition": "edition.edition",
    "fleet": "fleet.fleet",
    "follow": "follow_up.follow",
    "forms": "forms.forms",
    "import": "bring.bring",
    "items": "items.items",
    "new": "new.new",
    "paper": "paper.paper",
    "people": "people.people",
    "po": "po.po",
    "record": "record.record",
    "report": "report.report",
    "serve": "serve.serve",
    "stamp": "stamp.stamp",
}
"""Name -> its file and function in `commands/`; loaded only for who asks for the command."""


class _Later(MutableMapping[str, click.Command]):
    """The commands, each loaded when it is first looked at."""

    def __init__(self) -> None:
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            file, _, function = _COMMANDS[name].partition(".")
            self._loaded[name] = getattr(import_module(f"builder.commands.{file}"), function)
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**_COMMANDS, **self._loaded})

    def __len__(self) -> int:
        return len(list(iter(self)))


class _Taller(Group):
    """Turns the builder's exceptions into one clear message and an exit status."""

    language = "en"

    def main(self, args: Any = None, *rest: Any, **options: Any) -> Any:
        """Runs the command; characters that the terminal or file can't encode are replaced rather than fatal."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        self.language = asked_language(sys.argv[1:] if args is None else list(args))
        speak(self, self.language, is_whole=False)
        return super().main(args, *rest, **options)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, with its texts in the user's language."""
        found = super().get_command(ctx, cmd_name)
        if found:
            speak(found, self.language, f"taller {cmd_name}")
        return found

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
    commands=_Later(),
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
        from builder.commands.begin import begin  # noqa: PLC0415 - it knows courses, which take long to load

        begin(ctx.obj)
