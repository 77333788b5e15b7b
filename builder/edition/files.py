"""The files that an edition hands out as they are: those that its pages link to, and no others."""

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
"""Names that Windows keeps for itself."""
FOLDER = "files/"
"""Where they lie in a site and in packages."""


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file that an edition hands out."""

    path: PurePosixPath
    """In the course."""
    name: str
    """Of the file that people get; no other file of the edition has it."""
    title: str
    """What the first link to it says."""
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
        """`PDF, 120 kB`; what belongs together isn't cut at the end of a line."""
        return f"{self.format}, {size_text(self.size, language).replace(' ', chr(0xA0))}"

    def content(self) -> bytes:
        """Raises ContentError when the file isn't the one that was checked."""
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
    """Those that the documents `shown` link to. `public`: the course as participants see it, in all languages."""
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
    """The name of each file, in letters that every system and address takes; two alike get letters of their own."""
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
