"""What an item of a list is, and whether an indented line belongs to one, as the Markdown library sees it."""

import re
from collections.abc import Collection, Sequence

MARK = r"(?:[-*+]|(?P<number>\d{1,9})\.)"
"""What an item of ours begins with."""
ITEM = re.compile(rf"^(?P<indent> *)(?!(?:[*-] *){{3,}}$){MARK} +(?P<text>\S.*)$")
"""The one definition of an item's first line; a line across the page is none."""
ANY_MARK = r"(?:[-*+]|\d+[.)])"
"""What an item begins with, here or in other dialects (`1)`): for whoever must not overlook one."""
INDENT = 4
"""Spaces of each level of a list."""
_HEADING = re.compile(r"^ *#{1,6}")


def ends_sentence(above: str, line: str) -> bool:
    """Whether a line of a paragraph that looks like an item (`12. The next`) ends the sentence of the line above it."""
    item = ITEM.match(line)
    return bool(item and item["number"] and int(item["number"]) > 9) and above.rstrip()[-1:] not in ".:;!?"


def in_item(lines: Sequence[str], number: int, indent: int, floor: int, apart: Collection[int]) -> bool:
    """Whether line `number` belongs to a list item that begins four spaces further left.

    Looked for below line `floor`; `apart` are the lines of blocks and code fences, which are no text of a list.
    """
    going_on = False  # in the lines that follow an item's first one without an empty line
    for line in range(number - 1, floor, -1):
        text = lines[line - 1]
        depth = len(text) - len(text.lstrip(" "))
        if not text.strip():
            if going_on:
                return False
        elif depth >= indent:
            continue
        elif line in apart or _HEADING.match(text):
            return False
        elif ITEM.match(text) and depth == indent - INDENT:
            return _begins_list(lines, line, floor, apart)
        else:
            going_on = True
    return False


def _begins_list(lines: Sequence[str], line: int, floor: int, apart: Collection[int]) -> bool:
    """Whether the lines above an item, up to an empty one, are items too, and no paragraph that swallows it."""
    first = line
    while first - 1 > floor and first - 1 not in apart and lines[first - 2].strip():
        if _HEADING.match(lines[first - 2]):
            break
        first -= 1
    return bool(ITEM.match(lines[first - 1]))
