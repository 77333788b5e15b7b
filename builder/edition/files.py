"""The files that an edition offers for download: those that its pages link to, and no others."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from builder.course.course_file import CourseFile
from builder.course.files import FileLink, file_links, kind_of
from builder.course.model import Document
from builder.course.worksheets import plain
from builder.problems import ContentError, Problem
from builder.words import size_text

_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
"""Names that Windows reserves."""
FOLDER = "files/"
"""Their folder in a site and in packages."""


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file that an edition hands out."""

    path: PurePosixPath
    """Its path in the course."""
    name: str
    """The name under which people get it, unique in the edition."""
    title: str
    """The label of the first link to it."""
    size: int
    digest: str
    is_public: bool
    """Whether participants get it, too."""
    where: Path = field(repr=False, compare=False)
    """The file on this machine."""

    @property
    def format(self) -> str:
        """`PDF`."""
        return kind_of(self.path).upper()

    def kind(self, language: str) -> str:
        """`PDF, 120 kB`, with a no-break space between number and unit."""
        return f"{self.format}, {size_text(self.size, language).replace(' ', chr(0xA0))}"

    def content(self) -> bytes:
        """The file's bytes. Raises ContentError when it has changed since it was checked."""
        try:
            content = self.where.read_bytes()
        except OSError:
            content = b""
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise ContentError([Problem(self.path, 1, "download-changed", {"name": self.path.name})])
        return content


def shared_files(
    files: Mapping[PurePosixPath, CourseFile], shown: Iterable[Document], public: Iterable[Document]
) -> dict[PurePosixPath, SharedFile]:
    """The files that the documents `shown` link to, by path. `public`: the course as participants see it, in all languages."""
    if not files:
        return {}
    known = {one.path for one in file_links(public, files)}
    first: dict[PurePosixPath, FileLink] = {}
    for one in file_links(shown, files):
        first.setdefault(one.path, one)
    names = _names(first)
    return {
        path: SharedFile(
            path, names[path], plain(one.link.label), files[path].size, files[path].digest, path in known, files[path].where
        )
        for path, one in first.items()
    }  # fmt: skip


def _names(paths: Iterable[PurePosixPath]) -> dict[PurePosixPath, str]:
    """A name for each file that is safe in any file system and address; equal ones are prefixed to be unique."""
    wanted = {path: _plain(path) for path in paths}
    alike = list(wanted.values())
    return {
        path: name if alike.count(name) == 1 else f"{hashlib.sha256(str(path).encode()).hexdigest()[:8]}-{name}"
        for path, name in wanted.items()
    }


def _plain(path: PurePosixPath) -> str:
    letters = normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9.]+", "-", letters).strip("-.") or "file"
    stem = f"file-{stem}" if _DEVICE.match(stem) else stem
    return f"{stem}.{kind_of(path)}"
