"""Links, pictures, terms and citations in Markdown text: found with their lines, and rewritten. One scanner for all.

It reads a strict subset of what the Markdown library reads. What only the library might take for a link is a fault,
so that whatever is rendered as a link has been checked and resolved.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from posixpath import normpath

from builder.course.model import Document
from builder.course.reading import masked_text

REMEMBERED = 16_384
"""Pages whose links are cached: checks and editions ask for them a dozen times, and always for all pages of the course in
turn, so that a cache with fewer pages than the course would never have the one that is asked for. A page takes some 5 kB."""
_TOKEN = re.compile(
    r"\\."
    r"|\[\^(?P<citation>[^\[\]\s\\]+)\](?!\(|\[(?!\^))"
    r"|!\[(?!\^)|\[(?!\^)"
    r"|\](?:\([ \n]*(?P<target><[^<>\n]*>|(?:[^\s()<>]|\([^\s()<>]*\))*)"
    r"(?P<title>[ \n]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \n]*\)(?!\())?"
    r"|!\[\^|\[\^"
)
"""Each alternative begins with a literal character, which is fast to search for."""
_ALMOST = re.compile(
    r"\(|\[|[ \n]+\((?:https?:|mailto:|tel:|term:|www\.|#|[^\s()]*\.(?:[a-zA-Z-]{2,8}\.md|md|png|jpe?g|svg|pdf)\b)"
)
"""What follows a closing bracket that looks like a link's but isn't."""
_NEW_UNIT = re.compile(r"\n *(?:\n|[-+*>#|]|\d+[.)]\s)")
"""A line within a label that begins a new block, where the library would end the link."""


@dataclass(frozen=True, slots=True)
class Link:
    """`[label](target)` or `![label](target)`."""

    label: str
    target: str
    is_image: bool
    line: int

    @property
    def scheme(self) -> str:
        """The part before the colon, lower case; empty for a file or an anchor."""
        match = re.match(r"\s*([^/?#:]*):", self.target)
        return match[1].lower() if match else ""

    @property
    def path(self) -> str:
        return self.target.partition("#")[0]

    @property
    def anchor(self) -> str:
        return self.target.partition("#")[2]


@dataclass(frozen=True, slots=True)
class _Spot:
    """The offsets of a link in the page's text: its start, its label, its end."""

    link: Link
    start: int
    label: int
    label_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What the brackets on a page turned out to be."""

    links: tuple[Link, ...]
    citations: tuple[tuple[str, int], ...]
    """Id and line."""
    faults: tuple[tuple[str, int], ...]
    """Text and line of what looks like a link but isn't valid; a title after the address counts, since it would be lost."""
    spots: tuple[_Spot, ...]


def scan_links(document: Document) -> Scan:
    return _scan(document.lines, document.fences)


@lru_cache(REMEMBERED)
def _scan(lines: tuple[str, ...], fences: tuple[tuple[int, int], ...]) -> Scan:
    text = masked_text(lines, fences)
    if "[" not in text and "](" not in text:
        return Scan((), (), (), ())
    return _Scanner(text, "\n".join(lines)).run()


class _Scanner:
    def __init__(self, text: str, raw: str) -> None:
        self.text, self.raw = text, raw
        self.number, self.position = 1, 0
        """The number of the line at offset `position`, up to which lines have been counted."""
        self.opened: list[tuple[int, int]] = []
        """Start and end offset of each open bracket."""
        self.spots: list[_Spot] = []
        self.citations: list[tuple[str, int]] = []
        self.faults: list[tuple[str, int]] = []

    def run(self) -> Scan:
        for match in _TOKEN.finditer(self.text):
            if match["citation"]:
                if not self.defines(match):
                    self.citations.append((match["citation"], self.line(match.start())))
            elif match[0][0] == "]":
                self.close(match)
            elif match[0][0] == "\\":
                continue
            elif match[0][-1] == "[":
                self.opened.append(match.span())
            elif match[0][-1] == "^":
                self.fault(match.start())
        self.spots.sort(key=lambda spot: spot.start)
        links = tuple(spot.link for spot in self.spots)
        return Scan(links, tuple(self.citations), tuple(self.faults), tuple(self.spots))

    def defines(self, match: re.Match[str]) -> bool:
        """Whether the match is `[^id]:` at the start of a line, for which there is a rule of its own."""
        return self.text.startswith(":", match.end()) and not self.text[: match.start()].rpartition("\n")[2].strip(" >")

    def close(self, match: re.Match[str]) -> None:
        """Handles a closing bracket, with or without a target right after it."""
        start, label = self.opened.pop() if self.opened else (match.start(), match.start())
        if match["target"] is None:
            if _ALMOST.match(self.text, match.end()) or self.text.startswith("[[", start):
                self.fault(start)
            return
        words = self.text[label : match.start()]
        is_image = self.text[start] == "!"
        inner = [spot for spot in reversed(self.spots) if spot.start >= start]
        if (
            start == match.start()
            or self.is_apart(words, match.start())
            or any(is_image or not s.link.is_image for s in inner)
        ):
            self.fault(start)
            return
        if match["title"]:  # it would be lost: neither paper nor a phone shows it
            self.fault(start)
        link = Link(
            self.raw[label : match.start()], match["target"].strip("<>").strip(), is_image, self.line(match.start())
        )
        self.spots.append(_Spot(link, start, label, match.start(), match.end()))

    def is_apart(self, words: str, end: int) -> bool:
        """Whether the label runs over the end of a paragraph, a list item or a table's cell."""
        if "\n" in words and _NEW_UNIT.search(words):
            return True
        return "|" in words and self.text[self.text.rfind("\n", 0, end) + 1 :].lstrip(" ").startswith("|")

    def fault(self, start: int) -> None:
        shown = self.text[start : start + 60].partition("\n")[0].strip()
        self.faults.append((shown, self.line(start)))

    def line(self, position: int) -> int:
        """The line number of an offset; fast when offsets are asked for in ascending order."""
        if position < self.position:
            return self.text.count("\n", 0, position) + 1
        self.number += self.text.count("\n", self.position, position)
        self.position = position
        return self.number


