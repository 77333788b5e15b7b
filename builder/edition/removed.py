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
    """Text that an audience doesn't get, as its author wrote it, and what the audience sees just before and after it.

    Texts are joined when they are asked for, since those around a large course's passages are longer than the course.
    """

    lines: tuple[str, ...]
    seen: tuple[str, ...] = ()
    """The page's lines as the audience gets them."""
    start: int = 0
    end: int = 0
    """Where the hidden lines begin and end among these."""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def before(self) -> str:
        return "\n".join(self.seen[max(0, self.start - NEAR) : self.start])

    @property
    def after(self) -> str:
        return "\n".join(self.seen[self.end : self.end + NEAR])


def removed_passages(course: Course, audience: Audience) -> Iterator[Passage]:
    """All that the audience doesn't get, in every language: hidden blocks, keys of tests, guides, comments."""
    for page in course.pages():
        for document in page.documents.values():
            yield from (Passage((comment,)) for comment in document.comments)
            if audience is Audience.TRAINER:
                continue
            if page.kind == "guide":
                yield from map(Passage, ((document.title,), (document.summary,), document.lines))
                continue
            yield from _runs(document.lines, select_document(document, audience).lines)


def _runs(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Passage]:
    """Neighbouring lines that are in `before` and not in `after`."""
    start = None
    for number, (old, new) in enumerate(zip((*before, "."), (*after, "."), strict=True)):
        if old != new and not new:
            start = number if start is None else start
        elif start is not None and old.strip():
            yield Passage(before[start:number], after, start, number)
            start = None


def removed_images(course: Course, edition: Edition) -> Iterator[Image]:
    """Pictures of the course that this edition doesn't show."""
    for path, image in course.images.items():
        if path not in edition.images:
            yield image
