"""The tree that every import reads into: HTML elements and boxes, each with its line in the source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree, html

LINE = "data-line"
"""The attribute with an element's line."""


@dataclass(slots=True)
class Box:
    """A block of the source: its name there (later ours), its title and its contents."""

    name: str
    title: str = ""
    line: int = 0
    parts: "list[Part]" = field(default_factory=list)
    id: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


Part: TypeAlias = Box | html.HtmlElement


def line_of(part: Part) -> int:
    """Its first line in the source; 0 when unknown."""
    if isinstance(part, Box):
        return part.line
    return int(part.get(LINE) or 0)


def fragments(text: str, line: int = 0) -> list[html.HtmlElement]:
    """The elements of some HTML; bare text becomes a paragraph. External entities are never resolved."""
    body = _body(text)
    return [] if body is None else list(_children(body[0] if len(body) else body, line))


def division(text: str, line: int = 0) -> html.HtmlElement:
    """The HTML as one `div`, in which bare text stays beside its elements."""
    body = _body(text)
    made = element("div", "", line)
    for child in list(body) if body is not None else ():
        made.append(child)
    return made


def _body(text: str) -> html.HtmlElement | None:
    if not text.strip():
        return None
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    root = html.document_fromstring(f"<div>{text}</div>".encode(), parser=parser)
    return next(root.iter("body"), root)


def _children(parent: html.HtmlElement, line: int) -> Iterator[html.HtmlElement]:
    for text in [parent.text]:
        if text and text.strip():
            yield paragraph(text, line)
    for child in parent:
        tail, child.tail = child.tail, None
        yield child
        if tail and tail.strip():
            yield paragraph(tail, line_of(child) or line)


def paragraph(text: str, line: int = 0) -> html.HtmlElement:
    return element("p", text, line)


def element(tag: str, text: str = "", line: int = 0) -> html.HtmlElement:
    made = html.Element(tag)
    made.text = text
    if line:
        made.set(LINE, str(line))
    return made


def is_unseen(node: html.HtmlElement) -> bool:
    """Whether readers of the source don't see an element, which they would here."""
    style = re.sub(r"\s", "", node.get("style") or "").lower()
    return node.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def plain(node: etree._Element) -> str:
    """An element's text, on one line."""
    return " ".join("".join(node.itertext()).split())


def walk(parts: list[Part]) -> Iterator[Part]:
    """Every box and every top-level element, from the top down."""
    for part in parts:
        yield part
        if isinstance(part, Box):
            yield from walk(part.parts)
