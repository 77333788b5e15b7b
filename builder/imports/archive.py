"""Examines strangers' archives (Word, presentations, Moodle) before a library unpacks them; writes nothing to disk."""

import gzip
import io
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from builder.imports.draft import SourceError

MOST_MEMBERS = 5_000
LARGEST_PART = 40_000_000
"""The most bytes of an unpacked member."""
LARGEST_WHOLE = 300_000_000
LARGEST_STREAM = 1_000_000_000
"""The most bytes that are unpacked while looking for the wanted members."""
_XML = (".xml", ".rels", ".vml")


def check_archive(path: Path) -> None:
    """Raises SourceError for archives that are too large, and for XML with a document type or entities.

    `zipfile` stops at the size that a member declares, so the declared sizes can be trusted.
    """
    if path.stat().st_size > LARGEST_WHOLE:
        raise SourceError("source-limit", path.name, limit=f"{LARGEST_WHOLE // 1_000_000} MB")
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > LARGEST_WHOLE:
            raise SourceError("source-limit", path.name, limit=f"{LARGEST_WHOLE // 1_000_000} MB")
        for one in members:
            if one.file_size > LARGEST_PART:
                raise SourceError("source-limit", path.name, limit=f"{LARGEST_PART // 1_000_000} MB")
            if one.filename.lower().endswith(_XML):
                content = archive.read(one)
                if b"<!" in content.replace(b"<!--", b"").replace(b"<![CDATA[", b"") or b"\0" in content:
                    raise SourceError("source-unread", path.name, kind="XML")


class _Limited(io.RawIOBase):
    """A stream that raises SourceError when it unpacks to more than an import may read."""

    def __init__(self, inner: gzip.GzipFile, source: str) -> None:
        self.inner, self.source, self.left = inner, source, LARGEST_STREAM

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        found = self.inner.read(min(size, self.left + 1) if size >= 0 else self.left + 1)
        self.left -= len(found)
        if self.left < 0:
            raise SourceError("source-limit", self.source, limit=f"{LARGEST_STREAM // 1_000_000} MB")
        return found


def read_members(path: Path, is_wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The contents of the wanted regular files of a ZIP or tar.gz by name, without oversized ones.

    Names are only compared, never used as paths; links are skipped. Raises SourceError over the limits.
    """
    found: dict[str, bytes] = {}
    for name, content in _zipped(path) if zipfile.is_zipfile(path) else _tarred(path, is_wanted):
        if is_wanted(name) and name not in found:
            found[name] = content()
        if sum(map(len, found.values())) > LARGEST_WHOLE:
            raise SourceError("source-limit", path.name, limit=f"{LARGEST_WHOLE // 1_000_000} MB")
    return found


Member = tuple[str, Callable[[], bytes]]


def _zipped(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS * 10:
            raise SourceError("source-limit", path.name, limit=MOST_MEMBERS * 10)
        for one in members:
            if one.file_size <= LARGEST_PART and not one.is_dir() and not stat.S_ISLNK(one.external_attr >> 16):
                yield one.filename, partial(archive.read, one)


def _tarred(path: Path, is_wanted: Callable[[str], bool]) -> Iterator[Member]:
    """Reads a tar.gz as a stream, since a compressed file can't be searched otherwise."""
    with gzip.open(path) as packed, tarfile.open(fileobj=_Limited(packed, path.name), mode="r|") as archive:
        for count, one in enumerate(archive):
            if count > MOST_MEMBERS * 10:
                raise SourceError("source-limit", path.name, limit=MOST_MEMBERS * 10)
            if one.isreg() and one.size <= LARGEST_PART and is_wanted(one.name.removeprefix("./")):
                file = archive.extractfile(one)
                content = file.read() if file else b""
                yield one.name.removeprefix("./"), partial(bytes, content)
