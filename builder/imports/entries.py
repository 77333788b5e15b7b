"""Writes pictures with captions, terms with their meanings, and abbreviations."""

from collections.abc import Sequence

from lxml import html

from builder.course.abbreviations import abbreviation
from builder.imports.escape import begun, clean, escaped
from builder.imports.grids import Line
from builder.imports.inline import NEW_LINE, Inline, Places, alt_and_caption, image
from builder.imports.tree import line_of

_MORE = frozenset({"div", "p", "ul", "ol", "dl", "blockquote", "pre", "table", "hr", "details", "img"})
"""Elements that a one-line meaning can't hold."""


def picture_lines(
    places: Places, nodes: Sequence[html.HtmlElement], line: int, below: str, *, is_figure: bool
) -> list[Line]:
    """Pictures, each on its own line with its caption; `below`: a caption for all of them."""
    found: list[Line] = []
    for node in nodes:
        place = places.picture(node.get("src") or "", line)
        alt, caption = alt_and_caption(node)
        if place and not alt.strip():
            places.said("decide", "picture-without-words", line, picture=node.get("src") or "")
            alt = "?"
        words = "" if below else escaped(clean(caption))
        shown: list[Line] = [(image(alt, place), line)] if place else []
        made = _with_words(shown, words, line, is_figure=is_figure)
        found += ([("", line)] if found and words else []) + made
    return _with_words(found, below, line, is_figure=is_figure) if below else found


def _with_words(shown: list[Line], words: str, line: int, *, is_figure: bool) -> list[Line]:
    if not words:
        return shown
    if shown and is_figure:
        return [("::: figure", line), *shown, ("", line), (begun(words), line), (":::", line)]
    return [*shown, (f"*{words.replace('*', '')}*", line)]


def entry(places: Places, node: html.HtmlElement) -> Line | None:
    """A term or meaning as one line; None when it holds more than words."""
    holder = node[0] if len(node) == 1 and node[0].tag == "p" and not (node.text or "").strip() else node
    if any(child.tag in _MORE for child in holder.iter() if child is not holder):
        return None
    text = Inline(places, line_of(node)).text(holder).replace(NEW_LINE, " ").strip()
    return ((f": {text}" if node.tag == "dd" else begun(text)), line_of(node)) if text else None


def abbreviations(text: str) -> list[str]:
    """The lines of a paragraph if each defines an abbreviation; otherwise an empty list."""
    lines = [line.strip() for line in text.strip().split("\n")]
    return [clean(line) for line in lines] if all(map(abbreviation, lines)) else []
