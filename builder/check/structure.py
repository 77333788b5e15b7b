"""Rules on blocks, ids and headings."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from builder.course.materials import parse_materials
from builder.course.model import Audience, Course, Document
from builder.course.numbers import whole
from builder.course.reader import ID, nearest
from builder.course.reading import masked_text
from builder.course.scanned import Block
from builder.course.shown import shown_documents
from builder.course.vocabulary import BOXES, FIELDS, FOLDED, HEADED, NUMBERS, RULES, VALUES
from builder.edition.addresses import DEVICES, claimed_twice
from builder.edition.select import hidden_spans
from builder.problems import Problem

HEADING = re.compile(
    r"(?P<marks>#(?<![^\n]#)#{0,5})[ ]*(?P<text>[^\n]*?)\s*(?:\{(?P<braces>[^}\n]*)\})?\s*#*$", re.MULTILINE
)
"""Begins with a literal `#` rather than `^`, which is much faster."""
_NO_HEADINGS = frozenset(
    {"objectives", "keypoints", *FIELDS, "value", "question", *BOXES, *FOLDED, "case", "slide", "figure"}
)


def attributes(course: Course) -> Iterator[Problem]:
    """Each block has the attributes it needs, and no unknown ones."""
    for document in course.documents():
        for block in document.walk():
            if block.name in RULES:
                yield from _attributes(document, block)


def _attributes(document: Document, block: Block) -> Iterator[Problem]:
    rule = RULES[block.name]
    have = {**block.attributes, "id": block.id, "title": block.title}
    for key in sorted(rule.needs):
        if not have.get(key):
            yield Problem(document.path, block.line, "missing-attribute", {"name": block.name, "key": key})
    for key, value in block.attributes.items():
        if key not in rule.attributes:
            arguments = {"name": block.name, "key": key, "nearest": nearest(key, rule.attributes)}
            yield Problem(document.path, block.line, "unknown-attribute", arguments)
        elif key in VALUES and value not in VALUES[key]:
            arguments = {"value": value, "nearest": ", ".join(VALUES[key])}
            yield Problem(document.path, block.line, "unknown-value", arguments)
        elif key in NUMBERS:
            low, high = NUMBERS[key]
            number = whole(value)
            if number is None or not low <= number <= high:
                yield Problem(document.path, block.line, "bad-number", {"value": value, "low": low, "high": high})
        elif key == "group-size" and value != "all" and not 0 < (whole(value) or 0) < 100:
            yield Problem(document.path, block.line, "bad-group-size", {"value": value})


def addresses(course: Course) -> Iterator[Problem]:
    """No page has the address of another or of one that the builder makes, and its file name is valid on every system."""
    for page, address, other in claimed_twice(course):
        if page.documents and (other is None or other.kind != page.kind):
            path = next(iter(page.documents.values())).path
            name = next(iter(other.documents.values())).path.as_posix() if other and other.documents else ""
            code = "address-taken" if name else "address-reserved"
            yield Problem(path, 1, code, {"address": address.replace(".md", ".html"), "other": name})
    for page in course.pages():
        if page.documents and page.key.rpartition("/")[2] in DEVICES:
            path = next(iter(page.documents.values())).path
            yield Problem(path, 1, "windows-name", {"name": page.key.rpartition("/")[2]})


def ids(course: Course) -> Iterator[Problem]:
    """Ids of worksheets and quizzes are unique in the course, others on their page."""
    for language in course.config.languages:
        everywhere: dict[str, tuple[Document, int]] = {}
        for document in shown_documents(course, language):
            here: dict[str, int] = {}
            for identifier, line, block in _page_ids(document):
                if identifier in here:
                    arguments = {"id": identifier, "other": f"{document.path.name}:{here[identifier]}"}
                    yield Problem(document.path, line, "duplicate-id", arguments)
                elif block and block.name in ("worksheet", "quiz"):
                    if identifier in everywhere:
                        other, other_line = everywhere[identifier]
                        arguments = {"id": identifier, "other": f"{other.path}:{other_line}"}
                        yield Problem(document.path, line, "duplicate-id", arguments)
                    everywhere[identifier] = (document, line)
                here[identifier] = line


def _page_ids(document: Document) -> Iterator[tuple[str, int, Block | None]]:
    """Each id of a page with its line and block (None for a heading); a field's id is prefixed with its worksheet's."""

    def walk(blocks: tuple[Block, ...], prefix: str) -> Iterator[tuple[str, int, Block | None]]:
        for block in blocks:
            if block.id:
                yield prefix + block.id, block.line, block
            yield from walk(block.children, f"{block.id}--" if block.name in ("worksheet", "quiz") else prefix)

    yield from walk(document.blocks, "")
    for heading in find_headings(document):
        if heading.id:
            yield heading.id, heading.line, None


def page_anchors(document: Document) -> dict[str, int]:
    """What a link to this page may name after `#`, with its line."""
    return {identifier: line for identifier, line, _ in _page_ids(document)}


class Heading(NamedTuple):
    line: int
    level: int
    text: str
    id: str


def find_headings(document: Document) -> Sequence[Heading]:
    """The headings that the author wrote with `#`."""
    return _headings(document.lines, document.fences)


@lru_cache(1024)
def _headings(lines: tuple[str, ...], fences: tuple[tuple[int, int], ...]) -> tuple[Heading, ...]:
    text, found, line, position = masked_text(lines, fences), [], 1, 0
    for match in HEADING.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        identifier = "" if match["braces"] is None else match["braces"].removeprefix("#") or "{}"
        found.append(Heading(line, len(match["marks"]), match["text"], identifier))
    return tuple(found)


def headings(course: Course) -> Iterator[Problem]:
    """Headings begin at the second level, skip none, aren't empty, and stand only where they are allowed."""
    for document in course.documents():
        found: list[tuple[int, int, str, bool]] = []
        for number, level, text, identifier in find_headings(document):
            found.append((number, level, text, False))
            if identifier and not ID.fullmatch(identifier):
                yield Problem(document.path, number, "bad-id", {"id": identifier})
        found += [(line, level, title, True) for line, level, title in _block_headings(document)]
        before = 1
        for number, level, text, is_block in sorted(found):
            inside = None if is_block else _innermost(document, number)
            if level == 1:
                yield Problem(document.path, number, "first-level-heading")
            elif level > before + 1:
                yield Problem(document.path, number, "heading-jump", {"level": level, "allowed": before + 1})
            if not text:
                yield Problem(document.path, number, "empty-heading")
            if inside and inside.name in _NO_HEADINGS:
                yield Problem(document.path, number, "heading-in-block", {"name": inside.name})
            before = max(level, 2)


