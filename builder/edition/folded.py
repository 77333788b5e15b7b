"""Hints and solutions: collapsed on screens, at the end of the page on paper, so that nobody reads them by accident."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping

from builder.course.vocabulary import FOLDED, HEADED

_NOTES = "footnote"


def fold(root: etree.Element) -> None:
    """For screens: turns each into a `details` element."""
    for element in root.iter("aside"):
        if _kind(element) in FOLDED:
            element.tag = "details"
            label = element.find("p[@class='block-label']")
            if label is not None:
                label.tag = "summary"


def to_the_end(root: etree.Element, texts: Mapping[str, str]) -> None:
    """For paper: moves each to a section at the end, named after the block that it is from, and leaves a pointer to it."""
    found = list(_taken(root, texts, ""))
    if not found:
        return
    section = etree.Element("section", {"class": "folded"})
    etree.SubElement(section, "h2").text = texts["folded"]
    section.extend(found)
    notes = next((place for place, child in enumerate(root) if child.get("class") == _NOTES), len(root))
    root.insert(notes, section)


def _taken(parent: etree.Element, texts: Mapping[str, str], title: str) -> Iterator[etree.Element]:
    """Takes them out of an element, in order, and leaves pointers; `title`: of the block around it."""
    for place, child in enumerate(list(parent)):
        kind = _kind(child)
        if child.tag == "aside" and kind in FOLDED:
            pointer = etree.Element("p", {"class": "folded-pointer"})
            etree.SubElement(pointer, "em").text = texts[f"{kind}-at-end"]
            pointer.tail, child.tail = child.tail, None
            parent[place] = pointer
            _name(child, title)
            yield child
        else:
            heading = child.find("*[@class='block-title']") if kind in HEADED else None
            yield from _taken(child, texts, title if heading is None else "".join(heading.itertext()))


def _name(element: etree.Element, title: str) -> None:
    """Adds the title of the block that it is from to its label."""
    strong = element.find("p[@class='block-label']/strong")
    if strong is not None and title:
        strong.tail = f" {strong.tail.strip()} · {title}" if strong.tail else f" · {title}"


def _kind(element: etree.Element) -> str:
    return (element.get("class") or "").partition(" ")[0]
