"""A cache of outputs that several editions share: a folder, or any address that fsspec knows (`s3://bucket/folder`).

An output is stored under the digest of all its inputs. If its task can tell what its bytes depend on, it is found by
that too, since editions that differ elsewhere share the file. Each file begins with a digest of the rest, so that
truncated files are ignored. Anyone who can write here decides what is published, and trainers' files are kept here too:
the cache must not be public.

Nothing that is published needs the cache: one that fails (full, no right, no answer) is left alone from then on, and says why.
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, Protocol, TypeVar

from builder.build.bundle import files_below, pack, unpack
from builder.problems import MissingToolError, UsageError

_NAME = re.compile(r"[\w-]{8,80}")
_DIGEST = 32
"""The length in bytes of the SHA-256 before the content."""
_FILE, _FOLDER = b"f", b"d"


_OBJECTS = frozenset({"s3", "gs", "abfs", "oss2"})
"""Protocols whose folders are only parts of names. Asked for a folder, they make the bucket, under whatever name was typed."""
_Answer = TypeVar("_Answer")


class _Place(Protocol):
    """Where files are stored. Raises OSError, but a missing file is no error."""

    def read(self, name: str) -> bytes | None: ...
    def write(self, name: str, content: bytes) -> None: ...
    def names(self, folder: str) -> list[str]: ...


class _Folder:
    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, name: str) -> bytes | None:
        try:
            content = (self.root / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        with suppress(OSError):  # the time of last use, for `forget_unused`
            os.utime(self.root / name)
        return content

    def write(self, name: str, content: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        number, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
            Path(draft).replace(path)
        except OSError as error:
            error.filename = error.filename or str(self.root)  # a full disk doesn't say where
            raise
        finally:
            Path(draft).unlink(missing_ok=True)

    def names(self, folder: str) -> list[str]:
        try:
            return [path.name for path in (self.root / folder).iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return []


class _Remote:
    def __init__(self, address: str) -> None:
        try:
            from fsspec.core import url_to_fs  # noqa: PLC0415 - only needed for remote addresses
        except ImportError as error:
            raise MissingToolError("fleet-missing") from error
        try:
            self.fs, self.root = url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise UsageError("cache-unknown", {"address": address, "reason": error}) from error
        self.address = address
        protocols: str | Sequence[str] = self.fs.protocol
        self.has_folders = not _OBJECTS.intersection([protocols] if isinstance(protocols, str) else protocols)

    def _path(self, name: str) -> str:
        return f"{self.root.rstrip('/')}/{name}"

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Makes every fault an OSError with the cache's address and the server's words; libraries of servers have errors of their own."""
        try:
            yield
        except Exception as error:
            words = error.strerror if isinstance(error, OSError) else ""
            raise OSError(0, " ".join((words or str(error) or type(error).__name__).split()), self.address) from error

    def read(self, name: str) -> bytes | None:
        with self._faults():
            try:
                content: bytes = self.fs.cat_file(self._path(name))
            except (FileNotFoundError, NotADirectoryError):
                return None
            return content

    def write(self, name: str, content: bytes) -> None:
        path = self._path(name)
        with self._faults():
            if self.has_folders:
                self.fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            self.fs.pipe_file(path, content)

    def names(self, folder: str) -> list[str]:
        with self._faults():
            try:
                rows: list[Any] = self.fs.ls(self._path(folder), detail=False, refresh=True)
            except (FileNotFoundError, NotADirectoryError):
                return []
            return [PurePosixPath(row).name for row in rows]


class Shared:
    """The cache at an address. After its first fault it has nothing and takes nothing; `fault` is that fault."""

    def __init__(self, address: str) -> None:
        self.is_near = "://" not in address
        self.fault: OSError | None = None
        self._place: _Place = _Folder(Path(address)) if self.is_near else _Remote(address)

    def trial(self) -> None:
        """Writes something. Raises OSError for a folder and UsageError for an address that can't be used."""
        self.fault = None
        self.write("trial", b"")
        if self.fault and not self.is_near:
            raise UsageError("cache-unknown", {"address": self.fault.filename, "reason": self.fault.strerror})
        if self.fault:
            raise self.fault

    def _ask(self, question: Callable[[], _Answer], otherwise: _Answer) -> _Answer:
        if self.fault is None:
            try:
                return question()
            except OSError as error:
                self.fault = error
        return otherwise

    def read(self, name: str) -> bytes | None:
        """What lies under a name; None when there is nothing whole."""
        found = self._ask(lambda: self._place.read(name), None)
        if found is None or sha256(found[_DIGEST:]).digest() != found[:_DIGEST]:
            return None
        return found[_DIGEST:]

    def write(self, name: str, content: bytes) -> None:
        self._ask(lambda: self._place.write(name, sha256(content).digest() + content), None)

    def give(self, key: str, group: str, content: str, made: Path) -> None:
        """Stores an output. `key`: digest of all its inputs; `group`: of its task and builder; `content`: as its task
        returned it.
        """
        kind, packed = (_FOLDER, pack(files_below(made))) if made.is_dir() else (_FILE, made.read_bytes())
        self.write(f"outputs/{key}", kind + len(content).to_bytes(2, "big") + content.encode() + packed)
        if _NAME.fullmatch(content):
            self.write(f"contents/{group}/{content}", key.encode())

    def fetch(self, key: str, target: Path) -> str | None:
        """Writes an output to `target`, which must not exist, and returns its content digest; None when it isn't in the
        cache.
        """
        found = self.read(f"outputs/{key}")
        if found is None:
            return None
        length = 3 + int.from_bytes(found[1:3], "big")
        content, packed = found[3:length].decode(), found[length:]
        unpack(packed, target) if found[:1] == _FOLDER else target.write_bytes(packed)
        return content

    def contents(self, group: str) -> frozenset[str]:
        found: list[str] = self._ask(lambda: self._place.names(f"contents/{group}"), [])
        return frozenset(name for name in found if _NAME.fullmatch(name))

    def fetch_content(self, group: str, content: str, target: Path) -> bool:
        """Writes the output with this content, whatever else it was made from, to `target`; False when it isn't in the
        cache.
        """
        key = self.read(f"contents/{group}/{content}")
        return key is not None and self.fetch(key.decode(), target) is not None


@lru_cache(4)
def shared(address: str) -> Shared | None:
    """The cache at an address; None for an empty address. Raises MissingToolError, UsageError."""
    return Shared(address) if address else None


def forget_unused(folder: Path, since: float) -> None:
    """Removes files of a cache folder that were last written or read before a time (seconds since 1970)."""
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file() and path.stat().st_mtime < since:
                path.unlink()
