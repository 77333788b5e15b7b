"""Signs that people type or paste as list bullets or numbers, but that don't make a list here."""

import re
from collections.abc import Iterator, Sequence

UNDERLINE = re.compile(r"^ {0,3}(=+|-+) *$")
STRONG = re.compile(
    r"(?P<mark>[•◦▪‣●○■□◆◇➢➤►▶✓✔✗✘☐☑☒·∙⁃➔→\uf0b7\uf0a7](?=\s|\w)|o\t|\d{1,3}\)(?=\s|[^\W\d])|\d{1,2}\.(?=[^\W\d_]{2})"
    r"|[-+](?=[^\W\d_])|[-*+]$|\d{1,3}[.)]$)"
)
"""Starts of lines that are meant as list items but aren't read as such."""
_WEAK = re.compile(r"(?P<mark>[–—―‒−](?= )|(?:[a-zA-Z]|[ivx]{2,4})\)(?=\s)|\((?:\w|[ivx]{2,4})\)(?=\s))")
"""The same, but in the middle of a paragraph they may be the result of a wrapped line."""


def foreign_items(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Number and sign of each line of a paragraph that looks like a list item; `lines` are (number, text)."""
    weak = [number for number, line in lines if _WEAK.match(line.lstrip(" "))]
    symbols: dict[str, list[int]] = {}
    for order, (number, line) in enumerate(lines):
        text = line.strip()
        strong, slight = STRONG.match(text), _WEAK.match(text)
        after_colon = order > 0 and lines[order - 1][1].rstrip().endswith(":")
        if strong and not (order and UNDERLINE.match(text)):
            yield number, strong["mark"]
        elif slight and (order == 0 or len(weak) > 1 or after_colon):
            yield number, slight["mark"]
        elif re.match(r"[^\w\s] ", text) and text[0] not in "-+*>|#[(\"'«“=:~$%&/\\…":
            symbols.setdefault(text[0], []).append(number)
    yield from ((numbers[0], mark) for mark, numbers in symbols.items() if len(numbers) > 1)
