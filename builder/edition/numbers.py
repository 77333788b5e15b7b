"""The numbers of figures: the same for all audiences and languages, though not every audience sees every figure."""

from collections.abc import Iterable, Iterator, Mapping

from builder.course.model import Audience, Course, Document
from builder.course.scanned import Block
from builder.course.vocabulary import HIDDEN

Numbers = Mapping[tuple[str, str], int]
"""Key of a page and id of a figure -> its number."""


def is_numbered(block: Block) -> bool:
    return block.name == "figure" and block.attributes.get("numbered") == "yes"


def figure_numbers(course: Course, audience: Audience) -> Numbers:
    """Numbers of the figures that the audience sees; participants' ones are counted first, so that no gap reveals hidden ones."""
    found = [place for page in course.pages() for document in _one(page.documents) for place in _places(document)]
    ranked = sorted(found, key=lambda place: place[0])
    return {place: number for number, (level, place) in enumerate(ranked, 1) if level <= audience}


def _one(documents: Mapping[str, Document]) -> Iterable[Document]:
    """The first of a page's documents, since its figures are the same in every language."""
    return list(documents.values())[:1]


def _places(document: Document) -> Iterator[tuple[Audience, tuple[str, str]]]:
    """Of each numbered figure: the lowest audience that sees it, and its page's key with its id."""

    def walk(blocks: Iterable[Block], audience: Audience) -> Iterator[tuple[Audience, tuple[str, str]]]:
        for block in blocks:
            level = max(audience, Audience[HIDDEN.get(block.name, "participant").upper()])
            if is_numbered(block) and block.id:
                yield level, (document.key, block.id)
            yield from walk(block.children, level)

    yield from walk(document.blocks, Audience.TRAINER if document.kind == "guide" else Audience.PARTICIPANT)
