"""Finds the texts of a YAML file in one language, and where to insert those of a missing language."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import yaml

from builder.course.yamlfile import LOADER, parse
from builder.imports.po.marks import hidden
from builder.imports.po.unit import Cut, Unit
from builder.problems import ContentError, Problem
from builder.words import is_language

_PLAIN = re.compile(r"[¿¡]?[^\W\d_][\w ,.;()¿?¡!’“”–%/-]*")


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping such as `{en: ..., es: ...}`: its place, its languages, and the position for another one."""

    place: str
    languages: Mapping[str, yaml.Node]
    at: int
    before: str
    """Separator and indent before a new entry."""


def cut_table(path: PurePosixPath, text: str, language: str, source: str = "") -> Cut:
    """The texts in `language` from mappings that have the language `source`. Raises ContentError for faulty YAML."""
    units = []
    for table in find_tables(path, text, source or language):
        node = table.languages.get(language)
        if node is not None:
            units += list(_values(node, table.place, language, text))
    return Cut(text, tuple(units))


def find_tables(path: PurePosixPath, text: str, source: str) -> list[Table]:
    """Every mapping from languages, including `source`, to texts. Raises ContentError."""
    root = composed(path, text)
    return [] if root is None else list(_tables(root, "", text, source))


def composed(path: PurePosixPath, text: str) -> yaml.Node | None:
    """The file's root node; None for an empty file. Raises ContentError."""
    problems: list[Problem] = []
    parse(text, path, problems)
    if problems:
        raise ContentError(problems)
    found: yaml.Node | None = yaml.compose(text, Loader=LOADER)
    return found


def _tables(node: yaml.Node, place: str, text: str, source: str) -> Iterator[Table]:
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value, 1):
            yield from _tables(item, f"{place}{number}/", text, source)
    if not isinstance(node, yaml.MappingNode):
        return
    entries = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if source in entries and all(is_language(key) for key in entries):
        yield _table(node, place.removesuffix("/"), text, entries)
    else:
        for key, value in entries.items():
            yield from _tables(value, f"{place}{key}/", text, source)


def _table(node: yaml.MappingNode, place: str, text: str, entries: dict[str, yaml.Node]) -> Table:
    if node.flow_style:
        inner = text[: node.end_mark.index - 1].rstrip()
        return Table(place, entries, len(inner), " " if inner.endswith(",") else ", ")
    last = len(text[: node.value[-1][1].end_mark.index].rstrip())
    end = re.compile(r"\r?\n|$").search(text, last)
    at = end.start() if end else last
    column = node.value[0][0].start_mark.column
    return Table(place, entries, at, (end[0] if end and end[0] else "\n") + " " * column)


def _values(node: yaml.Node, place: str, language: str, text: str) -> Iterator[Unit]:
    if isinstance(node, yaml.ScalarNode):
        yield scalar_unit(node, place, "words", language, text)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(value, yaml.ScalarNode):
                yield scalar_unit(value, f"{place}/{key.value}", str(key.value), language, text)


def scalar_unit(
    node: yaml.ScalarNode, place: str, kind: str, language: str, whole: str, start: int = 0, line: int = 0, limit: int = 0
) -> Unit:  # fmt: skip
    """A value as a message; `start` and `line` are the position of the YAML in the file."""
    text, marks = hidden(node.value, language)
    end = len(whole[: node.end_mark.index].rstrip()) if node.style in ("|", ">") else node.end_mark.index
    return Unit(
        place, kind, text, line + node.start_mark.line + 1, start + node.start_mark.index, start + end,
        {mark.name: mark for mark in marks}, style="quoted" if node.style else "plain", limit=limit,
    )  # fmt: skip


def written(text: str, style: str = "quoted") -> str:
    """A value as YAML: plain if `style` says so and the text allows it, otherwise in double quotation marks."""
    return text if style == "plain" and _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def entry(language: str, values: Mapping[str, str]) -> str:
    """A new language's entry: one text (key ""), or several by key."""
    if "" in values:
        return f"{language}: {written(values[''])}"
    return f"{language}: {{{', '.join(f'{key}: {written(value)}' for key, value in values.items())}}}"
