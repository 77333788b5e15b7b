"""Questions that run across modules, and the pages that answer them."""

from collections.abc import Iterator
from dataclasses import dataclass

from builder.edition.once import once
from builder.edition.select import Edition, Leaf
from builder.edition.summaries.lists import in_language


@dataclass(frozen=True, slots=True)
class Theme:
    id: str
    name: str
    leaves: tuple[Leaf, ...]
    """In the order of the course; at least one."""


def themes(edition: Edition) -> tuple[Theme, ...]:
    """The themes that some page of the edition names, in the order of `reference/topics.yml`."""
    return once(edition, "themes", lambda: tuple(_themes(edition)))


def _themes(edition: Edition) -> Iterator[Theme]:
    for key, name in edition.topics["themes"].items():
        leaves = tuple(leaf for leaf in edition.leaves() if key in leaf.document.themes)
        if leaves:
            yield Theme(key, in_language(name, edition.language), leaves)
