"""Which of the trainer's notes stand in the label column, and beside which passage: the text right before them."""

import xml.etree.ElementTree as etree

from builder.outputs.book.draft import Draft, class_of, only_image, plain_text
from builder.outputs.book.write.heights import block_height, text_height

SIZE, LETTER = 8.6, 0.47
"""Type of the notes, and the mean width of its letters in units of it."""
INSET, AROUND, BETWEEN = 16, 14, 8
"""Points: beside, around and between the paragraphs of a note."""
SHORTER = 30
"""Points by which a passage may be lower than its note."""
HIGHEST = 0.45
"""Of a page: a higher note stands in the text."""
BESIDE = ("p", "ul", "ol", "h3", "h4", "h5", "blockquote")
"""What a margin note can stand beside."""


def pair_notes(children: list[etree.Element], draft: Draft) -> list[tuple[list[etree.Element], etree.Element | None]]:
    """Each block alone, or the passage with the trainer's note that fits beside it."""
    found: list[tuple[list[etree.Element], etree.Element | None]] = []
    for child in _split_steps(children):
        passage: list[etree.Element] = []
        if class_of(child) == "trainer" and _is_plain(child):
            passage = _passage(found, child, draft)
        if passage:
            del found[len(found) - len(passage) :]
            found.append((passage, child))
        else:
            found.append(([child], None))
    return found


def _passage(
    found: list[tuple[list[etree.Element], etree.Element | None]], note: etree.Element, draft: Draft
) -> list[etree.Element]:
    """As much text right before the note as is about as high as the note; nothing when there is too little."""
    measures = draft.book.measures
    text = " ".join(plain_text(child) for child in note if child.get("class") != "block-label")
    need = text_height(text, measures.column - INSET, SIZE, LETTER) + AROUND + BETWEEN * len(note)
    if need > measures.height * HIGHEST:
        return []
    taken: list[etree.Element] = []
    height = 0.0
    for blocks, beside in reversed(found):
        if beside is not None or blocks[0].tag not in BESIDE or only_image(blocks[0]) is not None:
            break
        if blocks[0].get("class") in ("block-meta", "block-materials", "case-link"):
            break
        taken.insert(0, blocks[0])
        height += block_height(blocks[0], measures.text, measures)
        if height >= need - SHORTER:
            return taken
    return []


def _is_plain(note: etree.Element) -> bool:
    """Only paragraphs and lists, so that it can be set narrow."""
    return all(child.tag in ("p", "ul", "ol") for child in note)


def _split_steps(children: list[etree.Element]) -> list[etree.Element]:
    """A numbered list with notes in its steps, cut after each such step: the note then stands beside its step."""
    found: list[etree.Element] = []
    for child in children:
        if child.tag != "ol" or not any(class_of(part) == "trainer" for item in child for part in item):
            found.append(child)
            continue
        part = etree.Element("ol", {"start": "1"})
        for number, item in enumerate(child.findall("li"), 1):
            notes = [aside for aside in item if class_of(aside) == "trainer"]
            bare = etree.SubElement(part, "li")
            bare.text = item.text
            bare.extend([block for block in item if block not in notes])
            if notes:
                found += [part, *notes]
                part = etree.Element("ol", {"start": str(number + 1)})
        if len(part):
            found.append(part)
    return found
