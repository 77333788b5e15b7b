"""A page with nothing on it but some of its blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from builder.course.model import Document
from builder.course.scanned import Block
from builder.course.vocabulary import HIDDEN
from builder.edition.select import Edition, Leaf
from builder.words import words

HOME_NOTES = "_home"
"""Key of what the home page says to trainers; no page of a course begins with such a sign."""


def alone(document: Document, blocks: Sequence[Block]) -> Document:
    """The page with nothing on it but these blocks, each at its line and against the margin."""
    lines = [""] * len(document.lines)
    for block in blocks:
        for number in range(block.line, block.end + 1):
            lines[number - 1] = document.lines[number - 1][block.indent :]
    flat = tuple(_against_margin(block, block.indent) for block in blocks)
    fences = tuple(one for one in document.fences if any(block.line < one[0] < block.end for block in blocks))
    return replace(document, lines=tuple(lines), blocks=flat, fences=fences)


def _against_margin(block: Block, indent: int) -> Block:
    children = tuple(_against_margin(child, indent) for child in block.children)
    return replace(block, indent=block.indent - indent, children=children)


def home_notes(edition: Edition) -> Leaf | None:
    """What the home page says to trainers, and its answers, as a page; the rest of it is for screens. None when there is nothing."""
    blocks = list(_hidden(edition.home.document.blocks))
    if not blocks:
        return None
    page = alone(edition.home.document, blocks)
    title = {"title": words(edition.language)["book-home-notes"]}
    return replace(edition.home, key=HOME_NOTES, document=replace(page, meta=title))


def _hidden(blocks: Sequence[Block]) -> Iterator[Block]:
    """The outermost ones that participants don't get."""
    for block in blocks:
        if block.name in HIDDEN:
            yield block
        else:
            yield from _hidden(block.children)
