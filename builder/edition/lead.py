"""The drawing at the head of a page: a picture alone in its first paragraph. Books print it on covers, openers and beside titles."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from builder.course.images import find_picture
from builder.course.links import find_links
from builder.course.worksheets import plain
from builder.edition.select import Edition, Leaf


@dataclass(frozen=True, slots=True)
class Lead:
    path: PurePosixPath
    """Of the picture, in the course."""
    alt: str


def lead_of(edition: Edition, leaf: Leaf) -> Lead | None:
    """The drawing at the head of a page; None when it begins with something else."""
    lines = leaf.document.lines
    first = next((number for number, line in enumerate(lines, 1) if line.strip()), 0)
    if not first or "".join(lines[first : first + 1]).strip():
        return None
    link = next((link for link in find_links(leaf.document) if link.line == first), None)
    if link is None or not link.is_image or lines[first - 1].strip() != f"![{link.label}]({link.target})":
        return None
    path = find_picture(leaf.document, link.target, edition.images)
    return Lead(path, plain(link.label)) if path else None
