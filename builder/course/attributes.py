"""The attributes of a block, written between its braces."""

import re
from collections.abc import Iterable

_ATTRIBUTE = re.compile(
    r"\s*(?:#(?P<id>[^\s\"={}#]+)|(?P<key>[A-Za-z-]+)=(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\"{}]+)))(?=\s|$)"
)
LINES_OF_A_MARK = 5
"""How many further lines are searched for the rest of a mark that runs over the end of its line."""
_NO_TITLE = re.compile(r":::|<!--|```|~~~|[#>|]|[-*+] |\d+[.)] |$")
_QUOTED = re.compile(r'"[^"]*"')
_WRONG = re.compile(r"=\s*[“”„‟«»‘’‚‹›″'´]")
_CURLY = str.maketrans(dict.fromkeys("“”„‟«»‘’‚‹›″'´", '"'))


def wrong_quotes(text: str) -> bool:
    """Whether a value is in quotation marks other than straight double ones, such as the curly ones of word processors."""
    return bool(_WRONG.search(_QUOTED.sub('""', text)))


def straight(text: str) -> str:
    """The text with straight double quotes where a value has wrong ones."""
    return text.translate(_CURLY) if wrong_quotes(text) else text


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


def whole_mark(mark: str, following: Iterable[str]) -> tuple[str, int]:
    """A block's mark joined with the lines onto which it runs over (an error), and their number, 0 when there are none."""
    joined, is_open = mark, "{" in mark and "}" not in mark
    for count, line in enumerate(map(str.strip, following), 1):
        if _NO_TITLE.match(line) or ("{" in mark and not is_open):
            break
        joined, is_open = f"{joined} {line}", is_open or "{" in line
        if is_open and "}" in line:
            inside = joined.partition("{")[2].removesuffix("}")
            is_mark = line.endswith("}") and parse_attributes(straight(inside))
            return (joined, count) if is_mark else (mark, 0)
    return mark, 0
