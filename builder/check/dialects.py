"""Rules on inline marks: those of other Markdown dialects, and those that are never closed or opened."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from builder.course.abbreviations import without_definitions
from builder.course.foreign import foreign_mark
from builder.course.formulas import without_formulas
from builder.course.inline import BREAK, MARK
from builder.course.items import MARK as ITEM_MARK
from builder.course.model import Course, Document
from builder.course.reading import masked_text
from builder.problems import Problem

_FOREIGN = re.compile(
    rf"(?P<br>{BREAK})|{MARK}|"
    r"\\[^\n]|~~|==(?=[^\s=])|\+\+(?=\w[^+\n]*\+\+)|~(?=[^\s~]{1,40}~)|\^(?=[^\s^\[\]]{1,40}\^|\[)|%%(?=\S)|"
    r"\$(?<![\w$]\$)(?=\$|[^\s$\d](?:[^$\n]*[^\s$])?\$(?!\w))|"
    r":(?<![\w:]:)(?=[a-z][a-z0-9_+-]{1,30}:(?![\w:]))|"
    r"\{(?=[#.:%{]|\+\+|--|==|>>|~~|[\w-]+=)[^}\n]{0,40}\}?|\}\}|"
    r"\[\[|\[(?=@[\w-])|\[(?i:_?_?toc_?_?)\](?!\()|<<(?=\w)|&(?:nbsp|amp|lt|gt|quot|mdash|ndash|copy)(?![\w;])|"
    r"/(?<=\n/)//+|\\\n|\\$"
)
"""Each alternative begins with a literal character, so that a page without any is searched quickly."""
_TASK = re.compile(r"\[(?P<mark>[^\]\n]?)\](?P<after>[^\n]?)")
_ITEM = re.compile(rf"^[ >]*{ITEM_MARK} +$")
_PAIR = r"{0}(?<![^\s(“\"«¿¡]{0})(?=\w)[^*_`|\n\\]*[^\s*_`|\n\\]{0}(?![\w*])"
_TOKEN = re.compile("|".join([r"\\[^\n]", *map(_PAIR.format, (r"\*\*", r"\*", "_")), r"\*\**", "__*", "``*"]))
"""Marks, and (first, as usual) pairs that surely belong together. Each alternative begins with a literal character."""
_END = re.compile(r"\||\n(?= *(?:\n|[-+>#|]|\* |\d+[.)]\s))")
"""The end of a paragraph, an item or a cell: no mark reaches beyond it."""
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>*`]+|[\w.+-]{1,64}@[\w.-]+|\]\([^()\n]*\)|\[\^[^\[\]\n]*\]|\{[^{}\n]*\}|^#.*\{[^}\n]*\}\s*#*$"
)


def marks(course: Course) -> Iterator[Problem]:
    """No mark would be printed literally, unless it is escaped with a backslash."""
    for document in course.documents():
        lines, _ = without_definitions(document.lines, document.fences)
        text = masked_text(tuple(map(without_formulas, lines)), document.fences)
        places = sorted({*_foreign(text), *_tasks(text), *_lone(text)})
        seen: set[tuple[int, str, str]] = set()
        number, position, spans = 1, 0, _Spans(text)
        for start, code, mark in places:
            number += text.count("\n", position, start)
            position = start
            if (number, code, mark) not in seen and not spans.hold(start):
                seen.add((number, code, mark))
                if _said(document, number, mark):
                    continue
                yield Problem(document.path, number, code, {"mark": mark})


def _said(document: Document, number: int, mark: str) -> bool:
    """Whether the scanner has reported it: it reads options, and marks that would hide something."""
    line = document.lines[number - 1]
    options = (block for block in document.walk() if block.name in ("question", "choices"))
    is_option = mark.startswith("[") and any(block.line < number < block.end for block in options)
    return is_option or bool(foreign_mark(line, line))


class _Spans:
    """The spans of a page's addresses and of its headings' braces, which have their own rule; found line by line."""

    def __init__(self, text: str) -> None:
        self.text, self.end = text, -1
        self.starts: list[int] = []
        self.ends: list[int] = []

    def hold(self, position: int) -> bool:
        """Whether a position is inside a span. Positions must be passed in ascending order."""
        if position >= self.end:
            start = self.text.rfind("\n", 0, position) + 1
            self.end = self.text.find("\n", position)
            self.end = self.end if self.end >= 0 else len(self.text) + 1
            found = [match.span() for match in _ADDRESS.finditer(self.text[start : self.end])]
            self.starts = [start + first for first, _ in found]
            self.ends = [start + last for _, last in found]
        index = bisect_left(self.starts, position) - 1
        return index >= 0 and position < self.ends[index]


def _foreign(text: str) -> Iterator[tuple[int, str, str]]:
    """Position, code and mark of each mark of another dialect."""
    for match in _FOREIGN.finditer(text):
        mark = match[0].strip()
        if match.lastgroup and match.lastgroup != "br":
            start, words = match.start(match.lastgroup), match[match.lastgroup]
            yield from ((start + place, code, inner) for place, code, inner in _foreign(words))
        elif not match["br"] and (mark[:1] != "\\" or mark == "\\"):
            yield match.start(), "unknown-mark", mark


def _tasks(text: str) -> Iterator[tuple[int, str, str]]:
    """Task list marks that wouldn't become boxes to tick."""
    for match in _TASK.finditer(text) if "[" in text else ():
        item = _ITEM.match(text[text.rfind("\n", 0, match.start()) + 1 : match.start()])
        if not item or match["mark"] not in " xXvV✓✔-" or match["after"] in ("(", "["):
            continue
        if item["number"] or match["mark"] not in (" ", "x", "X") or match["after"] != " ":
            yield match.start(), "unknown-mark", f"[{match['mark']}]"


