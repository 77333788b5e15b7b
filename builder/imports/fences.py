"""Reads fenced blocks in Pandoc's form (`::: challenge` ... `:::`) as boxes, and the text between them as elements."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from builder.imports.draft import Said
from builder.imports.marked import elements
from builder.imports.names import is_known
from builder.imports.tree import Box, Part

_FENCE = re.compile(r"^ {0,3}:{3,}\s*(?P<rest>.*?)\s*:*\s*$")
_CODE = re.compile(r"^ {0,3}(?P<marks>`{3,}|~{3,})(?P<info>.*)$")
_NAME = re.compile(r"(?:\{\s*(?:#(?P<id>[\w-]+)\s*)?\.?(?P<braced>[\w-]+)[^}]*\}?|(?P<plain>[\w-]+))")


def boxes(lines: Sequence[str], first: int, known: Mapping[str, Any], said: list[Said]) -> list[Part]:
    """The parts of a page whose text begins in line `first`. A fence with a name opens a box, one without closes it."""
    top = Box("", line=first)
    stack, text, begin, code = [top], list[str](), first, ""
    for number, line in enumerate(lines, first):
        code = _in_code(line, code)
        fence = None if code else _FENCE.match(line)
        if not fence:
            text.append(line)
            continue
        stack[-1].parts += elements(text, begin, known)
        text, begin = [], number + 1
        if name := _NAME.match(fence["rest"]):
            box = Box((name["braced"] or name["plain"]).lower(), line=number, id=name["id"] or "")
            stack[-1].parts.append(box)
            stack.append(box)
            if not is_known(box.name):
                said.append(("changed", "unknown-box", number, {"name": box.name}))
        elif len(stack) > 1:
            stack.pop()
        else:
            said.append(("decide", "stray-fence", number, {}))
    stack[-1].parts += elements(text, begin, known)
    said += [("decide", "open-fence", box.line, {"name": box.name}) for box in stack[1:]]
    return top.parts


def _in_code(line: str, code: str) -> str:
    """The marks of the code fence that is still open after this line; "" for none."""
    match = _CODE.match(line)
    if not match:
        return code
    if not code:
        return str(match["marks"])
    is_end = match["marks"][0] == code[0] and len(match["marks"]) >= len(code) and not match["info"].strip()
    return "" if is_end else code
