"""Commands in the user's language: their words are in `words/<language>/command.yml`, click's own in `click.po`."""

import gettext
import locale
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from builder.words import command_words, is_language
from builder.words.packs import BUILT_IN, FOLDER, also_speak, chain

LANGUAGES = BUILT_IN
"""Languages of messages; courses and packages may add others."""
_LANG, _ROOT = "--lang", "-C"


@dataclass(frozen=True, slots=True)
class At:
    """What every command gets: the course's folder and the user's language."""

    root: Path
    language: str

    def word(self, key: str, **arguments: object) -> str:
        return say(self.language, key, **arguments)


at = click.make_pass_decorator(At)


class _WithExamples(click.Command):
    """A command whose help ends in examples, which are the same in every language."""

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
    """A command with subcommands."""


def command(name: str, *examples: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A decorator that makes a function a command."""
    return click.command(name, cls=Command, examples=examples)


def asked_language(arguments: Sequence[str], root: Path | None = None) -> str:
    """The language asked for on the command line, else the system's; needed before arguments are parsed."""
    root = root or Path(_value(arguments, _ROOT, "") or ".")
    asked = _value(arguments, _LANG, "=")
    return asked if asked and is_spoken(asked, root) else _system_language(root)


def _value(arguments: Sequence[str], name: str, sign: str) -> str:
    """An option's value, given as one argument or two; "" when it is absent."""
    for before, here in zip(["", *arguments], arguments, strict=False):
        if before == name or (here != name and here.startswith(name + sign)):
            return here.removeprefix(name + sign)
    return ""


def is_spoken(language: str, root: Path) -> bool:
    """Whether there are messages in a language: in the builder, the course or an installed package. Loads them."""
    if language in LANGUAGES:
        return True
    from builder.course.folder import CourseFolder
    from builder.course.languages import read_language

    pack = read_language(CourseFolder(root.resolve(), []), language) if is_language(language) else None
    if pack is None or not {"command", "problems"} & pack.words.keys():
        return False
    also_speak(pack)
    return True


def _system_language(root: Path) -> str:
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    found = next((name for name in names if name), "") or locale.getlocale()[0] or ""
    code = found.partition(".")[0].replace("_", "-")
    if code in ("", "C", "POSIX") or code.lower().startswith("en"):
        return "en"
    if code.lower().startswith(("es", "spanish")):
        return "es"
    return next((one for one in (code, code.partition("-")[0]) if is_spoken(one, root)), "en")


class Spoken(click.Choice[str]):
    """A type of option: the built-in languages of messages, and any other with messages from the course or a package."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        root = Path(ctx.params.get("root") or ".") if ctx else Path()
        return value if is_spoken(value, root) else super().convert(value, param, ctx)


def speak(tree: click.Command, language: str, name: str = "taller", *, is_whole: bool = True) -> None:
    """Sets the texts of a command, its parameters and (if `is_whole`) its subcommands to a language, click's own
    sentences included.
    """
    gettext.bindtextdomain("click", str(FOLDER))
    gettext.textdomain("click")
    os.environ["LANGUAGE"] = ":".join(chain(language)).replace(
        "-", "_"
    )  # the only setting for gettext that isn't the system's own
    for full, one in all_commands(tree, name) if is_whole else [(name, tree)]:
        _fill(full, one, command_words(language))


def all_commands(tree: click.Command, name: str = "taller") -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name: `taller`, `taller build`, `taller new case`."""
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
        if isinstance(parameter.type, click.Path):  # named on creation, before the language was known
            parameter.type.name = gettext.gettext("file" if parameter.type.file_okay else "directory")
        if isinstance(parameter, click.Option):
            parameter.help = words["help"].get(f"{name} {parameter.opts[0]}")


class _Named(click.Parameter):
    """A parameter that keeps its English metavar, by which translations are looked up."""

    metavar_key: str | None = None


class Option(_Named, click.Option):
    """An option whose metavar is translated."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.metavar_key = self.metavar


class Argument(_Named, click.Argument):
    """An argument whose metavar is translated."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.metavar_key = self.metavar or (self.name or "").upper()

    def make_metavar(self, ctx: click.Context) -> str:
        """The metavar, with the dots of a repeatable argument, which click omits for custom ones."""
        return f"{super().make_metavar(ctx)}..." if self.nargs != 1 else super().make_metavar(ctx)


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """An option whose help comes from the catalogue."""
    return click.option(*names, cls=Option, **settings)


def argument(name: str, **settings: Any) -> Callable[[Any], Any]:
    """An argument whose texts come from the catalogue."""
    return click.argument(name, cls=Argument, **settings)


def say(language: str, key: str, **arguments: object) -> str:
    """A message of the commands; `n` selects singular or plural where there are both."""
    words = command_words(language)["say"]
    if "n" in arguments:
        key = next((one for one in (f"{key}-{'1' if arguments['n'] == 1 else 'n'}", key) if one in words), key)
    return words[key].format(**arguments)
