"""Reads somebody's folder: files by name, none from outside it, none over a limit."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from builder.course.limits import MAX_LINE
from builder.course.textfile import expand_tabs, read_text
from builder.imports.draft import SourceError

MOST_FILES = 20_000
LARGEST_TEXT = 2_000_000
LARGEST_FILE = 40_000_000
_LEFT_OUT = frozenset({"node_modules", "__pycache__", "renv", "venv", "_site"})


class Folder:
    """Reads regular files below `root`; links are not followed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = dict(self.walk(root))
        if len(self.files) > MOST_FILES:
            raise SourceError("source-limit", root.name, limit=MOST_FILES)

    def walk(self, folder: Path) -> Iterator[tuple[PurePosixPath, int]]:
        for count, entry in enumerate(sorted(os.scandir(folder), key=lambda one: one.name)):
            if entry.name.startswith(".") or entry.name in _LEFT_OUT or entry.is_symlink() or count > MOST_FILES:
                continue
            if entry.is_dir():
                yield from self.walk(Path(entry.path))
            elif entry.is_file():
                yield PurePosixPath(Path(entry.path).relative_to(self.root).as_posix()), entry.stat().st_size

    def text(self, path: PurePosixPath) -> str:
        """A file's text with plain line feeds and with leading tabs as four spaces. Raises SourceError over the limit."""
        if self.files.get(path, 0) > LARGEST_TEXT:
            raise SourceError("source-limit", str(path), limit=f"{LARGEST_TEXT // 1_000_000} MB")
        text, _ = read_text((self.root / path).read_bytes())
        return "\n".join(expand_tabs(line)[:MAX_LINE] for line in text.split("\n"))

    def content(self, path: PurePosixPath) -> bytes | None:
        if path not in self.files or self.files[path] > LARGEST_FILE:
            return None
        return (self.root / path).read_bytes()

    def below(self, folder: str, ending: str = ".md") -> list[PurePosixPath]:
        """The files directly in a folder with this ending, by name."""
        return [path for path in sorted(self.files) if str(path.parent) == folder and path.suffix.lower() == ending]
