"""A session -> the slides of its section, for everything that has minutes: what is taught, and what people do."""

import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from builder.course.materials import parse_materials
from builder.course.scanned import Block
from builder.course.slides import INSTRUCTIONS
from builder.course.vocabulary import BOXES
from builder.edition.elements import group_words
from builder.outputs.slides.deck import Line, Run, Slide, Text, count
from builder.outputs.slides.pages import Page
from builder.outputs.slides.points import Parts, PointWriter, first_paragraph, picture_of_paragraph, with_notes
from builder.outputs.slides.split import Room, Titles
from builder.outputs.slides.text import join, key_point, key_step, runs, whole

_DONE = ("activity", "quiz")
"""What people do, which gets slides of its own."""
_STEPS = Room(8, INSTRUCTIONS)
"""Steps should fit on one slide, because people look at them while they work."""


class SessionWriter:
    """Writes the slides of one page."""

    def __init__(self, page: Page, titles: Titles) -> None:
        self.page, self.texts, self.text = page, page.texts, PointWriter(page, titles)
        self.blocks = {block.line: block for block in page.leaf.document.walk()}
        self.writers: Mapping[str, Callable[[etree.Element, Block], Iterator[Slide]]] = {
            "objectives": self.named_list, "keypoints": self.named_list, "teach": self.teach,
            "activity": self.activity, "quiz": self.quiz, "slide": self.as_written, "case": self.box,
            **dict.fromkeys(BOXES, self.box),
        }  # fmt: skip

    def slides(self) -> Iterator[Slide]:
        """The slides of the whole page."""
        yield from self.mixed(list(self.page.tree), self.page.leaf.title, "", 1)

    def written(self, element: etree.Element) -> Iterator[Slide]:
        """The slides of a block; none if it isn't shown."""
        block = self.blocks.get(_line(element))
        write = self.writers.get(_kind(element))
        if block is not None and write is not None:
            yield from write(element, block)

    # -- blocks

    def named_list(self, element: etree.Element, block: Block) -> Iterator[Slide]:
        title = block.title or self.texts["objectives-module" if self.is_objective_of_module(block) else block.name]
        lines = [
            line for child in element if child.tag in ("ul", "ol") for line in self.text.list_lines(child, key_point)
        ]
        yield from self.text.lined(title, self.page.leaf.title, lines, _line(element))

    def is_objective_of_module(self, block: Block) -> bool:
        return block.name == "objectives" and self.page.leaf.kind == "module"

    def teach(self, element: etree.Element, block: Block) -> Iterator[Slide]:
        """Slides of what is taught and, in between, of what people do; where the author wrote slides, they replace the teaching text."""
        title, kicker, notes = block.title or self.page.leaf.title, self.page.leaf.title, self.page.notes_of(block)
        is_chosen = any(_kind(child) == "slide" for child in element)
        for is_done, run in groupby(element, lambda child: _kind(child) in _DONE):
            wanted = [child for child in run if is_done or not is_chosen or _kind(child) == "slide"]
            slides = list(self.mixed(wanted, title, kicker, block.line))
            yield from slides if is_done else with_notes(slides, notes)
            notes = notes if is_done or not slides else ()

    def activity(self, element: etree.Element, block: Block) -> Iterator[Slide]:
        facts = [self.texts["activity"], f"{block.minutes} {self.texts['minutes']}"]
        kicker = " · ".join([*facts, group_words(block.attributes.get("group-size", "all"), self.texts)])
        yield from with_notes(self.task(element, block, kicker), self.page.notes_of(block))

    def task(self, element: etree.Element, block: Block, kicker: str) -> Iterator[Slide]:
        """The instructions, then the tables, pictures and blocks that they refer to."""
        if any(_kind(child) == "slide" for child in element):
            yield from self.flow(list(element), block.title, kicker, block.line)
            return
        lines, foot = [*self.steps(element), *self.sheets(block)], self.needs(block)
        for slide in self.text.lined(block.title, kicker, lines, block.line, _STEPS):
            yield replace(slide, foot=foot)
        for child in element:
            if child.tag == "table" or _kind(child) == "figure" or picture_of_paragraph(child) is not None:
                yield from self.flow([child], block.title, self.texts["activity"], block.line)
            else:
                yield from self.written(child)

    def steps(self, element: etree.Element) -> list[Line]:
        """The steps in full if they fit on one slide, else shortened."""
        steps = self.instructions(element, whole)
        if sum(count(line.text) for line in steps) <= INSTRUCTIONS:
            return steps
        return self.instructions(element, key_step)

    def instructions(self, element: etree.Element, short: Callable[[Text], Text]) -> list[Line]:
        found = []
        for child in element:
            if child.tag in ("ol", "ul"):
                found += self.text.list_lines(child, short)
            elif child.tag == "p" and not child.get("class") and (text := runs(child, self.page.cited)):
                found.append(Line(key_point(text), ""))
        return found

    def sheets(self, block: Block) -> list[Line]:
        """A line naming each worksheet that people need."""
        word = Run(f"{self.texts['worksheet']}: ", bold=True)
        return [
            Line(join((word,), (Run(child.title),)), "→")
            for child in block.children
            if child.name == "worksheet" and child.attributes.get("slide") != "no"
        ]

    def needs(self, block: Block) -> str:
        names = [material.name for material in parse_materials(block.attributes.get("materials", ""))]
        return f"{self.texts['materials']}: {', '.join(names)}" if names else ""

    def quiz(self, element: etree.Element, block: Block) -> Iterator[Slide]:
        """Slides for each question, with its key in the notes."""
        questions = [child for child in element if _kind(child) == "question"]
        asked = [child for child in block.children if child.name == "question"]
        kicker = block.title or self.texts["quiz"]
        for number, (child, one) in enumerate(zip(questions, asked, strict=True), 1):
            title = f"{self.texts['slides-question']} {number}"
            lines = [Line(runs(text, self.page.cited), "") for text in child.findall("p")]
            options = child[-1].findall("li") if len(child) else []
            lines += [
                Line(runs(first_paragraph(item), self.page.cited), f"{chr(65 + place)}.")
                for place, item in enumerate(options)
            ]
            slides = self.text.lined(title, kicker, lines, one.line, Room(points=len(lines) + 1))
            yield from with_notes(slides, self.page.key_of(one))

    def box(self, element: etree.Element, block: Block) -> Iterator[Slide]:
        """A case story, or an aside that its author wants shown."""
        link = element.find("p[@class='case-link']/a")
        title = block.title or (link.text if link is not None else "") or self.texts[block.name]
        kicker = self.texts[block.name] if title != self.texts[block.name] else self.page.leaf.title
        content = [child for child in element if child.get("class") in (None, "figure")]
        yield from with_notes(self.flow(content, title, kicker, block.line), self.page.notes_of(block))

    def as_written(self, element: etree.Element, block: Block) -> Iterator[Slide]:
        """A `slide` block, which isn't shortened, because its author wrote it for the slide."""
        title = block.title or self.page.leaf.title
        slides = self.flow(list(element), title, self.page.leaf.title, block.line, whole)
        yield from with_notes(slides, self.page.notes_of(block))

    # -- text

    def flow(
        self, elements: Parts, title: str, kicker: str, line: int, short: Callable[[Text], Text] = key_point
    ) -> Iterator[Slide]:
        """The slides of a block's content, or only of its `slide` blocks if it has any."""
        chosen = [element for element in elements if _kind(element) == "slide"]
        if chosen:
            for element in chosen:
                yield from self.written(element)
        else:
            yield from self.mixed(elements, title, kicker, line, short)

    def mixed(
        self, elements: Parts, title: str, kicker: str, line: int, short: Callable[[Text], Text] = key_point
    ) -> Iterator[Slide]:
        """The slides of text and blocks, in their order."""
        for is_block, run in groupby(elements, lambda element: _kind(element) in self.writers):
            if is_block:
                for element in run:
                    yield from self.written(element)
            else:
                yield from self.text.points(list(run), title, kicker, line, short)


def _line(element: etree.Element) -> int:
    return int(element.get("data-line", "1"))


def _kind(element: etree.Element) -> str:
    return (element.get("class") or "").partition(" ")[0]
