"""`*[CSR]: corporate social responsibility`: what an abbreviation means, on a line of its own, once for its page."""

import re
from collections.abc import Iterable, Mapping, Sequence

_DEFINITION = re.compile(r"\*\[(?P<short>[^\[\]\n`*_]*[^\W_][^\[\]\n`*_]*)\]:[ ]+(?P<words>\S.*?)\s*")
MOST = 40
"""The most characters that an abbreviation may have."""


def abbreviation(line: str) -> tuple[str, str] | None:
    """The abbreviation that a line defines, and its words; None when it defines none."""
    match = _DEFINITION.fullmatch(line) if line.startswith("*[") else None
    return (match["short"].strip(), match["words"]) if match and len(match["short"]) <= MOST else None


def definitions(lines: Sequence[str], fences: Iterable[tuple[int, int]]) -> Mapping[int, tuple[str, str]]:
    """Number of each line that defines an abbreviation -> the abbreviation and its words."""
    if not any(line.startswith("*[") for line in lines):
        return {}
    fenced = {number for first, last in fences for number in range(first, last + 1)}
    defined = ((number, abbreviation(line)) for number, line in enumerate(lines, 1) if number not in fenced)
    return {number: found for number, found in defined if found}


def without_definitions(
    lines: Sequence[str], fences: Iterable[tuple[int, int]]
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The lines, emptied where they define an abbreviation, and abbreviation -> words."""
    found = definitions(lines, fences)
    kept = tuple("" if number in found else line for number, line in enumerate(lines, 1))
    return kept, dict(found.values())


def pattern(abbreviations: Iterable[str]) -> str:
    """Regular expression that finds them as whole words, the longest first; matches nothing when there are none."""
    longest = sorted(abbreviations, key=lambda short: (-len(short), short))
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)" if longest else r"(?!)"
