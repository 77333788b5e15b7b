"""Running text of the rendered tree -> Typst: emphasis, links with page numbers, terms, citations as footnotes."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from contextlib import contextmanager

from builder.course.model import Source
from builder.course.svg_size import Size
from builder.edition.picture_places import picture_of
from builder.edition.pictures import GAP, IN_ROW, LOW, fitted
from builder.outputs.book.draft import BLOCK_TAGS, Draft, RenderedLeaf, plain_text, source_of
from builder.outputs.book.measures import USUAL
from builder.outputs.book.write.formula import equation
from builder.print.code import literal

Inline = list[str | etree.Element]
_SPACE = re.compile(r"[ \t\r\n\f]+")
LEAST_ROOM = 20.0
"""Least width of a picture, in points."""
LIST = 30
"""Points that a list may take from the text column."""
HELD = 500
"""A paragraph with a picture is kept on one page if it has fewer letters than this."""
FACES = {"strong": "strong", "em": "emph", "del": "std.strike", "sub": "std.sub", "sup": "std.super"}
"""Tag -> Typst function; `std.sub`, because our template defines its own `sub`."""
SCHEMES = ("http://", "https://", "mailto:", "tel:")


def segments(element: etree.Element) -> Iterator[Inline | etree.Element]:
    """The content of an element: runs of inline parts, and block elements between them."""
    run: Inline = [element.text or ""]
    for child in element:
        if child.tag in BLOCK_TAGS:
            if _has_text(run):
                yield run
            yield child
            run = [child.tail or ""]
        else:
            run += [child, child.tail or ""]
    if _has_text(run):
        yield run


def paragraph_head(element: etree.Element) -> str:
    """The Typst function for a paragraph: `held`, which keeps a picture and the words below it on one page, or `par`."""
    is_short = len(plain_text(element)) < HELD
    return "held({" if is_short and element.find(".//img") is not None else "par({"


def _has_text(run: Inline) -> bool:
    return any(part.strip() if isinstance(part, str) else True for part in run)


class InlineWriter:
    """Writes inline content into the code of a book."""

    def __init__(self, draft: Draft, page: RenderedLeaf) -> None:
        self.draft = draft
        self.page = page
        self.code = draft.code
        self.room = draft.book.measures.text - LIST
        """Points of width for a picture."""
        self.is_wanted = False
        """Whether the author set the width of the pictures being written."""
        self.is_repeated = False
        """Whether the head of a table is being written, which is repeated on each of its pages."""
        self.noted: dict[str, int] = {}
        """Source key -> footnote number, for the works cited on this page so far."""

    def run(self, run: Inline) -> None:
        """Writes a run of inline parts, without the spaces at its ends."""
        texts = [_SPACE.sub(" ", part) if isinstance(part, str) else part for part in run]
        for number, part in enumerate(texts[:-1]):
            after = texts[number + 1]
            if not isinstance(part, str) and part.tag == "br" and isinstance(after, str):
                texts[number + 1] = after.lstrip(" ")
        if isinstance(texts[0], str):
            texts[0] = texts[0].lstrip(" ")
        if isinstance(texts[-1], str):
            texts[-1] = texts[-1].rstrip(" ")
        row: list[etree.Element] = []
        written = False
        for part in texts:
            if isinstance(part, str) and (part.strip() or not row):
                written = self.row(row, after=True, before=written) or written or bool(part.strip())
                self.code.text(part.lstrip(" ") if row else part)
                row = []
            elif not isinstance(part, str) and self.is_large(part):
                row.append(part)
            elif not isinstance(part, str):
                self.row(row, after=True, before=written)
                self.element(part)
                row, written = [], True
        self.row(row, after=False, before=written)

    def content(self, element: etree.Element) -> None:
        """Writes the inline content of an element; block elements in it are left out."""
        for part in segments(element):
            if isinstance(part, list):
                self.run(part)

    def inner(self, element: etree.Element) -> None:
        self.code.text(_SPACE.sub(" ", element.text or ""))
        for child in element:
            self.element(child)
            tail = _SPACE.sub(" ", child.tail or "")
            self.code.text(tail.lstrip(" ") if child.tag == "br" else tail)

    def element(self, element: etree.Element) -> None:
        tag = element.tag
        if tag in FACES and not (element.get("id") or "").startswith("fnref"):
            with self.code.inline(f"{FACES[tag]}({{"):
                self.inner(element)
        elif tag == "code":
            self.code.raw(plain_text(element))
        elif tag == "a":
            self.link(element)
        elif tag == "sup":
            self.footnote(element)
        elif tag == "math":
            self.code.add(equation(element), "inline")
        elif tag == "img":
            self.image(element)
        elif tag == "br":
            self.code.add("linebreak()", "inline")
        else:
            self.inner(element)

    def link(self, element: etree.Element) -> None:
        href = element.get("href", "")
        if href.startswith(SCHEMES):
            with self.code.inline(f"link({literal(href)}, {{"):
                self.address(element, href)
        elif href.startswith("#t:") and href[1:] in self.draft.book.labels:
            self.draft.terms.add(href[3:])
            self.named(href[1:])
            with self.code.inline(f"term({literal(href[1:])}, {{"):
                self.inner(element)
        elif self.target(href):
            is_here = href.split(":")[1:2] == self.page.label.split(":")[1:2]
            self.named(":".join(href[1:].split(":")[:2]))
            head = "to" if is_here and self.page.leaf.kind != "guide" else "xref"  # guides are long
            with self.code.inline(f"{head}({literal(self.target(href))}, {{"):
                self.inner(element)
        else:
            self.inner(element)
            volume = self.draft.book.elsewhere.get(":".join(href[1:].split(":")[:2]))
            if volume:
                self.code.text(f" ({volume})")

    def named(self, label: str) -> None:
        """Notes a term or story for the index, except in table heads, which are repeated on each page."""
        if not self.is_repeated and (
            label.startswith("t:") or ("case", label.removeprefix("p:")) in self.draft.book.pages
        ):
            self.draft.named(label)

    def target(self, href: str) -> str:
        """The label that an internal link points to: the anchor, else its page; empty when the book has neither."""
        label = href[1:]
        page = ":".join(label.split(":")[:2])
        return next((name for name in (label, page) if href.startswith("#p:") and name in self.draft.book.labels), "")

    def address(self, element: etree.Element, href: str) -> None:
        text = plain_text(element)
        if text == href:
            self.code.text(text, plain=True)
        elif text or element.find(".//img") is not None:
            self.inner(element)
        else:
            self.code.text(href, plain=True)

    @contextmanager
    def within(self, room: float, *, wanted: bool | None = None) -> Iterator[None]:
        """Inside the `with`, `room` points of width are available; `wanted`: the author asked for it (None: as before)."""
        before = self.room, self.is_wanted
        self.room, self.is_wanted = max(room, LEAST_ROOM), self.is_wanted if wanted is None else wanted
        yield
        self.room, self.is_wanted = before

    def fitted(self, found: tuple[str, float, float], room: float) -> Size:
        """The printed size in points of a picture, given as `Draft.picture` does, in `room` points of width."""
        measures, grows = self.draft.book.measures, found[0].endswith(".svg")
        larger = measures.size / USUAL[0] if grows else 1.0  # so that words in drawings grow with the text around them
        size = (found[1] * larger, found[2] * larger)
        high = measures.height * (1 if self.is_wanted else larger)
        return fitted(size, room, high, wanted=self.is_wanted, grows=grows)

    def is_large(self, element: etree.Element) -> bool:
        """Whether the element is a picture too high to stand in a line of text."""
        image = picture_of(element)
        found = self.draft.book.image(source_of(image)) if image is not None else None
        return found is not None and not found.is_low

    def row(self, pictures: list[etree.Element], *, before: bool, after: bool) -> bool:
        """Writes pictures side by side on lines of their own, as large as fits; returns whether there were any."""
        for start in range(0, len(pictures), IN_ROW):
            if start or before:
                self.code.add("linebreak()", "inline")
            some = pictures[start : start + IN_ROW]
            with self.within((self.room - GAP * (len(some) - 1)) / len(some) - 0.5):
                for number, picture in enumerate(some):
                    if number:
                        self.code.add(f"h({GAP:g}pt)")
                    self.element(picture)
        if pictures and after:
            self.code.add("linebreak()", "inline")
        return bool(pictures)

    def image(self, element: etree.Element) -> None:
        found = self.draft.picture(source_of(element))
        if found:
            width, height = self.fitted(found, self.room)
            base = "20%" if height <= LOW else "0%"
            name, alt = literal("assets/" + found[0]), literal(element.get("alt") or "-")
            self.code.add(f"box(baseline: {base}, image({name}, alt: {alt}, width: {width:.1f}pt))")

    def footnote(self, element: etree.Element) -> None:
        """`<sup id="fnref-KEY"><a href="#fn-KEY">`."""
        link = element.find("a")
        self.cite((link.get("href", "") if link is not None else "").removeprefix("#fn-"))

    def cite(self, key: str) -> None:
        """Cites a work: its first citation on a page makes the footnote; later ones repeat the number."""
        source = self.draft.book.edition.sources.get(key)
        if source is None:
            return
        name = literal(f"n:{self.page.label}:{key}")
        if key in self.noted:
            self.code.add(f"noted({self.noted[key]}, {name})", "inline")
            return
        self.noted[key] = len(self.noted) + 1
        self.draft.cited[key] += 1
        with self.code.note(f"note({self.noted[key]}, {name}, {{"):
            self.source(source)

    def source(self, source: Source, *, full: bool = False) -> None:
        """Publisher (year). Title. With `full` also its address; otherwise the title links to the list of sources, or to the web."""
        year = f" ({source.year})" if source.year else ""
        self.code.text(f"{source.publisher}{year}. ")
        label = f"s:{source.id}"
        if not full and label in self.draft.book.labels:
            with self.code.inline(f"to({literal(label)}, {{"):
                self.title(source)
        elif not full and source.url.startswith(SCHEMES):
            with self.code.inline(f"link({literal(source.url)}, {{"):
                self.title(source)
        else:
            self.title(source)
        self.code.text(f". {source.remark(self.draft.book.edition.language)}".rstrip())
        if full and source.url.startswith(SCHEMES):
            self.code.text(" ")
            with self.code.inline(f"address({literal(source.url)}, {{"):
                self.code.text(source.url, plain=True)

    def title(self, source: Source) -> None:
        with self.code.inline("emph({"):
            self.code.text(source.title)
