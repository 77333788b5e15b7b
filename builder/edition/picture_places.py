"""Where pictures are on a rendered page: alone, in a row, in a cell, inline. Shared by sites and books."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass

from builder.edition.pictures import IN_ROW

_HOLDERS = frozenset({"p", "li", "td", "th", "dd", "div", "section", "aside", "blockquote", "figure", "figcaption"})
_AROUND = frozenset({"a", "em", "strong"})
_BLOCKS = frozenset(
    {"p", "ul", "ol", "table", "pre", "blockquote", "dl", "section", "aside", "div", "figure", "figcaption"}
)


@dataclass(frozen=True, slots=True)
class PicturePlace:
    """A picture on a page."""

    image: etree.Element
    share: float
    """Fraction of the page's width that it has in its cell or row."""
    in_text: bool
    """Whether there are words in its paragraph."""
    is_beside: bool = False
    """Whether it is in a cell or beside another picture."""
    is_wanted: bool = False
    """Whether the author gave its width."""


def picture_of(element: etree.Element) -> etree.Element | None:
    """The picture that an inline element consists of: itself, or all that a link or emphasis holds; None if it isn't one."""
    if element.tag == "img":
        return element
    if (
        element.tag in _AROUND
        and len(element) == 1
        and not (element.text or "").strip()
        and not (element[0].tail or "").strip()
    ):
        return picture_of(element[0])
    return None


def width_of(element: etree.Element) -> float | None:
    """The fraction of the page's width that a figure's author gave for its pictures; None where none is given."""
    width = element.get("data-width") or ""
    return int(width) / 100 if element.get("class") == "figure" and width.isdigit() else None


def picture_places(
    element: etree.Element, share: float = 1.0, *, beside: bool = False, wanted: bool = False
) -> Iterator[PicturePlace]:
    """Every picture below the element. `share`: the element's fraction of the page's width; `wanted`: the author gave it."""
    if not len(element):
        return
    if element.tag == "tr":
        share, beside = share / max(1, len(element)), beside or len(element) > 1
    if width_of(element) is not None:
        share, wanted = share * (width_of(element) or 1), True
    if element.tag in _HOLDERS:
        inline = [child for child in element if child.tag not in _BLOCKS]
        texts = [
            element.text,
            *(child.tail for child in element),
            *(child.text for child in inline if child.tag != "img"),
        ]
        in_text = any((text or "").strip() for text in texts) or any(picture_of(child) is None for child in inline)
        count = sum(picture_of(child) is not None for child in inline)
        row = 1 if in_text else max(1, min(IN_ROW, count))
        for child in element:
            image = picture_of(child)
            if image is not None:
                yield PicturePlace(image, share / row, in_text, (beside or row > 1) and not in_text, wanted)
            elif child.tag in _BLOCKS:
                yield from picture_places(child, share, beside=beside, wanted=wanted)
            else:
                yield from (PicturePlace(found, share, in_text=True) for found in child.iter("img"))
    else:
        for child in element:
            if child.tag == "img":
                yield PicturePlace(child, share, in_text=True)
            else:
                yield from picture_places(child, share, beside=beside, wanted=wanted)
