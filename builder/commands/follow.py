"""Notices every change to a course's files, even when folders disappear and come back.

The observers that a preview's server has stop for good when the folder that they watch is gone for a moment, as when it is
unzipped anew or a cloud drive brings it. So they watch a folder of our own, and we look at the course.
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
    """Looks at a course now and then; a change is written into a folder that a server can watch."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = TemporaryDirectory(prefix="taller-")
        self.seen = look(root)
        self.changes = 0
        self.ended = threading.Event()

    def start(self, watch: Callable[[str], object]) -> None:
        """Hands the folder to the server, and begins to look."""
        watch(self.folder.name)
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        self.ended.set()

    def nudge(self) -> None:
        """As if something had changed."""
        self.changes += 1
        Path(self.folder.name, f"{self.changes}").touch()

    def _run(self) -> None:
        while not self.ended.wait(SECONDS):
            now = look(self.root)
            if now != self.seen:
                self.seen = now
                self.nudge()


def look(root: Path) -> frozenset[tuple[object, ...]]:
    """What tells a file from its earlier self: place on the disk, size, and both times, since copying sets one of them back."""
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
