"""The text of a page as one string with code and block marks masked, offsets unchanged; and the cells of table rows."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from builder.course.code import mask_code
from builder.course.model import Document

REMEMBERED = 2_048
"""Pages whose text is cached: rules of the check read all pages of a course in turn. More would take much memory, and their
text is quickly made again."""
_PIPE = re.compile(r"\\.|(\|)")


@lru_cache(REMEMBERED)
def masked_text(lines: tuple[str, ...], fences: tuple[tuple[int, int], ...]) -> str:
    """Inline code becomes letters; lines of code fences and block marks become spaces."""
    found = [_masked(line) if "`" in line or ":::" in line else line for line in lines]
    for first, last in fences:
        for number in range(first - 1, last):
            found[number] = " " * len(lines[number])
    return "\n".join(found)


def _masked(line: str) -> str:
    return " " * len(line) if line.lstrip(" ").startswith(":::") else mask_code(line, "c")


def found(document: Document, pattern: re.Pattern[str], *signs: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Line and match of each place where the pattern fits the page's text. `signs`: strings of which each match contains one."""
    text, line, position = masked_text(document.lines, document.fences), 1, 0
    if signs and not any(sign in text for sign in signs):
        return
    for match in pattern.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        yield line, match


def split_row(line: str) -> list[str]:
    """The cells of a table's row: `|` inside code or after a backslash doesn't separate them."""
    text = line.strip()
    if "`" not in text and "\\" not in text:
        return _cells(text.split("|"))
    cuts = [match.start() for match in _PIPE.finditer(mask_code(text, "c")) if match[1]]
    starts = [0, *(cut + 1 for cut in cuts)]
    return _cells([text[start:end] for start, end in zip(starts, [*cuts, len(text)], strict=True)])


def _cells(parts: list[str]) -> list[str]:
    """The stripped cells, without the empty ones that pipes at either end of a row produce."""
    if len(parts) > 1 and not parts[0]:
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1]:
        parts = parts[:-1]
    return [part.strip() for part in parts]


def is_rule(cells: Sequence[str]) -> bool:
    """Whether these are the cells of the line of dashes below a table's head."""
    return all(re.fullmatch(r":?-+:?", cell) for cell in cells)
