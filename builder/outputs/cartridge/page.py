"""A chapter as a page for platforms that keep only its body."""

import xml.etree.ElementTree as etree
from collections.abc import Callable, Collection
from copy import deepcopy

from builder.package.markup import written
from builder.package.pages import Chapter
from builder.words import direction, language_marks, words


def pictures_of(chapter: Chapter) -> list[str]:
    """The names of the pictures that it shows."""
    return sorted({image.get("src", "") for image in chapter.body.iter("img")})


def web_page(
    chapter: Chapter, language: str, linked: Callable[[str], str], taken: Collection[str] = ()
) -> bytes:  # fmt: skip
    """The HTML file. `linked` gives the new target of a link, "" to keep only its words; `taken`: ids of quizzes to leave out."""
    body = deepcopy(chapter.body)
    for link in body.iter("a"):
        target = linked(link.get("href", ""))
        link.set("href", target)
        if not target:
            link.tag, link.text = "span", "" if link.get("class") == "footnote-backref" else link.text
            del link.attrib["href"]
    _take_quizzes(body, taken, words(language)["cartridge-quiz"])
    return _document(chapter, body).encode()


def _take_quizzes(body: etree.Element, taken: Collection[str], instead: str) -> None:
    """Puts a sentence in the place of each quiz in `taken`, which the platform asks by itself."""
    for parent in list(body.iter()):
        for index, child in enumerate(parent):
            if child.get("class") == "quiz" and _quiz_id(child) in taken:
                parent[index] = etree.Element("p")
                parent[index].text, parent[index].tail = instead, child.tail


def _quiz_id(section: etree.Element) -> str:
    heading = section.find("*[@class='block-title']")
    return heading.get("id", "") if heading is not None else ""


def _document(chapter: Chapter, body: etree.Element) -> str:
    title = etree.Element("title")
    title.text = chapter.title
    text, marks = "".join(written(child) for child in body), language_marks(chapter.language)
    if direction(chapter.language) == "rtl":  # platforms take over only what is in the body
        text = f"<div {marks}>\n{text}\n</div>"
    return (
        f'<!DOCTYPE html>\n<html {marks}>\n<head><meta charset="utf-8"/>{written(title)}</head>\n'
        f"<body>\n{text}\n</body>\n</html>\n"
    )
