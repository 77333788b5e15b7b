"""Commands that speak the person's language: their words stand in `words/<language>/command.yml`, click's own in `click.po`."""

import gettext
import locale
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from builder.words import command_words
from builder.words.packs import FOLDER

LANGUAGES = ("en", "es")
_LANG = "--lang"


@dataclass(frozen=True, slots=True)
class At:
    """What every command is told: the folder of the course, and the language of the person."""

    root: Path
    language: str

    def word(self, key: str, **arguments: object) -> str:
        return say(self.language, key, **arguments)


at = click.make_pass_decorator(At)


class _WithExamples(click.Command):
    """Its help ends in examples, the same in every language."""

    def __init__(self, *arguments: Any, examples: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.examples = tuple(examples)
        self.examples_title = ""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click asks so
        if self.examples:
            with formatter.section(self.examples_title):
                for example in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}{example}\n")


class Command(_WithExamples):
    """A command of `taller`."""


class Group(_WithExamples, click.Group):
    """A command with commands."""


def command(name: str, *examples: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Makes a function a command."""
    return click.command(name, cls=Command, examples=examples)


def asked_language(arguments: Sequence[str]) -> str:
    """The language that the command line asks for, else the system's; known before anything is parsed."""
    for before, here in zip(["", *arguments], arguments, strict=False):
        asked = here.removeprefix(f"{_LANG}=") if here.startswith(f"{_LANG}=") else here if before == _LANG else ""
        if asked in LANGUAGES:
            return asked
    return _system_language()


def _system_language() -> str:
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    found = next((name for name in names if name), "") or locale.getlocale()[0] or ""
    return "es" if found.lower().startswith(("es", "spanish")) else "en"


def speak(tree: click.Command, language: str, name: str = "taller") -> None:
    """Gives a command, its parameters and the commands in it the words of a language; click's own sentences too."""
    gettext.bindtextdomain("click", str(FOLDER))
    gettext.textdomain("click")
    os.environ["LANGUAGE"] = language  # the only place where gettext looks that isn't the system's own setting
    for full, one in all_commands(tree, name):
        _fill(full, one, command_words(language))


def all_commands(tree: click.Command, name: str = "taller") -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name: `taller`, `taller build`, `taller new case`."""
    yield name, tree
    if isinstance(tree, click.Group):
        for key, inner in tree.commands.items():
            yield from all_commands(inner, f"{name} {key}")


def _fill(name: str, one: click.Command, words: Mapping[str, Mapping[str, str]]) -> None:
    one.help = words["help"].get(name)
    one.short_help = (one.help or "").partition(". ")[0].partition("\n")[0].rstrip(".")
    one.options_metavar = words["say"]["options-metavar"]
    if isinstance(one, _WithExamples):
        one.examples_title = words["say"]["examples"]
    if isinstance(one, click.Group):
        one.subcommand_metavar = words["say"]["command-metavar"]
    for parameter in one.params:
        plain = parameter.metavar_key if isinstance(parameter, _Named) else parameter.metavar
        parameter.metavar = words["metavars"].get(plain or "", plain)
        if isinstance(parameter.type, click.Path):  # named when it was made, before the language was known
            parameter.type.name = gettext.gettext("file" if parameter.type.file_okay else "directory")
        if isinstance(parameter, click.Option):
            parameter.help = words["help"].get(f"{name} {parameter.opts[0]}")


class _Named(click.Parameter):
    """Remembers the English name of its value."""

    metavar_key: str | None = None


class Option(_Named, click.Option):
    """An option whose value has a name in each language."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.metavar_key = self.metavar


class Argument(_Named, click.Argument):
    """An argument with a name in each language."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.metavar_key = self.metavar or (self.name or "").upper()

    def make_metavar(self, ctx: click.Context) -> str:
        """With the dots of an argument that may be given again, which click leaves out beside a name of ours."""
        return f"{super().make_metavar(ctx)}..." if self.nargs != 1 else super().make_metavar(ctx)


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """An option; its words come from the catalogue."""
    return click.option(*names, cls=Option, **settings)


def argument(name: str, **settings: Any) -> Callable[[Any], Any]:
    """An argument; its words come from the catalogue."""
    return click.argument(name, cls=Argument, **settings)


def say(language: str, key: str, **arguments: object) -> str:
    """A sentence of the command. `n` chooses the singular where the key has one."""
    words = command_words(language)["say"]
    if "n" in arguments:
        key = next((one for one in (f"{key}-{'1' if arguments['n'] == 1 else 'n'}", key) if one in words), key)
    return words[key].format(**arguments)
