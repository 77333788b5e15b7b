"""Abbreviations and emoji on a rendered page: named for screen readers, and in words on paper."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping

from builder.course.abbreviations import pattern
from builder.course.emoji import EMOJI, SIGN

_AS_THEY_ARE = frozenset({"code", "pre", "abbr", "math", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Elements left unchanged: samples, and headings, which are repeated elsewhere."""


def name_signs(root: etree.Element, abbreviations: Mapping[str, str], texts: Mapping[str, str]) -> None:
    """Wraps each abbreviation and emoji in an element that says what it means."""
    signs = re.compile(f"(?P<emoji>{SIGN.pattern})|(?P<short>{pattern(abbreviations)})")

    def made(match: re.Match[str]) -> etree.Element:
        if match["short"]:
            element = etree.Element("abbr", {"title": abbreviations[match["short"]]})
        else:
            label = texts[f"emoji-{EMOJI[match['emoji'].rstrip(chr(0xFE0F))]}"]
            element = etree.Element("span", {"class": "emoji", "role": "img", "aria-label": label})
        element.text = match[0]
        return element

    for parent in list(_words_of(root)):
        for child in reversed(parent):
            child.tail, new = _cut(child.tail, signs, made)
            at = list(parent).index(child) + 1 if new else 0
            parent[at:at] = new
        parent.text, new = _cut(parent.text, signs, made)
        parent[0:0] = new


def _words_of(root: etree.Element) -> Iterator[etree.Element]:
    """The elements whose text is searched. Not recursive, since foreign text can be nested deeper than Python allows."""
    waiting = [root]
    while waiting:
        yield (parent := waiting.pop())
        waiting += [child for child in parent if child.tag not in _AS_THEY_ARE]


def _cut(text: str | None, signs: re.Pattern[str], made: object) -> tuple[str | None, list[etree.Element]]:
    """The text up to the first sign, and an element for each sign with the text after it."""
    if not text or not signs.search(text):
        return text, []
    matches = list(signs.finditer(text))
    found = []
    for match, after in zip(matches, [*matches[1:], None], strict=True):
        element = made(match)  # type: ignore[operator]
        element.tail = text[match.end() : after.start() if after else len(text)]
        found.append(element)
    return text[: matches[0].start()], found


def spell_out(root: etree.Element) -> None:
    """For paper: an abbreviation is followed by its meaning at its first use, emoji become words in brackets."""
    seen: set[str] = set()
    for element in _signs(root):
        if element.tag == "abbr":
            short, meaning = element.text or "", element.get("title", "")
            element.text = short if short in seen else f"{short} ({meaning})"
            seen.add(short)
        else:
            element.text = f"({element.get('aria-label')})"
        element.tag = "span"
        element.attrib.clear()


def _signs(root: etree.Element) -> Iterator[etree.Element]:
    yield from [element for element in root.iter() if element.tag == "abbr" or element.get("class") == "emoji"]
