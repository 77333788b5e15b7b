"""Formulas of other Markdown, `$x^2$` and `$$...$$`, as ours: what can't be set here stays as it was written."""

import re
from collections.abc import Sequence

from builder.course.code import mask_code
from builder.course.formulas import FormulaError, mathml

SIGN = "\ue0f0"
"""Begins the code that is a formula, between the Markdown of others and ours."""
_INLINE = re.compile(r"(?<![\w\\$`])\$(?=[^\s$`])(?P<formula>[^$`\n]+?)(?<=\S)\$(?![\w$`])")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LIKE = re.compile(r"[\\^_=]|^[A-Za-z]$")
"""What money has not."""


def can_be_set(latex: str) -> bool:
    try:
        mathml(latex)
    except FormulaError:
        return False
    return True


def with_formulas(lines: Sequence[str]) -> list[str]:
    """As many lines as before: formulas in a line as code that begins with `SIGN`, those between two lines of `$$` as a fence."""
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
    """What stands before the next line of `$$`; "" when there is none."""
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
