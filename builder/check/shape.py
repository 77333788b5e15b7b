"""Rules on lists, tables, quotations and indents that the Markdown library would read differently from people.

The grammar is a strict subset of the library's; lists already have one form (`course/lists`). Text is cut at empty
lines, as the library cuts it; each piece must be just one kind of thing, and four spaces of indent must belong to a
list item.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from builder.course.item_signs import STRONG, UNDERLINE, foreign_items
from builder.course.items import DEFINED, ITEM, ends_sentence
from builder.course.model import Course, Document
from builder.course.reading import is_rule, masked_text, split_row
from builder.course.scanned import Block
from builder.problems import Problem

Line = tuple[int, str]
MAX_NUMBER = 99
"""The greatest number of a list's first item; a larger one is probably the year that begins a sentence."""
MAX_QUOTES = 8
"""The deepest nesting of quotations."""
_PIECE = re.compile(r"(?:^[^\n]*[^\s][^\n]*$\n?)+", re.MULTILINE)
_PLAIN = re.compile(r"(?:(?!\w[.)]\s|\d{1,9}[.)]|[ivx]{2,4}\)|o\t|— |_ ?_ ?_)[\w\"'“‘«¿¡`\\—][^|\n]*(?:\n|$))+")
"""Matches plain paragraphs with nothing to check, which is most of them."""
_RULER = re.compile(r"^ *(?:(?:- ?){3,}|(?:\* ?){3,}|(?:_ ?){3,})$")
_INNER = re.compile(r"[-*+] |\d+\. |#|>|\|")


@dataclass(slots=True)
class _Level:
    """An open list; `number` is that of its last item, 0 for bullets."""

    number: int
    all_same: bool = True


@dataclass(slots=True)
class _Context:
    """A block or the page; lists don't continue from one to another."""

    block: Block | None
    indent: int
    levels: list[_Level] = field(default_factory=list)


def shapes(course: Course) -> Iterator[Problem]:
    """Each list, table and quotation is read as it looks."""
    for document in course.documents():
        yield from _Page(document).run()


