"""Formulas on a rendered page: MathML with words as alternative text, and a line of characters where MathML can't be drawn."""

import xml.etree.ElementTree as etree
from collections.abc import Mapping

from markdown.util import AtomicString

from builder.course.formulas import FormulaError, mathml

_WORDS = {
    "+": "plus", "-": "minus", "−": "minus", "×": "times", "⋅": "times", "·": "times", "÷": "over", "/": "over", "=": "equals",
    "<": "less", ">": "more", "≤": "at-most", "≥": "at-least", "≠": "not-equal", "≈": "about", "±": "plus-minus", "∑": "sum",
    "∏": "product", "∫": "integral", "∞": "infinity", "%": "percent", "→": "to", "√": "root", "¯": "bar", "^": "hat",
}  # fmt: skip
"""Character -> the rest of the key of its word, `formula-...`."""
_LARGE = frozenset("∑∏∫")


def formula(latex: str, texts: Mapping[str, str], *, display: bool = False) -> etree.Element:
    """The element of a formula. Raises ValueError for what `check` should have found."""
    try:
        root = mathml(latex, display=display)
    except FormulaError as error:
        raise ValueError(str(error)) from error
    for element in root.iter():
        element.text = AtomicString(element.text) if element.text else None
    root.set("alttext", " ".join(spoken(root, texts).split()))
    return root


def spoken(element: etree.Element, texts: Mapping[str, str]) -> str:
    """The formula in words."""

    def say(key: str, *parts: etree.Element) -> str:
        said = texts[f"formula-{key}"]
        for name, part in zip("ab", parts, strict=False):
            said = said.replace(f"{{{name}}}", spoken(part, texts))
        return said

    tag, children = element.tag, list(element)
    if tag in ("mi", "mn", "mo", "mtext"):
        text = (element.text or "").strip()
        return texts[f"formula-{_WORDS[text]}"] if text in _WORDS else text
    if tag == "mfrac":
        return say("fraction", *children)
    if tag in ("msup", "mover"):
        power = "".join(children[1].itertext()).strip()
        kind = {"2": "squared", "3": "cubed"}.get(power, "power") if tag == "msup" else "above"
        return f"{spoken(children[0], texts)} {say(kind, children[1])}"
    if tag in ("msub", "munder"):
        return f"{spoken(children[0], texts)} {say('sub', children[1])}"
    if tag in ("msubsup", "munderover"):
        is_large = (children[0].text or "").strip() in _LARGE
        return f"{spoken(children[0], texts)} {say('from-to' if is_large else 'sub-power', *children[1:])}"
    if tag == "msqrt":
        return f"{texts['formula-root']} {' '.join(spoken(child, texts) for child in children)}"
    if tag == "mroot":
        return say("root-of", *children)
    return " ".join(spoken(child, texts) for child in children)


def linear(element: etree.Element) -> str:
    """The formula in one line of plain characters."""
    tag, parts = element.tag, [linear(child) for child in element]
    if tag in ("mi", "mn", "mtext"):
        return element.text or ""
    if tag == "mo":
        text = element.text or ""
        return f" {text} " if text in "+-−=<>≤≥≠≈±×→" else text
    if tag == "mspace":
        return " "
    if tag == "mfrac":
        return f"{_held(parts[0])}/{_held(parts[1])}"
    if tag in ("msup", "mover"):
        return f"{parts[0]}^{_held(parts[1])}"
    if tag in ("msub", "munder"):
        return f"{parts[0]}_{_held(parts[1])}"
    if tag in ("msubsup", "munderover"):
        return f"{parts[0]}_{_held(parts[1])}^{_held(parts[2])}"
    if tag in ("msqrt", "mroot"):
        return f"{parts[1] if tag == 'mroot' else ''}√({parts[0] if tag == 'mroot' else ''.join(parts)})"
    if tag in ("mtr", "mtable"):
        return (", " if tag == "mtr" else "; ").join(parts)
    return "".join(parts)


def in_signs(root: etree.Element) -> None:
    """For outputs without MathML: turns each formula into a line of plain characters."""
    for element in list(root.iter("math")):
        text = " ".join(linear(element).split())
        for child in list(element):
            element.remove(child)
        element.tag, element.text = "span", text
        element.attrib.clear()


def _held(text: str) -> str:
    return text if len(text.strip()) < 2 or text.isalnum() else f"({text.strip()})"
