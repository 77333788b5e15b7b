"""What a book holds: which pages of an edition, on what paper, in which form. Shared by both engines."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Literal

from builder.edition.alone import home_notes
from builder.edition.select import Edition, EditionModule, Leaf
from builder.edition.volumes import volume_of


@dataclass(frozen=True, slots=True)
class BookSpec:
    """What to print. The defaults give the whole workbook of the edition's audience."""

    content: Literal["workbook", "cases"] = "workbook"
    module: str = ""
    """Only the module of this slug."""
    volume: int = 0
    """Volume of a workbook: 1 what the workshop needs, 2 what is marked `extra`, 3 what is marked `library`; 0 everything."""
    paper: str = "a4"
    with_fields: bool = True
    large_print: bool = False
    ink_saving: bool = False
    booklet: bool = False
    """Two pages a side, to fold: larger type, since it is printed smaller, and no fields."""

    @property
    def is_workbook(self) -> bool:
        """Whether it is a workbook: neither the book of one module nor that of the case stories."""
        return self.content == "workbook" and not self.module


def printed_leaves(edition: Edition, spec: BookSpec) -> Iterator[Leaf]:
    """The pages that this book prints."""
    if spec.content == "cases":
        yield from (case.page for case in edition.cases)
        return

    def stands_here(leaf: Leaf) -> bool:
        return not spec.volume or volume_of(edition, leaf) == spec.volume

    yield from filter(stands_here, _workbook_leaves(edition, spec.module))


def _workbook_leaves(edition: Edition, only: str) -> Iterator[Leaf]:
    """Every page that a workbook can have, or those of one module."""
    notes = home_notes(edition)
    yield from [notes] if notes and not only else []
    yield from (leaf for leaf in edition.free if not only and leaf.book != "none")
    for module in edition.modules:
        if only in ("", module.slug):
            yield module.page
            yield from module.sessions
    yield from (guide.page for guide in edition.guides if only in ("", guide.slug))
    if not only:
        yield from (case.page for case in edition.cases)


def printed_modules(edition: Edition, printed: Container[tuple[str, str]]) -> list[EditionModule]:
    """The modules of which something is printed: their own page or a session, given by kind and key."""
    return [
        module
        for module in edition.modules
        if any((leaf.kind, leaf.key) in printed for leaf in (module.page, *module.sessions))
    ]
