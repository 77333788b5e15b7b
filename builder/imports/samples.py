"""Writes HTML code blocks as fenced code."""

import re

from lxml import html

from builder.course.foreign import foreign_fence
from builder.imports.escape import clean
from builder.imports.grids import Line
from builder.imports.maths import can_be_set
from builder.imports.tree import line_of


def fence(node: html.HtmlElement) -> list[Line]:
    inner = node.find("code")
    kind = (inner.get("class") or "") if inner is not None else ""
    info = next((one.removeprefix("language-") for one in kind.split() if one.startswith("language-")), "")
    info = info if re.fullmatch(r"[A-Za-z0-9+#-]{1,20}", info) and not foreign_fence(info) else ""
    text = "".join(node.itertext()).rstrip("\n")
    info = "" if info == "math" and not can_be_set(text) else info
    longest = max((len(run) for run in re.findall("^ *(`{3,})", text, re.MULTILINE)), default=2)
    ticks = "`" * (max(longest, 2) + 1)
    line = line_of(node)
    return [
        (ticks + info, line),
        *((clean(one), line + number) for number, one in enumerate(text.split("\n"), 1)),
        (ticks, line),
    ]
