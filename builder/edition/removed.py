"""What an audience doesn't get, kept aside for the leak gate."""

from collections.abc import Iterator
from dataclasses import dataclass

from builder.course.image import Image
from builder.course.model import Audience, Course
from builder.edition.select import Edition, select_document

NEAR = 40
"""How many lines before and after hidden ones are searched for the text that readers see beside them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that an audience doesn't get, as its author wrote it, and what the audience sees just before and after it."""

    text: str
    before: str = ""
    after: str = ""


def removed_passages(course: Course, audience: Audience) -> Iterator[Passage]:
    """All that the audience doesn't get, in every language: hidden blocks, keys of tests, guides, comments."""
    for page in course.pages():
        for document in page.documents.values():
            yield from map(Passage, document.comments)
            if audience is Audience.TRAINER:
                continue
            if page.kind == "guide":
                yield from map(Passage, (document.title, document.summary, "\n".join(document.lines)))
                continue
            yield from _runs(document.lines, select_document(document, audience).lines)


def _runs(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Passage]:
    """Neighbouring lines that are in `before` and not in `after`."""
    start = None
    for number, (old, new) in enumerate(zip((*before, "."), (*after, "."), strict=True)):
        if old != new and not new:
            start = number if start is None else start
        elif start is not None and old.strip():
            near = after[max(0, start - NEAR) : start], after[number : number + NEAR]
            yield Passage("\n".join(before[start:number]), *map("\n".join, near))
            start = None


def removed_images(course: Course, edition: Edition) -> Iterator[Image]:
    """Pictures of the course that this edition doesn't show."""
    for path, image in course.images.items():
        if path not in edition.images:
            yield image
