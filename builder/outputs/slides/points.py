"""Running text -> bullet points under headings, with pictures and tables on slides of their own."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from builder.edition.picture_places import picture_of
from builder.outputs.slides.deck import Line, Picture, Run, Slide, Table, Text, plain
from builder.outputs.slides.pages import Page
from builder.outputs.slides.split import CAPTION, USUAL, Room, Titles, parts, shared_lines, shared_rows
from builder.outputs.slides.text import items, join, runs

_HEADING = re.compile(r"h[2-6]")
Content = Line | Picture | Table
Shown = tuple[Line, ...] | Picture | Table
"""What one slide shows."""
Parts = Sequence[etree.Element]


@dataclass(slots=True)
class _Topic:
    """The content under one heading."""

    heading: str
    line: int
    content: list[Content] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """The full text of what was shortened, for the trainer's notes."""

    @property
    def is_one_line(self) -> bool:
        return len(self.content) == 1 and isinstance(self.content[0], Line)


class PointWriter:
    """Writes slides of the running text of one page."""

    def __init__(self, page: Page, titles: Titles) -> None:
        self.page, self.titles = page, titles

    def points(
        self, elements: Parts, title: str, kicker: str, line: int, short: Callable[[Text], Text]
    ) -> Iterator[Slide]:
        """Slides of points under headings; a heading over a single point becomes bold words before it.

        `title` and `kicker` of the slides; `line` of the source; `short` shortens a text for a slide.
        """
        run: list[_Topic] = []
        for topic in self.topics(elements, title, line, short):
            if topic.is_one_line:
                run.append(topic)
                continue
            yield from self.together(run, title, kicker)
            yield from self.shown(topic, topic.heading, kicker if topic.heading == title else title)
            run = []
        yield from self.together(run, title, kicker)

    def together(self, run: list[_Topic], title: str, kicker: str) -> Iterator[Slide]:
        """The slides of topics of one line each, which share slides."""
        if len(run) == 1:
            yield from self.shown(run[0], run[0].heading, kicker if run[0].heading == title else title)
        elif run:
            lines = [_led(topic, title) for topic in run]
            said = [text for topic in run for text in topic.said]
            yield from with_notes(self.lined(title, kicker, lines, run[0].line), said)

    def shown(self, topic: _Topic, title: str, kicker: str) -> Iterator[Slide]:
        """The slides of one topic: its lines, then its pictures and tables; a single line goes above the first of these."""
        lines = tuple(part for part in topic.content if isinstance(part, Line))
        drawn = [part for part in topic.content if isinstance(part, Picture)]
        tables = [part for part in topic.content if isinstance(part, Table)]
        above = lines if len(lines) == 1 and (drawn or tables) else ()
        rows = [table for part in tables for table in shared_rows(part, CAPTION if above else 0)]
        groups: list[Shown] = [*drawn, *rows]
        if not (above and groups):
            groups = [*shared_lines(lines, USUAL.below(title)), *groups]
        captions = [above, *[()] * len(groups)]
        slides = (
            self.one(group, name, kicker, topic.line, caption)
            for (name, group), caption in zip(parts(groups, title), captions, strict=False)
        )
        yield from with_notes(slides, topic.said)

    def one(self, group: Shown, title: str, kicker: str, line: int, above: tuple[Line, ...]) -> Slide:
        if isinstance(group, Picture):
            return self.slide("picture", title, kicker, line, picture=group, lines=above)
        if isinstance(group, Table):
            return self.slide("table", title, kicker, line, table=group, lines=above)
        return self.slide("text", title, kicker, line, lines=group)

    def topics(self, elements: Parts, title: str, line: int, short: Callable[[Text], Text]) -> Iterator[_Topic]:
        topic = _Topic(title, line)
        for element in elements:
            if _HEADING.fullmatch(element.tag) and element.get("class") != "block-title":
                yield from [topic] if topic.content else []
                topic = _Topic(plain(runs(element, {})), line)
            elif element.get("class") == "figure":
                yield from [topic] if topic.content else []
                yield self.figure(element, topic)
                topic = replace(topic, content=[], said=[])
            elif not element.get("class"):
                self.add(topic, element, short)
        yield from [topic] if topic.content else []

    def figure(self, element: etree.Element, before: _Topic) -> _Topic:
        """A figure as a topic of its own, under the heading of the text `before` it, with its caption above the picture."""
        caption = element.find("div[@class='figure-caption']")
        pictures = [picture for image in element.iter("img") if (picture := self.page.picture(image))]
        said = [line for child in caption if (line := runs(child, self.page.cited))] if caption is not None else []
        return _Topic(before.heading, before.line, [*([Line(join(*said), "")] if said else []), *pictures])

    def add(self, topic: _Topic, element: etree.Element, short: Callable[[Text], Text]) -> None:
        image = picture_of_paragraph(element)
        if image is not None:
            topic.content += [picture] if (picture := self.page.picture(image)) else []
        elif element.tag in ("ul", "ol"):
            whole, lines = self.list_lines(element, lambda text: text), self.list_lines(element, short)
            topic.content += lines
            topic.said += self.page.paragraphs(element) if lines != whole else []
        elif element.tag == "dl":
            topic.content += self.defined(element, short)
        elif element.tag == "table":
            topic.content.append(self.table(element))
        elif element.tag in ("p", "blockquote") and (
            text := runs(element if element.tag == "p" else first_paragraph(element), self.page.cited)
        ):
            shortened = short(text)
            topic.content.append(Line(shortened, "" if plain(text).endswith(":") else "•"))
            topic.said += self.page.paragraphs(element) if shortened != text else []

    def defined(self, element: etree.Element, short: Callable[[Text], Text]) -> Iterator[Line]:
        """A line for each definition, with its terms in bold before it."""
        terms: list[str] = []
        for child in element:
            text = runs(child, self.page.cited)
            if child.tag == "dt":
                terms.append(plain(text))
            else:
                lead = (Run(f"{', '.join(terms)}:", bold=True),) if terms else ()
                yield Line(join(lead, short(text)))
                terms = []

    def list_lines(self, element: etree.Element, short: Callable[[Text], Text], level: int = 0) -> list[Line]:
        found, start = [], int(element.get("start", "1"))
        for number, (item, holder) in enumerate(zip(element.findall("li"), items(element), strict=True), start):
            mark = f"{number}." if element.tag == "ol" else "•"
            if text := runs(holder, self.page.cited):
                found.append(Line(short(text), mark, level))
            for child in item:
                if child.tag in ("ul", "ol") and level == 0:
                    found += self.list_lines(child, short, 1)
        return found

    def table(self, element: etree.Element) -> Table:
        rows = [tuple(runs(cell, self.page.cited) for cell in row) for row in element.iter("tr")]
        return Table(rows[0], tuple(rows[1:]))

    # -- slides

    def lined(self, title: str, kicker: str, lines: Sequence[Line], line: int, room: Room = USUAL) -> Iterator[Slide]:
        for name, group in parts(shared_lines(lines, room.below(title)), title):
            yield self.slide("text", name, kicker, line, lines=group)

    def slide(self, kind: str, title: str, kicker: str, line: int, **content: object) -> Slide:
        name = self.titles.unique(title, self.page.leaf.title)
        return Slide(kind, name, line, "" if kicker == name else kicker, **content)  # type: ignore[arg-type]


def picture_of_paragraph(element: etree.Element) -> etree.Element | None:
    """The picture of a paragraph that holds nothing else; None otherwise."""
    if element.tag != "p" or len(element) != 1 or (element.text or "").strip() or (element[0].tail or "").strip():
        return None
    return picture_of(element[0])


def first_paragraph(element: etree.Element) -> etree.Element:
    """The first paragraph of a quotation or list item; the element itself if it has none."""
    found = element.find("p")
    return element if found is None else found


def _led(topic: _Topic, title: str) -> Line:
    line = topic.content[0]
    if not isinstance(line, Line) or topic.heading == title:
        return line if isinstance(line, Line) else Line(())
    sign = "" if topic.heading[-1:] in "?!.…:" else "."
    return replace(line, text=join((Run(topic.heading + sign, bold=True),), line.text))


def with_notes(slides: Sequence[Slide] | Iterator[Slide], notes: Sequence[str]) -> Iterator[Slide]:
    """The slides, with `notes` put first in the notes of the first one."""
    for number, slide in enumerate(slides):
        yield replace(slide, notes=(*notes, *slide.notes)) if number == 0 else slide
