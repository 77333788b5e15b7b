"""The block bar: skeletons with unused ids, in the page's language."""

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
"""The bar in order: group -> blocks; the last group is plain text."""
NAME = "blocks.md"
_ID = re.compile(r"\{#([a-z][a-z0-9-]*)")


@cache
def snippets(language: str) -> dict[str, str]:
    """Block -> its skeleton. `{n}` in an id stands for a number that makes the id unique."""
    text = (SKELETON / nearest_in(language, BUILT_IN) / NAME).read_text(encoding="utf-8")
    _, _, *parts = re.split(r"^<!-- (.+) -->\n+", text, flags=re.MULTILINE)
    return {name: text.rstrip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def insertion(course: Course, text: str, line: int, name: str, language: str) -> dict[str, object]:
    """What the browser must insert: `text` after the line `after`. Raises KeyError for an unknown name."""
    snippet = snippets(language)[name]
    place = find_place(text, line, name)
    if place.wrap:
        snippet = _wrapped(snippets(language)[place.wrap], snippet)
    snippet = _filled(snippet, course, text, language)
    return {"after": place.after, "text": laid(text.split("\n"), place, snippet)}


def _wrapped(outer: str, inner: str) -> str:
    """The outer block with only the inner one in it."""
    rows = outer.rstrip("\n").split("\n")
    return "\n".join([rows[0], inner.rstrip("\n"), rows[-1]])


def _filled(snippet: str, course: Course, text: str, language: str) -> str:
    """The snippet with ids that are new in this text and on all pages in its language; all get the same number."""
    taken = set(_ID.findall(text))
    for document in course.documents():
        if document.language == language:
            taken |= {block.id for block in document.walk()}
    number = next(n for n in range(1, 10_000) if not taken & set(_ID.findall(snippet.replace("{n}", str(n)))))
    case = next((case.slug for case in course.cases), "name-of-the-story")
    return snippet.replace("{n}", str(number)).replace("{case}", case)
