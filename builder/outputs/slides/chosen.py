"""Which blocks of a page go on slides. Decided before rendering, so that the rest needn't be rendered."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from builder.course.agenda import pieces
from builder.course.model import Document
from builder.course.scanned import Block
from builder.course.vocabulary import BOXES, FOLDED
from builder.edition.select import is_test

_READ = BOXES | FOLDED | {"example"}
"""Blocks for reading, which go on slides only if their author says so."""


def shown(document: Document) -> Document:
    """The page with only what goes on slides. If any part of it has minutes, text outside blocks is for reading."""
    is_timed = any(pieces(document))
    kept = _without(document, lambda block: is_shown(block, is_timed=is_timed))
    lines = _inside(kept) if is_timed or any(block.name == "slide" for block in kept.blocks) else kept.lines
    return replace(kept, lines=lines)


def is_shown(block: Block, *, is_timed: bool) -> bool:
    """Whether a block goes on slides: as its author says, else all but tests, asides, untimed teaching and worksheets."""
    said = block.attributes.get("slide")
    if block.name == "worksheet":
        return False  # slides only name it
    if said or block.name == "slide":
        return said != "no"
    if block.name == "teach":
        return any(inner.minutes for inner in block.walk()) or not is_timed
    return block.name not in _READ and not is_test(block)


def _without(document: Document, keeps: Callable[[Block], bool]) -> Document:
    lines = list(document.lines)

    def kept(blocks: tuple[Block, ...]) -> Iterator[Block]:
        for block in blocks:
            if keeps(block):
                yield replace(block, children=tuple(kept(block.children)))
            else:
                lines[block.line - 1 : block.end] = [""] * (block.end - block.line + 1)

    blocks = tuple(kept(document.blocks))
    fences = tuple(fence for fence in document.fences if lines[fence[0] - 1])
    return replace(document, lines=tuple(lines), blocks=blocks, fences=fences)


def _inside(document: Document) -> tuple[str, ...]:
    """The lines of the outermost blocks; the others are empty."""
    numbers = {number for block in document.blocks for number in range(block.line, block.end + 1)}
    return tuple(line if number in numbers else "" for number, line in enumerate(document.lines, 1))
