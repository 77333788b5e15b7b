"""Which line of the course each line of a book's code came from: that of its block, or a closer one found by the printed words."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import overload

from builder.course.model import Document
from builder.outputs.book.layout.lost_text import letters
from builder.print.code import Origin, Piece

TELLING = 3
"""Words with fewer letters than this are not looked for."""
ASKED = 60
"""Letters compared at most, since a paragraph may run over many lines."""
NEAR = 4000
"""The next words should begin within this many letters after the last ones found."""


class Origins(Sequence[Origin]):
    """For each line of the code, its path and line in the course (0: unknown). Computed on first access."""

    def __init__(self, pieces: Sequence[Piece], documents: Iterable[Document]) -> None:
        self._pieces = pieces
        self._documents = {str(document.path): document for document in documents}
        self._found: list[Origin] = []

    def __len__(self) -> int:
        return len(self._pieces)

    @overload
    def __getitem__(self, index: int) -> Origin: ...
    @overload
    def __getitem__(self, index: slice) -> list[Origin]: ...
    def __getitem__(self, index: int | slice) -> Origin | list[Origin]:
        if not self._found:
            self._found = list(self._exact())
        return self._found[index]

    def _exact(self) -> list[Origin]:
        """The origin of each piece; code without words gets the line of the words that follow it in the same block."""
        titles = {letters(one.title): (path, one.meta_lines.get("title", 0)) for path, one in self._documents.items()}
        readers: dict[str, _Lines] = {}
        found: list[Origin] = []
        for piece in self._pieces:
            path, line = piece.origin
            if path in self._documents:
                if path not in readers:
                    readers[path] = _Lines(self._documents[path])
                line = readers[path].line_of(piece.words, line) if piece.kind == "words" else 0
            is_lost = piece.kind == "words" and not line
            found.append(titles.get(letters(piece.words), (path, line)) if is_lost else (path, line))
        after: dict[Origin, int] = {}
        for index in range(len(found) - 1, -1, -1):
            path, line = found[index]
            block = self._pieces[index].origin
            if line or path not in self._documents:
                after[block] = line
            else:
                found[index] = (path, after.get(block, 0) or block[1])
        return found


class _Lines:
    """The lines of a page, searched in step with the code generated from it."""

    def __init__(self, document: Document) -> None:
        head = sorted((document.meta_lines.get(key, 0), letters(text)) for key, text in document.meta.items())
        body = [(number, letters(line)) for number, line in enumerate(document.lines, 1) if line]
        self._numbers = [number for number, _ in (*head, *body)]
        parts = [text for _, text in (*head, *body)]
        self._starts = list(accumulate(map(len, parts), initial=0))
        self._text = "".join(parts)
        self._place = 0

    def line_of(self, words: str, block: int) -> int:
        """The line on which the words begin, at or after the line of their block; 0 when they aren't found."""
        wanted = letters(words)[:ASKED]
        if len(wanted) < TELLING:
            return 0
        first = self._starts[bisect_left(self._numbers, block)]
        near = self._text.find(wanted, max(first, self._place), max(first, self._place) + NEAR)
        found = near if near >= 0 else self._text.find(wanted, first)
        if found < 0:
            return 0
        self._place = found + len(wanted)
        return self._numbers[bisect_right(self._starts, found) - 1]
