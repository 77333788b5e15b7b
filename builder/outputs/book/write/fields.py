"""Fields of worksheets and options of quizzes -> room to write, with links that `print/form` turns into form fields."""

import xml.etree.ElementTree as etree

from builder.course.worksheets import quiz_prefix
from builder.outputs.book.draft import class_of, plain_text, source_of
from builder.outputs.book.write.around import KEEP_SHARE, Tree
from builder.outputs.book.write.heights import (
    HAND_LINE,
    SIDES,
    block_height,
    field_height,
    ground_of,
    hand_lines,
    rows_of,
    strip_rows,
)  # fmt: skip
from builder.outputs.book.write.inline import segments
from builder.print.code import literal

FIELD_SHARE = 0.5
"""Share of a page: writing space that is higher is divided into several fields."""
TABLE_SHARE = 0.25
"""Share of a page: when a worksheet is printed alone, a higher table to write in may continue on the next page, head repeated."""
VALUE_SHARE = 0.35
"""Share of a page: what a worked example has for one field and is higher may break, if the example does."""
FRAME = 20
"""Points that the frame of a worksheet takes from the width."""
MARGIN = 16
"""Points beside a picture to draw on, both sides together."""
LONGEST_LABEL = 250
"""Most letters of a field's label, which screen readers read out."""


