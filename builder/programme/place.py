"""Where the record is stored: a file that only its owner can read, or a PostgreSQL server."""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from builder.course.config import NAME
from builder.course.places import EDITION
from builder.problems import UsageError

VARIABLE = "TALLER_RECORD"
"""The environment variable with the default address."""
FILE = "record.sqlite"
SERVERS = ("postgresql://", "postgres://", "postgresql+psycopg://")
_PUBLISHED = (".git", NAME, EDITION)
"""Marks of a repository or course, whose contents are copied, sent and published."""


@dataclass(frozen=True, slots=True)
class Place:
    address: str
    """The URL for SQLAlchemy."""
    file: Path | None
    """None if it is on a server."""

    @property
    def shown(self) -> str:
        """The place for messages, without a password."""
        return str(self.file) if self.file else _without_password(self.address)


def place_of(given: str) -> Place:
    """The place named, or else that of the environment, or else the usual one.

    Raises UsageError for a file in a repository or course.
    """
    address = given or os.environ.get(VARIABLE, "")
    if address.startswith(SERVERS):
        return Place("postgresql+psycopg://" + address.partition("://")[2], None)
    file = Path(address).expanduser() if address else _usual()
    file = (file if file.suffix else file / FILE).absolute()
    refuse_published(file)
    return Place(f"sqlite:///{file}", file)


def folder_beside(place: Place, name: str) -> Path:
    """A private folder for files with people's names, beside the record or where records usually are. Raises UsageError."""
    folder = (place.file or _usual()).parent / re.sub(r"[^\w.-]+", "-", name).strip(".-")
    return private_folder(folder)


def private_folder(folder: Path) -> Path:
    """Makes a folder that only its owner can read. Raises UsageError in a repository or course."""
    refuse_published(folder.absolute() / FILE)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _usual() -> Path:
    """The usual file, in the user's data folder."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "taller" / FILE
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "taller" / FILE


def refuse_published(file: Path) -> None:
    """Raises UsageError for a file with names that would be in a repository or course.

    A link may lead into one, so the path is checked both as given and resolved.
    """
    for folder in _folders(file):
        inside = next((name for name in _PUBLISHED if (folder / name).exists()), "")
        if inside:
            raise UsageError("record-in-course", {"file": PurePosixPath(file.as_posix()), "inside": folder / inside})


def _folders(file: Path) -> Iterator[Path]:
    yield from file.parents
    yield from file.resolve().parents


def _without_password(address: str) -> str:
    begin, _, rest = address.partition("://")
    user, at, server = rest.rpartition("@")
    return f"{begin}://{user.partition(':')[0]}{at}{server}"
