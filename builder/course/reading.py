"""The text of a page with code and block marks blanked out, in one string with the same offsets: what Markdown reads as text."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from builder.course.code import mask_code
from builder.course.model import Document

REMEMBERED = 256
_PIPE = re.compile(r"\\.|(\|)")


@lru_cache(REMEMBERED)
def masked_text(lines: tuple[str, ...], fences: tuple[tuple[int, int], ...]) -> str:
    """Code in a line becomes letters, a line of a code fence or a block mark becomes spaces."""
    found = [_masked(line) if "`" in line or ":::" in line else line for line in lines]
    for first, last in fences:
        for number in range(first - 1, last):
            found[number] = " " * len(lines[number])
    return "\n".join(found)


def _masked(line: str) -> str:
    return " " * len(line) if line.lstrip(" ").startswith(":::") else mask_code(line, "c")


def found(document: Document, pattern: re.Pattern[str], *signs: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Line and match of each place in the page's text where the pattern fits. One of the signs is in each match."""
    text, line, position = masked_text(document.lines, document.fences), 1, 0
    if signs and not any(sign in text for sign in signs):
        return
    for match in pattern.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        yield line, match


def split_row(line: str) -> list[str]:
    """The cells of a table's row: `|` inside code or behind a backslash separates nothing."""
    text = line.strip()
    if "`" not in text and "\\" not in text:
        return _cells(text.split("|"))
    cuts = [match.start() for match in _PIPE.finditer(mask_code(text, "c")) if match[1]]
    starts = [0, *(cut + 1 for cut in cuts)]
    return _cells([text[start:end] for start, end in zip(starts, [*cuts, len(text)], strict=True)])


def _cells(parts: list[str]) -> list[str]:
    """What stands between the pipes, without the empty ends that pipes at both ends of a row make."""
    if len(parts) > 1 and not parts[0]:
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1]:
        parts = parts[:-1]
    return [part.strip() for part in parts]


def is_rule(cells: Sequence[str]) -> bool:
    """Whether these are the cells of the line of dashes below a table's head."""
    return all(re.fullmatch(r":?-+:?", cell) for cell in cells)
