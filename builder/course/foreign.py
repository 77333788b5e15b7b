"""Notations by which other tools hide or mark text. Here everyone would see it, so they are errors, except in code.

A closed list: a new one is added here, with a line in the tests.
"""

import re
import unicodedata

from builder.course.limits import MAX_COLUMNS, MAX_NESTED
from builder.course.vocabulary import RULES, SUGGESTIONS

COLONS = (
    ":\u02d0\u02f8\u0589\u05c3\u0703\u0704\u0903\u0a83\u1361\u1365\u16ec\u1804\u205a\u2236\u2237\u2982"
    "\ua4fd\ua789\ufe13\ufe30\ufe55\uff1a"
)
"""The colon, and characters that look like one (U+2237 looks like two)."""
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u00a0\u180e"
_LIKE = re.compile(r"[^\x00-\u02cf\u2010-\u2027]")
"""Anything that may look like a colon: all but Latin letters and common punctuation. Tried first, since most lines have none."""
_MARK = re.compile(rf"[\s>*+\-\d.)]*(?:[{COLONS}](?:\s*[{COLONS}])+|[\u205d\u2237\u2af6])")
_INNER = re.compile(rf"[{COLONS}]{{3}}|\u2237[{COLONS}]|\u2af6")
_UNSEEN = re.compile(r"[^ -\[\]-~\u00a1-\u00ac\u00ae-\u02cf\u2010-\u2027]")
"""Characters that `_seen` may change."""
_NOTHING = frozenset({"Cf", "Mn", "Me", "Cc"})
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\\")
"""Invisible characters of other categories; and the backslash, which some put before a colon."""

_HIDING = (
    "trainer|answer|solution|instructor|facilitadora?|formadora?|respuestas?|soluci[oó]n|spoiler|hidden|hide|secret|comment|"
    "comentario|details|toggle|admonition|oculto"
)
_PROSE = "answer|respuestas?|solution|soluci[oó]n|comment|comentario|secret"
"""Of these, words that in brackets within a sentence are a gap to fill in: `Write your [answer] here.`"""
_BOXES = (
    "info|panel|expand|excerpt|danger|caution|important|attention|hint|error|seealso|dropdown|code|section|div|span"
)
_BLOCKS = "|".join(sorted({*RULES, *SUGGESTIONS}))
_AT_START = re.compile(
    r"[\s>*+\-]*?(?:\d+[.)]\s+)?"
    r"(?P<mark>={3,}[!+]*\s+[\"'\w]|\.\.(?=\s|$)|#\+\w+|>!|\+{3}|@{3}|//|--8<--|/\*|\?{3}|!{3}|"
    rf"\{{(?i:{_HIDING}|{_BLOCKS}|{_BOXES})\b[^{{}}`]*\}}|:*\w+::\S*\[|"
    rf"\[(?i:{_HIDING})(?:[=:\s][^\[\]]*)?\](?![(\[]))"
)
_ANYWHERE = re.compile(
    r"(?P<mark>\[!\s*[^\W\d_][^\[\]]*\](?!\()"  # > [!NOTE]
    r"|\[(?://|#|_|\.|-|[Cc]omment|[Cc]omentario)?\]:"  # [//]: # (words)
    rf"|\[(?<!\\\[)(?:(?!(?i:{_PROSE})[\]\s])(?i:{_HIDING})(?:[=:\s][^\[\]]*)?|(?i:{_HIDING})[=:][^\[\]]*)\](?![(\[])|\[/\w+\](?!\()"  # [spoiler]words[/spoiler]
    r"|\{\{|\}\}|\{[%*]|\{#[\s#]|#\}|\{:[\s.#:/]|\{\.|\{>>|\{--|\{\+\+|\{==|\{~~"
    r"|%%|%\}"
    r"|<%|<\s+!"  # <% words %>, < !-- words -->
    r"|\\(?:begin|end)\s*\{|\\iffalse\b|\\comment\b|\\hide\b"
    r"|\|(?<!\\\|)\|[^\s|](?:[^|]*[^\s|])?\|\|"  # ||words||
    rf"|/\*.*?\*/|>!\w[^<>]*!<|:(?i:{_HIDING})\[)"
)
"""Each alternative begins with a literal character, so lines without any are searched very quickly."""
_WORDS = r"[A-Za-z0-9À-ɏªº .,;!?()'\"“”‘’«»¿¡…*_–—-]*"
_HARMLESS = re.compile(
    r" {0,16}(?:(?:> )?(?:[-*] (?:\[[ xX]\] )?|\d{1,2}\. |#{1,6} )?(?:\*\*|[*_])?[A-Za-zÀ-ɏ¿¡“«]|\|(?![:%/|*]))"
    rf"{_WORDS}(?:[:%/|](?![:%/|*]){_WORDS})*"
)
"""Most lines of text: words, and punctuation that is part of no mark, our own or foreign."""
_ROLE = re.compile(r"(?P<mark>\{[A-Za-z][\w:-]*\})`")
_FENCE = re.compile(rf"\s*(?:\{{|[.:!\[]|ad-|(?:{_HIDING}|{_BLOCKS})\b)", re.IGNORECASE)


def is_harmless(line: str) -> bool:
    """Whether a line surely has no block mark, code or comment, and nothing for `foreign_mark`, `hidden_colons` or `excess`."""
    found = _HARMLESS.fullmatch(line)
    return found is not None and line.count("|") <= MAX_COLUMNS and line.count("(") <= MAX_NESTED


def foreign_mark(line: str, masked: str) -> str:
    """The first mark of another tool in a line of text (`masked`: with its code blanked out); empty when there is none."""
    match = _AT_START.match(masked) or _ANYWHERE.search(masked)
    if match is None and "}`" in line:
        match = next((found for found in _ROLE.finditer(line) if masked[found.start()] == "{"), None)
    return match["mark"].strip() if match else ""


def foreign_fence(info: str) -> bool:
    """Whether the text after a code fence's marks makes it a block of another tool."""
    return bool(info) and bool(_FENCE.match(info))


def hidden_colons(masked: str) -> str:
    """`look-alike` or `stray-mark` when invisible characters or ones like colons make a line look like a block mark; else ""."""
    if masked.count(":") < 2 and (masked.isascii() or not _LIKE.search(masked)):
        return ""
    bare = "".join(map(_seen, masked)) if _UNSEEN.search(masked) else masked
    return "look-alike" if _MARK.match(bare) else "stray-mark" if _INNER.search(bare) else ""


def _seen(character: str) -> str:
    """The character as people see it: nothing, a space, or itself."""
    if character.isascii() and character != "\\":
        return character
    category = unicodedata.category(character)
    return "" if category in _NOTHING or character in _BLANK else " " if category == "Zs" else character


def hiding_mark(value: str) -> str:
    """The first mark in a plain value (a title, a summary, a term) meant to hide something; "" when there is none."""
    if is_harmless(value):
        return ""
    if "<!--" in value:
        return "<!--"
    return next(
        filter(None, (foreign_mark(line, line) or (hidden_colons(line) and ":::") for line in value.split("\n"))), ""
    )
