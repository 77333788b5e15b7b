"""Reads text, tables and charts of slides as elements."""

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree, html

from builder.imports.tree import element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BULLETS = (f"{_A}buChar", f"{_A}buAutoNum", f"{_A}buBlip")
MOST_LEVELS = 8


def texts(frame: Any, line: int, *, is_list: bool) -> list[html.HtmlElement]:
    """A frame's paragraphs; they become lists in a placeholder for lists or where they have their own bullets."""
    found: list[html.HtmlElement] = []
    open_lists: list[html.HtmlElement] = []
    is_list = (
        is_list and sum(bool(paragraph.text.strip()) for paragraph in frame.paragraphs) > 1
    )  # a single one is a sentence
    for paragraph in frame.paragraphs:
        made = element("p", "", line)
        _fill(made, paragraph)
        if not "".join(made.itertext()).strip():
            continue
        kind = _kind(paragraph, is_list=is_list)
        if not kind:
            open_lists = []
            found.append(made)
            continue
        _into_list(found, open_lists, made, kind, min(paragraph.level, MOST_LEVELS))
    return found


def _into_list(
    found: list[html.HtmlElement], open_lists: list[html.HtmlElement], item: html.HtmlElement, kind: str, level: int
) -> None:
    """Adds an item; a deeper level becomes a list in the previous item."""
    level = min(level, len(open_lists))
    del open_lists[level + 1 :]
    item.tag = "li"
    if len(open_lists) <= level or (open_lists[level].tag != kind and not level):
        outer = html.Element(kind)
        outer.set("data-line", item.get("data-line") or "")
        if level:
            open_lists[level - 1][-1].append(outer)
        else:
            found.append(outer)
        open_lists[level:] = [outer]
    open_lists[level].append(item)


def _kind(paragraph: Any, *, is_list: bool) -> str:
    """`ul` or `ol`; "" for running text."""
    properties = paragraph._p.find(f"{_A}pPr")  # noqa: SLF001 - the library has no word for bullets
    tags = {child.tag for child in properties} if properties is not None else set()
    if f"{_A}buNone" in tags:
        return ""
    if f"{_A}buAutoNum" in tags:
        return "ol"
    return "ul" if is_list or tags & set(_BULLETS) else ""


def _fill(made: html.HtmlElement, paragraph: Any) -> None:
    """Adds a paragraph's runs with bold, emphasis and links; fields become text, line breaks stay."""
    links = {run._r: run.hyperlink.address for run in paragraph.runs}  # noqa: SLF001 - to find the run of an element
    for node in paragraph._p:  # noqa: SLF001 - the library's runs leave out breaks and fields
        if node.tag == f"{_A}br":
            made.append(html.Element("br"))
        elif node.tag in (f"{_A}r", f"{_A}fld"):
            text = (node.findtext(f"{_A}t") or "").replace("\v", " ")
            _add(made, text, node.find(f"{_A}rPr"), links.get(node))


def _add(made: html.HtmlElement, text: str, form: etree._Element | None, address: str | None) -> None:
    tags = _tags(form)
    if not (tags or address) or not text.strip():
        _append(made, text)
        return
    outer = inner = html.Element("a" if address else tags.pop(0))
    if address:
        outer.set("href", address)
    for tag in tags:
        inner.append(html.Element(tag))
        inner = inner[0]
    inner.text = text
    last = made[-1] if len(made) else None
    if (
        last is not None
        and not last.tail
        and last.tag == outer.tag
        and not len(last)
        and not len(outer)
        and not address
    ):
        last.text = (last.text or "") + text  # bold words that the program cut into pieces
    else:
        made.append(outer)


def _tags(form: etree._Element | None) -> list[str]:
    if form is None:
        return []
    height = form.get("baseline") or "0"
    return [
        *(["strong"] if form.get("b") in ("1", "true") else []),
        *(["em"] if form.get("i") in ("1", "true") else []),
        *(["del"] if form.get("strike", "noStrike") != "noStrike" else []),
        *(["sub" if height.startswith("-") else "sup"] if height.strip("-0%") else []),
    ]


def _append(made: html.HtmlElement, text: str) -> None:
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text


def table(found: Any, line: int) -> html.HtmlElement:
    """A table; merged cells keep their spans."""
    made = element("table", "", line)
    for number, row in enumerate(found.rows):
        line_made = html.Element("tr")
        for cell in row.cells:
            if cell.is_spanned:
                continue
            one = html.Element("th" if number == 0 and found.first_row else "td")
            if cell.is_merge_origin:
                one.set("colspan", str(cell.span_width))
                one.set("rowspan", str(cell.span_height))
            one.extend(texts(cell.text_frame, line, is_list=False))
            line_made.append(one)
        made.append(line_made)
    return made


def chart(found: Any, line: int) -> html.HtmlElement | None:
    """A chart's values as a table; None where it has no categories."""
    plot = found.plots[0]
    names = [str(name) for name in plot.categories]
    series = [(str(one.name), list(one.values)) for one in plot.series]
    if not names or not series:
        return None
    made = element("table", "", line)
    made.append(_row("th", ["", *(name for name, _ in series)]))
    for place, name in enumerate(names):
        values = [values[place] if place < len(values) else None for _, values in series]
        made.append(_row("td", [name, *("" if value is None else f"{value:g}" for value in values)]))
    return made


def _row(tag: str, cells: Iterable[str]) -> html.HtmlElement:
    made = html.Element("tr")
    made.extend(_cells(tag, cells))
    return made


def _cells(tag: str, cells: Iterable[str]) -> Iterator[html.HtmlElement]:
    for text in cells:
        yield element(tag, text)
