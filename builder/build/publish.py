"""Puts a finished folder in the place of `dist/` so that a whole `dist/` survives whatever happens.

The new folder is renamed in after the old one was renamed away. A marker file says that a swap is under way; `mend`, at
the start of every command, finishes or undoes a swap that was cut short.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from builder.problems import ContentError, Problem


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of a course's build."""

    root: Path

    @property
    def work(self) -> Path:
        return self.root / ".build"

    @property
    def dist(self) -> Path:
        return self.root / "dist"

    @property
    def next(self) -> Path:
        """The new dist, while it is being made."""
        return self.work / "next"

    @property
    def previous(self) -> Path:
        """The old dist, while the new one takes its place."""
        return self.work / "previous"

    @property
    def marker(self) -> Path:
        return self.work / "publishing"


def publish(places: Places) -> None:
    """Makes `next` the new `dist`. Raises ContentError when a file of `dist` is held open by another program."""
    try:
        for step in publish_steps(places):
            step()
    except PermissionError as error:
        mend(places, undo=True)
        path = PurePosixPath(Path(error.filename or places.dist).name)
        raise ContentError([Problem(PurePosixPath("dist"), 1, "file-held-open", {"path": path})]) from error


def publish_steps(places: Places) -> list[Callable[[], object]]:
    """The steps of a swap, in order; the process may be killed between any two."""
    return [
        lambda: shutil.rmtree(places.previous, ignore_errors=True),
        lambda: places.marker.write_text("", encoding="utf-8"),
        lambda: places.dist.rename(places.previous) if places.dist.exists() else None,
        lambda: places.next.rename(places.dist),
        places.marker.unlink,
        lambda: shutil.rmtree(places.previous, ignore_errors=True),
    ]


def mend(places: Places, *, undo: bool = False) -> None:
    """Brings a swap that was cut short to its end (or back), and removes what an earlier build left behind."""
    if places.marker.exists():
        if not places.dist.exists():
            finished = places.next.exists() and not undo
            source = places.next if finished else places.previous
            if source.exists():
                source.rename(places.dist)
        places.marker.unlink()
    for leftover in (places.next, places.previous):
        shutil.rmtree(leftover, ignore_errors=True)
