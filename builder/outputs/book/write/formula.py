"""MathML -> Typst code; text is only ever written as string literals, so it can't become code."""

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator, Sequence

from builder.print.code import literal

_ACCENTS = {"¯": "\u0304", "^": "\u0302", "~": "\u0303", "˙": "\u0307", "→": "\u20d7", "˜": "\u0303", "ˆ": "\u0302"}
_LIMITS = frozenset("∑∏⋃⋂")


def equation(root: etree.Element) -> str:
    """The formula as Typst code, with its alternative text for screen readers."""
    display = "true" if root.get("display") == "block" else "false"
    return f"math.equation(block: {display}, alt: {literal(root.get('alttext') or '-')}, {_row(root)})"


def _row(parts: Iterable[etree.Element]) -> str:
    return "{" + "; ".join(_joined(list(parts))) + "}"


def _joined(parts: Sequence[etree.Element]) -> Iterator[str]:
    """The code of each part; a table and the brackets around it become one part, so that the brackets grow with it."""
    place = 0
    while place < len(parts):
        table = parts[place + 1] if place + 2 < len(parts) else None
        if table is not None and table.tag == "mtable" and parts[place].tag == parts[place + 2].tag == "mo":
            yield f"math.lr({{{'; '.join(map(_part, parts[place : place + 3]))}}})"
            place += 3
        else:
            yield _part(parts[place])
            place += 1


def _part(element: etree.Element) -> str:
    tag, text, parts = element.tag, (element.text or "").strip(), [_row([child]) for child in element]
    if tag == "mi":
        return f"ms({literal(text)})" if len(text) == 1 else f"math.op({literal(text)})"
    if tag == "mo":
        return f"ms({literal(text)})" if len(text) == 1 else literal(text)
    if tag in ("mn", "mtext"):
        return f"text({literal(element.text or '')})"
    if tag == "mspace":
        return "h(0.17em)"
    if tag == "mfrac":
        return f"math.frac({parts[0]}, {parts[1]})"
    if tag == "msqrt":
        return f"math.sqrt({_row(element)})"
    if tag == "mroot":
        return f"math.root({parts[1]}, {parts[0]})"
    if tag == "mtable":
        return _table(element)
    if tag in ("mover", "munder", "msup", "msub", "msubsup", "munderover"):
        return _attached(element, parts)
    return f"math.lr({_row(element)})" if _is_fenced(element) else _row(element)


def _attached(element: etree.Element, parts: list[str]) -> str:
    """A base with what is above and below it: accents, limits, indices, powers."""
    base, mark = element[0], "".join(element[-1].itertext()).strip()
    if element.tag == "mover" and mark in _ACCENTS:
        return f"math.accent({parts[0]}, {literal(_ACCENTS[mark])})"
    is_wide = element.tag in ("mover", "munder", "munderover") or (base.text or "").strip() in _LIMITS
    held = f"math.limits({parts[0]})" if is_wide else parts[0]
    places = {"msup": ["t"], "mover": ["t"], "msub": ["b"], "munder": ["b"]}.get(element.tag, ["b", "t"])
    around = ", ".join(f"{place}: {part}" for place, part in zip(places, parts[1:], strict=True))
    return f"math.attach({held}, {around})"


def _table(element: etree.Element) -> str:
    rows = ("(" + "".join(f"{_row(cell)}, " for cell in row) + ")" for row in element)
    return f"math.mat(delim: none, {', '.join(rows)})"


def _is_fenced(element: etree.Element) -> bool:
    return any(child.tag == "mo" and child.get("fence") == "true" for child in element)
