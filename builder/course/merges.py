"""Marks that git and similar tools leave in a file when two versions could not be merged."""

import re

_MARK = re.compile(r"<{7}|>{7}|(?:\|{7,}|%{7,}|\+{7,}|={7,})(?:\s|$)")
_SIGNS = ("<<<<<<<", ">>>>>>>", "=======", "|||||||", "%%%%%%%", "+++++++")


def merge_marks(lines: list[str]) -> dict[int, str]:
    """Number and text of each line with such a mark at its start."""
    text = "\n".join(lines)
    if not any(sign in text for sign in _SIGNS):
        return {}
    starts = ((number, line) for number, line in enumerate(lines, 1) if line.startswith(_SIGNS))
    return {number: line for number, line in starts if _MARK.match(line)}


def one_side(lines: list[str], marks: dict[int, str]) -> list[str]:
    """The lines with the marks and all sides but the first emptied, so that no fault is reported twice."""
    kept, is_open, other = [], False, False
    for number, line in enumerate(lines, 1):
        mark = marks.get(number, "")
        if mark.startswith("<"):
            is_open, other = True, False
        elif mark.startswith(">"):
            is_open, other = False, False
        elif mark:
            other = is_open
        kept.append("" if mark or other else line)
    return kept
