"""What no author needs and the engines can't handle: rejected here, with its line, before any engine sees it."""

import re
from collections.abc import Iterator, Sequence

MAX_LINE = 20_000
"""Characters; a table's cell of 2,000 words fits."""
MAX_NESTED = 8
"""Blocks in blocks; quotations and lists in one another."""
MAX_COLUMNS = 30
LONGEST_TITLE = 200
"""Characters of a title, heading or name; Moodle keeps 255 of a name, SCORM fewer of a title, and the builder puts words of its own
before or after it. On paper each stands on one page together with what follows."""
LONGEST_TEXT = 2_000
"""Characters of a text in a YAML file: a page's worth, since most of them are printed in one piece."""
MAX_OPEN = 50
"""Brackets open at once in a paragraph: engines search for the end of each."""
_FIRST = frozenset(">*+-0123456789")
_RULER = re.compile(r"\s*(?:[*-]\s*){3,}$")
_LONG_NUMBER = re.compile(r"\s*\d{10,}[.)]\s")
_MARKS = re.compile(r"\s*(?:[>*+-]|\d+[.)])(?=[\s>]|$)")


def excess(line: str) -> tuple[str, dict[str, object]] | None:
    """Code and arguments of the limit that a line of text breaks; None when it breaks none."""
    if line.count("|") > MAX_COLUMNS + 1:
        return "table-too-wide", {"columns": line.count("|") - 1, "limit": MAX_COLUMNS}
    text = line.lstrip(" ")
    indent = len(line) - len(text)
    is_one_item = text[2:3].isalpha() and indent < 4 * (MAX_NESTED - 1)  # `- words`, the usual case
    begins = text[:1] in _FIRST and not is_one_item
    if indent > 4 * MAX_NESTED or (begins and _nested(line) + indent // 4 > MAX_NESTED):
        return "nested-too-deeply", {"limit": MAX_NESTED}
    if begins and _LONG_NUMBER.match(line):
        return "bad-number", {"value": f"{line.strip()[:12]}…", "low": 0, "high": 999_999_999}
    if (line.count("[") > MAX_NESTED or line.count("(") > MAX_NESTED) and _depth(line) > MAX_NESTED:
        return "nested-too-deeply", {"limit": MAX_NESTED}
    return None


def _nested(line: str) -> int:
    """How many marks of quotations and list items a line begins with."""
    count, position = 0, 0
    while not _RULER.match(line, position) and (match := _MARKS.match(line, position)):
        count, position = count + 1, match.end()
    return count


def _depth(line: str) -> int:
    """How many brackets are open at once, at most; those that are never closed count, since engines look for their end."""
    depth, most = {"[": 0, "(": 0}, 0
    for sign in line:
        if sign in depth:
            depth[sign] += 1
            most = max(most, depth[sign])
        elif sign in "])":
            opened = "[" if sign == "]" else "("
            depth[opened] = max(0, depth[opened] - 1)
    return most


def unclosed(lines: Sequence[str]) -> Iterator[int]:
    """The numbers of the lines at which a paragraph comes to have more than `MAX_OPEN` open brackets."""
    opened = 0
    for number, line in enumerate(lines, 1):
        if not line or line.isspace():
            opened = 0
        elif "[" in line or "(" in line:
            before = opened
            opened += max(0, line.count("[") - line.count("]")) + max(0, line.count("(") - line.count(")"))
            if before <= MAX_OPEN < opened:
                yield number
