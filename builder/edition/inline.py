"""What our Markdown has within a line beyond the library's: formulas, breaks, struck-out text, sub- and superscript, bare addresses."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Mapping

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from builder.course.formulas import INLINE
from builder.course.inline import BREAK, MARKS
from builder.course.links import BARE_ADDRESS, web_target
from builder.edition.formulas import formula

_SIGN = re.compile(r"[`\\[*_<~^$@]|://|www\.|  \n")
"""What no mark, of the library's or of ours, is without."""


def register(md: Markdown, words: Callable[[], Mapping[str, str]]) -> None:
    """Adds all of them. `words`: the interface words of the current page."""
    md.inlinePatterns.register(_Formula(md, words), "taller-formula", 195)
    md.inlinePatterns.register(_Break(BREAK, md), "taller-break", 175)
    for priority, (tag, mark) in enumerate(MARKS.items()):
        md.inlinePatterns.register(_Marked(mark, tag, md), f"taller-{tag}", 42 - priority)
    md.inlinePatterns.register(_Address(BARE_ADDRESS, md), "autolink", 120)


def pass_over_plain(root: etree.Element) -> None:
    """Keeps the library from looking for marks where there are none, which it does a dozen times for each text."""
    for element in root.iter():
        if element.text and not _SIGN.search(element.text):
            element.text = AtomicString(element.text)
        if element.tail and not _SIGN.search(element.tail):
            element.tail = AtomicString(element.tail)


class _Formula(InlineProcessor):
    """A formula within a line; matched before code, since it contains backticks."""

    def __init__(self, md: Markdown, words: Callable[[], Mapping[str, str]]) -> None:
        super().__init__(INLINE.pattern, md)
        self.words = words

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802 - the library's
        return formula(m["formula"], self.words()), m.start(0), m.end(0)


class _Break(InlineProcessor):
    """A line break within a paragraph, an item or a cell."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802 - the library's
        return etree.Element("br"), m.start(0), m.end(0)


class _Marked(InlineProcessor):
    """Text between a pair of marks; inline marks in it are read, too."""

    def __init__(self, pattern: str, tag: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.tag = tag

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802 - the library's
        element = etree.Element(self.tag)
        element.text = m[self.tag]
        return element, m.start(0), m.end(0)


class _Address(InlineProcessor):
    """Makes links of bare addresses, but not in headings and table heads, which are repeated elsewhere."""

    ANCESTOR_EXCLUDES = ("a", "h1", "h2", "h3", "h4", "h5", "h6", "th")

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element | None, int, int]:  # type: ignore[override]  # noqa: ARG002, N802 - the library's
        target, length = web_target(m[0])
        if not target:
            return None, m.start(0), m.end(0)
        link = etree.Element("a", {"href": target})
        link.text = AtomicString(m[0][:length].strip("<>"))
        return link, m.start(0), m.start(0) + length
