"""Pages reduced to some of their blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from builder.course.abbreviations import definitions
from builder.course.model import Document
from builder.course.scanned import Block
from builder.course.vocabulary import HIDDEN
from builder.edition.select import Edition, Leaf
from builder.words import words

HOME_NOTES = "_home"
"""Key of the page made of the home page's notes for trainers; no page's own key begins with `_`."""


def alone(document: Document, blocks: Sequence[Block]) -> Document:
    """The page reduced to these blocks, each on its own lines but without its indent, and to what its abbreviations mean."""
    lines = [""] * len(document.lines)
    for number in definitions(document.lines, document.fences):
        lines[number - 1] = document.lines[number - 1]
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
    """The home page's notes for trainers and its answers as a page, for books; None when it has none."""
    blocks = list(_hidden(edition.home.document.blocks))
    if not blocks:
        return None
    page = alone(edition.home.document, blocks)
    title = {"title": words(edition.language)["book-home-notes"]}
    return replace(edition.home, key=HOME_NOTES, document=replace(page, meta=title))


def _hidden(blocks: Sequence[Block]) -> Iterator[Block]:
    """The outermost blocks that participants don't get."""
    for block in blocks:
        if block.name in HIDDEN:
            yield block
        else:
            yield from _hidden(block.children)
