"""Where the pages of the printed books begin in the chapters of an EPUB, so that readers of paper and of screens find the same page.

Paper and screen have the same words, but not the same lines, so only letters are compared. Short runs of a page's letters are searched for
in the text. Of all matches, the longest series that moves forward in both is kept, so a title that also stands in the contents does no
harm. Text that is only on paper (running heads, lines to write on) isn't found; a page of nothing else begins where the next one does.
"""

import xml.etree.ElementTree as etree
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from builder.package.pages import Chapter
from builder.package.parts import element

_ROW, _STEP, _FAR = 30, 10, 400
"""Letters in a row that is compared, letters from the start of one row to the next, and how far into a page rows are taken."""
_TWICE = 3
"""A row found in more places than this is ignored, since it identifies nothing."""


class _OnlyLetters(dict[int, int | None]):
    """For `str.translate`: letters and digits stay."""

    def __missing__(self, sign: int) -> int | None:
        self[sign] = sign if chr(sign).isalnum() else None
        return self[sign]


_ONLY_LETTERS = _OnlyLetters()


@dataclass(frozen=True, slots=True)
class Volume:
    """A printed book."""

    mark: str
    """Prefix of its page numbers, such as `2-` where a course has several workbooks; empty otherwise."""
    texts: Sequence[str]
    """The text of each page."""


@dataclass(frozen=True, slots=True)
class Break:
    """The beginning of a printed page."""

    label: str
    file: str

    @property
    def id(self) -> str:
        return f"page-{self.label}"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text of a chapter: that of `holder` before its children, or the tail of its child `behind`."""

    start: int
    file: str
    holder: etree.Element
    behind: etree.Element | None

    @property
    def text(self) -> str:
        return (self.holder.text if self.behind is None else self.behind.tail) or ""


def mark_pages(chapters: Sequence[Chapter], volumes: Sequence[Volume]) -> list[Break]:
    """Inserts a mark into the chapters (modifying them) where each printed page begins; returns the marks in reading order."""
    pieces, stream = _pieces(chapters)
    found = [(place, volume.mark, number) for volume in volumes for number, place in _places(volume, stream)]
    starts = [piece.start for piece in pieces]
    breaks = []
    for place, mark, number in sorted(found, reverse=True):
        piece = pieces[bisect_right(starts, place) - 1]
        breaks.append(Break(f"{mark}{number}", piece.file))
        _insert(piece, place - piece.start, breaks[-1])
    return breaks[::-1]


def letters(text: str) -> str:
    """The letters and digits of a text in lower case; `_index` relies on their number being the sum over single characters."""
    return text.lower().translate(_ONLY_LETTERS)


def _pieces(chapters: Sequence[Chapter]) -> tuple[list[_Piece], str]:
    """Every text that has letters, and the letters of all of them joined."""
    pieces: list[_Piece] = []
    rows: list[str] = []
    start = 0
    for chapter in chapters:
        for holder, behind, text in _texts(chapter.body):
            row = letters(text)
            if row:
                pieces.append(_Piece(start, chapter.file, holder, behind))
                rows.append(row)
                start += len(row)
    return pieces, "".join(rows)


def _texts(holder: etree.Element) -> Iterator[tuple[etree.Element, etree.Element | None, str]]:
    yield holder, None, holder.text or ""
    for child in holder:
        yield from _texts(child)
        yield holder, child, child.tail or ""


def _places(volume: Volume, stream: str) -> Iterator[tuple[int, int]]:
    """Number of each page from the first that is found to the last, and its place in the stream of letters."""
    found: dict[int, int] = {}
    pages = [letters(normalize("NFKC", text)) for text in volume.texts]
    for number, offset, place in _forward(list(_points(pages, stream))):
        if number not in found:
            found[number] = _back(pages[number - 1], offset, stream, place)
    waiting: list[int] = []
    for number in range(min(found, default=0), max(found, default=-1) + 1):
        waiting.append(number)
        if number in found:
            yield from ((one, found[number]) for one in waiting)
            waiting = []


Point = tuple[int, int, int]
"""Number of a page (from 1), place in its letters, place in the stream."""


def _points(pages: Sequence[str], stream: str) -> Iterator[Point]:
    """Where rows of the pages occur in the stream. Places of one row come last to first, so that a rising series has at most one."""
    rows = [(number, offset) for number, page in enumerate(pages, 1) for offset in _offsets(page)]
    texts = [pages[number - 1][offset : offset + _ROW] for number, offset in rows]
    found: dict[str, list[int]] = {text: [] for text in texts}
    for place in range(len(stream) - _ROW + 1):
        row = stream[place : place + _ROW]
        if row in found:
            found[row].append(place)
    for text, (number, offset) in zip(texts, rows, strict=True):
        if len(found[text]) <= _TWICE:
            yield from ((number, offset, place) for place in reversed(found[text]))


def _offsets(page: str) -> range:
    return range(0, min(len(page) - _ROW + 1, _FAR), _STEP)


def _forward(points: Sequence[Point]) -> list[Point]:
    """The longest series of points whose places in the stream rise."""
    ends: list[int] = []
    """For each length of series, the lowest place at which one found so far ends."""
    last: list[int] = []
    before: list[int] = []
    for index, (_, _, place) in enumerate(points):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [index]
    chosen, index = [], last[-1] if last else -1
    while index >= 0:
        chosen.append(points[index])
        index = before[index]
    return chosen[::-1]


def _back(page: str, offset: int, stream: str, place: int) -> int:
    """Moves the place of a row back for as long as the letters before it match too."""
    while offset and place and page[offset - 1] == stream[place - 1]:
        offset, place = offset - 1, place - 1
    return place


def _insert(piece: _Piece, letter: int, made: Break) -> None:
    """Inserts a mark before the word that has the letter. Marks further on in the same text must be in already."""
    text = piece.text
    at = _index(text, letter)
    while at and text[at - 1].isalnum():
        at -= 1
    names = {"epub:type": "pagebreak", "role": "doc-pagebreak", "id": made.id, "title": made.label}
    mark = element("span", **names)
    mark.tail = text[at:]
    if piece.behind is None:
        piece.holder.text = text[:at]
        piece.holder.insert(0, mark)
    else:
        piece.behind.tail = text[:at]
        piece.holder.insert(list(piece.holder).index(piece.behind) + 1, mark)


def _index(text: str, letter: int) -> int:
    """The index of a text's letter number `letter` (from 0); the end if a mark inserted before has cut that letter off."""
    places = (place for place, sign in enumerate(text) if letters(sign))
    return next((place for number, place in enumerate(places) if number == letter), len(text))