def _lone(text: str) -> Iterator[tuple[int, str, str]]:
    """Position, code and mark of what opens or closes nothing within its paragraph, item or cell."""
    if "*" not in text and "_" not in text and "`" not in text:
        return
    opened: list[re.Match[str]] = []
    inner: list[re.Match[str]] = []
    position = 0
    for match in _TOKEN.finditer(text):
        if (opened or inner) and (end := _END.search(text, position)) and end.start() < match.start():
            yield from _left(opened, inner)
        position, sign = match.end(), match[0][0]
        if match[0].strip(sign):  # a pair, or a sign behind a backslash
            continue
        if sign == "`":
            before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            after = text[match.end() : match.end() + 1].strip()
            is_left = len(match[0]) == 2 and not before[-1:].strip() and not after  # where a comment was taken out
            if not is_left and (before.strip(" >*+-.0123456789") or len(match[0]) < 3):  # fences are the scanner's
                yield match.start(), "lone-mark", match[0]
        elif sign in "*_":
            opens, closes = _sides(text, match)
            if closes and opened and opened[-1][0] == match[0]:
                opened.pop()
            elif opens:
                opened.append(match)
            elif closes and sign == "*" and _is_inner(text, match):
                inner.append(match)
            elif closes:
                yield match.start(), "lone-mark", match[0]
    yield from _left(opened, inner)


def _left(opened: list[re.Match[str]], inner: list[re.Match[str]]) -> Iterator[tuple[int, str, str]]:
    """What is still open at the end of a paragraph; empties both lists. A single star within a word is allowed."""
    alone = len(inner) == 1 and not opened
    yield from ((left.start(), "lone-mark", left[0]) for left in (*opened, *(() if alone else inner)))
    opened.clear()
    inner.clear()


def _is_inner(text: str, match: re.Match[str]) -> bool:
    """Whether a star stands between letters or digits (`5*3`); if it is the only one in its paragraph, it is plain text."""
    return len(match[0]) == 1 and text[match.start() - 1].isalnum() and text[match.end() : match.end() + 1].isalnum()


def _sides(text: str, match: re.Match[str]) -> tuple[bool, bool]:
    """Whether a run of stars or underscores may open and may close; neither when it stands between spaces or within a
    word.
    """
    before, after = text[match.start() - 1 : match.start()] or " ", text[match.end() : match.end() + 1] or " "
    if match[0][0] == "_" and (len(match[0]) > 2 or (before.isalnum() and after.isalnum())):
        return False, False
    opens, closes = not after.isspace(), not before.isspace()
    if not opens and not closes:
        line = text[text.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
        return False, len(match[0]) > 1 and bool(line.strip("* "))
    if opens and closes:
        return not before.isalnum(), not after.isalnum() or before.isalnum()
    return opens, closes
