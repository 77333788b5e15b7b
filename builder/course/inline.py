"""Inline marks beyond emphasis: strikethrough, sub- and superscript, line breaks; shared by check and renderer."""

import re
from collections.abc import Mapping

BREAK = r"<br ?/?>|\\\n(?! *(?:\n|[-+*>#|:]|\d+[.)]\s|\Z))"
"""`<br>`, the only tag allowed, since a table cell can't have several lines; or a backslash before a line that continues the text."""
MARKS: Mapping[str, str] = {
    "del": r"~~(?=[^\s~])(?P<del>[^~\n|]*[^\s~])~~(?!~)",
    "sub": r"~(?=[^\s~])(?P<sub>[^\s~|]{1,40})~(?!~)",
    "sup": r"\^(?=[^\s^\[])(?P<sup>[^\s^\[\]|]{1,40})\^",
}
"""HTML tag -> pattern of its mark. Struck-out text stays within a line; sub- and superscripts have no spaces."""
MARK = "|".join(MARKS.values())
_PLAIN = re.compile(rf"(?P<break><br ?/?>)|{MARK}")


def without_marks(text: str) -> str:
    """The text without these marks; line breaks become spaces."""
    if "~" not in text and "^" not in text and "<" not in text:
        return text
    return _PLAIN.sub(lambda found: " " if found["break"] else found["del"] or found["sub"] or found["sup"], text)
