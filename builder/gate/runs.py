"""Runs of letters: the gate's form of a secret, and how it is found in a stream, however words were broken."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter

from builder.course.items import ANY_MARK
from builder.course.worksheets import plain

WORDS = 6
LETTERS = 24
STEP = 4
"""The step of an `Index` of many runs; a longer one looks up fewer places but finds more false candidates."""
BREAK = "\x1f"
"""Separates texts of different paragraphs of a page: no run crosses it."""
GAP = "\x1e"
"""Separates texts that aren't neighbours: no joint crosses it either."""
_NOT_LETTERS = re.compile(rf"[^\w{BREAK}{GAP}]|[\d_]")
PARTS = re.compile(rf"\n\s*\n|\n\s*{ANY_MARK}\s|\||\n\s*:::|\n\s*#+|\n\s*>")
_MARK = re.compile(r"[\[*`_~^<]")
_LINE_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")


class _Kept(dict[int, str]):
    """Table for `str.translate`: code of a character -> the character, or "" when the pattern removes it."""

    def __init__(self, taken_out: re.Pattern[str]) -> None:
        self.taken_out = taken_out

    def __missing__(self, code: int) -> str:
        self[code] = self.taken_out.sub("", chr(code))
        return self[code]


_LETTERS, _SIGNS = _Kept(_NOT_LETTERS), _Kept(re.compile(rf"[^\w{GAP}]|_"))


def letters(text: str) -> str:
    """Only the letters (numbers of pages and lists may change), case-folded and in NFKC; `BREAK` and `GAP` stay."""
    return _folded(text).translate(_LETTERS)


def signs(text: str) -> str:
    """Only the letters and digits, folded as in `letters`; `GAP` stays."""
    return _folded(text).translate(_SIGNS)


@lru_cache(2)
def _folded(text: str) -> str:
    """Case-folded and in NFKC. Cached, since `letters` and `signs` are called for the same text in turn."""
    return unicodedata.normalize("NFKC", text).casefold()


class Index:
    """Finds runs in a stream of letters wherever they begin, since print and markup break words anywhere.

    Only every `step`-th place of the stream is looked up. One of the first `step` places of a run is among these, and the
    letters that runs have there (`gram` of them) are kept in a set.
    """

    def __init__(self, runs: Iterable[str], step: int = STEP) -> None:
        self.step, self.gram = step, LETTERS - step + 1
        self.runs: dict[str, tuple[str, ...]] = {}
        for run in runs:
            start = run[:LETTERS]
            self.runs[start] = (*self.runs.get(start, ()), run)
        self.grams: set[str] = set()
        for place in range(step):
            self.grams.update(map(itemgetter(slice(place, place + self.gram)), self.runs))

    def __bool__(self) -> bool:
        return bool(self.runs)

    def all(self) -> set[str]:
        """Every run that is searched for."""
        return {run for runs in self.runs.values() for run in runs}

    def drop(self, runs: Iterable[str]) -> None:
        for run in runs:
            start = run[:LETTERS]
            self.runs[start] = tuple(other for other in self.runs[start] if other != run)

    def find(self, stream: str) -> Iterator[tuple[int, str]]:
        """Offset and run of each one found in the stream."""
        step, gram, grams = self.step, self.gram, self.grams
        for near in [place for place in range(0, len(stream), step) if stream[place : place + gram] in grams]:
            for start in range(max(0, near - step + 1), near + 1):
                for run in self.runs.get(stream[start : start + LETTERS], ()):
                    if stream.startswith(run, start):
                        yield start, run


def find_runs(texts: Iterable[str]) -> set[str]:
    """The letters of each run of six words, as written and as read; a run under 24 letters takes in more words.

    A run stays within a paragraph, a list item or a table cell.
    """
    parts = {part for text in texts for form in (text, plain_lines(text)) for part in PARTS.split(form)}
    runs = set()
    for part in parts:
        words = [word for word in letters(BREAK.join(part.split())).split(BREAK) if word]
        stream = "".join(words)
        places = list(accumulate(map(len, words), initial=0))
        for start, end in zip(places, places[WORDS:], strict=False):
            least = start + LETTERS
            if least <= places[-1]:
                runs.add(stream[start : end if end >= least else places[bisect_left(places, least)]])
    return runs


def plain_lines(text: str) -> str:
    """The text as readers see it, line by line: labels of links, no marks of emphasis, no citations."""
    return "\n".join(plain(line) if _MARK.search(line) else line for line in _LINE_LINK.sub(r"\1", text).split("\n"))
