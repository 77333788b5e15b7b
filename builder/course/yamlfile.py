"""YAML as authors write it: every scalar is text, every value knows its line. The only file that parses course YAML.

Aliases, anchors, tags and double keys are refused: `10:30`, `NO` and `1.10` mean what they look like, and no file can
blow up in memory. A `#` that would cut a text is refused too.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

import yaml

from builder.course.yamlfaults import yaml_fault
from builder.problems import Problem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's where available (five times as fast); used only to compose nodes, never to construct objects."""
MAX_DEPTH = 20
_MAY_BE_REFUSED = re.compile(r"[&*!\[{]|^[ ?-]{9}", re.MULTILINE)
"""Signs of what `_refused` looks for, or indents that may exceed `MAX_DEPTH` levels: most front matter has neither."""
_COMMENT = re.compile(r"(?P<before>[ \t]+)#(?P<after>.*)")
_NEXT = re.compile(r"[ \t]*#(?![\s#])")
_NUMBER = re.compile(r"[\d.:-]+")


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A YAML mapping; `lines` holds the line of each key. `line` is 0 if it stands for a missing or unreadable one."""

    entries: Mapping[str, "Node"]
    lines: Mapping[str, int]
    line: int


Node = Scalar | Listing | Table


def _refused(text: str, loader: Any) -> tuple[int, str, dict[str, object]] | None:
    """Line (from 0), code and arguments of the first thing that course YAML may not have, if any. Raises yaml.YAMLError."""
    if not _MAY_BE_REFUSED.search(text):
        return None
    nested = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line if event.start_mark else 0
        nested += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if nested > MAX_DEPTH:  # reported here, since the library takes minutes for thousands of brackets
            return line, "nested-too-deeply", {"limit": MAX_DEPTH}
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return line, "yaml-alias", {}
        if tag := getattr(event, "tag", None):
            return line, "yaml-tag", {"tag": tag}
    return None


def parse(text: str, path: PurePosixPath, problems: list[Problem], first_line: int = 1) -> Node | None:
    """The document in `text`, whose first line is line `first_line` of the file; None when it can't be read. An empty
    document is an empty table.

    Faults go to `problems`.
    """
    node, found = _parsed(text, path, first_line)
    problems += found
    return node


@lru_cache(512)
def _parsed(text: str, path: PurePosixPath, first_line: int) -> tuple[Node | None, tuple[Problem, ...]]:
    """Cached, since previews and the editor keep reloading a course of which most is unchanged."""
    problems: list[Problem] = []
    return _read(text, path, problems, first_line), tuple(problems)


def _read(text: str, path: PurePosixPath, problems: list[Problem], first_line: int) -> Node | None:
    def problem(line: int, code: str, **arguments: object) -> None:
        problems.append(Problem(path, line + first_line, code, arguments))

    try:
        try:
            refused = _refused(text, LOADER)
            root = None if refused else yaml.compose(text, Loader=LOADER)
        except yaml.YAMLError:  # once more with the loader in Python, so that messages are the same on every machine
            refused = _refused(text, yaml.SafeLoader)
            root = None if refused else yaml.compose(text, Loader=yaml.SafeLoader)
        if refused:
            line_number, code, arguments = refused
            problem(line_number, code, **arguments)
            return None
    except yaml.YAMLError as error:
        line_number, code, arguments = yaml_fault(error, text)
        problem(line_number, code, **arguments)
        return None
    except RecursionError:
        problem(0, "nested-too-deeply", limit=MAX_DEPTH)
        return None

    rows = text.split("\n") if "#" in text else []

    def convert(node: yaml.Node) -> Node:
        line = node.start_mark.line
        if isinstance(node, yaml.ScalarNode):
            lost = _lost(node, rows) if rows and node.style not in ("|", ">") else None
            if lost:
                problem(lost[0], "yaml-comment", text=lost[1])
            return Scalar(f"{node.value} {lost[1]}".strip() if lost else node.value, line + first_line)
        if isinstance(node, yaml.SequenceNode):
            return Listing(tuple(convert(item) for item in node.value), line + first_line)
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            key_line = key.start_mark.line
            if not isinstance(key, yaml.ScalarNode):
                problem(key_line, "wrong-type", expected="key: value")
                continue
            if key.value in entries:
                problem(key_line, "duplicate-key", key=key.value)
                continue
            entries[key.value] = convert(value)
            lines[key.value] = key_line + first_line
        return Table(entries, lines, line + first_line)

    return Table({}, {}, first_line) if root is None else convert(root)


def _lost(node: yaml.ScalarNode, rows: Sequence[str]) -> tuple[int, str] | None:
    """Line (from 0) and text of what YAML reads as a comment after a value, but its author may have meant as text.

    A clear comment has two spaces before its `#` (one is enough after a number) and one after it.
    """
    line, column = node.end_mark.line, node.end_mark.column
    row = rows[line] if line < len(rows) else ""
    match = _COMMENT.fullmatch(row, min(column, len(row)))
    if match is None:
        below = rows[line + 1] if node.value and line + 1 < len(rows) and not row[column:].strip() else ""
        goes_on = _NEXT.match(below) and _indent(below) > _indent(row)
        return (line + 1, below.strip()) if goes_on else None
    is_spaced = match["after"][:1] in ("", " ", "\t", "#")
    is_apart = len(match["before"].expandtabs()) > 1 or not node.value or _NUMBER.fullmatch(node.value)
    return None if is_spaced and is_apart else (line, match[0].strip())


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))
