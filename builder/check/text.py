"""Rules on running text: what isn't allowed in it, and what can't be printed."""

import re
from collections.abc import Iterator

from builder.course.abbreviations import abbreviation
from builder.course.foreign import foreign_mark
from builder.course.inline import BREAK
from builder.course.items import ANY_MARK
from builder.course.model import Course
from builder.course.reading import found
from builder.print.glyphs import missing_characters, missing_glyphs
from builder.problems import Problem

_HTML = re.compile(
    r"(?<!\]\()<(?!https?://|mailto:|[\w.+-]+@[\w-]+\.)(/?[A-Za-z][^\s>]*|!|\?)|&(?:#\d+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]+;)"
)
BREAKING = re.compile(BREAK)
"""The line break `<br>` is allowed, except in headings, which are repeated elsewhere."""
_DEFINITION = re.compile(rf"^[ >]*(?:{ANY_MARK} +)?(?:(?P<note>\[\^[^\]\n]+\])|\*?\[[^\]^\n]+\]):", re.MULTILINE)


def definitions(course: Course) -> Iterator[Problem]:
    """Nothing is defined away from where it is used: neither footnotes nor link targets."""
    for document in course.documents():
        for line, match in found(document, _DEFINITION, "]:"):
            if not match["note"] and abbreviation(document.lines[line - 1]):
                continue  # abbreviations have their own rules
            if not match["note"] and foreign_mark(document.lines[line - 1], document.lines[line - 1]):
                continue  # reported by the scanner
            yield Problem(document.path, line, "own-footnote" if match["note"] else "link-definition")


def raw_html(course: Course) -> Iterator[Problem]:
    """No HTML and no entities."""
    for document in course.documents():
        before = 0
        for line, match in found(document, _HTML, "<", "&"):
            is_break = BREAKING.match(match.string, match.start()) and not document.lines[line - 1].lstrip().startswith(
                "#"
            )
            if line != before and not is_break:
                yield Problem(document.path, line, "raw-html", {"tag": match[0]})
            before = before if is_break else line


def glyphs(course: Course) -> Iterator[Problem]:
    """Every character can be printed in the books' fonts, if anything is printed; browsers have other fonts."""
    prints = course.config.prints
    for document in course.documents():
        yield from (one for one in missing_glyphs(document) if prints or one.code != "missing-glyph")
    if not prints:
        return
    for text in course.texts:
        if not text.text.isascii() and (missing := missing_characters(text.text)):
            yield Problem(text.path, text.line, "missing-glyph", {"characters": missing})
