"""The texts in the opening line of a block: its title, the names of materials, the words at the ends of a scale."""

import re
from collections.abc import Iterator

from builder.course.limits import LONGEST_TITLE
from builder.course.scanned import Block
from builder.course.vocabulary import TEXTS
from builder.imports.po.marks import hidden
from builder.imports.po.unit import Unit

_TITLE = re.compile(r"[ \t]*:{3,}[ \t]*[^\s{}]+[ \t]+(?P<title>[^\s{}](?:[^{}]*[^\s{}])?)[ \t]*(?:\{.*\})?[ \t]*$")
_ENDS = re.compile(r"(?<=[\s{])(?P<key>low|high)=(?P<value>\"[^\"]*\"|[^\s\"{}]+)")
_MATERIALS = re.compile(r"(?<=[\s{])materials=(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\"{}]+))")
_MATERIAL = re.compile(r"\s*(?P<name>[^:;]*[^:;\s])\s*:[^;]*(?:;|$)")


def block_sign(block: Block) -> str:
    """What a translation keeps of a block: name, id, non-text attributes, numbers of materials and right answers."""
    same = [f"{key}={value}" for key, value in sorted(block.attributes.items()) if key not in TEXTS]
    counts = re.findall(r"\d+", block.attributes.get("materials", ""))
    marks = "".join("x" if option.marked else "-" for option in block.options)
    return " ".join([block.name, f"#{block.id}", *same, *counts, marks])


def opened_units(block: Block, raw: str, start: int, language: str) -> Iterator[Unit]:
    """The texts in the line `raw`, which begins at position `start` of the file."""
    if block.title and (match := _TITLE.match(raw)):
        text, marks = hidden(match["title"], language)
        begin, end = start + match.start("title"), start + match.end("title")
        yield Unit(
            "title", "title", text, block.line, begin, end, {mark.name: mark for mark in marks}, limit=LONGEST_TITLE
        )
    for match in _ENDS.finditer(raw):
        begin, end = start + match.start("value"), start + match.end("value")
        text = match["value"].strip('"').strip()
        yield Unit(match["key"], "scale-end", text, block.line, begin, end, style="attribute")
    for match in _MATERIALS.finditer(raw):
        group = "bare" if match["quoted"] is None else "quoted"
        for number, part in enumerate(_MATERIAL.finditer(match[group]), 1):
            begin, end = (start + match.start(group) + at for at in part.span("name"))
            yield Unit(f"material-{number}", "material", part["name"], block.line, begin, end)
