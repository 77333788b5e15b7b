"""Figures on a rendered page: pictures, then a caption that begins with the figure's number and title."""

import xml.etree.ElementTree as etree
from collections.abc import Mapping

from builder.course.scanned import Block
from builder.edition.picture_places import picture_of


def add_label(element: etree.Element, block: Block, texts: Mapping[str, str]) -> None:
    """Adds a figure's number and title in a paragraph, which `add_captions` moves once the page is rendered."""
    if label := _label(block, texts):
        etree.SubElement(etree.SubElement(element, "p", {"class": "figure-label"}), "strong").text = label


def add_captions(root: etree.Element) -> None:
    """Moves all but the pictures of each figure into a caption; a figure without words gets none."""
    for figure in root.iter("div"):
        if figure.get("class") == "figure":
            _add_caption(figure)


def _add_caption(figure: etree.Element) -> None:
    label = figure.find("p[@class='figure-label']")
    rest = [child for child in figure if not is_pictures(child) and child is not label]
    for child in [*rest, *([] if label is None else [label])]:
        figure.remove(child)
    if not rest and label is None:
        return
    caption = etree.SubElement(figure, "div", {"class": "figure-caption"})
    caption.extend(rest)
    if label is not None:
        _begin(caption, label[0])


def is_pictures(element: etree.Element) -> bool:
    """Whether the element is a paragraph of nothing but pictures."""
    texts = [element.text, *(child.tail for child in element)]
    alone = not any((text or "").strip() for text in texts)
    return element.tag == "p" and len(element) > 0 and alone and all(picture_of(child) is not None for child in element)


def as_figures(root: etree.Element) -> None:
    """For screens: turns figures and their captions into `figure` and `figcaption` elements."""
    for element in root.iter("div"):
        kind = element.get("class")
        if kind in ("figure", "figure-caption"):
            element.tag = {"figure": "figure", "figure-caption": "figcaption"}[kind]


def _label(block: Block, texts: Mapping[str, str]) -> str:
    number = block.attributes.get("number", "")
    parts = [texts["figure"].replace("{n}", number)] if number else []
    parts += [block.title] if block.title else []
    return " ".join(part if part[-1:] in ".?!…:" else f"{part}." for part in parts)


def _begin(caption: etree.Element, label: etree.Element) -> None:
    """Puts the label, in bold, at the start of the caption."""
    first = caption[0] if len(caption) and caption[0].tag == "p" else None
    if first is None:
        first = etree.Element("p")
        caption.insert(0, first)
    label.tail, first.text = f" {first.text}" if first.text else " " if len(first) else None, None
    first.insert(0, label)
