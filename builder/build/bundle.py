"""Packs files and folders into zip bytes to send to other machines or keep in caches, without timestamps or owners."""

import os
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from builder.course.config import NAME
from builder.course.places import EDITION

_FIRST = (1980, 1, 1, 0, 0, 0)
_GENERATED = ("node_modules", "__pycache__")


def pack(files: Mapping[str, Path]) -> bytes:
    """The bytes of a zip archive of the files; the keys are their names in the archive."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, path in sorted(files.items()):
            member = zipfile.ZipInfo(name, _FIRST)
            archive.writestr(member, path.read_bytes(), zipfile.ZIP_DEFLATED, 1)
    return stream.getvalue()


def unpack(content: bytes, target: Path) -> None:
    """Writes the files of an archive below `target`; zipfile keeps every name inside it. Raises zipfile.BadZipFile."""
    target.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        archive.extractall(target)


def files_below(folder: Path) -> dict[str, Path]:
    """Every regular file below a folder, by its relative path."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def course_files(folder: Path) -> dict[str, Path]:
    """The files of a course or edition that a build elsewhere may need, by their relative path.

    Left out: `dist`, hidden folders, hidden files beside the settings, virtual environments, other courses and editions
    in it, and links that lead out of the folder. Another machine would take such a link's target for a file of the course.
    """
    found, whole = {}, folder.resolve()
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        folders[:] = [name for name in folders if not _is_apart(here / name) and here / name != folder / "dist"]
        for path in (here / name for name in names if here != folder or not name.startswith(".")):
            if path.is_file() and path.resolve().is_relative_to(whole):
                found[path.relative_to(folder).as_posix()] = path
    return found


def _is_apart(folder: Path) -> bool:
    """Whether a subfolder is no part of the course around it."""
    marks = ("pyvenv.cfg", EDITION, NAME)
    return folder.name.startswith(".") or folder.name in _GENERATED or any((folder / mark).exists() for mark in marks)
