"""What a list item is, as the Markdown library reads it."""

import re

MARK = r"(?:[-*+]|(?P<number>\d{1,9})\.)"
"""What a list item begins with."""
ITEM = re.compile(rf"^(?P<indent> *)(?!(?:[*-] *){{3,}}$){MARK} +(?P<text>\S.*)$")
"""The one definition of an item's first line; a thematic break (`- - -`) is none."""
TYPED_ITEM = re.compile(r"^ *(?!(?:[*-] *){3,}$)(?:[-*+]|(?P<number>\d{1,9})(?P<end>[.)])) +(?P<text>\S.*)$")
"""An item's first line as people write it, `1)` too; `lists` converts it to an `ITEM`."""
ANY_MARK = r"(?:[-*+]|\d+[.)])"
"""What an item begins with, here or in other dialects (`1)`), for code that must not overlook one."""
INDENT = 4
"""Spaces of indent per level of a list."""
DEFINED = re.compile(r" {0,3}: +(?=\S)")
"""Start of a line that defines the term above it."""
HEADING = re.compile(r"#{1,6}(?: |$)")


def ends_sentence(above: str, line: str) -> bool:
    """Whether a line of a paragraph that looks like an item (`12. The next`) ends the sentence of the line above it."""
    item = ITEM.match(line)
    return bool(item and item["number"] and int(item["number"]) > 9) and above.rstrip()[-1:] not in ".:;!?"