class FieldWriter:
    """Writes the fields of one page. Their names come from the tree, so that every output gives a field the same name."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.draft = tree.draft
        self.code = tree.code

    def target(self, kind: str, name: str, label: str) -> str:
        """The link of a field as Typst code; an empty string literal when the book has no fields."""
        return self.draft.target(kind, name, " ".join(label.split())[:LONGEST_LABEL] or name)

    def field(self, element: etree.Element) -> None:
        measures = self.draft.book.measures
        label = next((child for child in element if class_of(child) == "field-label"), None)
        may_go_on = self.draft.book.is_sheet and "fill-table" in (element.get("class") or "")
        share = TABLE_SHARE if may_go_on else KEEP_SHARE
        with self.tree.around.together(field_height(element, measures.full, measures), share):
            self.label(element, label)
            self.room(element, plain_text(label) if label is not None else "")

    def label(self, element: etree.Element, label: etree.Element | None) -> None:
        with self.code.node("field-label({"):
            if element.get("id"):
                self.code.add(f"anchor({literal(self.tree.page.label + ':' + element.get('id', ''))})")
            if label is not None:
                ground = ground_of(element)
                self.tree.flow([child for child in label if child is not ground])

    def room(self, element: etree.Element, text: str) -> None:
        """The space to write in, or the options to tick."""
        kind, name = (element.get("class") or "").split()[1], element.get("data-name", "")
        if kind in ("lines", "box"):
            self.writing(element, kind, name, text)
        elif kind == "fill-table":
            self.tree.flow([child for child in element if child.tag == "table"])
        elif kind == "scale":
            self.scale(element, name, text)
        else:
            self.choices(element, name, text)

    def writing(self, element: etree.Element, kind: str, name: str, label: str) -> None:
        """Ruled lines or an empty frame, divided into several fields when higher than half a page."""
        measures = self.draft.book.measures
        ground = ground_of(element)
        if ground is not None and self.drawn_on(element, ground, name, label):
            return
        most = int(measures.height * FIELD_SHARE / measures.writing)
        rows, part = rows_of(element, measures.full - FRAME, measures), 0
        self.look_at(element, measures.full - FRAME, rows)
        while rows > 0:
            now = min(rows, most)
            part_name = name if not part else f"{name}_p{part + 1}"
            head, form = ("blank", "bx") if kind == "box" else ("ruled", "tx" if now == 1 else "ml")
            target = self.target(form, part_name, label)
            self.code.add(f"{head}({target}, {now}, room)")
            rows, part = rows - now, part + 1

    def drawn_on(self, element: etree.Element, ground: etree.Element, name: str, label: str) -> bool:
        """Writes a frame with the picture to draw on and a strip for words; False, and nothing, if the edition lacks the picture."""
        found = self.draft.picture(source_of(ground[0]))
        if found is None:
            return False
        measures = self.draft.book.measures
        width, _ = self.tree.inline.fitted(found, measures.full - FRAME - MARGIN)
        image = (
            f"image({literal('assets/' + found[0])}, alt: {literal(ground[0].get('alt') or '-')}, width: {width:.1f}pt)"
        )
        rows = strip_rows(element, measures.full - FRAME, measures)
        self.code.add(f"drawn({self.target('bx', name, label)}, {rows}, {image})")
        return True

    def look_at(self, element: etree.Element, width: float, lines: int) -> None:
        """Notes the field in `Draft.small` if it is too small for the example's answer in handwriting."""
        if hand_lines(element.get("data-sample", ""), width, self.draft.book.measures) > lines:
            self.draft.small.append(self.code.origin)

    def cell(self, cell: etree.Element, head: str, width: float, height: float) -> None:
        """An empty table cell to write in; `width` and `height` in points."""
        self.look_at(cell, width - SIDES, max(1, int(height / (HAND_LINE * self.draft.book.measures.writing))))
        question = cell.get("data-label", "")
        target = self.target("ce", cell.get("data-field", ""), question)
        self.code.add(f"{head}inset: 0pt, blank-cell({target}, {height:.0f}pt, room)),")

    def scale(self, element: etree.Element, name: str, label: str) -> None:
        """Numbers in circles, for the question or for each item of its list."""
        items = [item for child in element if child.tag in ("ul", "ol") for item in child.findall("li")]
        first, last = int(element.get("data-from-value", "1")), int(element.get("data-to-value", "5"))
        low, high = literal(element.get("data-low", "")), literal(element.get("data-high", ""))
        with self.code.node(f"scale({first}, {last}, {low}, {high}, (", "))"):
            rows: list[etree.Element | None] = [*items] if items else [None]
            for item in rows:
                row_name = item.get("data-field", "") if item is not None else name
                self.scale_row(item, row_name, label, first, last)

    def scale_row(self, item: etree.Element | None, name: str, label: str, first: int, last: int) -> None:
        """One row of numbers to circle; `item` is None when the scale has a single row."""
        text = f"{label} {plain_text(item)}" if item is not None else label
        with self.code.paragraph("({", ""):
            if item is not None:
                self.tree.inline.content(item)
        targets = []
        for value in range(first, last + 1):
            target = self.target("rb", f"{name}={value}", f"{text}: {value}")
            targets.append(f"circled({target}, {value})")
        self.code.add(f"}}, ({', '.join(targets)},)),")

    def choices(self, element: etree.Element, name: str, label: str) -> None:
        """Boxes to tick, or circles when only one may be chosen."""
        single = element.get("data-type") == "single"
        items = [item for child in element if child.tag in ("ul", "ol") for item in child.findall("li")]
        with self.code.node("choices((", "))"):
            for order, item in enumerate(items, 1):
                kind = "rb" if single else "cb"
                field_name = f"{name}={order}" if single else item.get("data-field", "")
                target = self.target(kind, field_name, f"{label} {plain_text(item)}")
                with self.code.node(f"({kind}({target}, false), {{", "}),"), self.code.paragraph():
                    self.tree.inline.content(item)

    # -- worked examples

    def value(self, element: etree.Element) -> None:
        """What the fictional firm wrote in a field; for a scale only the numbers, in the order of the worksheet's rows."""
        measures = self.tree.draft.book.measures
        label = next((child for child in element if child.get("class") == "value-label"), None)
        rest = [child for child in element if child is not label]
        items = [plain_text(item) for child in rest for item in child.findall("li")]
        if label is not None and items and all(item.isdigit() for item in items):
            with self.code.paragraph("value-row({", f"}}, {literal(' · '.join(items))})"):
                self.tree.inline.content(label)
            return
        with self.tree.around.together(block_height(element, measures.full, measures), VALUE_SHARE):
            if label is not None:
                with self.code.node("value-label({"), self.code.paragraph():
                    self.tree.inline.content(label)
            with self.code.node("filled({"):
                self.tree.flow(rest)

    # -- quizzes

    def question(self, element: etree.Element) -> None:
        """The question, its options with a box each and, in editions with answers, which are right and why."""
        single = element.get("data-type") == "single"
        identifier = element.get("id", "")
        name = f"{quiz_prefix(self.tree.page.leaf.document)}_{identifier}"
        text = " ".join(plain_text(child) for child in element if child.tag == "p")
        self.code.add(f"anchor({literal(self.tree.page.label + ':' + identifier)})")
        order, number = 0, element.get("data-number", "")
        for child in element:
            if child.tag not in ("ul", "ol"):
                with self.code.node(f"question-text({literal(number)}, {{"):
                    self.tree.block(child)
                number = ""
                continue
            with self.code.node("choices((", "))"):
                for item in child.findall("li"):
                    order += 1
                    self.option(item, "rb" if single else "cb", name, order, text)

    def option(self, item: etree.Element, kind: str, name: str, order: int, label: str) -> None:
        right = item.get("data-right") == "true"
        field_name = f"{name}={order}" if kind == "rb" else f"{name}_o{order}"
        feedback = [child for child in item if child.get("class") == "feedback"]
        words = plain_text(item).removesuffix(" ".join(map(plain_text, feedback))) if feedback else plain_text(item)
        target = self.target(kind, field_name, f"{label} {words}")
        with self.code.node(f"({kind}({target}, {'true' if right else 'false'}), {{", "}),"):
            with self.code.paragraph():
                for part in segments(item):
                    if isinstance(part, list):
                        self.tree.inline.run(part)
                    elif part.get("class") != "feedback":
                        self.tree.inline.content(part)
                if right:
                    self.code.add(f"right-mark({literal(self.draft.book.words['key-answer'])})")
            for child in feedback:
                self.feedback(child)

    def feedback(self, element: etree.Element) -> None:
        with self.code.node("feedback({"):
            for child in element:
                self.tree.text_node(child)
