"""Cuts a page into messages, with the loader's scanner of blocks and lists. The exact position of each text is kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath

from builder.course.abbreviations import abbreviation
from builder.course.blocks import scan
from builder.course.items import ANY_MARK, HEADING, ITEM
from builder.course.pages import LONGEST_HEAD
from builder.course.reading import is_rule, split_row
from builder.course.scanned import Block, Scan
from builder.course.textfile import expand_tabs
from builder.course.vocabulary import HIDDEN
from builder.imports.po.heads import read_head
from builder.imports.po.marks import hidden, one_line
from builder.imports.po.opened import block_sign, opened_units
from builder.imports.po.unit import Cut, Unit
from builder.problems import ContentError, Problem

REMEMBERED = 256
"""Pages kept in the cache: each is needed as source, as translation, and to verify the result."""
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+(?P<text>.*?)(?:[ \t]*(?P<id>\{#[^{}]*\}))?[ \t]*#*[ \t]*$")
_START = re.compile(rf"[ \t]*(?:{ANY_MARK}[ \t]+)?(?P<option>\[[ xX]\][ \t]+)?(?P<text>.*?)[ \t]*$")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_DEFINED = re.compile(r"[ \t]*:[ \t]+(?P<text>.*?)[ \t]*$")
_FILLED = re.compile(r"\{\{[^{}`]*\}\}")
"""Values that the settings fill in."""
_RULED = re.compile(r" *(?:[-*_] *){3,}$")


@dataclass(slots=True)
class _Open:
    """A text that may continue on further lines: its kind, and start and end of its part of each line."""

    kind: str
    line: int
    parts: list[tuple[int, int]]
    prefix: str | None = None


@dataclass(slots=True)
class _Place:
    """An open block, and the number of texts of each kind in it."""

    path: str
    audience: str
    end: int
    counts: dict[str, int] = field(default_factory=dict)

    def next(self, kind: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{self.path}{kind}-{self.counts[kind]}"


@lru_cache(REMEMBERED)
def cut_page(path: PurePosixPath, text: str, language: str) -> Cut:
    """The messages of a page. Raises ContentError for a page with faults, where it is unclear what belongs together."""
    return _Cutter(path, text, language).run()


class _Cutter:
    def __init__(self, path: PurePosixPath, text: str, language: str) -> None:
        self.path, self.text, self.language = path, text, language
        self.rows = [row.rstrip("\r\n") for row in text.splitlines(keepends=True)]
        self.starts = _starts(text)
        first = next((n for n, row in enumerate(self.rows[1:LONGEST_HEAD], 2) if row.strip() == "---"), 0) + 1
        self.scan = scan([expand_tabs(_FILLED.sub(_as_words, row)) for row in self.rows], path, first)
        if self.scan.problems:
            raise ContentError(self.scan.problems)
        self.first = first
        self.units: list[Unit] = []
        self.places = [_Place("", "", len(self.rows) + 1)]
        self.signs: list[str] = []
        self.open: _Open | None = None
        self.table = 0
        """The last line that was a row of a table."""

    def run(self) -> Cut:
        units, signs = read_head(self.path, self.text, self.starts[: self.first], self.language)
        self.units += units
        self.signs += signs
        opened = {block.line: block for top in self.scan.blocks for block in top.walk()}
        fenced = _fenced(self.scan)
        for number in range(self.first, len(self.rows) + 1):
            line = self.scan.lines[number - 1] if number <= len(self.scan.lines) else ""
            if number in fenced or not line.strip():
                self.close()
            elif number in opened:
                self.close()
                self.enter(opened[number])
            elif line.lstrip(" ").startswith(":::"):
                self.close()
                self.leave(number)
            else:
                self.line(number, line)
        self.close()
        return Cut(self.text, tuple(self.units), tuple(self.signs))

    def enter(self, block: Block) -> None:
        outer = self.places[-1]
        name = block.id or outer.next(block.name).removeprefix(outer.path)
        audience = block.name if block.name in HIDDEN else outer.audience
        place = _Place(f"{outer.path}{name}/", audience, block.end)
        self.places.append(place)
        self.signs.append(block_sign(block))
        start = self.starts[block.line - 1]
        for unit in opened_units(block, self.rows[block.line - 1], start, self.language):
            self.add(replace(unit, place=f"{place.path}{unit.place}", audience=audience))

    def leave(self, number: int) -> None:
        while len(self.places) > 1 and self.places[-1].end <= number:
            self.places.pop()

    def line(self, number: int, line: str) -> None:
        """Handles a line of text: it begins something or continues what is open."""
        raw, inner = (
            self.rows[number - 1],
            line[len(quote[0]) :] if (quote := _QUOTE.match(line)) and ">" in quote[0] else line,
        )
        self.refuse_comment(number, line)
        if not inner.strip() or _RULED.fullmatch(inner):
            return self.close()
        if HEADING.match(inner.lstrip(" ")):
            self.close()
            return self.whole(number, "heading", _HEADING)
        if self.is_row(number, inner):
            self.close()
            self.table = number
            return self.row(number, inner)
        if abbreviation(inner.lstrip(" ")):
            self.close()
            return self.begin(number, "abbreviation", raw.index("]:") + 2)
        return self.running(number, line, inner)

    def refuse_comment(self, number: int, line: str) -> None:
        """Raises ContentError for a part of a comment of several lines: such a text has no clear end."""
        raw = self.rows[number - 1]
        if raw.count("<!--") != raw.count("-->") and line.strip() != expand_tabs(raw).strip():
            raise ContentError([Problem(self.path, number, "po-comment")])

    def running(self, number: int, line: str, inner: str) -> None:
        raw, quote = self.rows[number - 1], _QUOTE.match(self.rows[number - 1])
        depth = quote[0].count(">") if quote else 0
        offset = quote.end() if quote and depth else 0
        item, defined = ITEM.match(inner), _DEFINED.match(inner)
        kind = self.open.kind if self.open else ""
        goes_on = self.open and number not in self.scan.cuts and (depth > 0) == kind.startswith(("quote", "feedback"))
        if goes_on and not defined and not (item and self.is_item(item, kind)):
            return self.go_on(number, raw, offset)
        self.close()
        if defined and not item:
            return self.begin(number, "definition", offset + raw[offset:].index(":") + 1)
        if item:
            start = _START.match(raw, offset)
            kind = "option" if start and start["option"] and self.is_option(number) else "item"
            at = start.start("text") if start else 0  # a box to tick is no text, wherever it stands
            return self.begin(number, f"quote-{kind}" if depth else kind, at)
        feedback = depth and any(unit.kind == "option" for unit in self.units[-2:]) and line.startswith("    ")
        return self.begin(number, "feedback" if feedback else "quote" if depth else "paragraph", offset)

    def is_option(self, number: int) -> bool:
        return any(
            option.line == number for top in self.scan.blocks for block in top.walk() for option in block.options
        )

    def is_item(self, item: re.Match[str], kind: str) -> bool:
        """Whether an item begins here rather than the sentence above continuing, as with a number other than 1."""
        return not item["number"] or item["number"] == "1" or kind.endswith(("item", "option"))

    def begin(self, number: int, kind: str, offset: int) -> None:
        raw, start = self.rows[number - 1], self.starts[number - 1]
        begin, end = _trimmed(raw, offset)
        self.open = _Open(kind, number, [(start + begin, start + end)])

    def go_on(self, number: int, raw: str, offset: int) -> None:
        assert self.open  # noqa: S101 - the caller has checked
        begin, end = _trimmed(raw, offset)
        self.open.prefix = raw[:begin] if self.open.prefix is None else self.open.prefix
        start = self.starts[number - 1]
        self.open.parts.append((start + begin, start + end))

    def whole(self, number: int, kind: str, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.rows[number - 1], (_QUOTE.match(self.rows[number - 1]) or [""])[0].count(">") and 2)
        if match:
            start = self.starts[number - 1]
            self.signs.append(f"# {match['id'] or ''}")
            self.said(kind, number, [(start + match.start("text"), start + match.end("text"))])

    def is_row(self, number: int, inner: str) -> bool:
        """Whether the line is a row of a table, with a pipe at its start or without."""
        below = self.scan.lines[number] if number < len(self.scan.lines) else ""
        is_head = "|" in below and is_rule(split_row(below))
        return inner.lstrip(" ").startswith("|") or ("|" in inner and (is_head or 0 < self.table == number - 1))

    def row(self, number: int, inner: str) -> None:
        """Cuts a row of a table into cells, as `split_row` does."""
        raw, quote = self.rows[number - 1], _QUOTE.match(self.rows[number - 1])
        position = quote.end() if quote and ">" in quote[0] else 0
        cells = split_row(raw[position:])
        if is_rule(cells):
            return
        below = self.scan.lines[number] if number < len(self.scan.lines) else ""
        kind = "head" if is_rule(split_row(below)) and "|" in below else "cell"
        position = raw.index("|") + 1 if inner.lstrip(" ").startswith("|") else position
        for cell in cells:
            at = raw.index(cell, position)
            if cell:
                self.said(kind, number, [(self.starts[number - 1] + at, self.starts[number - 1] + at + len(cell))])
            position = raw.find("|", at + len(cell)) + 1

    def close(self) -> None:
        if self.open:
            self.said(self.open.kind, self.open.line, self.open.parts, self.open.prefix)
        self.open = None

    def said(self, kind: str, line: int, parts: list[tuple[int, int]], prefix: str | None = None) -> None:
        place = self.places[-1]
        whole = _joined([self.text[begin:end] for begin, end in parts])
        text, marks = hidden(whole, self.language)
        unit = Unit(
            place.next(kind), kind, text, line, parts[0][0], parts[-1][1], {mark.name: mark for mark in marks},
            prefix=prefix, audience=place.audience,
        )  # fmt: skip
        self.add(unit)

    def add(self, unit: Unit) -> None:
        self.units += [unit, *_alternatives(unit)]


def _alternatives(unit: Unit) -> Iterator[Unit]:
    """The alternative texts of the pictures in a text."""
    for mark in unit.marks.values():
        if mark.alt:
            yield Unit(
                f"{unit.place}/{mark.name}", "picture", one_line(mark.alt), unit.line, unit.start, unit.start,
                inside=(unit.place, mark.name), audience=unit.audience,
            )  # fmt: skip


def _joined(parts: list[str]) -> str:
    """The lines joined into one, except at line breaks set by the author."""
    text = parts[0]
    for part in parts[1:]:
        text += f"\n{part}" if text.endswith("\\") and not text.endswith("\\\\") else f" {part}"
    return text


def _trimmed(raw: str, offset: int) -> tuple[int, int]:
    text = raw[offset:]
    return offset + len(text) - len(text.lstrip(" \t")), len(raw.rstrip(" \t"))


def _starts(text: str) -> list[int]:
    found = [0]
    for row in text.splitlines(keepends=True):
        found.append(found[-1] + len(row))
    return found


def _fenced(scan: Scan) -> set[int]:
    return {number for first, last in scan.fences for number in range(first, last + 1)}


def _as_words(match: re.Match[str]) -> str:
    """Filler of the same length, since the scanner doesn't know these marks."""
    return "x" * len(match[0])
