"""Lists as people write them -> lists of one form: four spaces a level, `1.` for `1)`. Line for line, before blocks are looked for.

Which line belongs to which item is decided as CommonMark decides it; what it would flatten, or take for code, is a fault.
A mark always keeps its line, and text its words: only spaces at the start of a line, and the bracket of `1)`, change.
"""

from dataclasses import dataclass, field

from builder.course.items import HEADING, INDENT, TYPED_ITEM


@dataclass(frozen=True, slots=True)
class _Level:
    """An open list: the indent of its last item, and the column from which lines belong to that item."""

    indent: int
    column: int
    kind: str
    """`-` for bullets, else the sign after the number."""


@dataclass(slots=True)
class _Context:
    """The page or a block, with its indent in the source and in the result. Lists don't continue from one into another."""

    source: int
    placed: int
    levels: list[_Level] = field(default_factory=list)

    def depth(self, indent: int) -> int:
        """How many items a line at this indent belongs to."""
        return sum(level.column <= indent for level in self.levels)

    def beyond(self, indent: int, depth: int) -> int:
        """Spaces by which a line is indented beyond the text of its item."""
        return indent - (self.levels[depth - 1].column if depth else 0)


class Lists:
    """Takes the lines of a page in their order, code fences left out; `depth` is how many items the last mark belongs to."""

    def __init__(self) -> None:
        self.contexts = [_Context(0, 0)]
        self.cuts: list[int] = []
        """Numbers of lines where a list, quotation or heading directly follows something else; read as if after an empty line."""
        self.depth = 0
        self.run = ""
        """What the lines since the last empty one are: `list`, `text`, `quotation`; "" right after an empty line."""
        self.at = 0
        """How many items those lines belong to."""
        self.paragraph = -1
        """How many items the paragraph that may continue belongs to; -1 when there is none."""

    def enter(self, source: int, placed: int) -> None:
        """Opens a block, by its indent in the source and in the result."""
        self.contexts.append(_Context(source, placed))

    def leave(self) -> None:
        self.contexts.pop()

    def apart(self, line: str) -> str:
        """Places the mark of a block, or the first line of a code fence, and closes the lists that are deeper."""
        context, indent = self.contexts[-1], _indent(line)
        inner = indent - context.source
        self.depth = context.depth(inner) if inner >= 0 else 0
        del context.levels[self.depth :]
        self.run, self.paragraph = "", -1
        is_placed = self.depth and context.beyond(inner, self.depth) < INDENT
        return _placed(line, context, self.depth) if is_placed or not inner else line

    def line(self, number: int, line: str) -> tuple[str, bool]:
        """The line of text in its place, and False if it is unclear what it belongs to."""
        if not line or line.isspace():
            self.run, self.paragraph = "", -1
            return line, True
        context = self.contexts[-1]
        inner = _indent(line) - context.source
        if inner < 0 or (not inner and not context.levels and line[context.source] not in "-*+>0123456789#"):
            if inner >= 0 and not self.run:
                self.begin(context, 0, "text", 0)
            return _moved(line, context), True
        return self.structured(number, line, context, inner)

    def structured(self, number: int, line: str, context: _Context, inner: int) -> tuple[str, bool]:
        """Places a line that begins an item, a quotation or a heading, or comes while a list is open."""
        item, text, depth = TYPED_ITEM.match(line), line.lstrip(" "), context.depth(inner)
        if item:
            return self.item(number, line, context, inner)
        if HEADING.match(text) and not inner:
            if self.run:
                self.cuts.append(number)
            context.levels.clear()
            self.run, self.paragraph = "", -1
            return _placed(line, context, 0), True
        if text.startswith(">"):
            return self.quotation(number, line, context, inner)
        if self.run:
            return _moved(line, context), True  # the text above continues
        if context.beyond(inner, depth) >= INDENT:
            return line, not context.levels
        self.begin(context, depth, "text", depth)
        return _placed(line, context, depth), True

    def quotation(self, number: int, line: str, context: _Context, inner: int) -> tuple[str, bool]:
        depth = context.depth(inner)
        if context.beyond(inner, depth) >= INDENT:
            return line, not context.levels
        if self.run and (self.run, self.at) != ("quotation", depth):
            self.cuts.append(number)
        self.begin(context, depth, "quotation", -1)
        return _placed(line, context, depth), True

    def item(self, number: int, line: str, context: _Context, inner: int) -> tuple[str, bool]:
        """The first line of an item; a number in the middle of a paragraph begins one only when it is 1."""
        match, depth = TYPED_ITEM.match(line), context.depth(inner)
        assert match is not None  # noqa: S101 - the caller has matched it
        kind = match["end"] or "-"
        sibling = context.levels[depth] if depth < len(context.levels) else None
        if context.beyond(inner, depth) >= INDENT:
            return line, not context.levels
        if self.paragraph == depth and match["number"] and int(match["number"]) != 1:
            return _moved(line, context), not depth
        if sibling and _unclear(sibling, kind, inner):
            return line, False
        is_other = sibling is not None and sibling.kind != kind
        if self.run and (self.run != "list" or is_other):
            self.cuts.append(number)
            self.run = ""
        self.begin(context, depth, self.run or "list", depth + 1)
        column = min(match.start("text") - context.source, inner + INDENT)
        context.levels.append(_Level(inner, column, kind))
        return _placed(line.replace(")", ".", 1) if kind == ")" else line, context, depth), True

    def begin(self, context: _Context, depth: int, run: str, paragraph: int) -> None:
        """Notes that something within `depth` items begins, and closes deeper lists."""
        del context.levels[depth:]
        self.run, self.at, self.paragraph = run, depth, paragraph


def _unclear(sibling: _Level, kind: str, indent: int) -> bool:
    """Whether an item is indented more than the one above but too little to belong to it, or `1.` and `1)` are mixed."""
    far = indent - sibling.indent
    return far > 1 or (far == 1 and kind != sibling.kind) or {kind, sibling.kind} == {".", ")"}


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _placed(line: str, context: _Context, depth: int) -> str:
    return " " * (context.placed + INDENT * depth) + line.lstrip(" ")


def _moved(line: str, context: _Context) -> str:
    """The line, indented from its block as far as in the source."""
    far = context.placed - context.source
    return " " * far + line if far >= 0 else line[min(-far, _indent(line)) :]
