"""Pictures straight from cameras and scanners, too large to hand out. The file stays; outputs get a smaller copy."""

from pathlib import Path, PurePosixPath

from builder.course.picture_cache import CACHE, keep, kept, name_of
from builder.course.picture_kinds import MAX_IMAGE, SUFFIXES, Bitmap, BitmapError, kind_of

MAX_ORIGINAL = 60_000_000
"""Bytes of the largest file that is made smaller."""


def smaller(path: PurePosixPath, content: bytes, root: Path) -> tuple[Bitmap, str]:
    """The picture with at most `MAX_IMAGE` bytes, and its name in the cache. Raises BitmapError when it can't be read or isn't what its suffix says."""
    kind = kind_of(content)
    if kind.upper() != SUFFIXES[path.suffix.lower()]:
        raise BitmapError("bad-image", reason=kind or f"no {SUFFIXES[path.suffix.lower()]}")
    name = name_of(content, "smaller")
    file = root / CACHE / name
    found = kept(file)
    if found is None:
        from builder.course import bitmap  # noqa: PLC0415 - the library takes long to load, and few pictures are too large

        found = bitmap.smaller(content, MAX_IMAGE)
        keep(file, found)
    return found, name
