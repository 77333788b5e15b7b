"""The trainer's notes of what is taught or worked on: each stands before the passage that it is for, so that it is read in time."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator

from builder.outputs.book.draft import class_of


def notes_first(children: list[etree.Element]) -> list[etree.Element]:
    """The blocks in the order in which a trainer needs them: a note, then what stood between it and the note before it."""
    found: list[etree.Element] = []
    passage: list[etree.Element] = []
    for child in children:
        if class_of(child) == "block-materials" and not passage:
            found.append(child)
        elif class_of(child) == "trainer":
            found += [child, *passage]
            passage = []
        else:
            passage.append(child)
    return [part for child in found + passage for part in _steps(child)]


def _steps(child: etree.Element) -> Iterator[etree.Element]:
    """A numbered list, cut before each step that has a note of its own."""
    if child.tag != "ol" or not any(class_of(part) == "trainer" for item in child for part in item):
        yield child
        return
    part = etree.Element("ol", {"start": "1"})
    for number, item in enumerate(child.findall("li"), 1):
        notes = [aside for aside in item if class_of(aside) == "trainer"]
        if notes and len(part):
            yield part
        if notes:
            yield from notes
            part = etree.Element("ol", {"start": str(number)})
        bare = etree.SubElement(part, "li")
        bare.text = item.text
        bare.extend([block for block in item if block not in notes])
    yield part
