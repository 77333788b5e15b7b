"""Fields as content controls: text, checkboxes, drop-down lists. Their tags are derived from the names of the fields."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from itertools import count

from builder.package.docx import UNTICKED, tag_of
from builder.package.manifest import node

_LABEL = 64
"""Most characters of a label that Word accepts."""


class Controls:
    """Makes the controls of one document. Raises ValueError for a second field with the same name."""

    def __init__(self) -> None:
        self.numbers, self.tags = count(1), set[str]()

    def text(self, name: str, label: str, placeholder: str) -> etree.Element:
        """A control for text, of one or more lines."""
        kind = node("w:text", w__multiLine="1")
        return self._control(name, label, kind, _words(placeholder, is_placeholder=True), is_empty=True)

    def choice(self, name: str, label: str, values: Sequence[str], placeholder: str) -> etree.Element:
        """A drop-down list."""
        items = (node("w:listItem", w__displayText=value, w__value=value) for value in values)
        kind = node("w:dropDownList", "", *items)
        return self._control(name, label, kind, _words(placeholder, is_placeholder=True), is_empty=True)

    def box(self, name: str, label: str) -> etree.Element:
        """A checkbox."""
        font = "MS Gothic"
        states = (
            node("w14:checked", w14__val="0"),
            node("w14:checkedState", w14__val="2612", w14__font=font),
            node("w14:uncheckedState", w14__val="2610", w14__font=font),
        )
        fonts = node("w:rFonts", w__ascii=font, w__eastAsia=font, w__hAnsi=font, w__hint="eastAsia")
        run = node("w:r", "", node("w:rPr", "", fonts), node("w:t", UNTICKED))
        return self._control(name, label, node("w14:checkbox", "", *states), run, is_empty=False)

    def _control(
        self, name: str, label: str, kind: etree.Element, run: etree.Element, *, is_empty: bool
    ) -> etree.Element:
        tag = tag_of(name)
        if tag in self.tags:
            message = f"fields with the same name: {name}"
            raise ValueError(message)
        self.tags.add(tag)
        properties = [
            node("w:alias", w__val=_shortened(label)),
            node("w:tag", w__val=tag),
            node("w:id", w__val=str(next(self.numbers))),
            node("w:lock", w__val="sdtLocked"),  # its text can be changed, but the control can't be deleted by mistake
        ]
        if is_empty:
            properties.append(node("w:showingPlcHdr"))
        return node("w:sdt", "", node("w:sdtPr", "", *properties, kind), node("w:sdtContent", "", run))


def _words(text: str, *, is_placeholder: bool) -> etree.Element:
    style = node("w:rPr", "", node("w:rStyle", w__val="PlaceholderText")) if is_placeholder else node("w:rPr")
    return node("w:r", "", style, node("w:t", text))


def _shortened(label: str) -> str:
    return label if len(label) <= _LABEL else label[: _LABEL - 1].rstrip() + "…"


def numbers(low: int, high: int) -> Iterator[str]:
    return map(str, range(low, high + 1))
