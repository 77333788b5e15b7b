"""Marks within a line beyond emphasis: what is struck out, sub- and superscript, line breaks. Check and renderer read them here."""

import re
from collections.abc import Mapping

BREAK = r"<br ?/?>|\\\n(?! *(?:\n|[-+*>#|:]|\d+[.)]\s|\Z))"
"""The one tag that is allowed, since a table's cell has no lines; or a backslash at the end of a line that goes on."""
MARKS: Mapping[str, str] = {
    "del": r"~~(?=[^\s~])(?P<del>[^~\n|]*[^\s~])~~(?!~)",
    "sub": r"~(?=[^\s~])(?P<sub>[^\s~|]{1,40})~(?!~)",
    "sup": r"\^(?=[^\s^\[])(?P<sup>[^\s^\[\]|]{1,40})\^",
}
"""Tag -> its mark. Words that are struck out stay in one line; what is high or low has no space in it."""
MARK = "|".join(MARKS.values())
_PLAIN = re.compile(rf"(?P<break><br ?/?>)|{MARK}")


def without_marks(text: str) -> str:
    """The words, without these marks; a space for a line break."""
    if "~" not in text and "^" not in text and "<" not in text:
        return text
    return _PLAIN.sub(lambda found: " " if found["break"] else found["del"] or found["sub"] or found["sup"], text)
