"""Blocks with a name -> Typst: the parts of a session, worksheets, quizzes, asides."""

import xml.etree.ElementTree as etree
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import takewhile

from builder.course.agenda import places
from builder.course.vocabulary import BOXES, FOLDED, HIDDEN
from builder.edition.captions import is_pictures
from builder.edition.picture_places import width_of
from builder.outputs.book.draft import class_of, only_image, plain_text
from builder.outputs.book.write.around import Tree
from builder.outputs.book.write.fields import FieldWriter
from builder.outputs.book.write.heights import block_height
from builder.outputs.book.write.notes_first import notes_first
from builder.print.code import literal

NARROW = BOXES | FOLDED | {"case"}
"""Boxes set in the text column; the others take the whole width."""
BOX_SHARE = 0.4
"""Share of a page: a higher box may break."""
PARTS = frozenset({"block-title", "block-label", "block-meta"})
"""Classes of the parts that a block's own writer places, apart from its content."""
Write = Callable[[etree.Element], None]


class BlockWriter:
    """Writes the blocks of one page."""

    def __init__(self, tree: Tree, fields: FieldWriter) -> None:
        self.tree, self.fields, self.code = tree, fields, tree.code
        self.words, self.measures = tree.draft.book.words, tree.draft.book.measures
        self.places = places(tree.page.leaf.document)
        self.writers: dict[str, Write] = {
            "objectives": self.points, "keypoints": self.points, "teach": self.teach, "activity": self.activity,
            "worksheet": self.worksheet, "quiz": self.quiz, "question": self.question, "field": fields.field,
            "value": fields.value, "block-meta": self.nothing, "block-materials": self.materials,
            "block-label": self.nothing, "footnote": self.nothing, "feedback": fields.feedback,
            "case-link": self.case_link, "figure": self.figure, "formula": self.formula, **dict.fromkeys(NARROW | {"answer", "example", "trainer"}, self.box),
        }  # fmt: skip

    def nothing(self, element: etree.Element) -> None:
        """Already written by the block that it belongs to."""

    def title(self, element: etree.Element, *, listed: bool = True) -> None:
        """The title of a block, if it has one, not placed in the text column."""
        title = title_of(element)
        if title is not None:
            with self.tree.around.box():
                self.tree.heading(title, listed=listed, place=self.place(element))

    def place(self, element: etree.Element) -> str:
        """The label suffix of a teaching part or activity; empty for other blocks."""
        return self.places.get(int(element.get("data-line", "0")), "")

    def points(self, element: etree.Element) -> None:
        """Objectives and key points: a list in a band."""
        with self.code.node(f"{class_of(element)}({{"):
            self.title(element, listed=False)
            self.code.add("}, {")
            with self.tree.around.box():
                self.tree.flow(rest_of(element))

    def teach(self, element: etree.Element) -> None:
        title, meta = title_of(element), meta_of(element)
        if title is not None and meta:
            with self.code.node(f"teach-head(({', '.join(map(literal, meta))},), {{"):
                self.title(element)
        elif title is not None:
            self.tree.heading(title, place=self.place(element))
        self.tree.flow(notes_first(rest_of(element)))

    def activity(self, element: etree.Element) -> None:
        """A tab with minutes and group, the title, the steps; its worksheets use the whole width."""
        meta = ", ".join(map(literal, meta_of(element)))
        with self.code.node(f"activity-head({literal(self.words['activity'])}, ({meta},), {{"):
            self.title(element)
        self.tree.flow(notes_first(rest_of(element)))
        self.code.add("activity-end()")

    def materials(self, element: etree.Element) -> None:
        with self.code.node("materials({", kind="label"), self.code.paragraph():
            self.tree.inline.content(element)

    def worksheet(self, element: etree.Element) -> None:
        """The frame to write in, kept on one page when it is short."""
        height, (path, line) = self.height(element), self.code.origin
        title = title_of(element)
        name = literal(plain_text(title) if title is not None else "")
        free = "true" if self.tree.around.is_free(height) else "false"
        with (
            self.tree.around.paged(height),
            self.code.node(
                f"sheet(free: {free}, {literal(f'{path}:{line}')}, {literal(self.words['worksheet'])}, {{", "))"
            ),
            self.tree.around.box(is_wide=True),
        ):
            self.title(element)
            self.code.add(f"}}, {name}, (")
            for part in _items(rest_of(element)):
                with self.code.node("{", "},"):
                    lead = list(takewhile(lambda child: child.tag == "p", part))
                    if lead:
                        with self.code.node("block(width: 100%, sticky: true, {"):
                            self.tree.flow(lead)
                    self.tree.flow(part[len(lead) :])

    def example_of(self, element: etree.Element, siblings: Sequence[etree.Element]) -> etree.Element | None:
        """The worked example that follows a sheet and may change places with it."""
        if class_of(element) != "worksheet" or not self.tree.around.is_free(self.height(element)):
            return None
        after = [*siblings][[*siblings].index(element) + 1 :][:1]
        return after[0] if after and class_of(after[0]) == "example" else None

    def sheet_with_example(self, sheet: etree.Element, example: etree.Element) -> None:
        """Both in either order: which comes first is decided from the laid-out pages (see `PreparedBook.on_paper`)."""
        source = literal(f"{self.tree.page.path}:{sheet.get('data-line')}")
        self.code.add(f"sheet-with-example({source}, {{", "pair")
        self.tree.block(sheet)
        self.code.add("}, {", "pair")
        self.tree.around.is_held = False
        self.tree.block(example)
        self.code.add("})", "pair")

    def height(self, element: etree.Element) -> float:
        return block_height(element, self.measures.full, self.measures)

    def case_link(self, element: etree.Element) -> None:
        """The title of a case story with its page, and its facts below."""
        link = element.find("a")
        if link is None:
            return
        with self.code.paragraph(), self.code.inline("strong({"):
            self.tree.inline.link(link)
        facts = (link.tail or "").strip()
        if facts:
            with self.code.paragraph("facts-line({"):
                self.code.text(facts)

    def figure(self, element: etree.Element) -> None:
        """Rows of pictures, as wide as the author asked, and their caption, kept on one page."""
        around, inline = self.tree.around, self.tree.inline
        place = "captioned-boxed" if around.is_boxed else "captioned"
        wanted = width_of(element)
        room = inline.room if around.is_boxed else self.measures.full if wanted else self.measures.text
        is_wide = not around.is_boxed and room * (wanted or 0) > self.measures.text
        with self.code.node(f"{place}-wide({{" if is_wide else f"{place}({{"):
            self.anchor(element)
            with around.box(), inline.within(room * (wanted or 1), wanted=wanted is not None):
                self.tree.flow([child for child in element if is_pictures(child)])
            self.code.add("}, {")
            with around.box():
                self.tree.flow([part for child in element if not is_pictures(child) for part in child])

    def formula(self, element: etree.Element) -> None:
        with nullcontext() if self.tree.around.is_boxed else self.code.node("tx({"), self.code.node("block({"):
            for child in element:
                self.tree.inline.element(child)

    def quiz(self, element: etree.Element) -> None:
        if title_of(element) is not None:
            with self.code.node("quiz-head({"):
                self.title(element)
        for number, child in enumerate((child for child in element if class_of(child) == "question"), 1):
            child.set("data-number", str(number))
        rest = rest_of(element)
        lead = list(takewhile(lambda child: child.tag == "p", rest))
        if lead:
            with self.code.node("block(width: 100%, sticky: true, {"):
                self.code.add("head-mark()", "label")
                self.tree.flow(lead)
        self.tree.flow(rest[len(lead) :])

    def question(self, element: etree.Element) -> None:
        around = self.tree.around
        head = "block({" if around.is_boxed else "tx({"
        height = block_height(element, self.measures.text, self.measures)
        with self.code.node(head), around.box(), around.kept(height), self.code.node("question({"):
            self.fields.question(element)

    def box(self, element: etree.Element) -> None:
        """An aside: its mark, its label in words, its content."""
        kind = class_of(element)
        if kind in HIDDEN and not rest_of(element):
            return  # it would be a mark around nothing
        is_narrow = kind in NARROW
        height = block_height(element, self.measures.text if is_narrow else self.measures.full, self.measures)
        with (
            self.tree.around.breaking(height, BOX_SHARE),
            self.tree.around.placed("tx({" if is_narrow else "wide-cue({" if kind == "trainer" else "wide({"),
            self.tree.around.together(height, BOX_SHARE),
            self.code.node(f"{kind}-box({{"),
        ):
            self.box_content(element)

    def anchor(self, element: etree.Element) -> None:
        """The link target of the block, if it has an id."""
        if element.get("id"):
            self.code.add(f"anchor({literal(self.tree.page.label + ':' + element.get('id', ''))})")

    def box_content(self, element: etree.Element) -> None:
        """Label and text of an aside, inside its box."""
        self.anchor(element)
        label = next((child for child in element if child.get("class") == "block-label"), None)
        if label is not None:
            self.box_label(label.find("strong"))
        self.tree.flow(rest_of(element))

    def box_label(self, strong: etree.Element | None) -> None:
        word = plain_text(strong) if strong is not None else ""
        title = (strong.tail or "").strip() if strong is not None else ""
        with self.code.paragraph(f"box-label({literal(word)}, {{", kind="label"):
            self.code.text(title)


def _items(children: list[etree.Element]) -> list[list[etree.Element]]:
    """The children in groups that each hold one field, with the text before it and the pictures after it."""
    found: list[list[etree.Element]] = [[]]
    for child in children:
        has_field = any(class_of(part) == "field" for part in found[-1])
        if has_field and class_of(child) != "figure" and only_image(child) is None:
            found.append([])
        found[-1].append(child)
    return found


def title_of(element: etree.Element) -> etree.Element | None:
    return next((child for child in element if child.get("class") == "block-title"), None)


def rest_of(element: etree.Element) -> list[etree.Element]:
    return [child for child in element if child.get("class") not in PARTS]


def meta_of(element: etree.Element) -> list[str]:
    """The parts of the line below the title, such as minutes and group; empty when there is none."""
    line = next((child for child in element if child.get("class") == "block-meta"), None)
    return plain_text(line).split(" · ") if line is not None else []
