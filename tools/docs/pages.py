"""Fills the generated parts of docs/, so that they match the code; a hook of tools/docs/mkdocs.yml.

A comment on its own line marks the place of a part, such as `<!-- options: build -->`, `<!-- messages: es -->`,
`<!-- decisions -->`, `<!-- fonts -->` or `<!-- record: en -->`. Options come from the command, their words from its catalogue.
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from builder.cli import main as cli
from builder.commands.spoken import all_commands, speak
from builder.print.fonts import PINNED
from builder.problems import catalogue
from builder.programme.facts import Fact, columns
from builder.programme.rows import TABLES
from builder.words import command_words, programme_words

DOCS = Path(__file__).parents[2] / "docs"
HEADS = {"en": ("Option", "What it does"), "es": ("Opción", "Qué hace")}
DEFAULT = {"en": "default", "es": "si no se dice"}
REPEAT = {"en": "can be repeated", "es": "se puede repetir"}
LEVELS = {"warning": {"en": "warning", "es": "advertencia"}, "note": {"en": "for information", "es": "informativo"}}
RECORD_HEADS = {
    "en": ("Column", "Called", "What it holds", ""),
    "es": ("Columna", "Se llama", "Qué contiene", ""),
}
RECORD_KINDS = {
    "en": {
        "text": "text", "number": "whole number", "decimal": "number", "day": "date", "flag": "yes or no", "choice": "one of",
        "country": "two letters of the country (ISO 3166)", "of": "code of {}", "needed": "always there", "personal": "personal",
    },
    "es": {
        "text": "texto", "number": "número entero", "decimal": "número", "day": "fecha", "flag": "sí o no", "choice": "uno de",
        "country": "dos letras del país (ISO 3166)", "of": "clave de {}", "needed": "siempre está", "personal": "personal",
    },
}  # fmt: skip
HIDDEN_FROM_DOCS = {"help"}
_PLACE = re.compile(r"^<!-- (options|messages|decisions|fonts|record)(?:: (.+?))? -->$", re.MULTILINE)


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """MkDocs calls this with the text of each page."""
    return filled(markdown, language_of(page))


def on_page_context(context: Any, page: Any, config: Any, **_: Any) -> Any:
    """Sets a Spanish page's language for browsers and screen readers, and for the theme's own words."""
    config.theme["language"] = language_of(page)
    return context


def language_of(page: Any) -> str:
    return "es" if page.file.src_uri.startswith("es/") else "en"


def filled(text: str, language: str) -> str:
    """The page with its generated parts."""

    def part(found: re.Match[str]) -> str:
        kind, names = found[1], (found[2] or "").split()
        if kind == "options":
            return option_tables(names, language)
        if kind == "messages":
            return messages(names[0])
        if kind == "record":
            return record_tables(names[0])
        return decisions() if kind == "decisions" else fonts()

    return _PLACE.sub(part, text)


def options(command: click.Command) -> list[click.Option]:
    """The options that users can give."""
    found = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    return [one for one in found if one.name not in HIDDEN_FROM_DOCS]


def option_tables(names: Sequence[str], language: str) -> str:
    """A table for each command with options; a group such as `new` includes its commands."""
    speak(cli, language)
    chosen = [
        (name, command)
        for name, command in all_commands(cli)
        if any(
            name == "taller" if wanted == "taller" else f"{name} ".startswith(f"taller {wanted} ") for wanted in names
        )
    ]
    tables = [_table(name, command, language) for name, command in chosen if options(command)]
    return "\n\n".join(tables)


def _table(name: str, command: click.Command, language: str) -> str:
    first, second = HEADS[language]
    rows = [f"| {_given(option)} | {words(name, option, language)} |" for option in options(command)]
    return "\n".join([f"| {first}: `{name}` | {second} |", "|---|---|", *rows])


def record_tables(language: str) -> str:
    """The tables of the programme's record with their columns: contents, unit, allowed values."""
    return "\n\n".join(_record_table(name, kind, language) for name, kind in TABLES.items())


