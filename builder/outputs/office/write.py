"""Blocks of a sheet -> paragraphs and tables of Word."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from builder.course.worksheets import page_prefix, quiz_prefix
from builder.outputs.office.draft import Draft
from builder.outputs.office.fields import FieldWriter
from builder.outputs.office.layout import paragraph, table
from builder.outputs.office.runs import Face, runs
from builder.outputs.office.sheets import Sheet
from builder.package.manifest import node
from builder.words import words

_LISTS = ("ul", "ol")
_BLOCKS = frozenset({"p", "ul", "ol", "table", "pre", "blockquote", "dl", "div", "section", "aside"})
_DEEPEST = 4
"""Deepest heading level for which the document has a style."""


@dataclass(slots=True)
class SheetWriter:
    """Writes one sheet; its fields have the same names as in every other output."""

    draft: Draft
    sheet: Sheet
    face: Face = field(init=False)
    texts: Mapping[str, str] = field(init=False)
    fields: FieldWriter = field(init=False)

    def __post_init__(self) -> None:
        spoken = self.sheet.leaf.document.language
        self.texts = words(spoken)
        self.face = Face(language=spoken if spoken != self.draft.edition.language else "")
        self.fields = FieldWriter(self.draft, self.face, self.texts)

    def write(self) -> Iterator[etree.Element]:
        heading, *rest = self.sheet.section
        yield paragraph("Heading2", *runs(heading, self.draft, self.face))
        yield from self.signature()
        yield from self.flow(rest)
        if self.sheet.leaf.kind == "session":
            origin = etree.Element("p")
            origin.text = self.texts["book-sheet-from"].replace("{title}", self.sheet.leaf.title)
            yield paragraph("Origin", *runs(origin, self.draft, self.face))

    def signature(self) -> Iterator[etree.Element]:
        """Fields for who fills it in (a name or a code) and for the date; nothing on an anonymous sheet."""
        if self.sheet.signed == "no":
            return
        prefix = f"{page_prefix(self.sheet.leaf.document)}_{self.sheet.id}"
        for part in (self.sheet.signed, "date"):
            word = self.texts[f"book-your-{part}"]
            yield self.fields.named(f"{prefix}_{part}", word)

    def flow(self, elements: Sequence[etree.Element]) -> Iterator[etree.Element]:
        for element in elements:
            yield from self.block(element)

    def block(self, element: etree.Element) -> Iterator[etree.Element]:
        kind = (element.get("class") or "").partition(" ")[0]
        if kind == "field":
            yield from self.field(element)
        elif kind == "question":
            yield from self.question(element)
        elif element.tag in _LISTS:
            yield from self.items(element, 0)
        elif element.tag == "table":
            yield from self.table(element)
        elif element.tag[0] == "h" and element.tag[1:].isdigit():
            style = f"Heading{min(_DEEPEST, int(element.tag[1:]))}"
            yield paragraph(style, *runs(element, self.draft, self.face))
        elif element.tag in ("section", "aside", "div", "blockquote"):
            yield from self.holder(element)
        elif element.tag == "dl":
            yield from self.definitions(element)
        elif element.tag == "pre":
            yield from self.code(element)
        else:
            style = "BlockLabel" if kind == "block-label" else "Normal"
            yield paragraph(style, *runs(element, self.draft, self.face))

    def holder(self, element: etree.Element) -> Iterator[etree.Element]:
        """An element that only holds blocks. Footnotes are skipped: they are in their sentences already."""
        if element.get("class") != "footnote":
            yield from self.flow(list(element))

    def definitions(self, element: etree.Element) -> Iterator[etree.Element]:
        for child in element:
            face = replace(self.face, bold=True) if child.tag == "dt" else self.face
            yield paragraph("Normal" if child.tag == "dt" else "Definition", *runs(child, self.draft, face))

    def code(self, element: etree.Element) -> Iterator[etree.Element]:
        for line in "".join(element.itertext()).rstrip("\n").split("\n"):
            text = etree.Element("code")
            text.text = line
            yield paragraph("Code", *runs(text, self.draft, self.face))

    def items(self, listing: etree.Element, depth: int) -> Iterator[etree.Element]:
        """The items of a list, with a box before each task."""
        number = self.draft.listing(listing.tag == "ol")
        for item in listing.findall("li"):
            lead, rest = split(item)
            tick = etree.Element("span")
            tick.text = "☐ " if "task" in (item.get("class") or "") else ""
            yield paragraph(
                "ListParagraph",
                *runs(tick, self.draft, self.face),
                *runs(lead, self.draft, self.face),
                more=place_in(number, depth),
            )
            for child in rest:
                yield from self.items(child, depth + 1) if child.tag in _LISTS else self.block(child)

    def table(self, element: etree.Element) -> Iterator[etree.Element]:
        rows = [
            [[paragraph("TableText", *runs(cell, self.draft, self.face))] for cell in row] for row in element.iter("tr")
        ]
        yield from table(rows, has_head=element.find("thead") is not None)

    def field(self, element: etree.Element) -> Iterator[etree.Element]:
        """The question, then the place for the answer."""
        label, *rest = element
        for child in label:
            style = "Origin" if child.get("class") == "field-from" else "Question"
            if child.tag == "p":
                yield paragraph(style, *runs(child, self.draft, self.face))
            else:
                yield from self.block(child)
        yield from self.fields.write(element, label, rest)

    def question(self, element: etree.Element) -> Iterator[etree.Element]:
        """A question of a test with checkboxes, and with key and feedback if the edition shows them."""
        *asked, options = element
        for child in asked:
            if child.tag == "p":
                yield paragraph("Question", *runs(child, self.draft, self.face))
            else:
                yield from self.block(child)
        name = f"{quiz_prefix(self.sheet.leaf.document)}_{element.get('id', '')}"
        for number, item in enumerate(options, 1):
            lead, rest = split(item)
            yield self.fields.option(name, number, lead)
            if item.get("data-right"):
                yield paragraph("Key", *self.words(self.texts["key-answer"]))
            for child in rest:
                yield from self.feedback(child)

    def feedback(self, element: etree.Element) -> Iterator[etree.Element]:
        for child in element if element.get("class") == "feedback" else [element]:
            if child.tag == "p":
                yield paragraph("Feedback", *runs(child, self.draft, self.face))
            else:
                yield from self.block(child)

    def words(self, text: str) -> Iterator[etree.Element]:
        made = etree.Element("span")
        made.text = text
        return runs(made, self.draft, replace(self.face, bold=True))


def split(item: etree.Element) -> tuple[etree.Element, list[etree.Element]]:
    """The first text of a list item, and the blocks after it."""
    lead = etree.Element("span")
    lead.text = item.text
    children = list(item)
    while children and children[0].tag not in _BLOCKS:
        lead.append(children.pop(0))
    if children and children[0].tag == "p" and not (lead.text or "").strip() and not len(lead):
        lead = children.pop(0)
    return lead, children


def place_in(number: str, depth: int) -> list[etree.Element]:
    """Paragraph properties: which list it belongs to, and how deep it is nested."""
    return [node("w:numPr", "", node("w:ilvl", w__val=str(min(depth, 3))), node("w:numId", w__val=number))]
