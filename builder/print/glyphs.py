"""Characters that the books' fonts lack. One rule for check and books."""

from collections.abc import Iterator

from builder.course.model import Document
from builder.print.fonts import covered_characters
from builder.problems import Problem


def missing_characters(text: str) -> str:
    """Those that no font of the books has, as a message names them; "" when all are there."""
    missing = sorted(set(text) - covered_characters())
    return ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)


def missing_glyphs(document: Document) -> Iterator[Problem]:
    """The lines of a page that hold characters which the books' fonts lack."""
    known = covered_characters()
    if set("".join([*document.lines, *document.meta.values()])) <= known:
        return
    front = {line: document.meta[key] for key, line in document.meta_lines.items() if key in document.meta}
    for number, line in enumerate(document.lines, 1):
        text = line + front.get(number, "")
        if not known.issuperset(text):
            yield Problem(document.path, number, "missing-glyph", {"characters": missing_characters(text)})