def _block_headings(document: Document) -> Iterator[tuple[int, int, str]]:
    """Line, level and text of the headings that blocks make (as `render` does)."""

    def walk(blocks: tuple[Block, ...], level: int) -> Iterator[tuple[int, int, str]]:
        for block in blocks:
            headed = block.name in HEADED and (block.title or block.name in ("objectives", "keypoints", "quiz"))
            if headed:
                yield block.line, level, block.title or block.name
            yield from walk(block.children, level + bool(headed))

    yield from walk(document.blocks, 2)


def _innermost(document: Document, line: int) -> Block | None:
    return max(
        (block for block in document.walk() if block.line < line < block.end),
        key=lambda block: block.line,
        default=None,
    )


def objectives(course: Course) -> Iterator[Problem]:
    """Sessions and modules say what people can do afterwards; a core session takes time."""
    for document in course.documents():
        if document.kind in ("module", "session") and not any(b.name == "objectives" for b in document.walk()):
            yield Problem(document.path, 1, "missing-objectives")
        if document.kind == "session" and document.meta.get("track") == "core" and not document.minutes:
            yield Problem(document.path, 1, "session-without-minutes")


def stated_minutes(course: Course) -> Iterator[Problem]:
    """The minutes that a session states are the sum of those of its activities and teaching."""
    for document in course.documents():
        if document.stated_minutes and document.stated_minutes != document.minutes:
            arguments = {"stated": document.stated_minutes, "sum": document.minutes}
            yield Problem(document.path, document.meta_lines["minutes"], "minutes-differ", arguments)


def guides(course: Course) -> Iterator[Problem]:
    """A module's guide bears the module's name, and each module has one."""
    slugs = {module.slug for module in course.modules}
    guided = set()
    for guide in course.guides:
        for document in guide.page.documents.values():
            if document.meta.get("kind") == "module":
                guided.add(guide.slug)
                if guide.slug not in slugs:
                    arguments = {"name": guide.slug, "nearest": nearest(guide.slug, slugs)}
                    yield Problem(document.path, 1, "guide-without-module", arguments)
    language = course.config.default_language
    for module in course.modules:
        if module.slug not in guided:
            yield Problem(module.folder, 1, "module-without-guide", {"name": module.slug, "language": language})


def materials(course: Course) -> Iterator[Problem]:
    """Materials can be parsed into amounts."""
    for document in course.documents():
        for block in document.walk():
            try:
                parse_materials(block.attributes["materials"]) if "materials" in block.attributes else None
            except ValueError as error:
                yield Problem(document.path, block.line, "bad-materials", {"part": error})


def audience_at(document: Document, line: int) -> Audience:
    """The lowest audience that sees this line of the page (line 0: the page itself)."""
    if document.kind == "guide":
        return Audience.TRAINER
    for audience in (Audience.PARTICIPANT, Audience.SOLUTIONS):
        if not any(first <= line <= last for first, last in hidden_spans(document, audience)):
            return audience
    return Audience.TRAINER
