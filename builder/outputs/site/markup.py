"""What the site adds to the rendered pages, as an extension of the Markdown library; MkDocs loads it after `builder.edition.render`.

A staged page may begin with lines of ours, before the page's own text:
    ::: site {root=../../ language=en kind=session}    the path to the folder of all languages; language and kind of the text
    ::: html start <section>...       a generated part, before or after the text (`::: html end`)
Authors can't write these lines: their text follows `::: page`, where `html` and `site` aren't blocks.
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

from builder.edition.addresses import MY_PLAN
from builder.edition.captions import is_pictures
from builder.edition.marks import mark_blocks, mark_size
from builder.edition.picture_places import picture_places
from builder.words import words

_PART = re.compile(r"^::: html (?P<place>start|behind|end) (?P<html>.*)$")
_SITE = re.compile(r"^::: site \{root=(?P<root>[./]*)(?: language=(?P<language>[\w-]+) kind=(?P<kind>\w+))?\}$")


_UNSEARCHED = {
    "footnote", "option", "story-notice", "fallback-notice", "checked", "kicker", "chips", "block-kind", "facets", "start",
    "needs-script", "sheet-file", "sheet-private", "card-foot", "page-terms", "ways", "tracks", "today", "own-variant",
}  # fmt: skip
"""Classes left out of the search index: sources are on every page that cites them, options and feedback repeat the page, and
labels and notices would be the first words of a hit.

They must not nest elements of the same tag, which confuse the theme's search.
"""


class SiteExtension(Extension):
    """Options: language, sheets (worksheet id -> file among the downloads), keys (mark right options in
    words, for trainers), pictures (path -> width and height in points).
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
        # MkDocs always adds its own code fences; only those of `builder.edition.render` are wanted.
        md.preprocessors.deregister("fenced_code_block", strict=False)
        page = _Page()
        md.preprocessors.register(_Head(md, page), "taller-site-head", 27)
        md.treeprocessors.register(_Parts(md, page), "taller-site-parts", 10)
        md.treeprocessors.register(_Marks(md, page, self.getConfigs()), "taller-site-marks", 9)
        md.treeprocessors.register(_Late(md), "taller-site-late", -10)


def makeExtension(**options: Any) -> SiteExtension:  # noqa: N802 - the library's name
    """The entry point by which the Markdown library loads this module."""
    return SiteExtension(**options)


class _Page:
    """What our lines at the beginning of the current page say."""

    def __init__(self) -> None:
        self.root = ""
        self.language = ""
        self.kind = ""
        self.parts: list[tuple[str, str]] = []


class _Head(Preprocessor):
    """Reads our lines and removes them from the page."""

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
    """Inserts the generated parts before the text, behind the drawing that it begins with, and after it."""

    def __init__(self, md: Markdown, page: _Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: etree.Element) -> None:
        start: list[etree.Element] = []
        behind: list[etree.Element] = []
        face = 1 if len(root) and is_pictures(root[0]) else 0
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
            elif place == "behind":
                behind += elements
            else:
                for element in elements:
                    root.insert(end, element)
                    end += 1
        root[face:face] = behind
        root[0:0] = start


class _Marks(Treeprocessor):
    """Adds labels to blocks, groups to quizzes, links to printable sheets, and sizes to pictures."""

    def __init__(self, md: Markdown, page: _Page, options: Mapping[str, Any]) -> None:
        super().__init__(md)
        self.page = page
        self.language: str = options["language"]
        self.sheets: Mapping[str, str] = options["sheets"]
        self.keys = bool(options["keys"])
        self.pictures: Mapping[str, list[float]] = options["pictures"]

    def run(self, root: etree.Element) -> None:
        language = self.page.language or self.language
        mark_blocks(root, language, kind=self.page.kind, keys=self.keys)
        for element in root.iter("section"):
            if element.get("class") == "worksheet":
                self.sheet(element, words(language)["site-sheet-file"])
        for place in picture_places(root):
            place.image.set("loading", "lazy")
            width, height = self.pictures.get(place.image.get("src", "").replace("../", ""), (0, 0))
            mark_size(place, (width, height), grows=place.image.get("src", "").endswith(".svg"))

    def sheet(self, element: etree.Element, text: str) -> None:
        heading = element.find("*[@class='block-title']")
        identifier = heading.get("id", "") if heading is not None else ""
        if identifier:
            element.set("data-sheet", identifier)
        if element.get("data-sensitive"):
            element.insert(1, self.private())
        if identifier in self.sheets:
            line = etree.SubElement(element, "p", {"class": "sheet-file"})
            href = f"{self.page.root}downloads/{self.sheets[identifier]}"
            link = etree.SubElement(
                line, "span", {"class": "download", "data-href": href, "data-download": self.sheets[identifier]}
            )
            link.text = AtomicString(text)

    def private(self) -> etree.Element:
        """A note on who can see what is written on the sheet, with a link to the full explanation."""
        texts = words(self.page.language or self.language)
        note = etree.Element("p", {"class": "sheet-private"})
        note.text = AtomicString(texts["site-sensitive"] + " ")
        href = f"{self.page.root.removesuffix('../')}{MY_PLAN.removesuffix('.md')}.html#privacy"
        link = etree.SubElement(note, "span", {"data-href": href})
        link.text = AtomicString(texts["my-plan-privacy"])
        return note


class _Late(Treeprocessor):
    """Runs after MkDocs has checked the links: makes those to downloads, which MkDocs doesn't know, and marks unsearched elements."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter("span"):
            href = element.attrib.pop("data-href", None)
            if href:
                element.tag = "a"  # not a link until now, since MkDocs warns of targets it doesn't know
                element.set("href", href)
        for element in root.iter():
            if (element.get("class") or "").partition(" ")[0] in _UNSEARCHED:
                element.set("data-search-exclude", "")
            elif element.get("class") == "numbers":
                for number in element:
                    number.set("data-search-exclude", "")
