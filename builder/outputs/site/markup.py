"""What the site adds to the rendered pages, as an extension of the Markdown library; MkDocs loads it after `builder.edition.render`.

A staged page may begin with lines of ours, before the page's own text:
    ::: site {root=../../ language=en kind=session}    the way to the folder of all languages; what the text is
    ::: html start <section>...       a generated part, before or after the text (`::: html end`)
No author's line gets here: an author's text follows `::: page`, and `html` and `site` are no blocks.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from builder.edition.picture_places import PicturePlace, picture_places
from builder.edition.pictures import LOW, on_screen
from builder.words import words

_PART = re.compile(r"^::: html (?P<place>start|end) (?P<html>.*)$")
_SITE = re.compile(r"^::: site \{root=(?P<root>[./]*)(?: language=(?P<language>\w+) kind=(?P<kind>\w+))?\}$")
_KINDS = {
    "objectives": "", "keypoints": "", "activity": "activity", "worksheet": "worksheet", "quiz": "",
}  # fmt: skip
_PLAIN = ("data-line", "data-materials", "data-priority", "data-minutes", "data-group-size")
"""Attributes that only the books read."""


class SiteExtension(Extension):
    """Options: language, sheets (worksheet id -> file among the downloads), keys (right options said in
    words, for trainers).
    """

    def __init__(self, **options: Any) -> None:
        self.config = {
            "language": ["en", "the site's language"],
            "sheets": [{}, "worksheets that are among the downloads"],
            "keys": [False, "say in words which options are right"],
            "pictures": [{}, "path of each picture -> width and height in points"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        # MkDocs always adds its own code fences; the ones of `builder.edition.render` are the only ones.
        md.preprocessors.deregister("fenced_code_block", strict=False)
        page = _Page()
        md.preprocessors.register(_Head(md, page), "taller-site-head", 27)
        md.treeprocessors.register(_Parts(md, page), "taller-site-parts", 10)
        md.treeprocessors.register(_Marks(md, page, self.getConfigs()), "taller-site-marks", 9)
        md.treeprocessors.register(_Late(md), "taller-site-late", -10)


def makeExtension(**options: Any) -> SiteExtension:  # noqa: N802 - the library's name
    """What the Markdown library calls for this file's name."""
    return SiteExtension(**options)


class _Page:
    """What the first lines of the page in work said."""

    def __init__(self) -> None:
        self.root = ""
        self.language = ""
        self.kind = ""
        self.parts: list[tuple[str, str]] = []


class _Head(Preprocessor):
    """Takes our lines off the page."""

    def __init__(self, md: Markdown, page: _Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, lines: list[str]) -> list[str]:
        self.page.root, self.page.parts = "", []
        for number, line in enumerate(lines):
            part, site = _PART.match(line), _SITE.match(line)
            if part:
                self.page.parts.append((part["place"], part["html"]))
            elif site:
                self.page.root, self.page.language = site["root"], site["language"] or ""
                self.page.kind = site["kind"] or ""
            elif line:
                return lines[number:]
        return []


class _Parts(Treeprocessor):
    """Puts the generated parts before and after the text."""

    def __init__(self, md: Markdown, page: _Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: etree.Element) -> None:
        start: list[etree.Element] = []
        notes = root.find("div[@class='footnote']")
        end = len(root) if notes is None else list(root).index(notes)
        for place, html in self.page.parts:
            elements = list(etree.fromstring(f"<div>{html}</div>"))
            for element in elements:
                for inner in element.iter():
                    inner.text = AtomicString(inner.text) if inner.text else None
                    inner.tail = AtomicString(inner.tail) if inner.tail else None
            if place == "start":
                start += elements
            else:
                for element in elements:
                    root.insert(end, element)
                    end += 1
        for position, element in enumerate(start):
            root.insert(position, element)


class _Marks(Treeprocessor):
    """Labels in words on blocks, groups for quizzes, the printable sheet; attributes taken off that nothing here reads."""

    def __init__(self, md: Markdown, page: _Page, options: Mapping[str, Any]) -> None:
        super().__init__(md)
        self.page = page
        self.language: str = options["language"]
        self.sheets: Mapping[str, str] = options["sheets"]
        self.keys = bool(options["keys"])
        self.pictures: Mapping[str, list[float]] = options["pictures"]

    @property
    def words(self) -> Mapping[str, str]:
        return words(self.page.language or self.language)

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            name = (element.get("class") or "").partition(" ")[0]
            if element.tag == "section" and _KINDS.get(name):
                kind = etree.Element("p", {"class": "block-kind"})
                kind.text = AtomicString(self.words[_KINDS[name]])
                element.insert(0, kind)
            if name == "objectives" and self.page.kind == "module":
                self.of_module(element)
            elif name == "worksheet":
                self.sheet(element)
            elif name == "question":
                self.question(element)
            elif element.tag == "aside":
                element.set("role", "note")  # a page full of landmarks has none
            for attribute in _PLAIN:
                element.attrib.pop(attribute, None)
        for place in picture_places(root):
            self.picture(place)

    def picture(self, place: PicturePlace) -> None:
        """Its size, so that nothing jumps when it comes; the same rule as in the books."""
        image = place.image
        image.set("loading", "lazy")
        size = self.pictures.get(image.get("src", "").replace("../", ""))
        if size and min(size) > 0:
            width, height = on_screen((size[0], size[1]), place.share)
            image.set("width", str(width))
            image.set("height", str(height))
            kind = "low" if size[1] <= LOW else "beside" if place.share < 1 and not place.in_text else ""
            if kind:
                image.set("class", kind)

    def of_module(self, element: etree.Element) -> None:
        """A module's objectives aren't those of a session."""
        heading = element.find("*[@class='block-title']")
        if heading is not None and heading.text == self.words["objectives"]:
            heading.text = AtomicString(self.words["objectives-module"])

    def sheet(self, element: etree.Element) -> None:
        heading = element.find("*[@class='block-title']")
        identifier = heading.get("id", "") if heading is not None else ""
        if identifier:
            element.set("data-sheet", identifier)
        if identifier in self.sheets:
            line = etree.SubElement(element, "p", {"class": "sheet-file"})
            href = f"{self.page.root}downloads/{self.sheets[identifier]}"
            link = etree.SubElement(
                line, "span", {"class": "download", "data-href": href, "data-download": self.sheets[identifier]}
            )
            link.text = AtomicString(self.words["site-sheet-file"])

    def question(self, element: etree.Element) -> None:
        """The options are a group with the question as its name."""
        text = element.find("p")
        options = element.find("ul")
        if text is None or options is None or not element.get("id"):
            return
        text.set("id", f"{element.get('id')}--label")
        element.set("role", "group")
        element.set("aria-labelledby", f"{element.get('id')}--label")
        for option in options.iter("li"):
            if self.keys and option.get("data-right"):
                mark = etree.Element("p", {"class": "right-mark"})
                mark.text = AtomicString(self.words["key-answer"])
                option.insert(1 if len(option) else 0, mark)


class _Late(Treeprocessor):
    """After MkDocs has checked the links: those to the downloads, which lie outside of what it knows."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter("span"):
            href = element.attrib.pop("data-href", None)
            if href:
                element.tag = "a"  # until now no link: MkDocs warns of what it doesn't know
                element.set("href", href)
