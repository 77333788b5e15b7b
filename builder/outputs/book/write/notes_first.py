"""Moves the trainer's notes of a teaching part or activity before the passages they are about, so that they are read in time."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator

from builder.outputs.book.draft import class_of


def notes_first(children: list[etree.Element]) -> list[etree.Element]:
    """The blocks in a trainer's order: each note, then the blocks that stood between it and the note before."""
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
    """A numbered list divided before each step that has a note, with the note between the parts; anything else unchanged."""
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
