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
"""Where many runs are looked for; a longer step is faster, and meets more places that only look like one."""
BREAK = "\x1f"
"""Between texts that belong to different paragraphs of a page: no run goes across it."""
GAP = "\x1e"
"""Between texts that aren't neighbours: no joint goes across it either."""
_NOT_LETTERS = re.compile(rf"[^\w{BREAK}{GAP}]|[\d_]")
PARTS = re.compile(rf"\n\s*\n|\n\s*{ANY_MARK}\s|\||\n\s*:::|\n\s*#+|\n\s*>")
_MARK = re.compile(r"[\[*`_~^<]")
_LINE_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")


class _Kept(dict[int, str]):
    """Each character's code -> the character, or nothing when the pattern takes it out."""

    def __init__(self, taken_out: re.Pattern[str]) -> None:
        self.taken_out = taken_out

    def __missing__(self, code: int) -> str:
        self[code] = self.taken_out.sub("", chr(code))
        return self[code]


_LETTERS, _SIGNS = _Kept(_NOT_LETTERS), _Kept(re.compile(rf"[^\w{GAP}]|_"))


def letters(text: str) -> str:
    """Letters only (page numbers and list numbers come and go), without case and accents of composition; `BREAK` and `GAP` stay."""
    return _folded(text).translate(_LETTERS)


def signs(text: str) -> str:
    """Letters and digits, written like `letters`; `GAP` stays."""
    return _folded(text).translate(_SIGNS)


@lru_cache(2)
def _folded(text: str) -> str:
    """Without case and accents of composition. `letters` and `signs` are asked for the same text, one after the other."""
    return unicodedata.normalize("NFKC", text).casefold()


class Index:
    """Finds runs in a stream of letters, wherever they begin: print and markup break words where they like.

    Of the stream only each fourth place is looked up (each `step`). A run has one of them among its first four, and what
    stands there in the runs, 21 letters long, is known.
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
        """Every run that is looked for."""
        return {run for runs in self.runs.values() for run in runs}

    def drop(self, runs: Iterable[str]) -> None:
        for run in runs:
            start = run[:LETTERS]
            self.runs[start] = tuple(other for other in self.runs[start] if other != run)

    def find(self, stream: str) -> Iterator[tuple[int, str]]:
        """Each run that stands in the stream, with its place."""
        step, gram, grams = self.step, self.gram, self.grams
        for near in [place for place in range(0, len(stream), step) if stream[place : place + gram] in grams]:
            for start in range(max(0, near - step + 1), near + 1):
                for run in self.runs.get(stream[start : start + LETTERS], ()):
                    if stream.startswith(run, start):
                        yield start, run


def find_runs(texts: Iterable[str]) -> set[str]:
    """The letters of each run of six words, as written and as read; a run with few letters takes in more words.

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
