"""Block elements of the rendered tree -> Typst. This module says only what each element is; `book.typ` says how it looks."""

import xml.etree.ElementTree as etree
from collections.abc import Sequence
from contextlib import nullcontext

from builder.outputs.book.draft import Draft, RenderedLeaf, class_of, only_image, source_of
from builder.outputs.book.write.around import Surroundings
from builder.outputs.book.write.blocks import BlockWriter, Write
from builder.outputs.book.write.fields import FieldWriter
from builder.outputs.book.write.inline import Inline, InlineWriter, paragraph_head, segments
from builder.outputs.book.write.tables import TableWriter
from builder.print.code import literal

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INSET_LEVEL = 4
"""Headings from this level on are set in the text column."""
ITEM = 20
"""Points that the mark of a list item takes from the width."""
STICKY = frozenset({"trainer", "block-title", "block-label", "block-meta", "block-materials"})
"""Classes of what stays on the page of what follows it."""


class TreeWriter:
    """Writes one page of the edition. `shift` is added to the levels of its headings."""

    def __init__(self, draft: Draft, page: RenderedLeaf, shift: int = 1) -> None:
        self.draft, self.page, self.shift = draft, page, shift
        self.code = draft.code
        self.inline = InlineWriter(draft, page)
        self.around = Surroundings(draft)
        self.fields = FieldWriter(self)
        self.tables = TableWriter(self, self.fields)
        self.blocks = BlockWriter(self, self.fields)

    # -- the flow of a page

    def page_body(self, skip: Sequence[etree.Element] = ()) -> None:
        """Writes the page without its title (which the caller writes), its footnotes, and the elements in `skip`."""
        self.at(None)
        self.flow([child for child in self.page.tree if child not in skip and class_of(child) != "footnote"])

    def at(self, element: etree.Element | None) -> None:
        if element is None:
            self.code.at(self.page.path, 0)
        elif element.get("data-line"):
            self.code.at(self.page.path, int(element.get("data-line", "1")))

    def flow(self, children: Sequence[etree.Element]) -> None:
        """Blocks one below the other."""
        rest = iter(children)
        before: etree.Element | None = None
        for child in rest:
            example = self.blocks.example_of(child, children)
            if example is None:
                self.step(before)
                self.block(child)
            else:
                self.blocks.sheet_with_example(child, example)
                next(rest)
            before = child

    def step(self, before: etree.Element | None) -> None:
        """Marks that a page may begin here, unless what is `before` must stay with what comes."""
        is_held = before is None or before.tag in HEADINGS or class_of(before) in STICKY or introduces(before)
        self.around.is_held = is_held
        if not is_held and self.around.is_flowing:
            self.draft.steps += 1
            self.code.add(f"step({literal(str(self.draft.steps))})")

    def block(self, element: etree.Element) -> None:
        before = self.code.origin
        self.at(element)
        self.writer_of(element)(element)
        self.code.origin = before

    def writer_of(self, element: etree.Element) -> Write:
        named = self.blocks.writers.get(class_of(element))
        if named is not None:
            return named
        if element.tag in HEADINGS:
            return self.heading
        if only_image(element) is not None:
            return self.figure
        if element.tag == "table":
            return self.tables.table
        return self.group if element.tag in ("section", "aside", "div") else self.text_block

    def group(self, element: etree.Element) -> None:
        """Blocks that have no look of their own."""
        self.flow(list(element))

    # -- text

    def text_block(self, element: etree.Element) -> None:
        """Paragraphs, lists, quotations, code: in the text column unless they stand in a box."""
        if self.around.is_boxed:
            self.text_node(element)
            return
        run = loose_run(element)
        if run is None:
            with self.around.placed("tx({"), self.inline.within(self.draft.book.measures.text):
                self.text_node(element)
        else:
            with self.code.paragraph("txp({"):
                self.inline.run(run)

    def text_node(self, element: etree.Element) -> None:
        if element.tag in ("ul", "ol"):
            self.listed(element)
        elif element.tag == "dl":
            self.defined(element)
        elif element.tag == "pre":
            self.listing("".join(element.itertext()).rstrip("\n"))
        elif element.tag == "blockquote":
            with self.code.node("quoted({"):
                self.flow(list(element))
        elif element.tag == "hr":
            self.code.add("line(length: 100%, stroke: 0.4pt)")
        else:
            self.paragraph(element)

    def defined(self, element: etree.Element) -> None:
        """Terms with what they mean."""
        with self.code.node("defined((", "))"):
            for child in element:
                with (
                    self.code.paragraph("({", f"}}, {'true' if child.tag == 'dt' else 'false'}),"),
                    self.inline.within(self.inline.room - ITEM),
                ):
                    self.inline.content(child)

    def listing(self, text: str) -> None:
        """Program code, line by line."""
        with self.code.node("listing({"):
            for line in text.split("\n"):
                with self.code.node("par({"):
                    self.code.text(line or " ", plain=True)

    def paragraph(self, element: etree.Element) -> None:
        for part in segments(element):
            if isinstance(part, list):
                with self.code.paragraph(paragraph_head(element)):
                    self.inline.run(part)
            else:
                self.block(part)

    # -- headings, lists, tables, pictures

    def heading(self, element: etree.Element, *, listed: bool = True, place: str = "") -> None:
        """A heading, labelled with its id or else with `place`. `listed`: whether it appears in the contents and bookmarks."""
        level = min(int(element.tag[1]) + self.shift, self.draft.level + 1)
        is_inset = level >= INSET_LEVEL and not self.around.is_boxed and element.get("class") != "block-title"
        identifier = element.get("id", "")
        label = f"{self.page.label}:{identifier}" if identifier else self.page.label + place if place else ""
        flags = "" if listed else ", outlined: false, bookmarked: false"
        with self.code.node("txh({") if is_inset else nullcontext(), self.draft.heading(level, label, flags):
            self.inline.content(element)

    def listed(self, element: etree.Element) -> None:
        items = element.findall("li")
        if any(class_of(item) == "task" for item in items):
            with self.code.node("tasks((", "))"):
                for item in items:
                    self.item(item, "(" + ("true" if "done" in (item.get("class") or "") else "false") + ", {", "}),")
            return
        start = element.get("start", "1")
        head = f"enum(start: {start}, " if element.tag == "ol" and start.isdigit() else "list("
        with self.code.node(head, ")"):
            for item in items:
                self.item(item, "{", "},")

    def item(self, item: etree.Element, head: str, tail: str) -> None:
        with self.code.paragraph(head, tail), self.inline.within(self.inline.room - ITEM):
            parts = list(segments(item))
            for part in parts:
                if isinstance(part, list) or (part.tag == "p" and len(parts) == 1):
                    with self.code.node("par({"):  # Typst caches the layout of paragraphs, but not of loose words.
                        self.inline.run(part) if isinstance(part, list) else self.inline.content(part)
                else:
                    with self.around.box():
                        self.block(part)

    def figure(self, element: etree.Element) -> None:
        """A picture on its own, no wider than the page and no higher than `fitted` allows."""
        image, measures = element[0], self.draft.book.measures
        found = self.draft.picture(source_of(image))
        if found is None:
            return
        room = self.inline.room if self.around.is_boxed else measures.full
        width, _ = self.inline.fitted(found, room)
        place = "fig-boxed" if self.around.is_boxed else "fig" if width <= measures.text else "fig-wide"
        name, alt = literal("assets/" + found[0]), literal(image.get("alt") or "-")
        self.code.add(f"{place}(image({name}, alt: {alt}, width: {width:.1f}pt))")


def introduces(element: etree.Element) -> bool:
    """Whether it is a paragraph that leads to what comes: it ends with a colon."""
    return element.tag == "p" and "".join(element.itertext()).rstrip().endswith(":")


def loose_run(element: etree.Element) -> Inline | None:
    """The content of a paragraph that needs no block around it; None for other elements.

    A paragraph with a footnote needs one: Typst might move a line whose note doesn't fit alone to the next page, or strand a heading.
    """
    if element.tag != "p" or element.find(".//sup") is not None or element.find(".//img") is not None:
        return None
    parts = list(segments(element))
    return parts[0] if len(parts) == 1 and isinstance(parts[0], list) else None