def find_links(document: Document) -> Sequence[Link]:
    """Every link and picture; a picture inside a link's label comes after the link."""
    return scan_links(document).links


def forget_pages() -> None:
    """Empties the caches of pages' links and texts, for a process that needs the memory."""
    _scan.cache_clear()
    masked_text.cache_clear()


def find_citations(document: Document) -> Sequence[tuple[str, int]]:
    """Id and line of each `[^id]`."""
    return scan_links(document).citations


NUMBER = re.compile(r"#(?!\w)")
"""In the label of a link to a numbered figure, stands for its number."""
Change = Callable[[Link], str]


def rewrite_links(
    document: Document, replace: Change, after: Change = lambda _: "", number: Change = lambda _: ""
) -> list[str]:
    """The document's lines with each link's target replaced; an empty replacement leaves the label as plain text.

    `after`: Markdown to put after a link; `number`: the number of the figure that it leads to, for `#` in its label.
    """
    text = "\n".join(document.lines)
    spots = scan_links(document).spots
    edits = [edit for spot in spots for edit in (*_edits(spot, text, replace, after), *_numbers(spot, text, number))]
    parts, position = [], 0
    for start, end, new in sorted(edits):
        parts += [text[position:start], new]
        position = end
    return "".join([*parts, text[position:]]).split("\n")


def _edits(
    spot: _Spot, text: str, replace: Callable[[Link], str], after: Callable[[Link], str]
) -> Iterator[tuple[int, int, str]]:
    """Edits (start, end, new text) of the marks before and after the label."""
    link = spot.link
    target = replace(link)
    yield spot.start, spot.label, text[spot.start : spot.label] if target else ""
    yield spot.label_end, spot.end, (f"](<{target}>)" if target else "") + after(link)


def _numbers(spot: _Spot, text: str, number: Callable[[Link], str]) -> Iterator[tuple[int, int, str]]:
    """Edits that put the figure's number in place of each `#` in a label; labels with pictures are left alone."""
    label = text[spot.label : spot.label_end]
    if "#" in label and not spot.link.is_image and "](" not in label and (found := number(spot.link)):
        yield from ((spot.label + sign.start(), spot.label + sign.end(), found) for sign in NUMBER.finditer(label))


_WEB = re.compile(r"https?://(?:localhost|[\w-]+(?:\.[\w-]+)+)(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^@\s,;<>]+@[\w-]+(?:\.[\w-]+)+(?:\?\S*)?", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?[\d().-]{3,20}", re.IGNORECASE)


def is_address(target: str) -> bool:
    """Whether a web, mail or telephone address is whole: with a host, without spaces."""
    return any(pattern.fullmatch(target) for pattern in (_WEB, _MAIL, _PHONE))


BARE_ADDRESS = r"<(?:https?://|mailto:)?[^\s<>]+>|(?:https?://|www\.)[^\s<>\x02\x03\"“”«»]+|[\w.+-]*\w@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,24}\b"
"""Matches what may be an address in running text; `web_target` decides."""
_AFTER = ".,;:!?'’*_…"


def web_target(text: str) -> tuple[str, int]:
    """The link target for an address as people write it, and the length of the address in `text`; "" and 0 when it is none.

    A dot, a comma or a closing bracket after the address belongs to the sentence.
    """
    bare = text[1:-1] if text.startswith("<") else text
    while not text.startswith("<") and bare:
        if bare[-1] in _AFTER or (
            bare[-1] in ")]}" and bare.count(bare[-1]) > bare.count("([{"[")]}".index(bare[-1])])
        ):
            bare = bare[:-1]
        else:
            break
    head = (
        ""
        if re.match(r"https?://|mailto:", bare, re.IGNORECASE)
        else "https://"
        if bare.lower().startswith("www.")
        else "mailto:"
    )
    target = head + bare
    return (target, len(text) if text.startswith("<") else len(bare)) if is_address(target) else ("", 0)


def resolve(document: Document, target: str) -> PurePosixPath:
    """A relative target as a path from the course's root (it may begin with `..`)."""
    return PurePosixPath(normpath(str(document.path.parent / target)))
