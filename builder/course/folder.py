"""The files in a course's folder: which exist, which have been read, and problems with the files themselves."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from builder.course.originals import MAX_ORIGINAL, smaller
from builder.course.picture_kinds import MAX_IMAGE, SUFFIXES, BitmapError
from builder.course.textfile import Fault, merge_faults, read_text
from builder.problems import Problem

NEEDED = ("modules", "casestories", "trainer_guides", "reference")
FREE_PAGES = "free_pages"
FOLDERS = (*NEEDED, FREE_PAGES)
MAX_TEXT = 300_000
MAX_FILES = 20_000


@dataclass(slots=True)
class CourseFolder:
    """Reads only regular files of the known folders."""

    root: Path
    problems: list[Problem]
    files: dict[PurePosixPath, Path] = field(default_factory=dict)
    """What `walk` found: path from the course's root -> the file."""
    used: set[PurePosixPath] = field(default_factory=set)
    """Files that something has read."""
    base: Path | None = None
    """The folder of the course that an edition is made from; None for a course that is no edition."""
    also: tuple[str, ...] = ()
    """Languages that are read besides those of the settings."""

    @property
    def roots(self) -> list[Path]:
        """Folders to look in for something of the course: its own, then the base's."""
        return [self.root, *([self.base] if self.base else [])]

    def problem(self, path: PurePosixPath, line: int, code: str, **arguments: object) -> None:
        self.problems.append(Problem(path, line, code, arguments))

    def faults(self, path: PurePosixPath, faults: list[Fault]) -> None:
        for line, code, arguments in faults:
            self.problem(path, line, code, **arguments)

    def walk(self, folder: PurePosixPath, *, needed: bool = True) -> None:
        """Lists the regular files below a folder; anything else in it is a problem, as is a missing folder that is `needed`."""
        try:
            entries = sorted(os.scandir(self.root / folder), key=lambda entry: entry.name)
        except FileNotFoundError:
            if folder.name == FREE_PAGES or not needed:
                return None
            return self.problem(folder, 1, "missing-folder", name=folder)
        except NotADirectoryError:
            return self.problem(folder, 1, "not-a-file", name=folder.name)
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            if entry.is_symlink():
                self.problem(path, 1, "symlink", name=entry.name)
            elif entry.is_dir():
                self.walk(path)
            elif not entry.is_file():
                self.problem(path, 1, "not-a-file", name=entry.name)
            elif len(self.files) < MAX_FILES:
                self.files[path] = Path(entry.path)
            else:
                return self.problem(path, 1, "too-many-files", limit=MAX_FILES)
        return None

    def folders(self, top: str) -> list[PurePosixPath]:
        found = {PurePosixPath(*path.parts[:2]) for path in self.files if path.parts[0] == top and len(path.parts) > 2}
        return sorted(found, key=number_order)

    def right_in(self, folder: str) -> list[PurePosixPath]:
        """The files directly in a folder, in order."""
        return sorted((path for path in self.files if str(path.parent) == folder), key=number_order)

    def text(self, path: PurePosixPath, file: Path | None = None) -> str:
        """The text of a file, its line ends normalized; "" with a problem when it can't be read."""
        self.used.add(path)
        with (file or self.files[path]).open("rb") as stream:
            content = stream.read(MAX_TEXT + 1)
        if len(content) > MAX_TEXT:
            self.problem(path, 1, "file-too-large", limit=MAX_TEXT // 1000)
            return ""
        text, faults = read_text(content)
        self.faults(path, faults)
        return text

    def picture(self, path: PurePosixPath, file: Path) -> tuple[bytes, str, str]:
        """A picture file, with `Image.original` and `Image.suffix`; no bytes, with a problem, when it is too large."""
        self.used.add(path)
        limit = MAX_IMAGE if path.suffix.lower() not in SUFFIXES else MAX_ORIGINAL
        with file.open("rb") as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            self.problem(path, 1, "file-too-large", limit=limit // 1000)
            return b"", "", ""
        if len(content) > MAX_IMAGE:
            return self.made_smaller(path, content)
        return self.small_picture(path, content), "", ""

    def made_smaller(self, path: PurePosixPath, content: bytes) -> tuple[bytes, str, str]:
        try:
            found, name = smaller(path, content, self.root)
        except BitmapError as error:
            self.problem(path, 1, error.code, **error.arguments)
            return b"", "", ""
        return found.content, name, found.suffix

    def small_picture(self, path: PurePosixPath, content: bytes) -> bytes:
        if not content:
            self.problem(path, 1, "bad-image", reason="0 bytes")
        if path.suffix.lower() == ".svg" and (faults := merge_faults(content)):
            self.faults(path, faults)
            return read_text(content)[0].encode()  # one side of the merge, so that it is reported once
        return content

    def own_file(self, path: PurePosixPath) -> Path | None:
        """A file anywhere in the course's folder; None when it is missing or reached through a symbolic link."""
        file = self.root / path
        # `os.path`, since pathlib raises for a name that no system can have.
        is_linked = any(os.path.islink(self.root / parent) for parent in (path, *path.parents))  # noqa: PTH114
        return file if os.path.isfile(file) and not is_linked else None  # noqa: PTH113

    def report_unread(self) -> None:
        """Reports files that nothing has read, except READMEs, and half-finished merges in any of them."""
        for path in sorted(self.files.keys() - self.used):
            self.unread(path)
            if path.name != "README.md":
                self.problem(path, 1, "unknown-file", name=path.name)

    def look_through(self, folder: str, suffix: str) -> None:
        """Reports half-finished merges in files that only other programs read, since those would publish them."""
        for file in sorted((self.root / folder).glob(f"*{suffix}")):
            if file.is_file() and not file.is_symlink():
                with file.open("rb") as stream:
                    self.faults(PurePosixPath(folder, file.name), merge_faults(stream.read(MAX_TEXT)))

    def unread(self, path: PurePosixPath) -> None:
        """Reports half-finished merges in a file that nothing reads, such as somebody's table or notes."""
        with self.files[path].open("rb") as stream:
            self.faults(path, merge_faults(stream.read(MAX_TEXT)))


def number_order(path: PurePosixPath) -> tuple[int, str]:
    """Sort key: by the number at the start of the name, then by name."""
    match = re.match(r"(\d+)-", path.name)
    return (int(match[1]) if match else 10**9, path.name)
