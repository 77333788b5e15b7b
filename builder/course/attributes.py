"""The attributes of a block, as they stand between its braces."""

import re

_ATTRIBUTE = re.compile(
    r"\s*(?:#(?P<id>[^\s\"={}#]+)|(?P<key>[A-Za-z-]+)=(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\"{}]+)))(?=\s|$)"
)


def parse_attributes(text: str) -> tuple[str, dict[str, str]] | None:
    """`#id key=value key="two words"` -> id and attributes; None when it can't be read."""
    found, position, identifier = {}, 0, ""
    while text[position:].strip():
        match = _ATTRIBUTE.match(text, position)
        if not match:
            return None
        if match["id"]:
            if identifier:
                return None
            identifier = match["id"]
        elif match["key"] in found:
            return None
        else:
            found[match["key"]] = match["quoted"] if match["quoted"] is not None else match["bare"]
        position = match.end()
    return identifier, found
