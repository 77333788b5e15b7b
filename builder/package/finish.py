"""The last pass over a chapter: ids, picture sizes, links that lead nowhere, fields written out for paper."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable

from builder.edition.marks import mark_size
from builder.edition.once import once
from builder.edition.picture_places import picture_places
from builder.package.places import Places

BOX = "☐ "
_NAMES = ("id", "aria-labelledby")


def spoken_in(tree: etree.Element, language: str, spoken: str) -> Iterable[etree.Element]:
    """The children of a tree, with a `lang` attribute if their language isn't the package's."""
    for child in tree:
        if spoken != language:
            child.set("lang", spoken)
        yield child


def finish(body: etree.Element, places: Places, key: str) -> None:
    """Makes a chapter ready for its package, in place."""
    _pictures(body, places)
    for element in body.iter():
        if not element.attrib and element.tag != "a":
            continue
        _align(element)
        if element.tag == "a" and not element.get("href"):
            element.tag = "span"
            element.attrib.pop("href", None)
        if element.get("href") in places.files:
            element.set("download", "")  # if it opened in the package's window, it would end the session
        if places.form.one_page:
            _ids(element, places, key)
    if not places.form.interactive:
        _write_out(body)


def _pictures(body: etree.Element, places: Places) -> None:
    if body.find(".//img") is None:
        return
    images = once(
        places.edition, "pictures by token", lambda: {one.token: one for one in places.edition.images.values()}
    )
    for place in list(picture_places(body)):
        image = images.get(place.image.get("src", ""))
        if image:
            place.image.set("src", places.picture(image))
            mark_size(place, image.size, grows=image.is_drawing)


def _align(element: etree.Element) -> None:
    """Turns `align` into a class: neither EPUB nor a strict security policy allows the attribute or a style."""
    align = element.get("align")
    if not align:
        return
    del element.attrib["align"]
    if align in ("center", "right"):
        element.set("class", f"{element.get('class', '')} {align}".strip())


def _ids(element: etree.Element, places: Places, key: str) -> None:
    """Puts the chapter's name before ids and references to them. Links between chapters already have it."""
    for name in _NAMES:
        if element.get(name):
            element.set(name, places.id_of(key, element.get(name, "")))
    href = element.get("href", "")
    if href.startswith(("#fn-", "#fnref")):
        element.set("href", f"#{places.id_of(key, href[1:])}")


def _write_out(body: etree.Element) -> None:
    """Writes out the numbers of scales, and boxes before what can be ticked."""
    for element in [element for element in body.iter() if element.get("class")]:
        kinds = (element.get("class") or "").split()
        if kinds[:2] == ["field", "scale"]:
            _scale(element)
        elif kinds[:2] == ["field", "choices"]:
            for item in element.iter("li"):
                _box(item)
        elif element.tag == "li" and ({"option", "task"} & set(kinds)):
            _box(element)


def _scale(element: etree.Element) -> None:
    low, high = int(element.get("data-from-value", "1")), int(element.get("data-to-value", "5"))
    ends = [element.get("data-low", ""), element.get("data-high", "")]
    numbers = " · ".join(filter(None, [ends[0], *map(str, range(low, high + 1)), ends[1]]))
    for item in [item for item in element.iter("li") if item.get("data-field")] or [element]:
        etree.SubElement(item, "div", {"class": "numbers"}).text = numbers


def _box(item: etree.Element) -> None:
    paragraph = item.find("p")
    holder = item if paragraph is None or re.search(r"\S", item.text or "") else paragraph
    holder.text = BOX + (holder.text or "").lstrip()
