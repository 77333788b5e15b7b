"""Where a new block goes: at the cursor if it is allowed there, otherwise right after the block that forbids it."""

from collections.abc import Sequence
from dataclasses import dataclass

from builder.course.blocks import scan
from builder.course.pages import LONGEST_HEAD
from builder.course.scanned import Block, Scan
from builder.course.vocabulary import RULES

WRAPS = {"lines": "worksheet", "box": "worksheet", "fill-table": "worksheet", "scale": "worksheet", "choices": "worksheet", "question": "quiz"}  # fmt: skip
"""Parts that only fit in one kind of block, which is added around them where it is missing."""


@dataclass(frozen=True, slots=True)
class Place:
    after: int
    """The line after which the text goes; 0 puts it first."""
    indent: int
    wrap: str = ""
    """The block to put around it; empty for none."""


def find_place(text: str, line: int, name: str) -> Place:
    """Where the block `name` goes when the cursor is in `line` (from 1). An unknown name is plain text."""
    lines = text.split("\n")
    head = head_end(lines)
    found = scan(lines, first=head + 1)
    line = next((last for first, last in found.fences if first <= line <= last), max(line, head))
    around = list(_around(found.blocks, line))
    for depth in range(len(around), -1, -1):
        parent = around[depth - 1] if depth else None
        if _may_stand(name, parent):
            end = _end_of_piece(lines, line, found) if depth == len(around) else around[depth].end
            return Place(end, parent.indent if parent else 0)
    inner = WRAPS[name]
    wrapped = find_place(text, line, inner)
    return Place(wrapped.after, wrapped.indent, inner)


def head_end(lines: Sequence[str]) -> int:
    """The line that ends the front matter; 0 when there is none."""
    if lines[0].strip() != "---":
        return 0
    return next((number for number, line in enumerate(lines[1:LONGEST_HEAD], 2) if line.strip() == "---"), 0)


def _around(blocks: Sequence[Block], line: int) -> Sequence[Block]:
    """The blocks around the line, outermost first. A closing line is outside its block."""
    block = next((block for block in blocks if block.line <= line < block.end), None)
    return [block, *_around(block.children, line)] if block else []


def _may_stand(name: str, parent: Block | None) -> bool:
    if name not in RULES:  # plain text
        return parent is None or parent.name in ("teach", "trainer", "answer", "note", "tip", "warning")
    return name in RULES[parent.name].children if parent and parent.name in RULES else RULES[name].anywhere


def _end_of_piece(lines: Sequence[str], line: int, found: Scan) -> int:
    """The last line of the paragraph, list or table at the cursor, which must not be split."""
    if line and lines[line - 1].lstrip().startswith(":::"):
        return line
    while line and line < len(lines) and lines[line - 1].strip() and not _is_mark(lines[line]):
        line += 1
    return next((last for first, last in found.fences if first <= line <= last), line)


def _is_mark(line: str) -> bool:
    return line.lstrip().startswith(":::") or not line.strip()


def laid(lines: Sequence[str], place: Place, snippet: str) -> str:
    """The snippet as inserted: indented, with empty lines around it where needed."""
    rows = [" " * place.indent + row if row else "" for row in snippet.rstrip("\n").split("\n")]
    before = lines[place.after - 1] if place.after else ""
    following = lines[place.after] if place.after < len(lines) else ""
    opens = before.lstrip().startswith(":::") and len(before.split()) > 1 and not before.split()[1].startswith("/")
    top = [""] if before.strip() and not opens else []
    bottom = [""] if following.strip() and not following.lstrip().startswith(":::") else []
    return "\n".join([*top, *rows, *bottom])
