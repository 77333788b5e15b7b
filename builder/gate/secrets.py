"""What one audience may not see, gathered from the course."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from builder.course.images import image_bytes
from builder.course.model import Audience, Course, Image
from builder.course.worksheets import plain
from builder.edition.select import Edition, removed_images, removed_texts, select
from builder.gate.runs import BREAK, LETTERS, WORDS, Index, find_runs, letters
from builder.words import words

AUDIENCES = (Audience.PARTICIPANT, Audience.SOLUTIONS)
"""Those that something is kept from."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one audience may not see."""

    audience: Audience
    runs: Index
    pictures: frozenset[str]
    digest: str
    """Changes when any of it does."""


def find_secrets(course: Course, audience: Audience) -> Secrets:
    """The runs and pictures that must not reach `audience`, in any language."""
    runs = find_runs(removed_texts(course, audience))
    index = Index(runs)
    pictures: set[str] = set()
    kept_pictures: set[str] = set()
    for language in course.config.languages:
        edition = select(course, audience, language)
        pictures |= _pictures(removed_images(course, edition), course.config.languages)
        kept_pictures |= _pictures(edition.images.values(), course.config.languages)
        kept = {run for text in _kept_texts(edition) for _, run in index.find(letters(text))}
        kept |= _Interface(edition).made(runs - kept)
        index.drop(kept)
        runs -= kept
    hidden = frozenset(pictures - kept_pictures)
    digest = hashlib.sha256(BREAK.join([*sorted(runs), *sorted(hidden)]).encode()).hexdigest()[:32]
    return Secrets(audience, index, hidden, digest)


def all_secrets(course: Course) -> list[Secrets]:
    """The secrets of each audience that something is kept from."""
    return [find_secrets(course, audience) for audience in AUDIENCES]


def _kept_texts(edition: Edition) -> Iterator[str]:
    """Everything that the audience sees in one language, as authors wrote it and as readers read it."""
    language = edition.language
    for leaf in edition.leaves():
        text = "\n".join([leaf.title, leaf.document.summary, *leaf.document.lines])
        yield text
        yield plain(text)
        yield " ".join(plain(block.title) for block in leaf.document.walk())
    yield " ".join(leaf.title for leaf in edition.leaves())
    sheets = [block for leaf in edition.leaves() for block in leaf.document.walk() if block.name == "worksheet"]
    yield " ".join(plain(block.title) for block in sheets)
    yield " ".join(f"{leaf.title} {leaf.document.summary}" for leaf in edition.leaves())
    for term in edition.glossary.values():
        yield f"{term.term.get(language, '')} {term.text.get(language, '')}"
    for group in edition.topics.values():
        yield " ".join(entry.get(language, "") for entry in group.values())
    for source in edition.sources.values():
        yield f"{source.publisher} {source.year} {source.title} {source.note.get(language, '')}"
    for case in edition.cases:
        yield repr(case.facts)
    for image in edition.images.values():
        yield " ".join(label.get(language, "") for label in image.labels.values())
    texts = words(language)
    yield " ".join(texts.values())
    yield repr(edition.config)


class _Interface:
    """Runs that outputs make by themselves: a word of the interface before or after a title (`Module 1: ...`)."""

    def __init__(self, edition: Edition) -> None:
        texts = [part for text in words(edition.language).values() for part in re.split(r"\{\w*\}", text)]
        ends = [text.split() for text in texts]
        self.before = {letters(" ".join(part[-count:])) for part in ends for count in range(1, WORDS)} - {""}
        self.after = {letters(" ".join(part[:count])) for part in ends for count in range(1, WORDS)} - {""}
        titles = [leaf.title for leaf in edition.leaves()]
        titles += [block.title for leaf in edition.leaves() for block in leaf.document.walk()]
        titles += [case.facts.company for case in edition.cases]
        self.titles = BREAK.join(letters(plain(title)) for title in titles)

    def made(self, runs: Iterable[str]) -> set[str]:
        """Those of the runs: half the least letters at one end stand in a title, or else in a longer phrase."""
        half = LETTERS // 2
        ends = {self.titles[place : place + half] for place in range(len(self.titles))}
        ends |= {phrase[:half] for phrase in self.before} | {phrase[-half:] for phrase in self.after}
        return {run for run in runs if (run[:half] in ends or run[-half:] in ends) and self.makes(run)}

    def makes(self, run: str) -> bool:
        for cut in range(1, len(run)):
            first, last = run[:cut], run[cut:]
            if (first in self.before and last in self.titles) or (last in self.after and first in self.titles):
                return True
        return False


def _pictures(images: Iterable[Image], languages: Sequence[str]) -> set[str]:
    """The digests of pictures, with the words of each language in them."""
    found: set[str] = set()
    for image in images:
        found |= {
            picture_digest(image.content),
            *(picture_digest(image_bytes(image, language)) for language in languages),
        }
    return found


def picture_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
