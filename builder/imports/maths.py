"""Converts formulas of other Markdown, `$x^2$` and `$$...$$`, to ours; those we can't typeset stay as written."""

import re
from collections.abc import Sequence

from builder.course.code import mask_code
from builder.course.formulas import FormulaError, mathml

SIGN = "\ue0f0"
"""Marks code as a formula between parsing and writing."""
_INLINE = re.compile(r"(?<![\w\\$`])\$(?=[^\s$`])(?P<formula>[^$`\n]+?)(?<=\S)\$(?![\w$`])")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LIKE = re.compile(r"[\\^_=]|^[A-Za-z]$")
"""What occurs in formulas but not in amounts of money."""


def can_be_set(latex: str) -> bool:
    try:
        mathml(latex)
    except FormulaError:
        return False
    return True


def with_formulas(lines: Sequence[str]) -> list[str]:
    """The same number of lines, with inline formulas as code that begins with `SIGN`, and `$$` blocks as fences."""
    found: list[str] = []
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        written = line
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark[1]
        elif line.strip() == "$$" and fence in ("$$", "left"):
            fence, written = "", "```" if fence == "$$" else line
        elif line.strip() == "$$" and not fence and (inner := _inner(lines[number + 1 :])):
            fence, written = ("$$", "```math") if can_be_set(inner) else ("left", line)
        elif not fence and "$" in line:
            written = _in_line(line)
        found.append(written)
    return found


def _inner(rest: Sequence[str]) -> str:
    """The lines before the next `$$`; "" when there is none."""
    end = next((place for place, line in enumerate(rest[:40]) if line.strip() == "$$"), 0)
    return "\n".join(rest[:end])


def _in_line(line: str) -> str:
    masked = mask_code(line)
    matches = [
        match for match in _INLINE.finditer(masked) if _LIKE.search(match["formula"]) and can_be_set(match["formula"])
    ]
    for match in reversed(matches):
        line = f"{line[: match.start()]}`{SIGN}{match['formula']}`{line[match.end() :]}"
    return line
