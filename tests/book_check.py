"""One check for the books of both engines: is everything of the edition printed, and does each number lead to its page?"""

import re
import unicodedata
import xml.etree.ElementTree as etree
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from builder.course.model import Audience
from builder.course.worksheets import fields, find_sheets, question
from builder.edition.render import render
from builder.edition.resolve import page_markdown
from builder.edition.select import Edition, Leaf
from builder.gate.runs import letters
from builder.outputs.book.spec import BookSpec, printed_leaves
from builder.words import words

_HEADS = re.compile("h[2-6]")
_TEXTS = ("p", "li", "td", "th")
_BLOCKS = ("p", "ul", "ol", "table", "div", "section", "aside")


def squeezed(text: str) -> str:
    """Letters and digits: print breaks words, lines and signs as it likes."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def faults(edition: Edition, spec: BookSpec, path: Path, *, in_order: bool = False) -> list[str]:
    """What is missing, or stands on another page than bookmarks, contents and feet of pages say.

    Looked for are headings and the questions of fields; of a book that prints a page's text in one row (`in_order`, no
    margin notes, no footnotes) every paragraph, list item and cell.
    """
    document = pypdfium2.PdfDocument(path)
    printed = [page.get_textpage().get_text_range() for page in document]
    pages = [squeezed(page) for page in printed]
    marks = [(squeezed(mark.get_title()), mark.get_dest().get_index()) for mark in document.get_toc()]
    document.close()
    feet = [squeezed(_foot(edition, number, len(pages))) for number in range(1, len(pages) + 1)]
    bare = [page.replace(foot, "") for page, foot in zip(pages, feet, strict=True)]
    leaves = list(printed_leaves(edition, spec))
    found, starts = [], {}
    for leaf in leaves:
        title = squeezed(leaf.title)
        alike = [mark for mark in marks if mark[0].endswith(title)]  # a module's bookmark bears its number
        mark = next((mark for mark in alike if mark[0] == title), alike[0] if alike else None)
        if mark is None or mark[1] is None:  # its page may be gone
            found.append(f"no bookmark: {leaf.title}")
        else:
            marks.remove(mark)
            starts[leaf.title, leaf.kind] = mark[1]
    ends = sorted(starts.values())
    contents = _contents(edition, printed[: ends[0]])
    for leaf in leaves:
        start = starts.get((leaf.title, leaf.kind))
        if start is None:
            continue
        if not re.search(re.escape(squeezed(leaf.title)) + rf"{start + 1}(?!\d)", contents):
            found.append(f"not in the contents with page {start + 1}: {leaf.title}")
        if letters(leaf.title) not in letters(pages[start]):  # the large number of a module stands between its words
            found.append(f"not on page {start + 1}: {leaf.title}")
        if feet[start] not in pages[start]:
            found.append(f"no page number on page {start + 1}")
        after = bisect_right(ends, start)
        here = letters("".join(bare[start : ends[after] + 1 if after < len(ends) else None]))
        found += [
            f"not in {leaf.title}: {text}" for text in _texts(edition, leaf, in_order) if letters(text) not in here
        ]
    return found


def _contents(edition: Edition, pages: list[str]) -> str:
    """The pages of the contents, without the numbers of modules and sessions, which could be the end of another row's page."""
    title = squeezed(words(edition.language)["contents"])
    first = next(number for number, page in enumerate(pages) if title in squeezed(page))
    return "".join(squeezed(re.sub(r"(?m)^\d+(\.\d+)? ", "", page)) for page in pages[first:])


def _foot(edition: Edition, number: int, total: int) -> str:
    texts = words(edition.language)
    return f"{texts['page']} {number} {texts['of']} {total}"


def _texts(edition: Edition, leaf: Leaf, everything: bool) -> Iterator[str]:
    """Headings of all levels and the questions of all fields of a page, or all its text."""
    texts = words(edition.language)
    sheets = find_sheets(other.document for other in edition.leaves())
    markdown = page_markdown(edition, leaf, lambda place, key, anchor: key, sheets)
    is_trainer = edition.audience is Audience.TRAINER
    keys = edition.audience is not Audience.PARTICIPANT
    tree = render(markdown, leaf.document.language, keys=keys, trainer=is_trainer)
    for element in tree.iter():
        if _HEADS.fullmatch(element.tag) or (everything and element.tag in _TEXTS and not _holds_blocks(element)):
            text = _plain(element)
            yield texts["objectives-module"] if leaf.kind == "module" and text == texts["objectives"] else text
    for block in leaf.document.walk():
        if block.name == "worksheet":
            yield from (question(leaf.document, field) for field in fields(block))


def _holds_blocks(element: etree.Element) -> bool:
    return any(child.tag in _BLOCKS for child in element)


def _plain(element: etree.Element) -> str:
    """Text without the marks of notes."""
    parts = [element.text or ""]
    for child in element:
        parts += [_plain(child) if child.tag != "sup" else "", child.tail or ""]
    return "".join(parts)
