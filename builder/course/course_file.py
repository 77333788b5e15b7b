"""A file of the course that is handed out unchanged."""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class CourseFile:
    """A file that a page links to, for download. Its content isn't loaded, since it may be a video."""

    path: PurePosixPath
    size: int
    digest: str
    """SHA-256 of its content; "" where it is too large to be read."""
    where: Path = field(default=Path(), repr=False, compare=False)
    """The file on this machine."""
