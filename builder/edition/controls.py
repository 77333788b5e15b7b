"""Form controls for the worksheets and quizzes of a rendered page, which say themselves what their fields are called.

What stays in a book, a cartridge or a Word file has none, so controls are added to a page that is already rendered.
"""

import xml.etree.ElementTree as etree


def add_controls(tree: etree.Element, prefix: str) -> None:
    """Adds the controls, in place. `prefix`: the first part of the names of the page's questions."""
    for element in list(tree.iter()):
        kind, _, field = (element.get("class") or "").partition(" ")
        if kind == "question":
            _options(element, prefix)
        elif kind == "field" and field in ("lines", "box"):
            _area(
                element, element.get("data-name", ""), element.get("data-rows", "1"), "aria-labelledby", _label(element)
            )
        elif field == "fill-table":
            _cells(element)
        elif field == "scale":
            _scale(element)
        elif field == "choices":
            _choices(element)


def _label(element: etree.Element) -> str:
    return f"{element.get('data-name')}--label"


def _kind(element: etree.Element) -> str:
    return "radio" if element.get("data-type") == "single" else "checkbox"


def _area(parent: etree.Element, name: str, rows: str, label: str, value: str) -> None:
    """Adds a text area with a label; the line ends are those that the Markdown library adds."""
    etree.SubElement(parent, "textarea", {label: value, "name": name, "rows": rows}).tail = "\n"


def _cells(element: etree.Element) -> None:
    table = element.find("table")
    for cell in table.iter("td") if table is not None else ():
        if cell.get("data-field"):
            cell.text = "\n"
            _area(cell, cell.get("data-field", ""), "2", "aria-label", cell.get("data-label", ""))


def _scale(element: etree.Element) -> None:
    items = [child for child in element if child.get("class") == "scale-items"]
    if not items:
        _numbers(element, element, element.get("data-name", ""), _label(element))
    for item in (item for listed in items for item in listed.findall("li")):
        name = item.get("data-field", "")
        text = etree.Element("span", {"id": f"{name}--label"})
        _move(item, text)
        item.append(text)
        _numbers(item, element, name, f"{name}--label")


def _numbers(parent: etree.Element, field: etree.Element, name: str, label: str) -> None:
    """Adds a row of numbers, with the words at its ends."""
    group = etree.SubElement(parent, "span", {"aria-labelledby": label, "class": "numbers", "role": "radiogroup"})
    if field.get("data-low"):
        etree.SubElement(group, "span", {"class": "scale-end"}).text = field.get("data-low")
    for value in range(int(field.get("data-from-value", "1")), int(field.get("data-to-value", "5")) + 1):
        number = etree.SubElement(group, "label")
        etree.SubElement(number, "input", {"name": name, "type": "radio", "value": str(value)}).tail = str(value)
    if field.get("data-high"):
        etree.SubElement(group, "span", {"class": "scale-end"}).text = field.get("data-high")


def _choices(element: etree.Element) -> None:
    items = element.find("ul")
    if items is None:
        return
    items.set("role", "radiogroup" if _kind(element) == "radio" else "group")
    items.set("aria-labelledby", _label(element))
    for item in items.findall("li"):
        _choice(item, _kind(element), item.get("data-field", ""), item.get("data-value", ""))
        item.set("role", "presentation")


def _options(question: etree.Element, prefix: str) -> None:
    for order, item in enumerate(question.findall("ul/li[@class='option']"), 1):
        _choice(item, _kind(question), f"{prefix}_{question.get('id')}", str(order))


def _choice(item: etree.Element, kind: str, name: str, value: str) -> None:
    """Puts the item's text into a label with its control; feedback stays outside."""
    feedback = [child for child in item if child.get("class") == "feedback"]
    for child in feedback:
        item.remove(child)
    label = etree.Element("label")
    etree.SubElement(label, "input", {"name": name, "type": kind, "value": value}).tail = " "
    _move(item, etree.SubElement(label, "span"))
    item.append(label)
    item.extend(feedback)


def _move(source: etree.Element, target: etree.Element) -> None:
    """Moves text and children; paragraphs are unwrapped, since a label may hold only inline content."""
    target.text, source.text = (source.text or "").rstrip("\n"), ""
    for child in list(source):
        source.remove(child)
        if child.tag == "p":
            _unwrap(child, target)
        else:
            target.append(child)


def _unwrap(paragraph: etree.Element, target: etree.Element) -> None:
    """Appends a paragraph's content, on a line of its own."""
    if len(target) or target.text:
        etree.SubElement(target, "br").tail = paragraph.text
    else:
        target.text = paragraph.text
    target.extend(list(paragraph))
