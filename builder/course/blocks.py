"""Markdown text -> `:::` blocks with line numbers. A strict line scanner: whatever is unclear is an error.

It fails closed, since blocks decide who sees a text: one that it doesn't recognise must never be published as text.
`scan` is the one definition of blocks, comments and code fences, for the loader and for the renderer alike.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from builder.course.attributes import LINES_OF_A_MARK, parse_attributes, straight, whole_mark, wrong_quotes
from builder.course.code import mask_code
from builder.course.comments import OpenComment, without_comments
from builder.course.foreign import COLONS, INVISIBLE, foreign_fence, foreign_mark, hidden_colons, is_harmless
from builder.course.items import INDENT
from builder.course.limits import MAX_NESTED, MAX_OPEN, excess, unclosed
from builder.course.lists import Lists
from builder.course.options import WITH_OPTIONS, read_options
from builder.course.reader import ID, nearest
from builder.course.reading import is_rule, split_row
from builder.course.scanned import Asked, Block, Scan
from builder.course.vocabulary import HIDDEN, RULES, SUGGESTIONS
from builder.problems import Problem

_MARK = re.compile(
    rf"^(?P<before>[\s{INVISIBLE}]*(?:(?:[>*+\-]|\d+[.)])[\s{INVISIBLE}]*)*)(?P<marks>[{COLONS}](?:[ {INVISIBLE}]*[{COLONS}])+)"
)
_FOREIGN_MARK = re.compile(r"^[\s>*+-]*(?:!!!|\?\?\?\+?|///+)\s*\w")
"""Admonitions and blocks of other engines, which mean nothing here, so everyone would see their text."""
_FENCE = re.compile(r"^(?P<indent> *)(?P<marks>`{3,}|~{3,})(?P<info>.*)$")
_HIDDEN_FENCE = re.compile(r"^[ ]*(?:(?:>|[*+-]|\d+[.)])[ ]*)+(?:`{3,}|~{3,})")
_OPEN = re.compile(r"^(?P<name>[^\s{}/]+)(?P<title>[^{}]*?)\s*(?:\{(?P<attributes>.*)\})?$")


@dataclass(slots=True)
class _Open:
    """A block that is not yet closed."""

    name: str
    title: str
    id: str
    attributes: dict[str, str]
    line: int
    indent: int
    colons: int
    children: list[Block] = field(default_factory=list)


def scan(text_lines: Sequence[str], path: PurePosixPath | None = None, first: int = 1) -> Scan:
    """Scans the lines from line number `first` on (those before it are front matter)."""
    return _Scanner(path or PurePosixPath()).run(text_lines, first)


class _Scanner:
    def __init__(self, path: PurePosixPath) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.closed = True
        """False while blocks without a close of their own are ended: their lines aren't judged then."""
        self.blocks: list[Block] = []
        self.fences: list[tuple[int, int]] = []
        self.lists = Lists()
        self.shift = 0
        """Spaces by which the current mark or fence was moved."""
        self.comments: list[str] = []
        self.lines: list[str] = []
        self.source: Sequence[str] = ()
        self.goes_on = 0  # the last line of a mark that runs over several lines

    def problem(self, line: int, code: str, **arguments: object) -> None:
        self.problems.append(Problem(self.path, line, code, arguments))

    def run(self, text_lines: Sequence[str], first: int) -> Scan:
        fence: tuple[int, str, str] | None = None
        comment: OpenComment | None = None
        self.source = text_lines
        for number, original in enumerate(text_lines, 1):
            line = original
            if number < first or number <= self.goes_on:
                self.lines.append("")
                continue
            if not fence and not comment and (not line or is_harmless(line)):
                self.check_inside(number, self.text(number, line))
                continue
            if fence:
                line = _shifted(line, self.shift)
                self.lines.append(line)
                start, indent, marks = fence
                match = _FENCE.match(line)
                if match and match["indent"] == indent and match["marks"] == marks and not match["info"].strip():
                    self.fences.append((start, number))
                    fence = None
                elif match or (line.strip() and not line.startswith(indent)):
                    self.problem(number, "mixed-fence", opened=start)
                continue
            line, comment, wrong = without_comments(line, number, comment, self.comments)
            for mark in wrong:
                self.problem(number, "bad-comment", mark=mark)
            line = self.text(number, line)
            match = _FENCE.match(line)
            if match:
                if "`" in match["info"]:
                    self.problem(number, "mixed-fence", opened=number)
                if foreign_fence(match["info"]):
                    self.problem(number, "foreign-mark", mark=line.strip())
                self.check_indent(number, len(match["indent"]))
                fence = (number, match["indent"], match["marks"])
            elif _HIDDEN_FENCE.match(line):
                self.problem(number, "fence-not-alone")
            else:
                self.line(number, line)
        if fence:
            self.problem(fence[0], "unclosed-fence")
        if comment:
            self.problem(comment[0], "unclosed-comment")
        return self.finish()

    def finish(self) -> Scan:
        """Reports what is known only at the end of the page, and gives the result."""
        for number in unclosed(self.lines):
            self.problem(number, "nested-too-deeply", limit=MAX_OPEN)
        self.closed = False
        for left in self.stack:
            self.problem(left.line, "unclosed-block", name=left.name, close=_close(left))
        for _ in list(self.stack):
            self.pop(len(self.lines))
        return Scan(
            tuple(self.lines), tuple(self.blocks), tuple(self.fences), tuple(self.comments), tuple(self.problems),
            frozenset(self.lists.cuts),
        )  # fmt: skip

    def text(self, number: int, line: str) -> str:
        """The line with its list indent normalized, as all later code gets it."""
        if _FENCE.match(line) or _MARK.match(line):
            placed, is_clear = self.lists.apart(line), True
        else:
            placed, is_clear = self.lists.line(number, line)
        if not is_clear:
            self.problem(number, "loose-indent", spaces=len(line) - len(line.lstrip(" ")))
        self.shift = len(placed) - len(line)
        self.lines.append(placed)
        return placed

    def line(self, number: int, line: str) -> None:
        """A line outside fences: a block mark, something that only looks like one, or text."""
        if not line or line.isspace():
            return
        mark = _MARK.match(line)
        if mark:
            before, marks = mark["before"], mark["marks"]
            if before.strip(" ") == "" and marks.strip(":") == "" and len(marks) >= 3:
                self.mark(number, len(before), len(marks), line[mark.end() :].strip())
            elif before.strip().strip(INVISIBLE) and marks.strip(":") == "":
                self.problem(number, "mark-not-alone")
            else:
                self.problem(number, "look-alike")
            return
        self.foreign(number, line)
        self.check_inside(number, line)

    def check_inside(self, number: int, line: str) -> None:
        """Reports text that is indented less than the block it is in."""
        if line and self.stack and len(line) - len(line.lstrip(" ")) < self.stack[-1].indent:
            self.problem(number, "text-outside-indent", name=self.stack[-1].name, spaces=self.stack[-1].indent)

    def foreign(self, number: int, line: str) -> None:
        """Reports notations that hide or mark text in other tools or only look like a block mark, and limits exceeded."""
        masked = mask_code(line)
        if _FOREIGN_MARK.match(line):
            self.problem(number, "look-alike")
        elif (mark := foreign_mark(line, masked)) and not (mark.startswith("||") and self.in_table(number)):
            self.problem(number, "foreign-mark", mark=mark)
        if code := hidden_colons(masked):
            self.problem(number, code)
        if broken := excess(line):
            self.problem(number, broken[0], **broken[1])

    def in_table(self, number: int) -> bool:
        """Whether the line is a table row, where `||` is an empty cell, as the line above or below shows.

        A line of nothing but `||words||` is not: other tools hide its words.
        """
        if self.lines[number - 1].strip().startswith("||") and self.lines[number - 1].rstrip().endswith("||"):
            return False
        above = self.lines[number - 2] if number > 1 else ""
        below = self.source[number] if number < len(self.source) else ""
        return above.lstrip().startswith("|") or is_rule(split_row(below))

    def mark(self, number: int, indent: int, colons: int, rest: str) -> None:
        if not rest:
            self.close(number, indent, colons, "")
        elif rest.startswith("/"):
            self.close(number, indent, colons, rest[1:].strip().lower())
        else:
            self.open(number, indent, colons, rest)

    def open(self, number: int, indent: int, colons: int, rest: str) -> None:
        rest, more = whole_mark(rest, self.source[number : number + LINES_OF_A_MARK])
        if more:
            self.problem(number, "mark-over-lines", name=rest.split(maxsplit=1)[0].lower())
            self.goes_on = number + more
        match = _OPEN.match(rest)
        parsed = parse_attributes(match["attributes"] or "") if match else None
        if match and wrong_quotes(match["attributes"] or ""):
            self.problem(number, "curly-quotes")
            parsed = parse_attributes(straight(match["attributes"])) or ("", {})
        elif not match or parsed is None:
            self.problem(number, "bad-attributes")
        if mark := foreign_mark(rest, rest):
            self.problem(number, "foreign-mark", mark=mark)
        name = (match["name"] if match else rest.split(maxsplit=1)[0]).lower()
        identifier, attributes = parsed or ("", {})
        block = _Open(name, match["title"].strip() if match else "", identifier, attributes, number, indent, colons)
        parent = self.stack[-1] if self.stack else None
        if name not in RULES:
            meant = SUGGESTIONS.get(name) or nearest(name, RULES)
            self.problem(number, "unknown-block", name=name, nearest=meant)
        elif parent is None:
            if not RULES[name].anywhere:
                parents = ", ".join(sorted(outer for outer, rule in RULES.items() if name in rule.children))
                self.problem(number, "block-alone", name=name, parents=parents)
        elif parent.name in RULES and name not in RULES[parent.name].children:
            self.problem(number, "misplaced-block", name=name, parent=parent.name, opened=parent.line)
        if identifier and not ID.fullmatch(identifier):
            self.problem(number, "bad-id", id=identifier)
        if indent < (parent.indent if parent else 0):
            self.problem(number, "text-outside-indent", name=parent.name if parent else "", spaces=indent)
        else:
            self.check_indent(number, indent)
        self.stack.append(block)
        self.lists.enter(indent - self.shift, indent)
        if len(self.stack) == MAX_NESTED + 1:
            self.problem(number, "nested-too-deeply", limit=MAX_NESTED)

    def check_indent(self, number: int, indent: int) -> None:
        """Reports an indented mark that isn't in a list item at four spaces per level."""
        outer = self.stack[-1].indent if self.stack else 0
        if indent == outer:
            return
        if indent - outer != INDENT * self.lists.depth:
            self.problem(number, "block-indent", spaces=indent)

    def close(self, number: int, indent: int, colons: int, name: str) -> None:
        if not self.stack:
            self.problem(number, "stray-close")
            return
        top = self.stack[-1]
        if name and name != top.name:
            self.problem(number, "wrong-close", name=name, open=top.name, opened=top.line)
            if not any(block.name == name for block in self.stack):
                return
            self.closed = False
            while self.stack[-1].name != name:
                self.pop(number - 1)
            self.closed = True
            top = self.stack[-1]
        elif not name and top.name in HIDDEN:
            self.problem(number, "close-needs-name", name=top.name, opened=top.line, close=_close(top))
        if colons != top.colons:
            self.problem(number, "colons-differ", name=top.name, opened=top.line, close=_close(top))
        if indent != top.indent:
            self.problem(number, "close-indent", name=top.name, opened=top.line, spaces=top.indent)
        self.pop(number)

    def pop(self, end: int) -> None:
        top = self.stack.pop()
        self.lists.leave()
        asked = self.asked(top, end) if top.name in (*WITH_OPTIONS, "quiz") else Asked()
        block = Block(
            top.name, top.title, top.id, top.attributes, top.line, end, top.indent, tuple(top.children), asked,
        )  # fmt: skip
        if (
            len(self.stack) < MAX_NESTED
        ):  # Deeper blocks were reported, and would be too deep for code that walks the blocks.
            (self.stack[-1].children if self.stack else self.blocks).append(block)

    def asked(self, block: _Open, end: int) -> Asked:
        """The question and options of a block; an error for each line that is neither, if the block is closed."""
        inner = {number for child in block.children for number in range(child.line, child.end + 1)}
        own = [number for number in range(block.line + 1, end) if number not in inner]
        asked = read_options(block.name, [(number, self.lines[number - 1][block.indent :]) for number in own])
        for number in asked.wrong if self.closed else ():
            self.problem(number, "no-option", name=block.name)
        return asked


def _shifted(line: str, spaces: int) -> str:
    """A line inside a code fence, moved as far as the fence was."""
    indent = len(line) - len(line.lstrip(" "))
    return " " * spaces + line if spaces > 0 and line.strip() else line[min(max(0, -spaces), indent) :]


def _close(block: _Open) -> str:
    """The closing line that this block needs."""
    return ":" * block.colons + (f" /{block.name}" if block.name in HIDDEN else "")
