"""Writes a question in our form: plain lines, then each answer on its own line with its feedback below."""

import re
from collections.abc import Callable, Iterator

from lxml import html

from builder.course.options import is_plain
from builder.imports.escape import begun
from builder.imports.grids import Line
from builder.imports.inline import NEW_LINE, Inline, Places
from builder.imports.tree import Part, is_unseen, line_of, plain

_INNER = frozenset({"p", "ul", "ol", "li", "dl", "dt", "dd", "div", "section", "blockquote", "table", "thead", "tbody", "tfoot", "tr", "td", "th",
                    "pre", "h1", "h2", "h3", "h4", "h5", "h6", "center", "figure", "figcaption"})  # fmt: skip
_LISTED = re.compile(r"^(?:[-+>#]|\d+[.)])(?=\s)")
"""Text that would begin a list, a quotation or a heading within an answer."""
_FORMED = ("ul", "ol", "dl", "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")


def question_lines(places: Places, parts: list[Part], blocks: Callable[[html.HtmlElement], list[Line]]) -> list[Line]:
    """The text, an empty line, and the answers. The parts' `class` tells them apart (see `bank`); feedback may hold
    blocks.
    """
    found: list[Line] = []
    for part in parts:
        if not isinstance(part, html.HtmlElement):
            continue
        role, line = part.get("class") or "", line_of(part)
        if role == "text":
            texts = list(_texts(places, part, line))
            found += [("", line) if not text else (_plain(text), line) for text in texts]
            found.append(("", line))
        elif role == "feedback":
            _with_alt(places, part, line)
            found += [(f"    > {text}" if text else "    >", at) for text, at in blocks(part)]
        else:
            words = " ".join(text for text in _texts(places, part, line) if text) or "…"
            found.append(
                (f"- [{role}] {_LISTED.sub(lambda match: match[0][:-1] + chr(92) + match[0][-1], words)}", line)
            )
    return found


def _texts(places: Places, part: html.HtmlElement, line: int) -> Iterator[str]:
    """The lines of a text, with "" between paragraphs; lists and tables become lines, which is noted."""
    for tag in sorted({str(node.tag) for node in part.iter(*_FORMED)}):
        places.said("changed", "question-form", line, form=tag, words=plain(part)[:40])
    _with_alt(places, part, line)
    is_first, writer = True, Inline(places, line)
    for leaf in _leaves(part):
        texts = [text.strip() for text in writer.text(leaf).split(NEW_LINE) if text.strip()]
        if texts and not is_first:
            yield ""
        is_first = is_first and not texts
        yield from texts


def _with_alt(places: Places, part: html.HtmlElement, line: int) -> None:
    for picture in part.iter("img"):
        if not (picture.get("alt") or "").strip():
            places.said("decide", "picture-without-words", line, picture=picture.get("src") or "")
            picture.set("alt", "?")


def _leaves(node: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Elements with words but without blocks inside; loose words between blocks get an element of their own."""
    loose = html.Element("p")
    loose.text = node.text
    for child in list(node):
        tail, child.tail = child.tail, None
        if child.tag in _INNER and not is_unseen(child):
            yield loose
            yield from _leaves(child)
            loose = html.Element("p")
            loose.text = tail
        else:
            child.tail = tail
            loose.append(child)
    yield loose


def _plain(text: str) -> str:
    """A line that can't be read as an answer, a list or a heading."""
    text = begun(text)
    while text and not is_plain(text):
        text = f"\\{text}" if text[0] in "(-*+#>|=" else text[1:].lstrip()
    return text
