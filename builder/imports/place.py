"""Writes a draft to disk: all files or none, and nothing outside the named folder."""

import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from builder.course.svg import read_svg
from builder.course.svg_size import Size
from builder.imports.draft import Draft
from builder.print.raster import pngs_of
from builder.problems import ContentError, UsageError

DRAWN: Size = (600.0, 450.0)


def is_free(folder: Path) -> bool:
    """Whether a course may be written there: the folder doesn't exist yet or is empty."""
    return not folder.exists() or (folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()))


def place(draft: Draft, folder: Path, finish: Callable[[Path], None]) -> None:
    """Writes the course to a draft folder, lets `finish` add to it, and renames it. Raises UsageError."""
    if not is_free(folder):
        raise UsageError("folder-not-empty", {"folder": folder})
    beside = folder.with_name(f".{folder.name}.draft")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        draw(draft)
        for path in draft.folders:
            _inside(beside, path).mkdir(parents=True, exist_ok=True)
        for path, content in draft.files.items():
            target = _inside(beside, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        finish(beside)
        if folder.exists():
            folder.rmdir()
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _inside(folder: Path, path: PurePosixPath) -> Path:
    """The path of a draft's file. Raises UsageError for one outside: names come from strangers and are checked here again."""
    if path.is_absolute() or ".." in path.parts or "\\" in str(path) or ":" in str(path):
        raise UsageError("outside-target", {"path": path})
    return folder / path


def draw(draft: Draft) -> None:
    """Renders drawings that a course can't have as bitmaps; those that fail stay SVGs and are left to the check."""
    for path in draft.drawings:
        content = draft.files[path]
        try:
            draft.files[path] = pngs_of([(content, read_svg(content).size if read_svg(content).size[0] else DRAWN)])[0]
        except ContentError:
            draft.files[path.with_suffix(".svg")] = draft.files.pop(path)
