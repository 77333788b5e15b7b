"""Checks a translation by itself: missing or extra placeholders, marks of any notation, length."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from builder.course.foreign import foreign_mark, hidden_colons
from builder.imports.po.marks import LIKE_PLACEHOLDER, PLACEHOLDER, find_marks
from builder.imports.po.unit import Unit

Fault = tuple[str, Mapping[str, object]]
"""Code and arguments of a problem."""
_HTML = re.compile(r"</?[A-Za-z!?][^<>]*>?|<!|&(?:#\w+|[A-Za-z]\w+);")
_BRACKETS = re.compile(r"\]\(|!\[|\[\^|`|\[[ xX]?\]")
_STRONG = re.compile(r"\*+")
_BEGINS = re.compile(r"#{1,6}(?:\s|$)|>|[-*+](?:\s|$)|\d+[.)]\s|\||:|~~~|\*\[")
_FORBIDDEN = {"cell": "|", "head": "|", "title": "{}", "scale-end": '"{}', "material": '"{};:'}
"""Kind of text -> characters that would end it."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def faults(unit: Unit, text: str) -> Iterator[Fault]:
    """Everything that makes a translation unfit for its place."""
    found = [*_placeholders(unit, text), *_marks(unit, text)]
    yield from found
    if not found and (limit := unit.limit) and len(text) > limit:
        yield "title-too-long", {"title": f"{text[:30]}…", "length": len(text), "limit": limit}


def _placeholders(unit: Unit, text: str) -> Iterator[Fault]:
    wanted = Counter(match[0] for match in PLACEHOLDER.finditer(unit.text))
    got = Counter(match[0] for match in LIKE_PLACEHOLDER.finditer(text))
    for name in sorted(wanted - got):
        yield "po-placeholder-lost", {"placeholder": name}
    for name in sorted(got - wanted):
        code = "po-placeholder-twice" if name in wanted else "po-placeholder-unknown"
        yield code, {"placeholder": name[:40]}
    if wanted == got:
        yield from _order(text)


def _order(text: str) -> Iterator[Fault]:
    """Each link's start comes before its end, encloses words, and isn't inside another link."""
    opened = ""
    paired = {match["name"] for match in PLACEHOLDER.finditer(text) if match["end"]}
    for match in PLACEHOLDER.finditer(text):
        if match["name"] not in paired:
            continue
        is_right = match["name"] == opened if match["end"] else not opened
        if not is_right or (match["end"] and not _inside(text, opened)):
            yield "po-placeholder-order", {"start": f"{{{match['name']}}}", "end": f"{{{match['name']}_end}}"}
            return
        opened = "" if match["end"] else match["name"]


def _inside(text: str, name: str) -> str:
    return text.partition(f"{{{name}}}")[2].partition(f"{{{name}_end}}")[0].strip()


def _marks(unit: Unit, text: str) -> Iterator[Fault]:
    """Characters that our notation, or another, would read as marks."""
    bare = LIKE_PLACEHOLDER.sub("x", text)
    if control := _CONTROL.search(text):
        yield "po-mark", {"mark": f"U+{ord(control[0]):04X}"}
    elif mark := _first_mark(unit, bare):
        yield "po-mark", {"mark": mark[:40]}
    elif _emphasis(bare) != _emphasis(PLACEHOLDER.sub("x", unit.text)):
        yield "po-emphasis", {"source": _emphasis(unit.text), "translation": _emphasis(bare)}


def _first_mark(unit: Unit, bare: str) -> str:
    source = PLACEHOLDER.sub("x", unit.text)
    for pattern in (_HTML, _BRACKETS):
        if (match := pattern.search(bare)) and not pattern.search(source):
            return match[0]
    if ":::" in bare or hidden_colons(bare):
        return ":::"
    if mark := foreign_mark(bare, bare):
        return mark if not foreign_mark(source, source) else ""
    if (
        unit.style in ("", "attribute")
        and not unit.inside[0]
        and (match := _BEGINS.match(bare))
        and not _BEGINS.match(source)
    ):
        return match[0].strip()
    if sign := next((sign for sign in _FORBIDDEN.get(unit.kind, "") if sign in bare), ""):
        return sign
    if unit.inside[0] and (match := re.search(r"[\[\]]", bare)):
        return match[0]
    typed = [one for one in find_marks(bare) if one.kind != "address"]
    return bare[typed[0].start : typed[0].end] if typed else ""


def _emphasis(text: str) -> int:
    """The number of stars that make words bold or italic."""
    return sum(len(match[0]) for match in _STRONG.finditer(text))
