"""A page as slides need it: rendered for participants, with the trainer's notes beside it.

Slides show only what participants may see, whoever the deck is for, since they are projected. Notes come from the
trainer's edition alone.
"""

import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from builder.course.model import Audience
from builder.course.scanned import Block
from builder.course.vocabulary import HIDDEN
from builder.course.worksheets import Sheet, find_sheets
from builder.edition.alone import alone
from builder.edition.resolve import LinkKind, page_markdown
from builder.edition.select import Edition, Leaf, select_document
from builder.outputs.slides.chosen import shown
from builder.outputs.slides.deck import Picture, plain
from builder.outputs.slides.text import items, runs
from builder.package.quizzes import citations
from builder.package.rendered import rendered
from builder.words import words


@dataclass(frozen=True, slots=True)
class Page:
    edition: Edition
    leaf: Leaf
    """The page as participants see it."""
    tree: etree.Element
    texts: Mapping[str, str]
    cited: Mapping[str, str]
    notes: Mapping[int, Sequence[str]]
    """Line of a block -> the trainer's notes in it; line 0 has those outside any block."""

    def notes_of(self, block: Block) -> Sequence[str]:
        return self.notes.get(block.line, ())

    def key_of(self, question: Block) -> Sequence[str]:
        """The right options and the feedback on each, as notes; empty but in a trainer's deck."""
        if self.edition.audience is not Audience.TRAINER:
            return ()
        right = [chr(65 + place) for place, option in enumerate(question.options) if option.marked]
        said = [
            f"{chr(65 + place)}. {' '.join(text for _, text in option.feedback)}"
            for place, option in enumerate(question.options)
            if option.feedback
        ]
        return (f"{self.texts['key-answer']}: {', '.join(right)}", *said)

    def picture(self, image: etree.Element) -> Picture | None:
        shown = self.edition.images.get(PurePosixPath(image.get("src", "")))
        return Picture(shown, image.get("alt") or "-") if shown and shown.content and not shown.is_low else None

    def paragraphs(self, element: etree.Element) -> list[str]:
        """The paragraphs of an element as notes; empty but in a trainer's deck."""
        return list(paragraphs(element, self.cited)) if self.edition.audience is Audience.TRAINER else []


def pages(edition: Edition) -> Callable[[Leaf], Page]:
    """A function that reads pages of an edition; the worksheets are looked up only once for all of them."""
    sheets = find_sheets(leaf.document for leaf in edition.leaves())
    cited = citations(edition)

    def read(leaf: Leaf) -> Page:
        seen = replace(leaf, document=select_document(leaf.document, Audience.PARTICIPANT))
        tree = _tree(edition, replace(seen, document=shown(seen.document)), sheets)
        notes = _notes(edition, leaf, sheets, cited) if edition.audience is Audience.TRAINER else {}
        return Page(edition, seen, tree, words(leaf.document.language), cited, notes)

    return read


def _tree(edition: Edition, leaf: Leaf, sheets: Mapping[str, Sheet]) -> etree.Element:
    def address(kind: LinkKind, key: str, _anchor: str) -> str:
        return key if kind == "image" else ""

    return rendered(page_markdown(edition, leaf, address, sheets), leaf.document.language)


def _notes(edition: Edition, leaf: Leaf, sheets: Mapping[str, Sheet], cited: Mapping[str, str]) -> dict[int, list[str]]:
    """The trainer's notes by the line of the block they are in. Only they are rendered again, not the whole page."""
    found: dict[int, list[str]] = {}
    placed = list(_hidden(leaf.document.blocks, 0))
    if not placed:
        return found
    alone_ = replace(leaf, document=alone(leaf.document, [block for _, block in placed]))
    label = words(leaf.document.language)["answer"]
    for (line, block), element in zip(placed, _asides(_tree(edition, alone_, sheets)), strict=True):
        said = list(paragraphs(element, cited))
        if block.name == "answer" and said:
            said[0] = f"{label}: {said[0]}"
        found.setdefault(line, []).extend(said)
    return found


def _hidden(blocks: Iterable[Block], line: int) -> Iterator[tuple[int, Block]]:
    """The outermost blocks that only trainers see, each with the line of the block it is in (0: none)."""
    for block in blocks:
        if block.name in HIDDEN:
            yield line, block
        else:
            yield from _hidden(block.children, block.line if block.name != "worksheet" else line)


def _asides(tree: etree.Element) -> Iterator[etree.Element]:
    return (child for child in tree if child.get("class") in HIDDEN)


def paragraphs(element: etree.Element, cited: Mapping[str, str]) -> Iterator[str]:
    """Paragraphs, items of lists and rows of tables, each as a line of words."""
    if element.tag == "table":
        yield from (" | ".join(plain(runs(cell, cited)) for cell in row) for row in element.iter("tr"))
    elif element.tag in ("ul", "ol"):
        for number, (item, holder) in enumerate(zip(element.findall("li"), items(element), strict=True), 1):
            yield (
                f"{number}. {plain(runs(holder, cited))}" if element.tag == "ol" else f"– {plain(runs(holder, cited))}"
            )
            yield from (line for child in item if child.tag in ("ul", "ol") for line in paragraphs(child, cited))
    elif element.tag in ("div", "section", "aside", "blockquote", "dl"):
        yield from (
            line for child in element if child.get("class") != "block-label" for line in paragraphs(child, cited)
        )
    elif text := plain(runs(element, cited)):
        yield text
