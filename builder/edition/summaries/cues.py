"""What a trainer says, asks and does in a step, from the notes of the step: a few lines each, to be read while standing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builder.course.agenda import TIMED
from builder.course.model import Document
from builder.course.scanned import Block
from builder.course.worksheets import body, list_items, plain
from builder.words import words

CUES = ("say", "ask", "do", "late")
"""Kinds of cues; the words are `cue-say` and so on."""
MOST = 3
"""The most lines for a step whose notes mark no cues; more can't be read at a glance."""
_LEAD = re.compile(r"\*\*(?P<word>[^*]+?):?\*\*:?\s*(?P<text>.+)")
_OTHER = re.compile(r"[-*+|>] |#|!\[|\||\d+[.)] ")
"""Start of something other than a paragraph."""
_SENTENCE = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][”»\")]))\s+(?=[^\sa-záéíóúñü])")


@dataclass(frozen=True, slots=True)
class Cue:
    kind: str
    """One of `CUES`; "" for an unmarked sentence."""
    text: str
    line: int


def cues(document: Document, block: Block) -> tuple[Cue, ...]:
    """The cues of a teaching block or activity: the marked ones, else the first sentences of its notes."""
    notes = list(_notes(block))
    marked = tuple(cue for note in notes for cue in marked_cues(document, note))
    return marked or tuple(sentence for note in notes for sentence in _sentences(document, note))[:MOST]


def marked_cues(document: Document, note: Block) -> Iterator[Cue]:
    """The items of a note's list that begin with a bold **Say:**, **Ask:**, **Do:** or **If late:**."""
    known = cue_words(document.language)
    for line, text in _items(document, note):
        match = _LEAD.match(text)
        kind = known.get(match["word"].casefold(), "") if match else ""
        if match and kind:
            yield Cue(kind, plain(match["text"]), line)


def cue_words(language: str) -> dict[str, str]:
    """Word that marks a cue, in lower case -> its kind."""
    return {words(language)[f"cue-{kind}"].casefold(): kind for kind in CUES}


def paragraphs(document: Document, note: Block) -> Iterator[tuple[int, str]]:
    """First line and words of each paragraph of a note; lists, tables and headings are none."""
    run: list[tuple[int, str]] = []
    for number, line in (*body(document, note), (note.end, "")):
        if line.strip():
            run.append((number, line.strip()))
        elif run:
            if not _OTHER.match(run[0][1]):
                yield run[0][0], " ".join(text for _, text in run)
            run = []


def _notes(block: Block) -> Iterator[Block]:
    """The trainer's notes of a step, without those in timed blocks within it."""
    for child in block.children:
        if child.name == "trainer":
            yield child
        elif child.name not in TIMED:
            yield from _notes(child)


def _items(document: Document, note: Block) -> Iterator[tuple[int, str]]:
    """Line and text of each item, continuation lines included."""
    lines, starts = dict(body(document, note)), list_items(document, note)
    ends = [line for line, _ in starts[1:]] + [note.end]
    for (line, text), end in zip(starts, ends, strict=False):
        more = []
        for number in range(line + 1, end):
            if not lines.get(number, "").strip():
                break
            more.append(lines[number].strip())
        yield line, " ".join([text, *more])


def _sentences(document: Document, note: Block) -> Iterator[Cue]:
    for line, text in paragraphs(document, note):
        for sentence in _SENTENCE.split(text):
            yield Cue("", plain(sentence), line)
