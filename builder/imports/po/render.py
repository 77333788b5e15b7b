"""Writes a translated text into its file: on one line, or wrapped if the source was, but never within a mark."""

import re

from builder.imports.po.marks import LINE_BREAK, find_marks
from builder.imports.po.tables import written
from builder.imports.po.unit import Unit

WIDTH = 140
_MAY_BEGIN = re.compile(r"(?:\*\*|[*_“‘«¿¡(\"'])*(?:[^\W\d_]|\d+(?![\d.)]))")
"""A beginning of a line that can't be taken for the start of something else."""
_KEPT = "\x00"
"""Stands for a space at which no line may end."""


def rendered(unit: Unit, markdown: str, end: str = "\n") -> str:
    """The unit's text as it stands in the file; `end` is the line end."""
    if unit.style == "attribute":
        return f'"{markdown}"'
    if unit.style:
        return written(markdown, unit.style)
    if unit.prefix is None:
        return markdown
    return f"{end}{unit.prefix}".join(_wrapped(markdown))


def _wrapped(markdown: str) -> list[str]:
    lines: list[str] = []
    for part in _glued(markdown).split(LINE_BREAK):
        rows: list[str] = []
        for word in part.split(" "):
            fits = rows and len(rows[-1]) + 1 + len(word) <= WIDTH
            if rows and (fits or not _MAY_BEGIN.match(word)):
                rows[-1] += f" {word}"
            else:
                rows.append(word)
        if lines:
            lines[-1] += "\\"
        lines += rows
    return [line.replace(_KEPT, " ") for line in lines]


def _glued(markdown: str) -> str:
    """The text with `_KEPT` for spaces within code, pictures and link targets, where no line may end."""
    letters = list(markdown)
    for mark in find_marks(markdown):
        for start, end in [(mark.start, mark.end), *([mark.close] if mark.close else [])]:
            letters[start:end] = [_KEPT if letter == " " else letter for letter in letters[start:end]]
    return "".join(letters)
