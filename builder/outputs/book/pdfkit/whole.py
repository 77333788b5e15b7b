"""What belongs together on this engine's pages: answers to their questions, headings to what follows them."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from itertools import takewhile

from builder.course.vocabulary import HIDDEN
from builder.course.worksheets import Sheet, list_items, plain

KEPT = "kept"
"""Class of a block that isn't divided. The engine heeds no `page-break-after: avoid`."""
_HEAD = re.compile("h[1-6]")
_LABELS = {"block-label", "block-meta", "block-materials", "value-label", "field-label", "lead"}


def name_ratings(tree: etree.Element, sheets: Mapping[str, Sheet]) -> None:
    """Puts what was rated before each number of an example, whose sheet may be pages away: `Good people: 4`."""
    for example in tree.iter("aside"):
        sheet = sheets.get(example.get("data-of", ""))
        for value in example.findall("div"):
            field = sheet.field(value.get("data-of", "")) if sheet else None
            if sheet is None or field is None or field.name != "scale":
                continue
            rated = [plain(text) for _, text in list_items(sheet.document, field)]
            for item, words in zip(value.iter("li"), rated, strict=False):
                holder = item.find("p")
                holder = item if holder is None else holder
                holder.text = f"{words.rstrip(':.')}: {holder.text or ''}"


def add_facts(tree: etree.Element, facts: str, language: str) -> None:
    """Puts a story's facts after it, and before its footnotes and the notes for trainers at its end; `facts` as HTML, empty for none."""
    if facts:
        notes = takewhile(lambda child: child.get("class") in (*HIDDEN, "footnote"), reversed(tree))
        tree.insert(len(tree) - len(list(notes)), etree.fromstring(f'<div lang="{language}">{facts}</div>'))


def keep_heads(tree: etree.Element) -> None:
    """Puts each heading or label into one block with what comes after it."""
    for parent in list(tree.iter()):
        children = list(parent)
        number = len(children) - 2
        while number >= 0:
            if _is_head(children[number]):
                together = etree.Element("div", {"class": KEPT})
                together.extend(children[number : number + 2])
                children[number : number + 2] = [together]
            number -= 1
        if len(children) != len(parent):
            parent[:] = children


def _is_head(element: etree.Element) -> bool:
    return bool(_HEAD.fullmatch(element.tag)) or bool(_LABELS & set((element.get("class") or "").split()))
