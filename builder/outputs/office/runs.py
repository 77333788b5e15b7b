"""Inline elements -> runs of a paragraph."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from builder.outputs.office.draft import Draft
from builder.package.manifest import node
from builder.package.proofing import proofing

_SPACE = re.compile(r"[ \t\n]+")


@dataclass(frozen=True, slots=True)
class Face:
    """The formatting of words."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    struck: bool = False
    high: bool = False
    low: bool = False
    linked: bool = False
    language: str = ""
    """Language, if it isn't the document's."""


_FACES: Mapping[str, Mapping[str, Any]] = {
    "strong": {"bold": True},
    "em": {"italic": True},
    "code": {"code": True},
    "sup": {"high": True},
    "sub": {"low": True},
    "del": {"struck": True},
}


def runs(element: etree.Element, draft: Draft, face: Face) -> Iterator[etree.Element]:
    """The runs of an element's content, including links and pictures."""
    yield from _words(element.text, face)
    for child in element:
        if child.tag == "br":
            yield node("w:r", "", node("w:br"))
        elif child.tag == "img":
            yield from draft.picture(child)
        elif child.tag == "a" and child.get("href", "").startswith(("http:", "https:", "mailto:", "tel:")):
            inner = runs(child, draft, replace(face, linked=True))
            yield node("w:hyperlink", "", *inner, r__id=draft.link(child.get("href", "")))
        else:
            yield from runs(child, draft, replace(face, **_FACES.get(child.tag, {})))
        tail = child.tail or ""
        yield from _words(tail.lstrip() if child.tag == "br" else tail, face)


def run(text: str, face: Face) -> etree.Element:
    """A run of words in one face."""
    made = node("w:t", text)
    made.set("xml:space", "preserve")
    return node("w:r", "", *_properties(face), made)


def _words(text: str | None, face: Face) -> Iterator[etree.Element]:
    if text:
        yield run(_SPACE.sub(" ", text), face)


def _properties(face: Face) -> Iterator[etree.Element]:
    style = "Hyperlink" if face.linked else "CodeText" if face.code else ""
    found = [node("w:rStyle", w__val=style)] if style else []
    found += [node("w:b")] if face.bold else []
    found += [node("w:i")] if face.italic else []
    found += [node("w:strike")] if face.struck else []
    found += [node("w:vertAlign", w__val="superscript" if face.high else "subscript")] if face.high or face.low else []
    found += [node("w:lang", w__val=proofing(face.language))] if face.language else []
    if found:
        yield node("w:rPr", "", *found)
