"""What one audience may not see, gathered from the course."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from unicodedata import normalize

from builder.course.image import Image
from builder.course.images import image_bytes
from builder.course.model import Audience, Course
from builder.course.worksheets import plain
from builder.edition.pictures import made_anew
from builder.edition.removed import removed_images, removed_passages
from builder.edition.select import Edition, Leaf, select
from builder.gate.files import hidden_files
from builder.gate.joints import STEP, find_joints, shown
from builder.gate.pictures import carved, pixel_digest
from builder.gate.runs import BREAK, LETTERS, WORDS, Index, find_runs, letters, signs
from builder.words import country_name, date_span, words

AUDIENCES = (Audience.PARTICIPANT, Audience.SOLUTIONS)
"""The audiences from which something is hidden."""


_ADDRESS = re.compile(r"https?:[^\s\"'<>()\[\]\\]+|mailto:[^\s\"'<>()\[\]\\]+|tel:[^\s\"'<>()\[\]\\]+")


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one audience may not see."""

    audience: Audience
    runs: Index
    joints: Index
    """Short secrets with their neighbours, in letters."""
    numbers: Index
    """The same for numbers, in letters and digits."""
    addresses: frozenset[str]
    """Targets of links."""
    pictures: frozenset[str]
    """SHA-256 of their bytes, and of the `<svg>` element of drawings."""
    files: frozenset[str]
    """SHA-256 of download files, and of texts and pictures in them."""
    pixels: frozenset[str]
    """SHA-256 of the pixels of bitmaps."""
    digest: str
    """Changes when any of the above does."""


def find_secrets(course: Course, audience: Audience) -> Secrets:
    """What must not reach `audience`, in any language."""
    passages = list(removed_passages(course, audience))
    editions = [select(course, audience, language) for language in course.config.languages]
    joints = find_joints(passages, chain.from_iterable(map(_phrases, editions)))
    files = hidden_files(course, editions)
    index, beside, numbers = (
        Index(find_runs(passage.text for passage in passages) | files.runs),
        Index(joints.words, STEP),
        Index(joints.numbers, STEP),
    )
    addresses = {address for passage in passages for address in find_addresses(passage.text)}
    pictures: dict[str, bytes] = {}
    kept_pictures: dict[str, bytes] = {}
    for edition in editions:
        pictures |= _pictures(course, removed_images(course, edition))
        kept_pictures |= _pictures(course, (course.images[path] for path in edition.images))
        kept = set()
        for text in _kept_texts(edition):
            stream = letters(text)
            kept |= {run for _, run in index.find(stream)}
            beside.drop({joint for _, joint in beside.find(stream.replace(BREAK, ""))})
            if numbers:
                numbers.drop({joint for _, joint in numbers.find(signs(text))})
            if addresses:
                addresses.difference_update(find_addresses(text))
        index.drop(kept)
    everything = index.all()
    for edition in editions:
        index.drop(_Interface(edition).made(everything))
    hidden = frozenset(pictures.keys() - kept_pictures.keys())
    shared = files.digests - kept_pictures.keys()
    pixels = frozenset(filter(None, (pixel_digest(pictures[one]) for one in hidden if b"<svg" not in pictures[one])))
    pixels -= {pixel_digest(content) for content in kept_pictures.values() if pixels and b"<svg" not in content}
    parts = [sorted(part) for part in (index.all(), beside.all(), numbers.all(), addresses, hidden, shared, pixels)]
    digest = hashlib.sha256(BREAK.join(chain.from_iterable(parts)).encode()).hexdigest()[:32]
    return Secrets(audience, index, beside, numbers, frozenset(addresses), hidden, shared, pixels, digest)


def find_addresses(text: str) -> Iterator[str]:
    """Web, mail and phone addresses in a text, in lower case and without trailing punctuation."""
    text = text.lower()
    if any(scheme in text for scheme in ("http", "mailto:", "tel:")):
        yield from (match[0].rstrip(".,;:!?/*_`") for match in _ADDRESS.finditer(text))


def all_secrets(course: Course) -> list[Secrets]:
    """The secrets of each audience in `AUDIENCES`."""
    return [find_secrets(course, audience) for audience in AUDIENCES]


