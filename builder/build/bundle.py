"""Packs files and folders into zip bytes to send to other machines or keep in caches, without timestamps or owners."""

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

_FIRST = (1980, 1, 1, 0, 0, 0)


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


def files_below(folder: Path, without: Iterable[str] = ()) -> dict[str, Path]:
    """Every regular file below a folder, by its relative path; top-level folders named in `without` are skipped."""
    left_out = {*without}
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in left_out
    }
