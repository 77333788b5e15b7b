"""Which of an edition's workbooks prints a page: three if tracks differ, so that nobody carries unneeded pages."""

from builder.course.model import GUIDES, Audience
from builder.edition.select import Edition, Leaf

_VOLUME = {"core": 1, "extra": 2, "library": 3}
"""Track of a page -> the workbook that prints it."""


def volumes(edition: Edition) -> tuple[int, ...]:
    """The volumes of an edition's workbook, one for each track of its pages; (0,) for a single book, as solo learners get."""
    found = {volume_of(edition, leaf) for leaf in edition.leaves() if _is_printed(leaf)}
    return (
        tuple(sorted(found)) if len(found) > 1 and 1 in found and edition.audience is not Audience.SOLUTIONS else (0,)
    )


def _is_printed(leaf: Leaf) -> bool:
    return leaf.kind != "home" and (leaf.kind != "free" or leaf.book != "none")


def volume_of(edition: Edition, leaf: Leaf) -> int:
    """The volume that prints a page. A module's page and its guide are in the first that has one of its sessions."""
    if leaf.kind in ("module", "guide"):
        slug = leaf.key.removeprefix(GUIDES)
        sessions = next((module.sessions for module in edition.modules if module.slug == slug), ())
        return min((_VOLUME[session.track] for session in sessions), default=_VOLUME[leaf.track])
    return _VOLUME[leaf.track]


def workbook_name(edition: Edition, volume: int) -> str:
    """`participant-workbook`, `participant-workbook-2`: name of the file, and key of its title in the interface words."""
    return f"{edition.audience.label}-workbook" + (f"-{volume}" if volume > 1 else "")