class _Page:
    def __init__(self, document: Document, depth: int = 0) -> None:
        self.document = document
        self.depth = depth
        self.problems: list[Problem] = []
        self.context = _Context(None, 0)

    def problem(self, line: int, code: str, **arguments: object) -> None:
        self.problems.append(Problem(self.document.path, line, code, arguments))

    def run(self) -> list[Problem]:
        """Goes through the pieces of text, and the marks of blocks and fences between them, in order."""
        text = masked_text(self.document.lines, self.document.fences)
        marks = iter([*sorted(self.marks(), key=lambda mark: mark[0]), (len(self.document.lines) + 1, None, 0)])
        outer: list[_Context] = []
        number, position, mark = 1, 0, next(marks)
        for piece in _PIECE.finditer(text):
            number += text.count("\n", position, piece.start())
            position = piece.start()
            while mark[0] < number:
                self.mark(mark, outer)
                mark = next(marks)
            self.piece(number, piece[0])
        return self.problems

    def marks(self) -> Iterator[tuple[int, Block | None, int]]:
        """Line, block and indent of each mark: a block's opening, its end (no block, -1), a fence (no block)."""
        for block in self.document.walk():
            yield block.line, block, block.indent
            if block.end > block.line:
                yield block.end, None, -1
        for first, _ in self.document.fences:
            line = self.document.lines[first - 1]
            yield first, None, len(line) - len(line.lstrip(" "))

    def mark(self, mark: tuple[int, Block | None, int], outer: list[_Context]) -> None:
        _, block, indent = mark
        if block is not None:
            self.leave_lists(indent)
            outer.append(self.context)
            self.context = _Context(block, indent)
        elif indent >= 0:
            self.leave_lists(indent)
        elif outer:
            self.context = outer.pop()

    def leave_lists(self, indent: int) -> None:
        """Ends the lists that are deeper than something at this indent."""
        del self.context.levels[max(0, indent - self.context.indent) // 4 :]

    # -- pieces between empty lines

    def piece(self, first: int, text: str) -> None:
        context = self.context
        if not context.indent and _PLAIN.fullmatch(text):
            context.levels.clear()
            return
        if context.block is not None and context.block.name in ("question", "choices"):
            return  # options have their own rules
        part: list[Line] = []
        rows = text.rstrip("\n").split("\n")
        for number, row in enumerate(rows, first):
            line = row[min(context.indent, len(row) - len(row.lstrip(" "))) :]
            if number in self.document.cuts and part and not self.depth:
                self.part(part)
                part = []
            if line.startswith("#"):
                below = split_row("".join(rows[number - first + 1 :][:1]))
                if "|" in "".join(rows) and (_is_table(part) or is_rule(below)):
                    self.problem(number, "list-needs-empty-line")
                if part:
                    self.part(part)
                part = []
                context.levels.clear()
            else:
                part.append((number, line))
        if part:
            self.part(part)

    def part(self, lines: Sequence[Line]) -> None:
        """Checks lines with no heading among them; the block's indent has been removed."""
        first, line = lines[0]
        spaces = len(line) - len(line.lstrip(" "))
        item = ITEM.match(line)
        if spaces % 4 or spaces // 4 > len(self.context.levels):
            self.problem(first, "loose-indent", spaces=spaces)
            return
        if DEFINED.match(line):
            self.problem(first, "definition-without-term")
        inner = [(number, text[min(spaces, len(text) - len(text.lstrip(" "))) :]) for number, text in lines]
        if _RULER.match(line):
            self.ruler(inner)
        elif item:
            self.listing(lines)
            return
        elif inner[0][1].startswith(">"):
            self.quotation(inner)
        elif _is_table(inner):
            self.table(inner)
        else:
            self.paragraph(inner)
        self.leave_lists(self.context.indent + spaces)

    def ruler(self, lines: Sequence[Line]) -> None:
        """A horizontal rule stands alone; underscores are probably meant as room to write."""
        if "_" in lines[0][1]:
            self.problem(lines[0][0], "line-to-write")
        elif len(lines) > 1:
            self.problem(lines[1][0], "list-needs-empty-line")

    def paragraph(self, lines: Sequence[Line]) -> None:
        if lines[0][1].startswith("#"):
            self.problem(lines[0][0], "loose-indent", spaces=4)
            return
        for number, mark in foreign_items(lines):
            self.problem(number, "not-a-list", mark=mark)
        if any(DEFINED.match(line) for _, line in lines[1:]):
            self.definitions(lines)
            return
        for order, (number, line) in enumerate(lines[1:]):
            text = line.strip()
            if ends_sentence(lines[order][1], line) and not any(ITEM.match(other) for _, other in lines[order + 2 :]):
                continue
            if UNDERLINE.match(line):
                self.problem(number, "setext-heading")
            elif ITEM.match(line) or text.startswith(">") or _RULER.match(line):
                self.problem(number, "list-needs-empty-line")
                return
            elif re.match(r"#{1,6} ", text):
                self.problem(number, "loose-indent", spaces=len(line) - len(line.lstrip(" ")))

    def definitions(self, lines: Sequence[Line]) -> None:
        """Each line before a definition is a term, and nothing else begins among them."""
        for order, (number, line) in enumerate(lines):
            text = line.strip()
            if not DEFINED.match(line) and (ITEM.match(text) or text.startswith((">", "|", "#")) or _RULER.match(text)):
                self.problem(number, "list-needs-empty-line")
                return
            if order and UNDERLINE.match(line):
                self.problem(number, "setext-heading")

    def quotation(self, lines: Sequence[Line]) -> None:
        """Every line begins with `>`, and the quoted text follows the same rules."""
        if self.depth == MAX_QUOTES:
            return  # reported by the scanner
        quoted = _Page(self.document, self.depth + 1)
        texts = []
        for number, line in lines:
            if not line.startswith(">"):
                self.problem(number, "list-needs-empty-line")
                break
            text = line[2:] if line.startswith("> ") else line[1:]
            if text.startswith("#"):
                self.problem(number, "heading-in-block", name=">")
                text = ""
            texts.append(text)
        number, position, text = lines[0][0], 0, "\n".join(texts)
        for piece in _PIECE.finditer(text):
            number += text.count("\n", position, piece.start())
            position = piece.start()
            quoted.piece(number, piece[0])
        self.problems += quoted.problems

    # -- lists

    def listing(self, lines: Sequence[Line]) -> None:
        levels, base = self.context.levels, len(lines[0][1]) - len(lines[0][1].lstrip(" "))
        before = len(levels)
        for order, (number, line) in enumerate(lines):
            item = ITEM.match(line)
            if item is None:
                if self.touches(number, line):
                    return
                continue
            depth, rest = divmod(len(item["indent"]), 4)
            if rest or depth > len(levels) or depth * 4 < base:
                self.problem(number, "loose-indent", spaces=len(item["indent"]))
                continue
            if order and depth < len(levels) and bool(item["number"]) != bool(levels[depth].number):
                self.problem(number, "list-needs-empty-line")
                return
            if _INNER.match(item["text"]) or _RULER.match(item["text"]):
                self.problem(number, "not-a-list", mark=item["text"].split(maxsplit=1)[0])
            self.item(number, depth, item, is_new=order == 0 and depth >= before)

    def item(self, number: int, depth: int, item: re.Match[str], *, is_new: bool) -> None:
        """Records an item in its list; numbers must run as the library would print them."""
        levels, value = self.context.levels, int(item["number"] or 0)
        del levels[depth + 1 :]
        is_first = is_new or depth == len(levels) or bool(levels[depth].number) != bool(item["number"])
        if is_first:
            del levels[depth:]
            levels.append(_Level(value))
            if item["number"] and not 0 < value <= MAX_NUMBER:
                self.problem(number, "list-number", number=value, expected=1)
            return
        level = levels[depth]
        if not item["number"]:
            return
        if value != level.number + 1 and not (level.all_same and value == level.number):
            self.problem(number, "list-number", number=value, expected=level.number + 1)
        level.all_same = level.all_same and value == level.number
        level.number = value

    def touches(self, number: int, line: str) -> bool:
        """Whether a further line of an item's text begins something else, which needs an empty line before it."""
        text = line.strip()
        strong = STRONG.match(text)
        if strong:
            self.problem(number, "not-a-list", mark=strong["mark"])
        elif UNDERLINE.match(text) or _RULER.match(text):
            self.problem(number, "setext-heading")
        elif text.startswith((">", "|", ": ", "# ", "## ", "### ")):
            self.problem(number, "list-needs-empty-line")
            return True
        return False

    # -- tables

    def table(self, lines: Sequence[Line]) -> None:
        """Head, line of dashes, rows: all with the same number of cells."""
        rows = [(number, split_row(line) if "|" in line else [line]) for number, line in lines]
        rule = next((order for order, (_, cells) in enumerate(rows) if order and is_rule(cells)), 0)
        is_whole = len(rows[0][1]) > 1 or all(line.strip().startswith("|") for _, line in lines)
        if rule > 1 and "|" not in lines[rule - 2][1]:
            self.problem(rows[rule - 1][0], "list-needs-empty-line")
        elif rule != 1 or "|" not in lines[1][1] or not is_whole:
            self.problem(rows[0][0], "broken-table")
        else:
            for number, cells in rows[1:]:
                if len(cells) != len(rows[0][1]):
                    self.problem(number, "ragged-table", cells=len(cells), columns=len(rows[0][1]))


def _is_table(lines: Sequence[Line]) -> bool:
    """Whether the lines are meant as a table: one begins with `|`, or several contain one."""
    piped = [line for _, line in lines if "|" in line.replace("\\|", "")]
    return len(piped) > 1 or any(line.strip().startswith("|") for line in piped)
