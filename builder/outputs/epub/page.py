"""A chapter as an XHTML file of an EPUB, with ruled lines in place of form fields."""

import xml.etree.ElementTree as etree
from collections.abc import Sequence
from copy import deepcopy

from builder.package.markup import document
from builder.package.pages import Chapter

XHTML = "http://www.w3.org/1999/xhtml"
MATHML = "http://www.w3.org/1998/Math/MathML"
OPS = "http://www.idpf.org/2007/ops"
_ROLES = {"footnote-ref": "doc-noteref", "footnote-backref": "doc-backlink", "footnote": "doc-endnotes"}
_LINES = 3
"""Lines of a field whose author set no height."""


def page(title: str, language: str, body: Sequence[etree.Element], kind: str = "") -> bytes:
    """An XHTML file. `kind`: the `epub:type` of its body; empty for none."""
    html = etree.Element("html", {"xmlns": XHTML, "xmlns:epub": OPS, "lang": language, "xml:lang": language})
    head = etree.SubElement(html, "head")
    etree.SubElement(head, "title").text = title
    etree.SubElement(head, "link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"})
    holder = etree.SubElement(html, "body", {"epub:type": kind} if kind else {})
    holder.extend(body)
    return document(html)


def chapter_page(chapter: Chapter, language: str) -> bytes:
    """The file of a chapter. `language` of the book; a chapter in another language has it marked in its own body."""
    body = deepcopy(chapter.body)
    for element in list(body.iter()):
        _say_role(element)
        if element.tag == "math":
            element.set("xmlns", MATHML)
        if element.tag == "th" and not len(element) and not (element.text or "").strip():
            element.tag = "td"  # an empty corner cell heads nothing
            element.attrib.pop("scope", None)
        _rule(element)
        for name in [name for name, _ in element.items() if name.startswith("data-")]:
            del element.attrib[name]
    section = etree.Element("section", {"epub:type": "chapter", "role": "doc-chapter", "class": chapter.kind})
    section.extend(body)
    return page(chapter.title, language, [section])


def _say_role(element: etree.Element) -> None:
    """Sets the ARIA role of footnotes and of the links to and from them."""
    role = _ROLES.get(element.get("class", ""))
    if role:
        element.set("role", role)


def _rule(element: etree.Element) -> None:
    """Adds to a field its lines to write on, or an empty frame to draw in."""
    kinds = (element.get("class") or "").split()
    if kinds[:1] != ["field"] or not {"lines", "box"} & set(kinds):
        return
    rows = int(element.get("data-rows", str(_LINES)))
    if "box" in kinds:
        etree.SubElement(element, "div", {"class": f"frame rows-{rows}"})
        return
    for _ in range(rows):
        etree.SubElement(element, "div", {"class": "rule"})
