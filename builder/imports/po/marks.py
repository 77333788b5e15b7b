"""Replaces marks within a text by placeholders such as `{link1}` and back: translators see words and no notation."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from builder.course.code import mask_code
from builder.course.formulas import INLINE
from builder.course.links import BARE_ADDRESS, scan_links, web_target
from builder.course.model import Document

PLACEHOLDER = re.compile(r"\{(?P<name>[a-z]+\d+)(?P<end>_end)?\}")
LIKE_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")
"""Whatever looks like a placeholder, whole or damaged."""
LINE_BREAK = "\\\n"
_SINGLE = re.compile(
    r"(?P<comment><!--.*?-->)"
    r"|(?P<variable>\{\{[^{}]*\}\})"
    r"|(?P<field>\[_+\]\{[^{}]*\})"
    r"|(?P<break><br ?/?>|\\\n)"
    r"|(?P<note>\[\^[^\[\]\s\\]+\])"
    rf"|(?P<address>{BARE_ADDRESS})"
    r"|(?P<blank>_{3,})"
    r"|(?P<mark>\{[#.:][^{}]*\}|\{|\})"
)
_CODE = re.compile(r"\\.|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|`+")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a placeholder stands for; of a link, `raw` is what precedes its words and `close` what follows them."""

    name: str
    raw: str
    key: str
    """Identifies the mark; the same in every language."""
    close: str = ""
    alt: str | None = None
    """The alternative text of a picture, which is a message of its own; None for other marks."""

    @property
    def kind(self) -> str:
        return self.name.rstrip("0123456789")


@dataclass(frozen=True, slots=True)
class Found:
    """A mark and its position in the text; a link has two parts."""

    kind: str
    start: int
    end: int
    close: tuple[int, int] | None = None
    alt: tuple[int, int] | None = None
    target: str = ""


def plain_page(text: str) -> Document:
    """A text as a page, which the scanner of links can read."""
    return Document(PurePosixPath("text.md"), "free", "", "", {}, {}, tuple(text.split("\n")), (), ())


def find_marks(text: str) -> list[Found]:
    """The marks of a text, in order; they aren't nested, except for pictures in the words of links."""
    if not re.search(r"[\[`<{_@$\\]|://|www\.", text):
        return []
    found = [*_code(text), *_links(text)]
    taken = [span for one in found for span in ((one.start, one.end), one.close) if span]
    masked = mask_code(text, "c")
    for match in _SINGLE.finditer(masked):
        kind, end = match.lastgroup or "", match.end()
        if kind == "address":
            target, length = web_target(match[0])
            end = match.start() + length
            kind = kind if target else ""
        if kind and not any(start < end and match.start() < stop for start, stop in taken):
            found.append(Found(kind, match.start(), end))
    return sorted(found, key=lambda one: one.start)


def _code(text: str) -> Iterator[Found]:
    formulas = {match.start() + 1: match for match in INLINE.finditer(text)} if "$`" in text else {}
    for match in _CODE.finditer(text) if "`" in text else ():
        if match.start() in formulas:
            formula = formulas[match.start()]
            yield Found("formula", formula.start(), formula.end())
        elif match["ticks"]:
            yield Found("code", *match.span())


def _links(text: str) -> Iterator[Found]:
    """Uses the scanner of check and renderer, with the text as one line: a line break in it doesn't end a paragraph."""
    if "](" not in text:
        return
    for spot in scan_links(plain_page(text.replace(LINE_BREAK, "\\ "))).spots:
        link = spot.link
        if link.is_image:
            yield Found("image", spot.start, spot.end, alt=(spot.label, spot.label_end), target=link.target)
        else:
            kind = "term" if link.scheme == "term" else "link"
            yield Found(kind, spot.start, spot.label, close=(spot.label_end, spot.end), target=link.target)


def hidden(text: str, language: str, known: tuple[Mark, ...] = ()) -> tuple[str, tuple[Mark, ...]]:
    """The text with placeholders for its marks, and the marks.

    `known`: the marks of the same text in another language, whose names are reused for marks of the same meaning.
    """
    found = find_marks(text)
    names = _names([(one.kind, _key(text, one, language)) for one in found], known)
    edits: list[tuple[int, int, str]] = []
    marks = []
    for one, name in zip(found, names, strict=True):
        edits.append((one.start, one.end, f"{{{name}}}"))
        if one.close:
            edits.append((*one.close, f"{{{name}_end}}"))
        close = text[slice(*one.close)] if one.close else ""
        alt = text[slice(*one.alt)] if one.alt else None
        marks.append(Mark(name, text[one.start : one.end], _key(text, one, language), close, alt))
    return one_line(_edited(text, edits)), tuple(marks)


def one_line(text: str) -> str:
    """The text without line ends and repeated spaces; non-breaking spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _key(text: str, one: Found, language: str) -> str:
    """A mark's meaning in any language: its target without the language in file names, or else its text."""
    if not one.target:
        return text[one.start : one.end] if one.kind != "break" else "break"
    return re.sub(rf"\.{re.escape(language)}(?=\.[a-z0-9]+(?:#|$))", ".*", one.target)


def _names(found: list[tuple[str, str]], known: tuple[Mark, ...]) -> list[str]:
    """A name for each mark: that of the known mark with the same key, else of the next one of its kind, else the next number."""
    left = list(known)
    names = [""] * len(found)
    for fits in (lambda mark, key: mark.key == key, lambda _mark, _key: True):
        for place, (kind, key) in enumerate(found):
            match = next((mark for mark in left if mark.kind == kind and fits(mark, key)), None)
            if match and not names[place]:
                left.remove(match)
                names[place] = match.name
    numbers: dict[str, int] = {}
    for mark in known:
        numbers[mark.kind] = numbers.get(mark.kind, 0) + 1
    for place, (kind, _) in enumerate(found):
        if not names[place]:
            numbers[kind] = numbers.get(kind, 0) + 1
            names[place] = f"{kind}{numbers[kind]}"
    return names


def shown(text: str, marks: Mapping[str, Mark], alts: Mapping[str, str]) -> str:
    """The text with its marks restored. `alts`: new alternative texts of pictures, by the names of their placeholders."""

    def mark(match: re.Match[str]) -> str:
        one = marks[match["name"]]
        if match["end"]:
            return one.close
        if one.alt is None or match["name"] not in alts:
            return one.raw
        return f"![{alts[match['name']]}{one.raw[2 + len(one.alt) :]}"

    return PLACEHOLDER.sub(mark, text)


def translated(mark: Mark, source: str, target: str) -> Mark:
    """The mark in another language, with links to the pages in that language."""

    def other(part: str) -> str:
        return re.sub(rf"\.{re.escape(source)}(\.md)(?=[#>)\s]|$)", rf".{target}\1", part)

    if mark.kind == "link":
        return Mark(mark.name, mark.raw, mark.key, other(mark.close))
    return mark


def _edited(text: str, edits: list[tuple[int, int, str]]) -> str:
    parts, position = [], 0
    for start, end, new in sorted(edits):
        parts += [text[position:start], new]
        position = end
    return "".join([*parts, text[position:]])
