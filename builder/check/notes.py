"""Rules on trainers' notes in a step: they are read standing, in a few seconds."""

from collections.abc import Iterator

from builder.course.agenda import TIMED
from builder.course.model import Course, Document
from builder.course.scanned import Block
from builder.course.worksheets import plain
from builder.edition.summaries.cues import CUES, marked_cues, paragraphs
from builder.problems import Problem
from builder.words import words

SOLID = 100
"""The most words of a paragraph; in a longer one, nobody finds a sentence at a glance."""
LONGEST = 45
"""The most words of a cue, a line that is to be said, asked or done."""


def glanced_at(course: Course) -> Iterator[Problem]:
    """No solid paragraphs, and no cues too long to take in at a glance."""
    for document in course.documents():
        for step in document.walk():
            for note in (child for child in step.children if step.name in TIMED and child.name == "trainer"):
                yield from _note(document, note)


def _note(document: Document, note: Block) -> Iterator[Problem]:
    marks = ", ".join(f"**{words(document.language)[f'cue-{kind}']}:**" for kind in CUES)
    for line, text in paragraphs(document, note):
        count = len(plain(text).split())
        if count > SOLID:
            yield Problem(document.path, line, "note-solid", {"words": count, "limit": SOLID, "marks": marks})
    for cue in marked_cues(document, note):
        count = len(cue.text.split())
        if count > LONGEST:
            yield Problem(document.path, cue.line, "cue-long", {"words": count, "limit": LONGEST})
