"""Reads a page that lists terms and their meanings as a glossary."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import html

from builder.imports.escape import words_only
from builder.imports.marked import elements
from builder.imports.places import slug_of
from builder.imports.tree import plain


def terms_of(text: str, known: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Id -> term and meaning, from `- **Term**: meaning` and definition lists; without marks, which glossaries can't have."""
    taken: set[str] = set()
    found: dict[str, tuple[str, str]] = {}
    for part in elements(text.split("\n"), 1, known):
        for term, meaning in _pairs(part):
            if term and meaning:
                found[slug_of(term, taken, "term")] = (words_only(term), words_only(meaning))
    return found


def _pairs(part: html.HtmlElement) -> Iterator[tuple[str, str]]:
    if part.tag == "dl":
        term = ""
        for child in part:
            if child.tag == "dt":
                term = plain(child)
            elif child.tag == "dd":
                yield term, plain(child)
    for item in part if part.tag == "ul" else ():
        bold = item.find("./strong")
        bold = item.find("./p/strong") if bold is None else bold
        if bold is not None:
            whole, term = plain(item), plain(bold)
            yield term.rstrip(": "), whole.removeprefix(term).lstrip(": -–—")
