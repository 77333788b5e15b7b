"""The fields of worksheets: room to write, tables, scales, boxes to tick."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.outputs.office.controls import numbers
from builder.outputs.office.draft import Draft
from builder.outputs.office.layout import paragraph, table
from builder.outputs.office.runs import Face, run, runs
from builder.package.docx import EMPTY_CELL, option_name
from builder.package.markup import plain

_LINES = 3
"""Lines of a field whose author set no height."""


@dataclass(frozen=True, slots=True)
class FieldWriter:
    """Writes the space for an answer, after its question."""

    draft: Draft
    face: Face
    texts: Mapping[str, str]

    def named(self, name: str, word: str) -> etree.Element:
        """A label and its text field on one line."""
        control = self.draft.controls.text(name, word.rstrip(": "), self.texts["office-write"])
        return paragraph("Signature", run(f"{word} ", self.face), control)

    def write(
        self, element: etree.Element, label: etree.Element, rest: Sequence[etree.Element]
    ) -> Iterator[etree.Element]:  # fmt: skip
        """`element` is the field, `label` its question, `rest` its other children."""
        kind = (element.get("class") or "").split()[1]
        title = plain(label)
        if kind == "fill-table":
            yield from self.table(next(child for child in rest if child.tag == "table"), title)
        elif kind == "scale":
            yield from self.scale(element, rest, title)
        elif kind == "choices":
            yield from self.choices(rest)
        else:
            yield from self.room(element, title)

    def room(self, element: etree.Element, title: str) -> Iterator[etree.Element]:
        """A frame to write in, as high as the field's lines on paper."""
        name = element.get("data-name", "")
        control = self.draft.controls.text(name, title or name, self.texts["office-write"])
        lines = int(element.get("data-rows", str(_LINES)))
        yield from table([[[paragraph("Answer", control)]]], has_head=False, title=title, lines=lines)

    def table(self, element: etree.Element, title: str) -> Iterator[etree.Element]:
        rows = [[[paragraph("TableText", *self.cell(cell))] for cell in row] for row in element.iter("tr")]
        yield from table(rows, has_head=element.find("thead") is not None, title=title, lines=2)

    def cell(self, cell: etree.Element) -> Iterator[etree.Element]:
        name = cell.get("data-field")
        if name:
            yield self.draft.controls.text(name, cell.get("data-label", "") or name, EMPTY_CELL)
        else:
            yield from runs(cell, self.draft, self.face)

    def scale(
        self, element: etree.Element, rest: Sequence[etree.Element], title: str
    ) -> Iterator[etree.Element]:  # fmt: skip
        """A drop-down list of numbers for the question, or for each item in a table of its items."""
        low, high = int(element.get("data-from-value", "1")), int(element.get("data-to-value", "5"))
        ends = [(low, element.get("data-low", "")), (high, element.get("data-high", ""))]
        told = " · ".join(f"{number} = {word}" for number, word in ends if word) or f"{low}–{high}"
        values = list(numbers(low, high))
        items = [item for child in rest for item in child.iter("li") if item.get("data-field")]
        if not items:
            chosen = self.chosen(element.get("data-name", ""), title, values)
            yield paragraph("Normal", run(f"{told}: ", self.face), chosen)
            return
        head = [[paragraph("TableText", run(text, self.face))] for text in (self.texts["office-item"], told)]
        rows = [
            [
                [paragraph("TableText", *runs(_opened(item), self.draft, self.face))],
                [paragraph("TableText", self.chosen(item.get("data-field", ""), plain(item), values))],
            ]
            for item in items
        ]
        yield from table([head, *rows], has_head=True, widths=(3, 2), title=title)

    def chosen(self, name: str, label: str, values: Sequence[str]) -> etree.Element:
        return self.draft.controls.choice(name, label or name, values, self.texts["office-choose"])

    def choices(self, rest: Sequence[etree.Element]) -> Iterator[etree.Element]:
        for listing in rest:
            for item in listing.findall("li") if listing.get("class") == "choice-items" else ():
                name, number = item.get("data-field", ""), item.get("data-value", "")
                yield self.option(name.removesuffix(f"_o{number}"), int(number), _opened(item))

    def option(self, name: str, number: int, text: etree.Element) -> etree.Element:
        """A checkbox with the words beside it. `name` of the question, `number` of the option from 1."""
        box = self.draft.controls.box(option_name(name, number), plain(text))
        return paragraph("Option", box, run(" ", self.face), *runs(text, self.draft, self.face))


def _opened(item: etree.Element) -> etree.Element:
    """The element that holds an item's text: its paragraph, if it has one."""
    found = item.find("p")
    return item if found is None or (item.text or "").strip() else found
