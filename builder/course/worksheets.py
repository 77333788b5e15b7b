"""Worksheets and their fields on pages: how to find them, their questions, and their names in forms."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.course.inline import without_marks
from builder.course.items import INDENT, ITEM
from builder.course.model import GUIDES, Document
from builder.course.reading import is_rule, split_row
from builder.course.scanned import Block
from builder.course.vocabulary import FIELDS


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet or test, and the page that it is on."""

    document: Document
    block: Block

    def field(self, identifier: str) -> Block | None:
        return next((child for child in fields(self.block) if child.id == identifier), None)


def fields(worksheet: Block) -> Iterator[Block]:
    """The fields of a worksheet, in order."""
    return (child for child in worksheet.walk() if child.name in FIELDS)


def find_sheets(documents: Iterable[Document]) -> dict[str, Sheet]:
    """Worksheets by id (ids are unique in a course; `check` proves it)."""
    return {
        block.id: Sheet(document, block)
        for document in documents
        for block in document.walk()
        if block.name == "worksheet" and block.id
    }


def find_handouts(documents: Iterable[Document]) -> dict[str, Sheet]:
    """Blocks that are also printed separately, by id: worksheets and tests."""
    return {
        block.id: Sheet(document, block)
        for document in documents
        for block in document.walk()
        if block.id and (block.name == "worksheet" or block.attributes.get("use") == "test")
    }


def signature(document: Document, block: Block) -> str:
    """How people sign a separate printout: with a `name`, a `code`, or not at all (`no`)."""
    usual = "code" if block.name == "quiz" else "name" if document.kind == "session" else "no"
    return block.attributes.get("signed", usual)


def body(document: Document, block: Block) -> list[tuple[int, str]]:
    """Number and text of the block's own lines, without its children; indentation of the block taken off."""
    inner = {number for child in block.children for number in range(child.line, child.end + 1)}
    return [
        (number, document.lines[number - 1][block.indent :])
        for number in range(block.line + 1, block.end)
        if number not in inner
    ]


def list_items(document: Document, block: Block) -> list[tuple[int, str]]:
    """Line and text of each item of the block's list (the first level)."""
    found = []
    for number, line in body(document, block):
        match = ITEM.match(line)
        if match and len(match["indent"]) < INDENT:
            found.append((number, match["text"]))
    return found


def table_rows(document: Document, block: Block) -> list[tuple[int, list[str]]]:
    """Line and cells of each row of the block's table, header first, without the line of dashes."""
    rows: list[tuple[int, list[str]]] = []
    for number, line in body(document, block):
        cells = split_row(line) if "|" in line else []
        if cells and not (len(rows) == 1 and is_rule(cells)):
            rows.append((number, cells))
    return rows


def question(document: Document, block: Block) -> str:
    """The field's question as plain text: its first paragraph, before any list or table."""
    words: list[str] = []
    for _, line in body(document, block):
        if "|" in line or ITEM.match(line) or (words and not line.strip()):
            break
        words.append(line.strip())
    return plain(" ".join(words))


def plain(text: str) -> str:
    """Markdown inline text without its marks."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = without_marks(re.sub(r"\[\^[^\]]+\]", "", text))
    return " ".join(re.sub(r"(\*\*|\*|`|(?<!\w)_|_(?!\w))", "", text).split())


def page_prefix(document: Document) -> str:
    """The first part of field names on a page: `csr-principles_why-csr`; for a guide just its slug, as in older forms."""
    return document.record_key.removeprefix(GUIDES).replace("/", "_")


def quiz_prefix(document: Document) -> str:
    """The first part of the names of a page's questions in print; it differs between a module and its guide."""
    of_module = document.kind == "guide" and document.meta.get("kind") == "module"
    return ("guide_" if of_module else "") + page_prefix(document)
