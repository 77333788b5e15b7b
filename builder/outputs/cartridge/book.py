"""A Moodle Book: a page for each chapter, named by its place and level, with the pictures and files beside them."""

import xml.etree.ElementTree as etree
from copy import deepcopy
from dataclasses import replace

from builder.outputs.cartridge.page import web_page
from builder.package.pages import Chapter, Pages

_SUB = "_sub.html"
"""The end of a file name by which Moodle recognises a subchapter."""
_BELOW_TITLE = ("h2", "h3", "h4", "h5")


def moodle_book(made: Pages, language: str) -> dict[str, bytes]:
    """Path in the archive -> file."""
    names = {chapter.file: _name(chapter) for chapter in made.chapters}

    def linked(href: str) -> str:
        """A link to another chapter, without its anchor, which Moodle doesn't follow."""
        return names.get(href.partition("#")[0]) or href

    files = {names[one.file]: web_page(_untitled(one), language, linked) for one in made.chapters}
    return {**files, **made.pictures, **made.files}


def _name(chapter: Chapter) -> str:
    return chapter.file if chapter.level == 1 else chapter.file.removesuffix(".html") + _SUB


def _untitled(chapter: Chapter) -> Chapter:
    """The chapter without its title, which Moodle shows above the text (a chapter's as h3, a subchapter's as h4), and with
    its other headings below that.
    """
    body = deepcopy(chapter.body)
    for title in body.findall("h1"):
        body.remove(title)
    for heading in [element for element in body.iter() if element.tag in _BELOW_TITLE]:
        heading.tag = f"h{min(int(heading.tag[1]) + chapter.level + 1, 6)}"
        if heading.tag == "h6":
            _embolden(heading)
    return replace(chapter, body=body)


def _embolden(heading: etree.Element) -> None:
    """Makes a heading bold: Moodle's own style shows an h6 smaller and lighter than the text below it."""
    strong = etree.Element("strong")
    strong.text, heading.text = heading.text, None
    strong.extend(heading)
    heading[:] = [strong]
