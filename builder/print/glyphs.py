"""Characters that the books' fonts lack. One rule for the check and the books."""

import re
from collections.abc import Iterator
from functools import cache

from builder.course.model import Document
from builder.print.fonts import covered_characters
from builder.problems import Problem


def missing_characters(text: str) -> str:
    """Those that no font of the books has, as a message names them; "" when all are there."""
    missing = sorted(set(text) - covered_characters())
    return ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)


@cache
def _lacking() -> re.Pattern[str]:
    """A character that no font of the books has."""
    return re.compile(f"[^{''.join(map(re.escape, sorted(covered_characters())))}]")


def missing_glyphs(document: Document) -> Iterator[Problem]:
    """The lines of a page that hold characters which the books' fonts lack."""
    lacking = _lacking()
    if not lacking.search("".join([*document.lines, *document.meta.values()])):
        return
    front = {line: document.meta[key] for key, line in document.meta_lines.items() if key in document.meta}
    for number, line in enumerate(document.lines, 1):
        text = line + front.get(number, "")
        if lacking.search(text):
            yield Problem(document.path, number, "missing-glyph", {"characters": missing_characters(text)})
