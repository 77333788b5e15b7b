"""The bar of blocks: skeletons with ids that are free, in the language of the page."""

import re
from functools import cache

from builder.commands.edit.place import find_place, laid
from builder.commands.skeletons import SKELETON
from builder.course.model import Course
from builder.words.packs import BUILT_IN, nearest_in

GROUPS = {
    "session": ("objectives", "teach", "activity", "slide", "keypoints"),
    "sheet": ("worksheet", "lines", "box", "fill-table", "scale", "choices"),
    "questions": ("quiz", "question"),
    "hidden": ("trainer", "answer"),
    "boxes": ("note", "tip", "warning", "discussion", "checklist", "quotation", "hint", "solution", "case"),
    "text": ("heading", "list", "table"),
}
"""The bar, in its order: group -> blocks, and three kinds of plain text."""
NAME = "blocks.md"
_ID = re.compile(r"\{#([a-z][a-z0-9-]*)")


@cache
def snippets(language: str) -> dict[str, str]:
    """Block -> its skeleton. `{n}` in an id is filled with a number that makes it free."""
    text = (SKELETON / nearest_in(language, BUILT_IN) / NAME).read_text(encoding="utf-8")
    _, _, *parts = re.split(r"^<!-- (.+) -->\n+", text, flags=re.MULTILINE)
    return {name: text.rstrip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def insertion(course: Course, text: str, line: int, name: str, language: str) -> dict[str, object]:
    """What the browser does: put `text` after the line `after`. Raises KeyError for an unknown name."""
    snippet = snippets(language)[name]
    place = find_place(text, line, name)
    if place.wrap:
        snippet = _wrapped(snippets(language)[place.wrap], snippet)
    snippet = _filled(snippet, course, text, language)
    return {"after": place.after, "text": laid(text.split("\n"), place, snippet)}


def _wrapped(outer: str, inner: str) -> str:
    """The outer block with nothing in it but the inner."""
    rows = outer.rstrip("\n").split("\n")
    return "\n".join([rows[0], inner.rstrip("\n"), rows[-1]])


def _filled(snippet: str, course: Course, text: str, language: str) -> str:
    """With ids that neither this text nor another page of the language has, the same number in all of them."""
    taken = set(_ID.findall(text))
    for document in course.documents():
        if document.language == language:
            taken |= {block.id for block in document.walk()}
    number = next(n for n in range(1, 10_000) if not taken & set(_ID.findall(snippet.replace("{n}", str(n)))))
    case = next((case.slug for case in course.cases), "name-of-the-story")
    return snippet.replace("{n}", str(number)).replace("{case}", case)
