"""Removes what readers of the source don't see: HTML comments and unknown page settings."""

import re
from collections.abc import Collection, Mapping, Sequence

from builder.imports.draft import Said

_CODE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_WIDTH = re.compile(r"\b(?:width|height)\s*=\s*[\"']?[\d.]+\s*(?:%|px|em|cm)?[\"']?(?=[^{}<>]*[}>])")
"""The size of a picture: `{width="50%"}`, `<img width=300>`."""
_OPEN, _CLOSE = "<!--", "-->"


def without_comments(lines: Sequence[str], first: int) -> tuple[list[str], list[Said]]:
    """The same number of lines without comments, and notes on each comment and each picture's size. Code is left alone."""
    found: list[str] = []
    said: list[Said] = []
    is_open, code, words, begin = False, "", "", 0
    for number, line in enumerate(lines, first):
        mark = _CODE.match(line) if not is_open else None
        if mark or code:
            code = ("" if mark and mark[1].startswith(code) else code) if code else (mark[1] if mark else "")
            found.append(line)
            continue
        kept, rest = "", line
        while rest or is_open:
            if is_open:
                inner, end, rest = rest.partition(_CLOSE)
                words += f" {inner}"
                if not end:
                    break
                is_open = False
                said.append(("lost", "unseen", begin, {"words": " ".join(words.split())[:60]}))
            place = _SPAN.sub(lambda span: " " * len(span[0]), rest).find(_OPEN)
            if place < 0:
                kept += rest
                break
            kept, rest, is_open, words, begin = kept + rest[:place], rest[place + len(_OPEN) :], True, "", number
        said += [("changed", "form", number, {"form": match[0]}) for match in _WIDTH.finditer(_SPAN.sub("", kept))]
        found.append(kept)
    if is_open:
        said.append(("lost", "unseen", begin, {"words": " ".join(words.split())[:60]}))
    return found, said


def settings(head: Mapping[str, object], known: Collection[str]) -> list[Said]:
    """Notes on page settings that mean nothing here."""
    return [("lost", "unseen", 1, {"words": f"{key}: {value}"[:60]}) for key, value in head.items() if key not in known]
