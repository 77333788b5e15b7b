"""Names and places: slugs of titles, links between pages, pictures brought along."""

import re
import unicodedata
from pathlib import PurePosixPath
from posixpath import relpath

from builder.course.reader import ID

LONGEST = 50
RESERVED = frozenset(
    {
        "index",
        "module",
        "home",
        "con",
        "prn",
        "aux",
        "nul",
        "downloads",
        "glossary",
        "sources",
        "agenda",
        "worksheets",
        "casestories",
        "search",
        "guides",
    }
)


def slug_of(text: str, taken: set[str], other: str = "page") -> str:
    """`Água: 2. curso` -> agua-2-curso; a name that isn't in `taken`, to which it is added."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST].strip("-")
    if not ID.fullmatch(slug):
        slug = f"{other}-{slug}".strip("-")
    if not ID.fullmatch(slug):
        slug = other
    found, number = slug, 2
    while found in taken or found in RESERVED:
        found, number = f"{slug}-{number}", number + 1
    taken.add(found)
    return found


def anchor_of(text: str) -> str:
    """The anchor that other tools derive from a heading: `What Do You Use?` -> what-do-you-use."""
    return re.sub(r"[\s_]+", "-", re.sub(r"[^\w\s-]", "", text.strip().lower()))


def as_id(anchor: str, taken: set[str]) -> str:
    return slug_of(anchor, taken, "part")


def between(start: PurePosixPath, end: PurePosixPath) -> str:
    """A file's path as a page writes it."""
    path = relpath(str(end), str(start.parent))
    return f"<{path}>" if set(path) & set(" ()") else path
