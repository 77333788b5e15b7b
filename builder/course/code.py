"""What is code in a line and in a page: samples, which mean nothing to any rule."""

import re
from collections.abc import Iterator, Sequence

_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")


def mask_code(line: str) -> str:
    """The line with inline code blanked out, same length."""
    return _CODE_SPAN.sub(lambda match: " " * len(match[0]), line) if "`" in line else line


def text_lines(
    lines: Sequence[str], fences: Sequence[tuple[int, int]], start: int = 1, end: int | None = None
) -> Iterator[tuple[int, str]]:
    """Number and text of the lines outside code fences and block marks, inline code blanked out."""
    fenced = {number for first, last in fences for number in range(first, last + 1)}
    for number in range(start, (end or len(lines)) + 1):
        line = lines[number - 1]
        if number not in fenced and not line.lstrip(" ").startswith(":::"):
            yield number, mask_code(line)
