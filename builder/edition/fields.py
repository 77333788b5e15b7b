"""The fields of worksheets as elements that carry what writers and controls need to know of them."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from dataclasses import dataclass

from markdown.util import AtomicString

from builder.course.scanned import Block

TASK = re.compile(r"^\[([ xX])\]\s+")
"""The tick box at the start of a list item."""


@dataclass(frozen=True, slots=True)
class FieldMaker:
    """Makes `div.field` elements."""

    words: Mapping[str, str]

    def make(self, block: Block, sheet: str, prefix: str, content: etree.Element) -> etree.Element:
        """The field's element, from the parsed text between its marks."""
        name = "_".join(part for part in (prefix, sheet, block.id) if part)
        element = etree.Element("div", {"class": f"field {block.name}", "data-name": name})
        if block.id:
            element.set("id", f"{sheet}--{block.id}" if sheet else block.id)
        for key, value in block.attributes.items():
            if key != "from-href":
                element.set(f"data-{key}", value)
        label = etree.SubElement(element, "div", {"class": "field-label", "id": f"{name}--label"})
        control = None
        for child in list(content):
            is_control = child.tag in ("table", "ul", "ol") and control is None
            control = child if is_control else control
            (element if is_control else label).append(child)
        if "from" in block.attributes and block.attributes.get("from-title"):
            self.origin(label, block)
        make = {"fill-table": self.table_field, "scale": self.scale_field, "choices": self.choices_field}.get(
            block.name
        )
        if make:
            make(element, block, name)
        return element

    def origin(self, label: etree.Element, block: Block) -> None:
        """Says which worksheet to copy from, with a link to it."""
        before, _, after = self.words["from-sheet"].partition("{title}")
        line = etree.SubElement(label, "p", {"class": "field-from"})
        line.text = AtomicString(before)
        link = etree.SubElement(line, "a", {"href": block.attributes.get("from-href", "")})
        link.text = AtomicString(block.attributes["from-title"])
        link.tail = AtomicString(after)

    def table_field(self, element: etree.Element, block: Block, name: str) -> None:
        table = element.find("table")
        if table is None:
            return
        head = [_text(cell) for cell in table.iter("th")]
        tbody = table.find("tbody")
        tbody = etree.SubElement(table, "tbody") if tbody is None else tbody
        for _ in range(int(block.attributes.get("rows", "0"))):
            row = etree.SubElement(tbody, "tr")
            for _ in head:
                etree.SubElement(row, "td")
        for number, row in enumerate(tbody, 1):
            for column, cell in enumerate(row, 1):
                if not _text(cell):
                    cell_name = f"{name}_r{number}c{column}"
                    title = head[column - 1] if column <= len(head) else ""
                    cell.text = ""
                    cell.set("data-field", cell_name)
                    cell.set("data-label", f"{title} {number}".strip())

    def scale_field(self, element: etree.Element, _block: Block, name: str) -> None:
        """One row of numbers for the question, or for each item of its list."""
        items = element.find("ul")
        items = element.find("ol") if items is None else items
        if items is None:
            return
        items.set("class", "scale-items")
        for order, item in enumerate(items.findall("li"), 1):
            item.set("data-field", f"{name}_i{order}")

    def choices_field(self, element: etree.Element, block: Block, name: str) -> None:
        items = element.find("ul")
        if items is None:
            return
        single = block.attributes.get("type") == "single"
        items.set("class", "choice-items")
        for order, item in enumerate(items.findall("li"), 1):
            item.set("data-field", name if single else f"{name}_o{order}")
            item.set("data-value", str(order))


def _text(element: etree.Element) -> str:
    return "".join(element.itertext()).strip()