def _record_table(name: str, kind: type, language: str) -> str:
    title, holds = programme_words(language)["tables"][name]
    heads = " | ".join(RECORD_HEADS[language])
    rows = [_record_row(column, fact, language) for column, fact in columns(kind)]
    return "\n".join([f"### {title}", "", f"`{name}`: {holds}", "", f"| {heads} |", "|---|---|---|---|", *rows])


def _record_row(column: str, fact: Fact, language: str) -> str:
    said, kinds = programme_words(language), RECORD_KINDS[language]
    name = f"**`{column}`**" if fact.is_key else f"`{column}`"
    values = ", ".join(f"`{value}` {said['values'][fact.choice][value]}" for value in fact.values)
    span = "" if fact.least is None else f"≥ {fact.least}" + ("" if fact.most is None else f", ≤ {fact.most}")
    notes = [
        kinds["of"].format(said["tables"][fact.of][0]) if fact.of else kinds[fact.kind],
        said["units"].get(fact.unit, ""), span, values,
    ]  # fmt: skip
    rules = [kinds["needed"] if fact.is_needed else "", kinds["personal"] if fact.is_personal else ""]
    return (
        f"| {name} | {said['columns'][column]} | {'; '.join(filter(None, notes))} | {', '.join(filter(None, rules))} |"
    )


def _given(option: click.Option) -> str:
    names = ", ".join(f"`{one}`" for one in option.opts)
    return (
        names
        if option.is_flag or isinstance(option.type, click.Choice)
        else f"{names} `{option.make_metavar(click.Context(cli))}`"
    )


def words(name: str, option: click.Option, language: str) -> str:
    """What an option does, its values and its default."""
    text = command_words(language)["help"][f"{name} {option.opts[0]}"]
    parts = [text.rstrip(".").replace("|", "\\|")]
    if isinstance(option.type, click.Choice):
        parts.append(" ".join(f"`{value}`" for value in option.type.choices))
    if option.multiple and REPEAT[language] not in parts[0]:
        parts.append(REPEAT[language])
    if option.show_default and option.default is not None:
        parts.append(f"{DEFAULT[language]}: {_value(option.default)}")
    return "; ".join(part for part in parts if part)


def _value(default: object) -> str:
    values = default if isinstance(default, tuple | list) else [default]
    return ", ".join(f"`{value}`" for value in values)


def messages(language: str) -> str:
    """Every message of the catalogue, sorted by code."""
    return "\n\n".join(_message(code, entry, language) for code, entry in sorted(catalogue(language).items()))


def _message(code: str, entry: Any, language: str) -> str:
    level = f" ({LEVELS[level][language]})" if (level := catalogue("en")[code].get("level")) else ""
    return f"### {code}\n\n{_shown(entry['message'])}{level}\n\n→ {_shown(entry['hint'])}"


def _shown(text: str) -> str:
    """The text with special characters as entities, so that nothing is read as Markdown, HTML or one of our blocks."""
    return re.sub(r"([\\`*_{}\[\]<>#|~^=:!&$-])", lambda found: f"&#{ord(found[0])};", " ".join(text.split()))


def decisions() -> str:
    """A list of all decisions, by number."""
    rows = []
    for path in sorted(DOCS.glob("decisions/[0-9]*.md")):
        title, _, rest = path.read_text(encoding="utf-8").removeprefix("# ").partition("\n")
        date = rest.strip().splitlines()[0].strip("*").replace("-", "\u2011")  # non-breaking hyphens
        rows.append(f"| [{title}]({path.name}) | {date} |")
    return "\n".join(["| Decision | Date |", "|---|---|", *rows])


def fonts() -> str:
    """A row for each font family of the books."""
    families = tomllib.loads(PINNED.read_text(encoding="utf-8")).values()
    cells = ("family", "use", "version", "by", "licence")
    rows = [
        " | ".join(["", *(family[cell] for cell in cells), f"[source]({family['from']})", ""]) for family in families
    ]
    return "\n".join(
        ["| Family | Use | Version | By | Licence | From |", "|---|---|---|---|---|---|", *map(str.strip, rows)]
    )
