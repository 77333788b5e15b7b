"""Notices every change to a course's files, even when folders disappear and come back.

The preview server's own observers stop for good when a watched folder is gone for a moment, as when it is unzipped anew
or synchronised by a cloud drive. So they watch a folder of ours, and we poll the course.
"""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.course.base_course import folders_read
from builder.course.base_lock import LOCK
from builder.course.folder import FOLDERS
from builder.course.languages import LANGUAGES
from builder.course.places import EDITION

SECONDS = 0.2


class Follower:
    """Polls a course; each change is signalled in a folder that a server can watch."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = TemporaryDirectory(prefix="taller-")
        self.seen = look(root)
        self.changes = 0
        self.ended = threading.Event()

    def start(self, watch: Callable[[str], object]) -> None:
        """Hands the folder to the server and starts polling."""
        watch(self.folder.name)
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        self.ended.set()

    def nudge(self) -> None:
        """Signals a change."""
        self.changes += 1
        Path(self.folder.name, f"{self.changes}").touch()

    def _run(self) -> None:
        while not self.ended.wait(SECONDS):
            now = look(self.root)
            if now != self.seen:
                self.seen = now
                self.nudge()


def look(root: Path) -> frozenset[tuple[object, ...]]:
    """The state of a course's files: inode, size and both times, since copying may set one of them back."""
    return frozenset(stamp for folder in folders_read(root) for stamp in _stamps(folder))


def _stamps(root: Path) -> Iterator[tuple[object, ...]]:
    names = [root / name for name in ("mkdocs.yml", EDITION, LOCK)]
    for folder in (*FOLDERS, LANGUAGES):
        for top, folders, files in os.walk(root / folder):
            names += [Path(top, name) for name in (*folders, *files)]
    for name in names:
        try:
            found = name.lstat()
        except OSError:
            continue
        times = () if name.is_dir() else (found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        yield str(name), found.st_ino, *times
