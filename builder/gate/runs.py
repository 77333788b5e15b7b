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
PARTS = re.compile(rf"\n\s*\n|\n\s*{ANY_MARK}\s|\||\n\s*:::|\n\s*#+|\n\s*>")
_MARK = re.compile(r"[\[*`_~^<]")
_LINE_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")


_ASCII = "".join(map(chr, range(128)))
_NO_LETTERS = re.sub(rf"[a-zA-Z{BREAK}{GAP}]", "", _ASCII).encode()
_NO_SIGNS = re.sub(rf"[a-zA-Z0-9{GAP}]", "", _ASCII).encode()
_OTHERS, _DIGITS = re.compile(rf"[^\w{BREAK}{GAP}]"), re.compile(r"\d")


def letters(text: str) -> str:
    """Only the letters (numbers of pages and lists may change), case-folded and in NFKC; `BREAK` and `GAP` stay."""
    kept = _without(_NO_LETTERS, text)
    return kept if kept.isascii() else _DIGITS.sub("", kept)


def signs(text: str) -> str:
    """Only the letters and digits, folded as in `letters`; `GAP` stays."""
    return _without(_NO_SIGNS, text)


def _without(taken_out: bytes, text: str) -> str:
    """The folded text without these ASCII characters, and without others that are no letter and no digit."""
    # A table for `str.translate` takes ten times as long as soon as one character isn't ASCII.
    kept = _folded(text).encode("utf-8", "surrogatepass").translate(None, taken_out).decode("utf-8", "surrogatepass")
    return kept if kept.isascii() else _OTHERS.sub("", kept)


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
        self.runs: dict[int, str] = {}
        """Hash of a run's first letters -> the run, or several runs with a `BREAK` between them: a course may have a million."""
        for run in runs:
            key = hash(run[:LETTERS])
            others = self.runs.get(key)
            if others is None:
                self.runs[key] = run
            elif run not in others.split(BREAK):
                self.runs[key] = f"{others}{BREAK}{run}"
        self.grams: set[str] = set()
        """What the runs have in their first places. A dropped run's stay: few are, and text that has them is looked at in vain."""
        every = self._each()
        for place in range(step):
            self.grams.update(map(itemgetter(slice(place, place + self.gram)), every))

    def __bool__(self) -> bool:
        return bool(self.runs)

    def _each(self) -> list[str]:
        return [run for runs in self.runs.values() for run in (runs.split(BREAK) if BREAK in runs else (runs,))]

    def all(self) -> set[str]:
        """Every run that is searched for."""
        return set(self._each())

    def drop(self, runs: Iterable[str]) -> None:
        for run in runs:
            key = hash(run[:LETTERS])
            left = [other for other in self.runs.pop(key, "").split(BREAK) if other not in ("", run)]
            if left:
                self.runs[key] = BREAK.join(left)

    def find(self, stream: str) -> Iterator[tuple[int, str]]:
        """Offset and run of each one found in the stream."""
        step, gram, grams = self.step, self.gram, self.grams
        for near in [place for place in range(0, len(stream), step) if stream[place : place + gram] in grams]:
            for start in range(max(0, near - step + 1), near + 1):
                found = self.runs.get(hash(stream[start : start + LETTERS]))
                if found:
                    yield from ((start, run) for run in found.split(BREAK) if stream.startswith(run, start))


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
