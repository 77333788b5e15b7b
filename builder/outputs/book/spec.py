"""What a book holds: which pages of an edition, on what paper, in which form. The same for both engines."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Literal

from builder.course.model import Audience
from builder.edition.select import Edition, EditionModule, Leaf


@dataclass(frozen=True, slots=True)
class BookSpec:
    """What to print. The defaults give the whole workbook of the edition's audience."""

    content: Literal["workbook", "cases"] = "workbook"
    module: str = ""
    """Only the module of this slug."""
    volume: int = 0
    """Of a workbook: 1 what the workshop needs, 2 what is marked as extra; 0 has both."""
    paper: str = "a4"
    with_fields: bool = True
    large_print: bool = False
    ink_saving: bool = False
    booklet: bool = False
    """Two pages a side, to fold: larger type, since it is printed smaller, and no fields."""

    @property
    def is_workbook(self) -> bool:
        """Neither the book of one module nor that of the case stories."""
        return self.content == "workbook" and not self.module


def volumes(edition: Edition) -> tuple[int, ...]:
    """The volumes of an edition's workbook: two where something is extra. Who studies alone gets one book."""
    is_split = edition.audience is not Audience.SOLUTIONS and any(leaf.is_extra for leaf in edition.leaves())
    return (1, 2) if is_split else (0,)


def printed_leaves(edition: Edition, spec: BookSpec) -> Iterator[Leaf]:
    """The pages that this book prints."""
    if spec.content == "cases":
        yield from (case.page for case in edition.cases)
        return

    def stands_here(leaf: Leaf) -> bool:
        return not spec.volume or leaf.is_extra == (spec.volume == 2)

    # The text of a module and its guide stand where its first session does.
    first = {module.slug: (*module.sessions, module.page)[0] for module in edition.modules}
    for module in edition.modules:
        if spec.module in ("", module.slug):
            if stands_here(first[module.slug]):
                yield module.page
            yield from filter(stands_here, module.sessions)
    for guide in edition.guides:
        if spec.module in ("", guide.slug) and stands_here(first.get(guide.slug, guide.page)):
            yield guide.page
    if not spec.module and spec.volume != 2:
        yield from (case.page for case in edition.cases)


def printed_modules(edition: Edition, printed: Container[tuple[str, str]]) -> list[EditionModule]:
    """The modules of which something is printed: their own page or a session, given by kind and key."""
    return [
        module
        for module in edition.modules
        if any((leaf.kind, leaf.key) in printed for leaf in (module.page, *module.sessions))
    ]
