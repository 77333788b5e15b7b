"""Block elements of the rendered tree -> Typst. `book.typ` says how each looks; here is only what it is."""

import xml.etree.ElementTree as etree
from collections.abc import Callable, Sequence
from itertools import takewhile

from builder.edition.pictures import fitted
from builder.outputs.book.draft import Draft, RenderedLeaf, alignment, class_of, only_image, plain_text, source_of
from builder.outputs.book.write.fields import FieldWriter
from builder.outputs.book.write.heights import block_height, column_shares, row_height
from builder.outputs.book.write.inline import InlineWriter, paragraph_head, segments
from builder.outputs.book.write.margin_notes import pair_notes
from builder.print.code import literal

BOXES = ("note", "tip", "warning", "answer", "example", "case", "trainer")
KEEP_SHARE = 0.55
"""Of a page: what is higher may break."""
SURE_SHARE = 0.45
"""Of a page: what is guessed lower is kept together unmeasured. On 876 blocks of the course the guess was at most 9 % short."""


class TreeWriter:
    """Writes one page of the edition. `shift` is added to the levels of its headings."""

    def __init__(self, draft: Draft, page: RenderedLeaf, shift: int = 1) -> None:
        self.draft, self.page, self.shift = draft, page, shift
        self.code = draft.code
        self.inline = InlineWriter(draft, page)
        self.boxed = 0
        self.kept = 0
        self.fields = FieldWriter(self)

    # -- the flow of a page

    def page_body(self, skip: Sequence[etree.Element] = ()) -> None:
        """All of the page but `skip`, its title (the caller's) and the notes."""
        self.at(None)
        self.flow([child for child in self.page.tree if child not in skip and class_of(child) != "footnote"])

    def at(self, element: etree.Element | None) -> None:
        if element is None:
            self.code.at(self.page.path, 1)
        elif element.get("data-line"):
            self.code.at(self.page.path, int(element.get("data-line", "1")))

    def flow(self, children: Sequence[etree.Element]) -> None:
        """Blocks one below the other; short notes for the trainer go beside the passage before them."""
        if self.boxed or not self.draft.book.is_trainer or not self.draft.book.measures.column:
            for child in children:
                self.block(child)
            return
        for passage, note in pair_notes(list(children), self.draft):
            if note is None:
                self.block(passage[0])
            else:
                self.beside(passage, note)

    def beside(self, passage: list[etree.Element], note: etree.Element) -> None:
        with self.code.node("side({"):
            self.at(note)
            self.boxed += 1
            with self.inline.within(self.draft.book.measures.column - 20):
                self.box_content(note)
            self.code.add("}, {")
            for child in passage:
                self.block(child)
            self.boxed -= 1

    def block(self, element: etree.Element) -> None:
        before = self.code.origin
        self.at(element)
        kind = class_of(element)
        special: dict[str, Callable[[etree.Element], None]] = {
            "objectives": self.points, "keypoints": self.points, "teach": self.teach, "activity": self.activity,
            "worksheet": self.worksheet, "quiz": self.quiz, "question": self.question, "field": self.fields.field,
            "value": self.fields.value, "block-meta": self.nothing, "block-materials": self.materials,
            "block-label": self.nothing, "footnote": self.nothing, "feedback": self.feedback,
            "case-link": self.case_link,
        }  # fmt: skip
        if kind in BOXES:
            self.box(element, kind)
        elif kind in special:
            special[kind](element)
        elif element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.heading(element)
        elif only_image(element) is not None:
            self.figure(element[0])
        elif element.tag == "table":
            self.table(element)
        elif element.tag in ("section", "aside", "div"):
            self.flow(list(element))
        else:
            self.text_block(element)
        self.code.origin = before

    def nothing(self, element: etree.Element) -> None:
        """Already written by the block that it belongs to."""

    def text_block(self, element: etree.Element) -> None:
        """Paragraphs, lists, quotations, code: in the text column unless they stand in a box."""
        if self.boxed:
            self.text_node(element)
            return
        # Typst would take a line whose note doesn't fit to the next page alone, or leave a heading behind.
        is_plain = element.tag == "p" and element.find(".//sup") is None and element.find(".//img") is None
        parts = list(segments(element)) if is_plain else []
        if len(parts) == 1 and isinstance(parts[0], list):
            with self.code.paragraph("txp({"):
                self.inline.run(parts[0])
            return
        self.boxed += 1
        with self.code.node("tx({"), self.inline.within(self.draft.book.measures.text):
            self.text_node(element)
        self.boxed -= 1

    def text_node(self, element: etree.Element) -> None:
        if element.tag in ("ul", "ol"):
            self.listed(element)
        elif element.tag == "pre":
            text = "".join(element.itertext()).rstrip("\n")
            with self.code.node("listing({"):
                for line in text.split("\n"):
                    with self.code.node("par({"):
                        self.code.text(line or " ", plain=True)
        elif element.tag == "blockquote":
            with self.code.node("quoted({"):
                self.flow(list(element))
        elif element.tag == "hr":
            self.code.add("line(length: 100%, stroke: 0.4pt)")
        else:
            self.paragraph(element)

    def paragraph(self, element: etree.Element) -> None:
        for part in segments(element):
            if isinstance(part, list):
                with self.code.paragraph(paragraph_head(element)):
                    self.inline.run(part)
            else:
                self.block(part)

    # -- headings, lists, tables, pictures

    def heading(self, element: etree.Element, *, listed: bool = True) -> None:
        """A heading with its label. In the text column from the fourth level on."""
        level = min(int(element.tag[1]) + self.shift, self.draft.level + 1)
        inset = level >= 4 and not self.boxed and element.get("class") != "block-title"
        identifier = element.get("id", "")
        label = f"{self.page.label}:{identifier}" if identifier else ""
        if inset:
            self.code.add("txh({")
        with self.draft.heading(level, label, "" if listed else ", outlined: false, bookmarked: false"):
            self.inline.content(element)
        if inset:
            self.code.add("})")

    def listed(self, element: etree.Element) -> None:
        items = element.findall("li")
        if any(class_of(item) == "task" for item in items):
            with self.code.node("tasks((", "))"):
                for item in items:
                    self.item(item, "(" + ("true" if "done" in (item.get("class") or "") else "false") + ", {", "}),")
            return
        start = element.get("start", "1")
        head = f"enum(start: {start}, " if element.tag == "ol" and start.isdigit() else "list("
        with self.code.node(head, ")"):
            for item in items:
                self.item(item, "{", "},")

    def item(self, item: etree.Element, head: str, tail: str) -> None:
        with self.code.paragraph(head, tail), self.inline.within(self.inline.room - 20):
            parts = list(segments(item))
            for part in parts:
                if isinstance(part, list) or (part.tag == "p" and len(parts) == 1):
                    with self.code.node("par({"):  # Typst remembers how a paragraph is set, but not loose words.
                        self.inline.run(part) if isinstance(part, list) else self.inline.content(part)
                else:
                    self.boxed += 1
                    self.block(part)
                    self.boxed -= 1

    def table(self, element: etree.Element) -> None:
        rows = [list(row) for row in element.iter("tr")]
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            return
        wide = columns > 2 or any(cell.get("data-field") for row in rows for cell in row)
        place = "" if self.boxed else "wide({" if wide or not self.draft.book.measures.column else "tx({"
        room = (
            self.inline.room if self.boxed else self.draft.book.measures.full if wide else self.draft.book.measures.text
        )
        measures, many = self.draft.book.measures, columns > 4 and self.draft.book.measures.size > 12
        letter = measures.size * (0.46 if many else 0.52)
        shares = column_shares(element, (measures.full - (45 if self.boxed else 0) - 10 * columns) / letter)
        if place:
            self.code.add(place)
        self.boxed += 1
        if many:
            self.code.add("small-table({")
        listed = ", ".join(f"{share * 100:.1f}fr" for share in shares)
        with self.code.node(f"table(columns: ({listed},),", ")", "table"):
            self.table_rows(element, columns, shares, room)
        if many:
            self.code.add("})")
        self.boxed -= 1
        if place:
            self.code.add("})")

    def table_rows(self, element: etree.Element, columns: int, shares: list[float], room: float) -> None:
        width = self.draft.book.measures.full
        widths = [share * width for share in shares]
        head = element.find("thead")
        for row in head.iter("tr") if head is not None else ():
            with self.code.node("table.header(", "),"):
                for cell, share in zip(row, shares, strict=False):
                    self.cell(cell, "table.cell(", share * room - 12)
        body = element.find("tbody")
        for row in body if body is not None else ():
            height = row_height(row, widths, self.draft.book.measures)
            tall = height > self.draft.book.measures.height * 0.4
            head_text = f"table.cell(breakable: {'true' if tall else 'false'}, "
            for cell, share in zip(row, shares, strict=False):
                if cell.get("data-field"):
                    self.fields.cell(cell, head_text, height)
                else:
                    self.cell(cell, head_text, share * room - 12)
            for _ in range(columns - len(row)):
                self.code.add("[],")

    def cell(self, cell: etree.Element, head: str, room: float) -> None:
        with self.code.paragraph(head + alignment(cell) + "{", "}),"), self.inline.within(room):
            if plain_text(cell) or len(cell):
                with self.code.node("par({"):
                    self.inline.content(cell)

    def figure(self, image: etree.Element) -> None:
        """A picture alone: as large as it wants to be, at most the page, at most two fifths of its height."""
        found = self.draft.picture(source_of(image))
        if found is None:
            return
        measures = self.draft.book.measures
        width, _ = fitted(found[1:], self.inline.room if self.boxed else measures.full, measures.height)
        place = "fig-boxed" if self.boxed else "fig" if width <= measures.text else "fig-wide"
        name, alt = literal("assets/" + found[0]), literal(image.get("alt") or "-")
        self.code.add(f"{place}(image({name}, alt: {alt}, width: {width:.1f}pt))")

    # -- blocks with a name

    def block_title(self, element: etree.Element) -> etree.Element | None:
        return next((child for child in element if child.get("class") == "block-title"), None)

    def rest(self, element: etree.Element) -> list[etree.Element]:
        return [child for child in element if child.get("class") not in ("block-title", "block-label", "block-meta")]

    def meta(self, element: etree.Element) -> list[str]:
        line = next((child for child in element if child.get("class") == "block-meta"), None)
        return plain_text(line).split(" · ") if line is not None else []

    def points(self, element: etree.Element) -> None:
        """Objectives and key points: a list in a band."""
        with self.code.node(f"{class_of(element)}({{"):
            title = self.block_title(element)
            if title is not None:
                self.boxed += 1
                self.heading(title, listed=False)
                self.boxed -= 1
            self.code.add("}, {")
            self.boxed += 1
            self.flow(self.rest(element))
            self.boxed -= 1

    def teach(self, element: etree.Element) -> None:
        title, meta = self.block_title(element), self.meta(element)
        if title is not None and meta:
            with self.code.node(f"teach-head(({', '.join(map(literal, meta))},), {{"):
                self.boxed += 1
                self.heading(title)
                self.boxed -= 1
        elif title is not None:
            self.heading(title)
        self.flow(self.rest(element))

    def activity(self, element: etree.Element) -> None:
        """A tab with minutes and group, the title, the steps; its worksheets use the whole width."""
        label = literal(self.draft.book.words["activity"])
        meta = ", ".join(map(literal, self.meta(element)))
        with self.code.node(f"activity-head({label}, ({meta},), {{"):
            title = self.block_title(element)
            if title is not None:
                self.boxed += 1
                self.heading(title)
                self.boxed -= 1
        self.flow(self.rest(element))
        self.code.add("activity-end()")

    def materials(self, element: etree.Element) -> None:
        with self.code.node("materials({"), self.code.paragraph():
            self.inline.content(element)

    def worksheet(self, element: etree.Element) -> None:
        """The frame to write in, kept on one page when it is short."""
        whole = block_height(element, self.draft.book.measures.full, self.draft.book.measures)
        keep = not self.kept and whole < self.draft.book.measures.height * KEEP_SHARE
        if keep:
            self.open_keep(whole)
        with self.code.node(f"sheet({literal(self.draft.book.words['worksheet'])}, {{"):
            title = self.block_title(element)
            self.boxed += 1
            if title is not None:
                self.heading(title)
            self.code.add("}, {")
            rest = self.rest(element)
            lead = list(takewhile(lambda child: child.tag == "p", rest))
            if lead:
                with self.code.node("block(width: 100%, sticky: true, {"):
                    self.flow(lead)
            self.flow(rest[len(lead) :])
            self.boxed -= 1
        if keep:
            self.close_keep()

    def case_link(self, element: etree.Element) -> None:
        """The title of a case story with its page, and its facts below."""
        link = element.find("a")
        if link is not None:
            with self.code.paragraph(), self.code.inline("strong({"):
                self.inline.link(link)
            if (link.tail or "").strip():
                with self.code.paragraph("facts-line({"):
                    self.code.text((link.tail or "").strip())

    def open_keep(self, height: float) -> None:
        """Keeps what follows on one page. What is surely low isn't measured again: measuring costs memory."""
        path, line = self.code.origin
        head = "whole" if height < self.draft.book.measures.height * SURE_SHARE else "keep"
        self.code.add(f"{head}({literal(f'{path}:{line}')}, {{")
        self.kept += 1

    def close_keep(self) -> None:
        self.kept -= 1
        self.code.add("})")

    def quiz(self, element: etree.Element) -> None:
        title = self.block_title(element)
        if title is not None:
            with self.code.node("quiz-head({"):
                self.boxed += 1
                self.heading(title)
                self.boxed -= 1
        for number, child in enumerate((child for child in element if class_of(child) == "question"), 1):
            child.set("data-number", str(number))
        self.flow(self.rest(element))

    def question(self, element: etree.Element) -> None:
        with self.code.node("tx({" if not self.boxed else "block({"):
            self.boxed += 1
            self.open_keep(block_height(element, self.draft.book.measures.text, self.draft.book.measures))
            with self.code.node("question({"):
                self.fields.question(element)
            self.close_keep()
            self.boxed -= 1

    def feedback(self, element: etree.Element) -> None:
        with self.code.node("feedback({"):
            for child in element:
                self.text_node(child)

    def box(self, element: etree.Element, kind: str) -> None:
        """An aside: its mark, its label in words, its content."""
        narrow = kind in ("note", "tip", "warning", "case")
        place = "" if self.boxed else "tx({" if narrow else "wide({"
        width = self.draft.book.measures.text if narrow else self.draft.book.measures.full
        height = block_height(element, width, self.draft.book.measures)
        keep = not self.kept and height < self.draft.book.measures.height * 0.4
        if place:
            self.code.add(place)
        self.boxed += 1
        if keep:
            self.open_keep(height)
        with self.code.node(f"{kind}-box({{"):
            self.box_content(element)
        if keep:
            self.close_keep()
        self.boxed -= 1
        if place:
            self.code.add("})")

    def box_content(self, element: etree.Element) -> None:
        """Label and text of an aside; the caller has counted it as boxed."""
        if element.get("id"):
            self.code.add(f"anchor({literal(self.page.label + ':' + element.get('id', ''))})")
        label = next((child for child in element if child.get("class") == "block-label"), None)
        if label is not None:
            strong = label.find("strong")
            word = plain_text(strong) if strong is not None else ""
            title = (strong.tail or "").strip() if strong is not None else ""
            with self.code.paragraph(f"box-label({literal(word)}, {{", kind="label"):
                self.code.text(title)
        if class_of(element) == "example":
            self.fields.sheet = element.get("data-of", "")
        self.flow(self.rest(element))
