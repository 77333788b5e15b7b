"""Whether an indented line belongs to a list item, as the Markdown library sees it."""

import re
from collections.abc import Collection, Sequence

_LIST_ITEM = re.compile(r"^ *(?!(?:[*-] *){3,}$)(?:[*+-]|\d+\.) +\S")
_HEADING = re.compile(r"^ *#{1,6}")


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
        elif _LIST_ITEM.match(text) and depth == indent - 4:
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
    return bool(_LIST_ITEM.match(lines[first - 1]))
