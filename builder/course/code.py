"""Which parts of a line and a page are code, that is, samples to which no rule applies."""

import re
from collections.abc import Iterator, Sequence

_CODE_SPAN = re.compile(r"\\.|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|`+")
"""As the Markdown library reads it: a backslash escapes a backtick, but not inside code."""


def mask_code(line: str, sign: str = " ") -> str:
    """The line with inline code blanked out, same length."""
    if "`" not in line:
        return line
    return _CODE_SPAN.sub(lambda match: sign * len(match[0]) if match["ticks"] else match[0], line)


def text_lines(
    lines: Sequence[str], fences: Sequence[tuple[int, int]], start: int = 1, end: int | None = None
) -> Iterator[tuple[int, str]]:
    """Number and text of the lines outside code fences and block marks, inline code blanked out."""
    fenced = {number for first, last in fences for number in range(first, last + 1)}
    for number in range(start, (end or len(lines)) + 1):
        line = lines[number - 1]
        if number not in fenced and not line.lstrip(" ").startswith(":::"):
            yield number, mask_code(line)
