"""Writes boxes and elements as lines of our Markdown, each with its source line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import html

from builder.course.limits import MAX_COLUMNS
from builder.course.vocabulary import HIDDEN, RULES
from builder.imports.asked import question_lines
from builder.imports.entries import abbreviations, entry, picture_lines
from builder.imports.escape import begun, words_only
from builder.imports.grids import Line, as_group, cells_of, table_lines
from builder.imports.inline import NEW_LINE, Inline, Places
from builder.imports.names import QUOTE
from builder.imports.samples import fence
from builder.imports.tree import Box, Part, element, is_unseen, line_of, plain

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_GROUPS = frozenset({
    "div", "section", "article", "main", "body", "header", "footer", "center", "figure", "form", "fieldset", "nav", "aside", "span",
})  # fmt: skip
_BLOCKS = HEADINGS | _GROUPS - {"span"} | {"p", "ul", "ol", "dl", "blockquote", "pre", "table", "hr", "details"}
_WITH_HEADINGS = frozenset({"", "teach"})
"""The boxes ("" for none) in which headings stay headings; elsewhere they become bold text."""


@dataclass(slots=True)
class Writer:
    """Writes a page."""

    places: Places
    before: int = 1
    """The level of the previous heading."""
    ids: set[str] = field(default_factory=set)

    def blocks(self, parts: Iterable[Part], inside: str = "") -> list[Line]:
        """The lines of all parts, with an empty line between two; `inside` is the surrounding box."""
        found: list[Line] = []
        for part in parts:
            lines = self.box(part, inside) if isinstance(part, Box) else self.element(part, inside)
            if lines:
                found += [("", lines[0][1])] if found else []
                found += lines
        return found

    # -- boxes

    def box(self, box: Box, inside: str) -> list[Line]:
        """The block, followed by what isn't allowed in it."""
        if box.name == QUOTE:
            return self.quoted(box)
        if box.name == "question":
            return [(_mark(box), box.line), *question_lines(self.places, box.parts, self.feedback), (":::", box.line)]
        if box.name == "" or (inside and box.name not in _children(inside)):
            return self.flat(box, inside)
        late = [part for part in box.parts if isinstance(part, Box) and self.is_late(part, box.name)]
        for part in late:
            self.places.said("changed", "box-moved-out", part.line, name=part.name, outer=box.name)
        own = [part for part in box.parts if not any(part is one for one in late)]
        mark = _mark(box)
        if box.name == "teach" and box.title:
            self.before = 2
        self.places.enter(box.name)
        inner = self.blocks(own, box.name)
        self.places.leave(box.name)
        close = f"::: /{box.name}"
        lines = [(mark, box.line), *inner, (close, inner[-1][1] if inner else box.line)] if inner else []
        if not inner:
            self.places.said("lost", "empty-box", box.line, name=box.name)
        for part in late:
            moved = self.box(part, inside)
            lines += ([("", part.line)] if lines and moved else []) + moved
        return lines

    def quoted(self, box: Box) -> list[Line]:
        """A quotation; its title names the speaker."""
        title = [element("p", box.title, box.line)] if box.title else []
        lines = self.blocks([*box.parts, *title], QUOTE)
        return [(f"> {text}" if text else ">", line) for text, line in lines]

    def feedback(self, node: html.HtmlElement) -> list[Line]:
        return self.blocks(list(self.pieces(node)), "item")

    def is_late(self, box: Box, outer: str) -> bool:
        """Whether a box must move behind its outer one, lest hidden text become visible or an activity mere text."""
        is_allowed = box.name in _children(outer)
        return (
            bool(box.name) and not is_allowed and (box.name in HIDDEN or box.name in ("activity", "quiz", "worksheet"))
        )

    def flat(self, box: Box, inside: str) -> list[Line]:
        """A box that isn't allowed here: its title in bold, then its contents."""
        if box.name:
            self.places.said("changed", "box-flattened", box.line, name=box.name, outer=inside)
        title = element("p", "", box.line)
        if box.title:
            strong = html.Element("strong")
            strong.text = box.title
            title.append(strong)
        return self.blocks([*([title] if box.title else []), *box.parts], inside)

    # -- elements

    def element(self, node: html.HtmlElement, inside: str) -> list[Line]:
        tag = str(node.tag).lower() if isinstance(node.tag, str) else ""
        if tag and is_unseen(node):
            self.places.said("lost", "unseen", line_of(node), words=plain(node)[:60])
            return []
        if tag in HEADINGS:
            return self.heading(node, inside)
        if tag in ("ul", "ol"):
            return self.listing(node)
        if tag == "dl":
            return self.definitions(node, inside)
        if tag == "blockquote":
            return self.quotation(node)
        if tag == "pre":
            return fence(node)
        if tag == "table":
            return self.table(node)
        if tag == "hr":
            self.places.said("changed", "form", line_of(node), form="hr")
        if tag == "hr" or not tag:
            return []
        if tag == "details":
            return self.details(node, inside)
        if tag == "figure" and node.find(".//img") is not None and (caption := node.find("figcaption")) is not None:
            words = Inline(self.places, line_of(node)).text(caption).replace(NEW_LINE, " ")
            return self.pictures(list(node.iter("img")), line_of(node), inside, words)
        if tag in _GROUPS and any(child.tag in _BLOCKS for child in node):
            return self.blocks(self.pieces(node), inside)
        return self.paragraph(node, inside)

    def pieces(self, node: html.HtmlElement) -> Iterator[Part]:
        """The blocks in an element, and the words between them as paragraphs."""
        loose = element("p", node.text or "", line_of(node))
        for child in node:
            tail, child.tail = child.tail, None
            if isinstance(child.tag, str) and child.tag.lower() in _BLOCKS:
                if plain(loose) or loose.find(".//img") is not None:
                    yield loose
                yield child
                loose = element("p", tail or "", line_of(child))
            else:
                child.tail = tail
                loose.append(child)
        if plain(loose) or loose.find(".//img") is not None:
            yield loose

    def heading(self, node: html.HtmlElement, inside: str) -> list[Line]:
        line, writer = line_of(node), Inline(self.places, line_of(node), is_head=True)
        text = re.sub(r"(\*\*|(?<!\\)\*)", "", writer.text(node).replace(NEW_LINE, " "))
        identifier = node.get("id") or ""
        if not text:
            return []
        if inside in _WITH_HEADINGS:
            level = max(2, min(int(node.tag[1]), self.before + 1))
            self.before = level
            braces = f" {{#{identifier}}}" if identifier else ""
            lines = [(f"{'#' * level} {begun(text)}{braces}", line)]
        else:
            lines = [(f"**{text}**", line)]
        if writer.left_out:
            self.places.said("changed", "link-below-heading", line, words=plain(node)[:60])
            lines += [("", line), (" ".join(writer.left_out), line)]
        return lines

    def paragraph(self, node: html.HtmlElement, inside: str = "") -> list[Line]:
        line, found = line_of(node), list[Line]()
        pictures = list(node.iter("img")) if not plain(node) else []
        if pictures:
            return self.pictures(pictures, line, inside)
        if not inside and not len(node) and (defined := abbreviations(node.text or "")):
            return [(one, line + order) for order, one in enumerate(defined)]
        for text in Inline(self.places, line).text(node).split(NEW_LINE):
            if text.strip():
                found.append((begun(text.strip()), line))
        return found

    def pictures(self, nodes: Sequence[html.HtmlElement], line: int, inside: str = "", below: str = "") -> list[Line]:
        """Pictures on lines of their own, as figures where allowed; `below`: a caption for all of them."""
        is_figure = inside in _WITH_HEADINGS or "figure" in _children(inside)
        return picture_lines(self.places, nodes, line, below, is_figure=is_figure)

    def listing(self, node: html.HtmlElement) -> list[Line]:
        found: list[Line] = []
        items: list[list[Line]] = []
        number = int(node.get("start") or 1) if (node.get("start") or "1").isdigit() else 1
        for item in node:
            if item.tag in ("ul", "ol") and items:  # a list directly in a list, as some programs write it
                items[-1] += [(f"    {text}" if text else "", line) for text, line in self.listing(item)]
            if item.tag != "li":
                continue
            mark = f"{number}. " if node.tag == "ol" else "- "
            number += 1
            items.append(self.item(item, mark))
        is_loose = any(not text for item in items for text, _ in item)
        for lines in filter(None, items):
            found += ([("", lines[0][1])] if is_loose and found else []) + lines
        return found

    def item(self, item: html.HtmlElement, mark: str) -> list[Line]:
        pieces = list(self.pieces(item))
        box = ""
        if pieces and (match := re.match(r"\s*\[([ xX])\]\s+", _first_text(pieces[0]))):
            box = "[ ] "
            _cut_first_text(pieces[0], match.end())
        lines: list[Line] = []
        for piece in pieces:
            made = self.element(piece, "item") if not isinstance(piece, Box) else []
            is_tight = not lines or (not isinstance(piece, Box) and piece.tag in ("ul", "ol"))
            lines += ([] if is_tight or not made else [("", made[0][1])]) + made
        if not lines:
            return []
        first, line = lines[0]
        if not isinstance(pieces[0], Box) and pieces[0].tag in ("ul", "ol", "pre", "table", "blockquote"):
            return [(f"{mark}{box}…", line), ("", line), *((f"    {text}" if text else "", at) for text, at in lines)]
        return [(f"{mark}{box}{first}", line), *((f"    {text}" if text else "", at) for text, at in lines[1:])]

    def definitions(self, node: html.HtmlElement, inside: str) -> list[Line]:
        """Terms with their meanings; where a meaning is more than words, terms become bold paragraphs."""
        entries = [child for child in node if child.tag in ("dt", "dd")]
        simple = [entry(self.places, child) for child in entries]
        if entries and entries[0].tag == "dt" and entries[-1].tag == "dd" and all(simple):
            return [line for line in simple if line is not None]
        parts: list[Part] = []
        for child in node:
            if child.tag == "dt":
                strong, made = html.Element("strong"), element("p", "", line_of(child) or line_of(node))
                strong.text = plain(child)
                made.append(strong)
                parts.append(made)
            elif child.tag == "dd":
                child.tag = "div"
                parts.append(child)
        self.places.said("changed", "definition-list", line_of(node))
        return self.blocks(parts, inside)

    def quotation(self, node: html.HtmlElement) -> list[Line]:
        return self.quoted(Box(QUOTE, "", line_of(node), list(self.pieces(node))))

    def details(self, node: html.HtmlElement, inside: str) -> list[Line]:
        summary = node.find("summary")
        title = words_only(plain(summary)) if summary is not None else ""
        if summary is not None:
            summary.tail, tail = None, summary.tail
            node.remove(summary)
            node.text = (node.text or "") + (tail or "")
        node.tag = "div"
        return self.box(Box("note", title, line_of(node), [node]), inside)

    def table(self, node: html.HtmlElement) -> list[Line]:
        cells = list(cells_of(node))
        width = max((len(row) for row in cells), default=0)
        if 1 < width <= MAX_COLUMNS:
            return table_lines(self.places, node, cells, width)
        if width:
            self.places.said("changed", "table-as-text", line_of(node), columns=width)
        return self.blocks([as_group(cell) for row in cells for cell in row if cell is not None], "item")


def _children(name: str) -> frozenset[str]:
    return RULES[name].children if name in RULES else frozenset()


def _first_text(part: Part) -> str:
    return "" if isinstance(part, Box) else part.text or ""


def _cut_first_text(part: Part, count: int) -> None:
    if not isinstance(part, Box) and part.text:
        part.text = part.text[count:]


def _mark(box: Box) -> str:
    return ":::" + f" {box.name}" + (f" {box.title}" if box.title else "") + _braces(box)


def _braces(box: Box) -> str:
    inner = [f"#{box.id}"] if box.id else []
    for key, value in box.attributes.items():
        inner.append(f"{key}={value}" if re.fullmatch(r"[\w.-]+", value) else f'{key}="{value}"')
    return f" {{{' '.join(inner)}}}" if inner else ""
