"""Characters that the books' fonts lack. One rule, for both the check and the books."""

import re
from collections.abc import Iterator
from functools import cache

from builder.course.code import mask_code
from builder.course.emoji import ANY, EMOJI, SIGN
from builder.course.model import Document
from builder.print.fonts import covered_characters
from builder.problems import Problem


def missing_characters(text: str) -> str:
    """The characters of a text that no font of the books has, for a message; "" when there are none."""
    missing = sorted(set(text) - covered_characters())
    return ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)


@cache
def _lacking() -> re.Pattern[str]:
    """Matches a character that no font of the books has."""
    return re.compile(f"[^{''.join(map(re.escape, sorted(covered_characters())))}]")


def missing_glyphs(document: Document) -> Iterator[Problem]:
    """Problems for the lines of a page with characters that the books' fonts lack."""
    lacking = _lacking()
    fenced = {number for first, last in document.fences for number in range(first, last + 1)}
    if not lacking.search("".join([*document.lines, *document.meta.values()])):
        return
    front = {line: document.meta[key] for key, line in document.meta_lines.items() if key in document.meta}
    for number, line in enumerate(document.lines, 1):
        text = line + front.get(number, "")
        if lacking.search(text):
            may_be = number not in fenced and number not in front and not line.lstrip().startswith(("#", ":::"))
            yield from _problems(document, number, _without_known(line) if may_be else text)


def _problems(document: Document, number: int, text: str) -> Iterator[Problem]:
    """Problems of a line: emoji where they aren't allowed, emoji that aren't in the set, and other missing characters."""
    emoji = "".join(dict.fromkeys(sign for run in ANY.findall(text) for sign in run if missing_characters(sign)))
    known = "".join(SIGN.findall(emoji))
    rest = "".join(sign for sign in text if sign not in emoji)
    if known:
        yield Problem(document.path, number, "emoji-place", {"emoji": known})
    if strange := SIGN.sub("", emoji).strip("\ufe0f\u200d"):
        yield Problem(
            document.path, number, "unknown-emoji", {"emoji": missing_characters(strange), "known": "".join(EMOJI)}
        )
    if missing := missing_characters(rest):
        yield Problem(document.path, number, "missing-glyph", {"characters": missing})


def _without_known(line: str) -> str:
    """The line without the emoji that are in the set, except in code."""
    found = reversed(list(SIGN.finditer(mask_code(line))))
    for match in found:
        line = line[: match.start()] + line[match.end() :]
    return line
