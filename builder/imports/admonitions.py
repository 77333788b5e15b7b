"""Reads boxes as MkDocs and Git hosts write them (`!!! note "Title"`, `??? note`, `> [!NOTE]`, `=== "Tab"`)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from builder.imports.draft import Said
from builder.imports.fences import boxes
from builder.imports.names import is_known
from builder.imports.tree import Box, Part

_OPEN = re.compile(
    r"^(?:(?:!!!|\?\?\?\+?)\s+(?P<name>[\w-]+)[^\"]*|(?P<tab>===[!+]*)\s+)(?:\"(?P<title>[^\"]*)\")?\s*$"
)
_ALERT = re.compile(r"^ {0,3}>\s*\[!(?P<name>\w+)\][+-]?\s*(?P<title>.*)$")
_CODE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_CLASSES = re.compile(r"\{:[^{}\n]*\}")
MOST_NESTED = 12


def parts_of(
    lines: Sequence[str], first: int, known: Mapping[str, Any], said: list[Said], depth: int = 0
) -> list[Part]:
    """The parts of a page whose text begins in line `first`."""
    found: list[Part] = []
    text, begin, place, code = list[str](), first, 0, ""
    while place < len(lines):
        line = lines[place]
        mark = _CODE.match(line)
        code = ("" if mark and mark[1].startswith(code) else code) if code else (mark[1] if mark else "")
        box, inner = (None, []) if code or depth > MOST_NESTED else _box(lines, place, first + place)
        if box is None:
            text.append(line if code else _without_classes(line, first + place, said))
            place += 1
            continue
        found += boxes(text, begin, known, said)
        box.parts = parts_of(inner, box.line + 1, known, said, depth + 1)
        found.append(box)
        if box.name and not is_known(box.name):
            said.append(("changed", "unknown-box", box.line, {"name": box.name}))
        place += len(inner) + 1
        text, begin = [], first + place
    return found + boxes(text, begin, known, said)


def _without_classes(line: str, number: int, said: list[Said]) -> str:
    """The line without attribute lists such as `{: .wide }`, which only concern looks; each is noted."""
    said += [("lost", "unseen", number, {"words": match[0][:60]}) for match in _CLASSES.finditer(line)]
    return _CLASSES.sub("", line)


def _box(lines: Sequence[str], place: int, number: int) -> tuple[Box | None, list[str]]:
    """The box that begins here and the lines in it, unindented; None if there is none."""
    if match := _ALERT.match(lines[place]):
        inner = _while(lines[place + 1 :], lambda line: line.lstrip().startswith(">"))
        return Box(match["name"].lower(), match["title"].strip(), number), [
            re.sub(r"^\s*> ?", "", line) for line in inner
        ]
    match = _OPEN.match(lines[place])
    if not match or not (match["name"] or match["title"]):
        return None, []
    inner = _while(lines[place + 1 :], lambda line: not line.strip() or line.startswith("    "))
    return Box((match["name"] or "").lower(), match["title"] or "", number), [line[4:] for line in inner]


def _while(lines: Sequence[str], is_inside: Any) -> list[str]:
    end = next((count for count, line in enumerate(lines) if not is_inside(line)), len(lines))
    while end and not lines[end - 1].strip():
        end -= 1
    return list(lines[:end])
