"""Rules on the running text: what Markdown would misread, what may not be there, what can't be printed."""

import re
from collections.abc import Iterator

from builder.course.code import text_lines
from builder.course.foreign import foreign_mark
from builder.course.model import Course, Document
from builder.print.glyphs import missing_characters, missing_glyphs
from builder.problems import Problem

_LIST = re.compile(r"^ *(?:[-*+]|1[.)])\s+\S")
_LATER_ITEM = re.compile(r"^ *(?:[-*+]|\d+[.)])\s")
_SETEXT = re.compile(r"^ {0,3}(=+|-+)\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$")
_HTML = re.compile(r"<(?!https?://|mailto:)(/?[A-Za-z][^\s>]*|!|\?)")
_ENTITY = re.compile(r"&(?:#\d+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]+;)")
_OWN_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]]+\]:")
_DEFINITION = re.compile(r"^ {0,3}\*?\[[^\]^]+\]:")


def markdown_traps(course: Course) -> Iterator[Problem]:
    """Lists and tables need an empty line before them; headings are written with `#`; nothing is defined far away."""
    for document in course.documents():
        before = ""
        for number, line in _lines(document):
            if _OWN_FOOTNOTE.match(line):
                yield Problem(document.path, number, "own-footnote")
            elif _DEFINITION.match(line) and not foreign_mark(line, line):
                yield Problem(document.path, number, "link-definition")
            elif before.strip() and _SETEXT.match(line) and not _is_item(before) and "|" not in before:
                yield Problem(document.path, number, "setext-heading")
            elif _runs_on(before) and _LIST.match(line):
                yield Problem(document.path, number, "list-needs-empty-line")
            elif _TABLE_RULE.match(line) and before.strip() and _paragraph_above_table(document, number):
                yield Problem(document.path, number - 1, "list-needs-empty-line")
            before = line


def _lines(document: Document) -> Iterator[tuple[int, str]]:
    """Text lines; a block mark counts as an empty line."""
    previous = 0
    for number, line in text_lines(document.lines, document.fences):
        if number > previous + 1:
            yield number - 1, ""
        previous = number
        yield number, line


def _is_item(line: str) -> bool:
    return bool(_LATER_ITEM.match(line))


def _runs_on(before: str) -> bool:
    """Whether the line above is a paragraph that would swallow a list."""
    text = before.strip()
    return bool(text) and not _is_item(before) and not text.startswith("#") and not before.startswith("  ")


def _paragraph_above_table(document: Document, rule_line: int) -> bool:
    """Whether a paragraph runs into the table whose line of dashes this is."""
    if rule_line < 3:
        return False
    above = document.lines[rule_line - 3].strip()
    return bool(above) and not above.startswith(":::") and "|" not in above


def raw_html(course: Course) -> Iterator[Problem]:
    """No HTML and no entities."""
    for document in course.documents():
        for number, line in text_lines(document.lines, document.fences):
            match = _HTML.search(re.sub(r"\]\(<[^>]*>", "](", line))
            if match:
                yield Problem(document.path, number, "raw-html", {"tag": match[0]})
            entity = _ENTITY.search(line)
            if entity:
                yield Problem(document.path, number, "raw-html", {"tag": entity[0]})


def glyphs(course: Course) -> Iterator[Problem]:
    """Every character can be printed with the books' fonts."""
    for document in course.documents():
        yield from missing_glyphs(document)
    for text in course.texts:
        if missing := missing_characters(text.text):
            yield Problem(text.path, text.line, "missing-glyph", {"characters": missing})