def _phrases(edition: Edition) -> Iterator[str]:
    """Titles, and words of the interface, whole and split at their fields."""
    for text in words(edition.language).values():
        yield from (text, *re.split(r"\{\w*\}", text))
    for leaf in edition.leaves():
        yield from (leaf.title, leaf.document.summary, *(plain(block.title) for block in leaf.document.walk()))
    yield from (case.facts.company for case in edition.cases)


def _headings(leaf: Leaf) -> Iterator[str]:
    """Titles and headings, from which outputs make addresses."""
    yield leaf.title
    yield from (block.title for block in leaf.document.walk())
    yield from (line for line in leaf.document.lines if line.lstrip().startswith("#"))


def _without_accents(text: str) -> str:
    """`¿A quién afecta?` -> `A quien afecta?`, as an address spells it."""
    return normalize("NFKD", plain(text)).encode("ascii", "ignore").decode()


def _kept_texts(edition: Edition) -> Iterator[str]:
    """Everything that the audience sees in one language, as authors wrote it and as readers read it."""
    language = edition.language
    for leaf in edition.leaves():
        text = "\n".join([leaf.title, leaf.document.summary, *leaf.document.lines])
        yield text
        yield plain(text)
        yield shown(text)
        yield " ".join(plain(block.title) for block in leaf.document.walk())
        yield _without_accents("\n".join(_headings(leaf)))
    yield " ".join(leaf.title for leaf in edition.leaves())
    sheets = [block for leaf in edition.leaves() for block in leaf.document.walk() if block.name == "worksheet"]
    yield " ".join(plain(block.title) for block in sheets)
    yield " ".join(f"{leaf.title} {leaf.document.summary}" for leaf in edition.leaves())
    for term in edition.glossary.values():
        yield f"{term.term.get(language, '')} {term.text.get(language, '')}"
    for group in edition.topics.values():
        yield " ".join(entry.get(language, "") for entry in group.values())
    for source in (*edition.sources.values(), *edition.programme_sources.values()):
        yield f"{source.publisher} {source.year} {source.title} {source.note.get(language, '')}"
    for case in edition.cases:
        yield repr(case.facts)
    yield from _said_of_programme(edition)
    for image in edition.images.values():
        yield " ".join(label.get(language, "") for label in image.labels.values())
    texts = words(language)
    yield " ".join(texts.values())
    yield repr(edition.config)


def _said_of_programme(edition: Edition) -> Iterator[str]:
    """The programme's texts, and place and dates of each activity as pages combine them."""
    yield repr(edition.programme)
    language = edition.language
    for one in edition.programme.activities:
        place = f"{one.place.get(language, '')}, {country_name(one.country, language)}"
        yield f"{place}, {date_span(one.first, one.last, language)}"


class _Interface:
    """Recognizes runs that outputs produce by themselves: a word of the interface before or after a title (`Module 1: ...`)."""

    def __init__(self, edition: Edition) -> None:
        self.before, self.after = _ends(tuple(words(edition.language).values()))
        titles = [leaf.title for leaf in edition.leaves()]
        titles += [block.title for leaf in edition.leaves() for block in leaf.document.walk()]
        titles += [case.facts.company for case in edition.cases]
        self.titles = BREAK.join(letters(plain(title)) for title in titles)

    def made(self, runs: Iterable[str]) -> set[str]:
        """Those of the runs that outputs produce; for speed, only runs that share one end with a title or phrase are tried."""
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


@lru_cache(maxsize=4)
def _ends(texts: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The letters of the last and of the first words of the interface's texts: the same for all audiences and courses."""
    parts = [part.split() for text in texts for part in re.split(r"\{\w*\}", text)]
    before = frozenset(letters(" ".join(part[-count:])) for part in parts for count in range(1, WORDS))
    after = frozenset(letters(" ".join(part[:count])) for part in parts for count in range(1, WORDS))
    return before - {""}, after - {""}


def _pictures(course: Course, images: Iterable[Image]) -> dict[str, bytes]:
    """Digest -> picture: as authors left them and as editions show them, with marks filled in each language."""
    found: set[bytes] = set()
    for image in images:
        made = made_anew(image, course.config.root)
        for language in course.config.languages:
            found |= {image.content, image_bytes(image, language), made.bytes_in(language)}
    found |= {drawing for content in found for drawing in carved(content) if b"<svg" in content}
    return {picture_digest(content): content for content in found if content}


def picture_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
