"""The fields of worksheets as elements: data for the writers of books, form controls for the site."""

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
    """Makes `div.field` elements. `interactive`: with form controls."""

    words: Mapping[str, str]
    interactive: bool

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
        make = {
            "lines": self.text_field, "box": self.text_field, "fill-table": self.table_field,
            "scale": self.scale_field, "choices": self.choices_field,
        }[block.name]  # fmt: skip
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

    def text_field(self, element: etree.Element, block: Block, name: str) -> None:
        if self.interactive:
            rows = block.attributes.get("rows", "1")
            attributes = {"name": name, "rows": rows, "aria-labelledby": f"{name}--label"}
            etree.SubElement(element, "textarea", attributes)

    def table_field(self, element: etree.Element, block: Block, name: str) -> None:
        table = element.find("table")
        if table is None:
            return
        head = [_text(cell) for cell in table.iter("th")]
        tbody = table.find("tbody")
        tbody = etree.SubElement(table, "tbody") if tbody is None else tbody
        for row in list(tbody):
            if not any(_text(cell) for cell in row):
                tbody.remove(row)
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
                    if self.interactive:
                        etree.SubElement(
                            cell,
                            "textarea",
                            {"name": cell_name, "rows": "2", "aria-label": f"{title} {number}".strip()},
                        )

    def scale_field(self, element: etree.Element, block: Block, name: str) -> None:
        """One row of numbers for the question, or for each item of its list."""
        items = element.find("ul")
        items = element.find("ol") if items is None else items
        if items is None:
            self.numbers(element, block, name, f"{name}--label")
            return
        items.set("class", "scale-items")
        for order, item in enumerate(items.findall("li"), 1):
            item_name = f"{name}_i{order}"
            item.set("data-field", item_name)
            if self.interactive:
                text = etree.Element("span", {"id": f"{item_name}--label"})
                _move(item, text)
                item.append(text)
                self.numbers(item, block, item_name, f"{item_name}--label")

    def numbers(self, parent: etree.Element, block: Block, name: str, label: str) -> None:
        if not self.interactive:
            return
        group = etree.SubElement(parent, "span", {"class": "numbers", "role": "radiogroup", "aria-labelledby": label})
        low, high = block.attributes.get("low", ""), block.attributes.get("high", "")
        if low:
            etree.SubElement(group, "span", {"class": "scale-end"}).text = AtomicString(low)
        for value in range(
            int(block.attributes.get("from-value", "1")), int(block.attributes.get("to-value", "5")) + 1
        ):
            number = etree.SubElement(group, "label")
            etree.SubElement(number, "input", {"type": "radio", "name": name, "value": str(value)})
            number[-1].tail = AtomicString(str(value))
        if high:
            etree.SubElement(group, "span", {"class": "scale-end"}).text = AtomicString(high)

    def choices_field(self, element: etree.Element, block: Block, name: str) -> None:
        items = element.find("ul")
        if items is None:
            return
        single = block.attributes.get("type") == "single"
        items.set("class", "choice-items")
        if self.interactive:
            items.set("role", "radiogroup" if single else "group")
            items.set("aria-labelledby", f"{name}--label")
        for order, item in enumerate(items.findall("li"), 1):
            item.set("data-field", name if single else f"{name}_o{order}")
            item.set("data-value", str(order))
            if self.interactive:
                kind = "radio" if single else "checkbox"
                wrap_label(item, {"type": kind, "name": item.get("data-field", ""), "value": str(order)})
                if "role" in items.attrib:
                    item.set("role", "presentation")


def wrap_label(item: etree.Element, attributes: dict[str, str]) -> None:
    """Puts the item's text into a label with its control; feedback stays outside."""
    feedback = [child for child in item if child.get("class") == "feedback"]
    for child in feedback:
        item.remove(child)
    label = etree.Element("label")
    control = etree.SubElement(label, "input", attributes)
    span = etree.SubElement(label, "span")
    _move(item, span)
    control.tail = " "
    item.append(label)
    item.extend(feedback)


def _move(source: etree.Element, target: etree.Element) -> None:
    """Moves text and children; paragraphs are unwrapped, since a label may hold only inline content."""
    target.text, source.text = source.text, ""
    for child in list(source):
        source.remove(child)
        if child.tag == "p":
            target.text = (target.text or "").rstrip() + (child.text or "")
            target.extend(list(child))
        else:
            target.append(child)


def _text(element: etree.Element) -> str:
    return "".join(element.itertext()).strip()
