"""Formulas: LaTeX between $` and `$, or in a fence called `math`, as MathML limited to elements that all outputs show."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from functools import lru_cache

from builder.course.model import Document

INLINE = re.compile(r"(?<![\\$`])\$`(?P<formula>[^`\n]+)`\$(?!`)")
FENCE = re.compile(r"^ *(?:`{3,}|~{3,}) *math *$")
LONGEST = 1000
"""The most characters of a formula."""
DEEPEST = 30
"""The most levels of nested parts."""
_SPACE = "{http://www.w3.org/1998/Math/MathML}"
_PARTS = {"mfrac": 2, "msup": 2, "msub": 2, "mover": 2, "munder": 2, "mroot": 2, "msubsup": 3, "munderover": 3}
"""Element -> exact number of its children."""
_OTHERS = frozenset({"math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msqrt", "mtable", "mtr", "mtd", "mstyle"})
_KEPT = frozenset({"display", "stretchy", "fence", "form", "accent", "columnalign", "width"})


class FormulaError(Exception):
    """The formula can't be typeset; the message is the part at fault."""


def formulas(document: Document) -> Iterator[tuple[int, str]]:
    """Line and LaTeX of each formula of a page."""
    fenced = {number: first for first, last in document.fences for number in range(first, last + 1)}
    for number, line in enumerate(document.lines, 1):
        if number not in fenced:
            yield from ((number, match["formula"]) for match in INLINE.finditer(line))
    for first, last in document.fences:
        if FENCE.match(document.lines[first - 1]):
            yield first, "\n".join(document.lines[first : last - 1])


def without_formulas(line: str) -> str:
    """The line with its formulas blanked out, same length."""
    return INLINE.sub(lambda match: " " * len(match[0]), line) if "$`" in line else line


@lru_cache(1000)
def _converted(latex: str, display: str) -> str:
    from latex2mathml.converter import convert  # noqa: PLC0415 - few courses have formulas

    return convert(latex, display=display)


def mathml(latex: str, *, display: bool = False) -> etree.Element:
    """The formula as MathML without a namespace. Raises FormulaError."""
    if len(latex) > LONGEST or not latex.strip():
        raise FormulaError(latex.strip()[:40] or "$``$")
    _balanced(latex)
    try:
        root = etree.fromstring(_converted(latex.strip(), "block" if display else "inline"))
    except Exception as error:  # latex2mathml raises almost anything for input that it can't read
        raise FormulaError(type(error).__name__.removesuffix("Error")) from error
    _plain(root, 0)
    return root


def _balanced(latex: str) -> None:
    depth = 0
    for match in re.finditer(r"\\.|[{}]", latex, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth < 0:
            break
    if depth:
        raise FormulaError("}" if depth < 0 else "{")


def _plain(element: etree.Element, depth: int) -> None:
    """Removes the namespace from an element and all in it. Raises FormulaError for elements that aren't on the list."""
    tag = element.tag.removeprefix(_SPACE)
    text = element.text or ""
    if depth > DEEPEST or (tag not in _OTHERS and tag not in _PARTS):
        raise FormulaError(tag)
    if "\\" in text:
        raise FormulaError(text)
    if tag in _PARTS and len(element) != _PARTS[tag]:
        raise FormulaError(f"{tag} {len(element)}/{_PARTS[tag]}")
    for name in set(element.attrib) - _KEPT:
        del element.attrib[name]
    element.tag = tag
    for child in element:
        _plain(child, depth + 1)
        child.tail = None
