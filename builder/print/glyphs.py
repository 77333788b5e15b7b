"""Characters that the books' fonts lack. One rule for check and books."""

from collections.abc import Iterator

from builder.course.model import Document
from builder.print.fonts import covered_characters
from builder.problems import Problem


def missing_glyphs(document: Document) -> Iterator[Problem]:
    """The lines of a page that hold characters which the books' fonts lack."""
    known = covered_characters()
    front = {line: document.meta[key] for key, line in document.meta_lines.items() if key in document.meta}
    for number, line in enumerate(document.lines, 1):
        missing = sorted(set(line + front.get(number, "")) - known)
        if missing:
            yield _missing(document, number, missing)


def _missing(document: Document, number: int, characters: list[str]) -> Problem:
    shown = ", ".join(f"{character} (U+{ord(character):04X})" for character in characters)
    return Problem(document.path, number, "missing-glyph", {"characters": shown})
