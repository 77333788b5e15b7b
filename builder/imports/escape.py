"""Escapes other people's text for our Markdown, with a backslash before every character that would be a mark."""

import re
import unicodedata
from functools import lru_cache

from builder.course.code import mask_code
from builder.course.foreign import foreign_mark, hidden_colons
from builder.print.glyphs import missing_characters

_SIGNS = re.compile(
    r"[\\`*\[\]{}~^]|(?<![^\W_])_|_(?![^\W_])|={2,}|\+\+|%%|<<|\|\||:(?=[a-z][a-z0-9_+-]{1,30}:)|\$(?=[^$\n]*\$)"
)
_HTML = re.compile(r"</?[A-Za-z][^\s<>]*>?|<[!?][^\s<>]*>?|&(?:#\w+|[A-Za-z]\w*);|:{3,}|/\*|\*/|<%|%>")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'“”]*[^\s<>()\[\]\"'“”.,;:!?]")
_START = re.compile(
    r"^(?:([-+])(?=\s|$)|(#{1,6})(?=\s|$)|(>)|(\d+|[A-Za-z])([.)])(?=\s|$)|([–—·•‣◦▪](?=\s)|:|\||=|-{2,}|\.\.|//|@@@|!!!|\?\?\?|--8<--))"
)
_INSTEAD = str.maketrans(
    {"→": "->", "⇒": "=>", "←": "<-", "↔": "<->", "✓": "(yes)", "✔": "(yes)", "✗": "(no)", "✘": "(no)", "•": "-",
     "\u00a0": " ", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "", "\u00ad": "", "\ufe0f": "", "\u2028": " ", "\u2029": " ", "\ufffc": "",
     "\u2011": "-", "\u2010": "-", "☐": "[ ]", "☑": "[x]", "⭐": "*"}
)  # fmt: skip


def clean(text: str) -> str:
    """The text without control characters; what the books' fonts lack becomes words or plain characters."""
    text = "".join(sign if sign.isprintable() or sign in " \n" else " " for sign in text.translate(_INSTEAD))
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return "".join(map(_printable, text)) if missing_characters(text) else text


@lru_cache(4096)
def _printable(sign: str) -> str:
    """The character if the books' fonts have it, else a plain form, else its name in brackets ("" for marks and controls)."""
    if sign.isascii() or not missing_characters(sign):
        return sign
    plain = unicodedata.normalize("NFKC", sign)
    if plain != sign and not missing_characters(plain):
        return plain
    if unicodedata.category(sign) in ("Mn", "Me", "Cf", "Sk", "Co", "Cn"):
        return ""
    name = unicodedata.name(sign, "").lower()
    return f"({name})" if name else ""


def escaped(text: str) -> str:
    """A paragraph's text, escaped; addresses become links, and what looks like HTML becomes code."""
    found, position = "", 0
    for match in re.finditer(f"(?P<address>{_ADDRESS.pattern})|(?P<html>{_HTML.pattern})", text):
        found += _plain(text[position : match.start()])
        found += f"<{match[0]}>" if match["address"] else code(match[0])
        position = match.end()
    return found + _plain(text[position:])


def _plain(text: str) -> str:
    return _SIGNS.sub(lambda match: "".join(f"\\{sign}" for sign in match[0]), text)


def code(text: str) -> str:
    """Inline code with as many backticks as the text needs."""
    text = " ".join(text.split())
    if not text:
        return ""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def begun(line: str) -> str:
    """A paragraph's first line, escaped so that it doesn't begin a list, a heading or a block."""
    if match := _START.match(line):
        place = len(match[4]) if match[4] else 0
        line = f"{line[:place]}\\{line[place:]}"
    masked = mask_code(line)
    if (mark := foreign_mark(line, masked)) and mark in line:
        line = line.replace(mark, code(mark), 1)
    if hidden_colons(mask_code(line)):
        line = re.sub(r"[^\x00-\u02cf\u2010-\u2027\s]*:(?:\s*:){1,}", lambda match: code(match[0]), line)
    return line


def words_only(text: str) -> str:
    """Text for titles and values, where marks aren't read: on one line, without characters that look like marks."""
    text = " ".join(clean(text).split())
    text = (
        re.sub(r"[`*~{}]|__+|(?<![\w/])_|_(?![\w/])", "", text).replace("](", "] (").replace("<", "‹").replace(">", "›")
    )
    text = re.sub(r":{3,}", ":", text).replace("‹", "(").replace("›", ")")
    return " ".join(re.sub(r"&(\w+);", r"& \1;", text).split())
