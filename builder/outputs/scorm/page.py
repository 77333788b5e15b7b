"""The single page of a package: all chapters in a column, so that it can be read without scripts; the player shows one at a time."""

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from builder.package.pages import Chapter
from builder.package.parts import element
from builder.words import language_marks, words

SCRIPTS = ("data", "keys", "api", "state", "device", "record", "questions", "sheets", "player")
"""Scripts of the folder `player`, in the order in which they run; `data` and `keys` are generated."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'"
)
_UNREAD = frozenset({
    "data-name", "data-rows", "data-field", "data-label", "data-of", "data-low", "data-high", "data-from-value",
    "data-to-value", "data-value", "data-type", "data-use", "data-from-title",
})  # fmt: skip
"""Attributes that only other outputs use."""


@dataclass(frozen=True, slots=True)
class Front:
    """The texts around the chapters."""

    title: str
    course: str
    foot: str
    language: str


def page(front: Front, chapters: Sequence[Chapter], scripts: Iterable[str]) -> str:
    """The HTML of `index.html`."""
    language, texts = front.language, words(front.language)
    beside: dict[str, dict[str, Chapter]] = {chapter.key: {} for chapter in chapters}
    for before, after in pairwise(chapters):
        beside[before.key]["next"], beside[after.key]["previous"] = after, before
    articles = "\n".join(_article(chapter, beside[chapter.key], texts) for chapter in chapters)
    names = "\n".join(f'<script defer src="player/{name}.js"></script>' for name in scripts)
    return (
        f'<!doctype html>\n<html {language_marks(language)}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{escape(front.title)}</title>\n"
        f'<link rel="stylesheet" href="player/look.css">\n<link rel="stylesheet" href="player/player.css">\n{names}\n</head>\n'
        f'<body>\n<a class="skip" href="#text">{escape(texts["scorm-skip"])}</a>\n'
        f'<header><p class="course">{escape(front.course)}</p><p class="resumed" id="resumed" role="status"></p></header>\n'
        f"{_map(chapters, language, texts)}\n"
        f'<main id="text" tabindex="-1">\n<noscript><p class="notice">{escape(texts["scorm-noscript"])}</p></noscript>\n{articles}\n</main>\n'
        f"{_foot(front.foot, texts)}\n</body>\n</html>\n"
    )


def _map(chapters: Sequence[Chapter], language: str, texts: Mapping[str, str]) -> str:
    """The list of chapters, with those of level 2 nested under the one before them of level 1."""
    rows = element("ol")
    for chapter in chapters:
        spoken = {"lang": chapter.language} if chapter.language != language else {}
        row = element("li", "", "", element("a", chapter.title, href=f"#{chapter.anchor}", **spoken))
        if chapter.level == 1 or not len(rows):
            rows.append(row)
        else:
            inner = rows[-1].find("ol")
            if inner is None:
                inner = etree.SubElement(rows[-1], "ol")
            inner.append(row)
    name = escape(texts["site-course-map"])
    return (
        f'<nav aria-label="{name}"><details open><summary>{name}</summary>{_html(rows)}</details>'
        '<p id="score" role="status"></p></nav>'
    )


def _article(chapter: Chapter, beside: Mapping[str, Chapter], texts: Mapping[str, str]) -> str:
    for found in list(chapter.body.iter()):
        if found.attrib:
            for name in _UNREAD.intersection(found.attrib):
                del found.attrib[name]
        _wrap_tables(found)
        if found.get("href", "").startswith("http"):
            # Opened in this window, it would replace the page and the platform around it.
            found.set("target", "_blank")
            found.set("rel", "noopener noreferrer")
        if found.tag == "img":
            found.set("loading", "lazy")
    inner = _html(chapter.body).removeprefix("<div>").removesuffix("</div>")
    links = "".join(
        f'<a class="{name}" href="#{beside[name].anchor}">{escape(texts[f"scorm-{name}"])} {escape(beside[name].title)}</a>'
        for name in ("previous", "next")
        if name in beside
    )
    return f'<article id="{chapter.anchor}">\n{inner}\n<div class="pager">{links}</div>\n</article>'


def _wrap_tables(parent: etree.Element) -> None:
    """Wraps each table in a frame, so that a wide one scrolls without moving the page."""
    for place, child in enumerate(parent):
        if child.tag == "table":
            frame = element("div", "", "scroll", child)
            frame.tail, child.tail = child.tail, None
            parent[place] = frame


def _foot(foot: str, texts: Mapping[str, str]) -> str:
    return (
        f'<footer><p id="kept" role="status"></p><p class="buttons"><button type="button" id="print">{escape(texts["scorm-print"])}</button> '
        f'<button type="button" id="clear">{escape(texts["scorm-clear"])}</button></p><p>{escape(foot)}</p></footer>'
    )


def _html(found: etree.Element) -> str:
    return etree.tostring(found, encoding="unicode", method="html")
