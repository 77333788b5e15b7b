"""Reproducible zip archives: no clock, no folder order, no user permissions."""

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip can hold."""
_PACKED = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".woff2", ".zip", ".epub")
"""Formats that are already compressed."""


def content_of(files: Mapping[str, bytes]) -> str:
    """A digest of names and contents, which is all that the archive's bytes depend on."""
    found = hashlib.sha256()
    for name in sorted(files):
        found.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return found.hexdigest()


def write_archive(target: Path, files: Mapping[str, bytes], *, first: str = "") -> None:
    """Writes `files` (path in the archive, with `/` -> bytes), sorted by path; `first` comes first, uncompressed (an EPUB's
    `mimetype`).
    """
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files, key=lambda name: (name != first, name)):
            member = zipfile.ZipInfo(name, _BEGINNING)
            member.create_system = 3  # the same on every system
            member.external_attr = 0o644 << 16
            is_stored = name == first or name.lower().endswith(_PACKED)
            member.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
            archive.writestr(member, files[name], compresslevel=9)
