"""Words of the generated code that are missing from the finished pages. Only letters and digits are compared, in order."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from unicodedata import normalize

from builder.print.code import Piece

NEAR = 1500
"""The next words should be within this many letters after the last ones found."""
TELLING = 24
"""Words with this many letters hardly occur twice in a book by chance."""


def letters(text: str) -> str:
    """Letters and digits alone: line ends, hyphens, ligatures and quotation marks don't count."""
    return "".join(filter(str.isalnum, normalize("NFKC", text)))


def lost_lines(pieces: Sequence[Piece], pages: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Index of each line of the generated code whose words are on no page, and the page (from 0) where they should be."""
    return ((index, page) for index, page, is_there in read_along(pieces, pages) if not is_there)


def read_along(pieces: Sequence[Piece], pages: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """For each line of the code with words: its index, the page (from 0) on which they end, and whether they were found."""
    shown = [letters(page) for page in pages]
    text, ends = "".join(shown), list(accumulate(map(len, shown)))
    flow, notes = _Reader(text, ends), _Reader(text, ends)
    reader = flow
    for index, piece in enumerate(pieces):
        if piece.kind == "words":
            is_there = reader.finds(letters(piece.words))
            yield index, reader.page, is_there
        elif piece.kind == "note":
            notes.place, reader = flow.place, notes
        elif piece.kind == "note-end":
            reader = flow


class _Reader:
    """Follows the letters of the finished book while its code is read."""

    def __init__(self, text: str, ends: Sequence[int]) -> None:
        self.text = text
        self.ends = ends
        """Where each page ends."""
        self.place = 0
        """Just after the last words found."""
        self.guess = 0
        """Just after words found far away; reading goes on there if the next words are there too."""

    @property
    def page(self) -> int:
        """The page of the current place, from 0."""
        return bisect_right(self.ends, self.place)

    def finds(self, words: str) -> bool:
        """Whether the words are found: nearby, divided by a page break, or anywhere in the book."""
        ahead = NEAR if len(words) >= TELLING else NEAR // 10
        found = self.text.find(words, self.place, self.place + ahead)
        if found < 0 and len(words) >= TELLING:
            found = self.text.find(words, max(0, self.place - NEAR), self.place)
        if found >= 0:
            self.place = found + len(words)
            return True
        return self._is_cut(words) or self._is_far(words)

    def _is_far(self, words: str) -> bool:
        found = max(self.text.find(words, self.guess), self.text.find(words) if words else 0)
        if 0 <= found - self.guess < NEAR // 10:
            self.place = found + len(words)
        self.guess = found + len(words)
        return found >= 0

    def _is_cut(self, words: str) -> bool:
        """Whether a page has the beginning of the words, and the pages after it the rest."""
        first = max(0, self.page - 1)
        return any(self._goes_on(words, page) for page in range(first, min(first + 4, len(self.ends) - 1)))

    def _goes_on(self, words: str, first: int) -> bool:
        """Whether the words begin on this page and go on over the ends of it and of the pages after it."""
        for page in range(first, len(self.ends)):
            start, end = self.ends[page - 1] if page else 0, self.ends[page]
            found = self.text.find(words, start, end) if page > first else -1
            if found >= 0:
                self.place = found + len(words)
                return True
            count = _longest(words, self.text[max(start, end - max(NEAR, len(words))) : end])
            if not count or (page > first and count < TELLING):
                return False
            words = words[count:]
        return False


def _longest(words: str, text: str) -> int:
    """Length of the longest beginning of `words` that occurs in the text."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if words[:middle] in text else (low, middle - 1)
    return low
