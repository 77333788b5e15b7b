"""Text of a package in the form its formats need: markup, or plain text."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from copy import deepcopy

from builder.edition.formulas import linear

BLOCKS = frozenset(
    {
        "p",
        "ul",
        "ol",
        "table",
        "pre",
        "blockquote",
        "div",
        "section",
        "aside",
        "figure",
        "figcaption",
        "dl",
        "h1",
        "h2",
        "h3",
    }
)
_SPACE = re.compile(r"\s+")
_QUOTED = str.maketrans({'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"})
_QUOTED_SIGN = re.compile(r'[&<>"\r\n\t]')


def has_blocks(text: etree.Element) -> bool:
    """Whether an element holds paragraphs and the like, not only inline content."""
    return any(child.tag in BLOCKS for child in text)


def inner(text: etree.Element, *, pictures: str = "") -> str:
    """An element's content as XHTML, on one line except in `pre`; "" when empty. `pictures`: path put before their names."""
    copy = deepcopy(text)
    copy.tail = None
    for image in copy.iter("img"):
        image.set("src", pictures + image.get("src", ""))
    _on_one_line(copy)
    return written(copy).partition(">")[2].rpartition("<")[0].strip() if _is_full(copy) else ""


def written(root: etree.Element) -> str:
    """The element serialized as ElementTree does it, but faster: it skips namespaces, which these trees don't have."""
    parts: list[str] = []
    _write(root, parts.append)
    return "".join(parts)


def _write(element: etree.Element, add: Callable[[str], None]) -> None:
    tag, text, tail = element.tag, element.text, element.tail
    opened = f"<{tag}"
    for name, value in element.items():
        opened += f' {name}="{_in_quotes(value) if _QUOTED_SIGN.search(value) else value}"'
    if text or len(element):
        add(f"{opened}>{_escaped(text)}" if text else f"{opened}>")
        for child in element:
            _write(child, add)
        add(f"</{tag}>")
    else:
        add(f"{opened} />")
    if tail:
        add(_escaped(tail))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_quotes(text: str) -> str:
    return _escaped(text).translate(_QUOTED)


def document(root: etree.Element) -> bytes:
    """The element as an XML file."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written(root)}\n'.encode()


def blocks(text: etree.Element, *, pictures: str = "") -> str:
    """The same as `inner`, in a paragraph if it has no blocks."""
    found = inner(text, pictures=pictures)
    return found if has_blocks(text) or not found else f"<p>{found}</p>"


def plain(text: etree.Element) -> str:
    """The plain text, with the alternative text of pictures, and formulas in one line."""
    parts: list[str] = []

    def walk(element: etree.Element) -> None:
        if element.tag == "math":
            parts.append(linear(element))
            return
        parts.append(element.get("alt", "") if element.tag == "img" else element.text or "")
        for child in element:
            walk(child)
            parts.append(
                (" " if child.tag in (*BLOCKS, "dt", "dd", "li", "br", "td", "th") else "") + (child.tail or "")
            )

    walk(text)
    return _SPACE.sub(" ", "".join(parts)).strip()


def is_plain(text: etree.Element) -> bool:
    """Whether `plain` loses nothing."""
    return not len(text)


def shortened(text: str, most: int) -> str:
    """The text in at most `most` characters, cut at a word and ended with `…`."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def _is_full(element: etree.Element) -> bool:
    return bool(len(element) or (element.text or "").strip())


def _on_one_line(element: etree.Element) -> None:
    if element.tag == "pre":
        return
    element.text = _SPACE.sub(" ", element.text) if element.text else element.text
    for child in element:
        _on_one_line(child)
        child.tail = _SPACE.sub(" ", child.tail) if child.tail else child.tail
