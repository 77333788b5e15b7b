"""What every kind of import reads into: elements of HTML, and the boxes between them, each with its line in the source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree, html

LINE = "data-line"
"""The attribute of an element that holds its line."""


@dataclass(slots=True)
class Box:
    """A block of the source: what it was called there, its title, and what is in it."""

    name: str
    title: str = ""
    line: int = 0
    parts: "list[Part]" = field(default_factory=list)
    id: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


Part: TypeAlias = Box | html.HtmlElement


def line_of(part: Part) -> int:
    """Where it begins in the source; 0 when nobody knows."""
    if isinstance(part, Box):
        return part.line
    return int(part.get(LINE) or 0)


def fragments(text: str, line: int = 0) -> list[html.HtmlElement]:
    """The elements of a piece of HTML; bare text becomes a paragraph. Entities are never resolved from elsewhere."""
    body = _body(text)
    return [] if body is None else list(_children(body[0] if len(body) else body, line))


def division(text: str, line: int = 0) -> html.HtmlElement:
    """The same as one element, in which bare text stays beside what is marked in it."""
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
    """Whether readers of the source don't see it: here they would."""
    style = re.sub(r"\s", "", node.get("style") or "").lower()
    return node.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def plain(node: etree._Element) -> str:
    """The words of an element, on one line."""
    return " ".join("".join(node.itertext()).split())


def walk(parts: list[Part]) -> Iterator[Part]:
    """Every box and every element outside of others, from the top down."""
    for part in parts:
        yield part
        if isinstance(part, Box):
            yield from walk(part.parts)
