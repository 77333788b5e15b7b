"""Reads front matter and settings of other tools: strangers' YAML, of which only plain values are used."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from builder.course.yamlfile import Listing, Node, Scalar, parse

_TAG = re.compile(r"(?<=[:\-\[,] )!{1,2}[\w:/.-]+[ ]?|(?<=[:\-] )[&*][\w-]+[ ]?$", re.MULTILINE)
"""Tags and anchors, which other tools' settings use and which may run code there; here they are cut out as text."""
_END = re.compile(r"^(?:---|\.\.\.)\s*$")


def front_matter(text: str) -> tuple[Mapping[str, Any], list[str], int]:
    """The values, the lines of the text after them, and the number of the first of those lines."""
    lines = text.split("\n")
    if not lines or lines[0].rstrip() != "---":
        return {}, lines, 1
    end = next((number for number, line in enumerate(lines[1:200], 1) if _END.match(line)), 0)
    if not end:
        return {}, lines, 1
    return table("\n".join(lines[1:end])), lines[end + 1 :], end + 2


def table(text: str) -> Mapping[str, Any]:
    """A table of plain values; empty when the YAML can't be read."""
    found = _plain(parse(_TAG.sub("", text), PurePosixPath(), []))
    return found if isinstance(found, Mapping) else {}


def _plain(node: Node | None) -> Any:
    if node is None:
        return None
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [_plain(item) for item in node.items]
    return {key: _plain(value) for key, value in node.entries.items()}


def number(value: object, default: int = 0) -> int:
    match = re.match(r"\s*(\d{1,3})\b", str(value))
    return int(match[1]) if match else default


def words_of(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
