"""Work sent to other processes: an edition, which is large and which most jobs share, is sent to each process once."""

import pickle
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from builder.edition.select import Edition

_KEPT = 6
"""Editions that a process remembers: three audiences in two languages."""


class Parcels:
    """Pickles values. Each edition gets a file of its own in `folder`, written when a parcel first refers to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[int, tuple[Edition, str]] = {}
        """By `id`; the edition itself is kept too, so that its id isn't reused."""

    def pack(self, value: object) -> bytes:
        """Raises OSError when an edition can't be written."""
        stream = BytesIO()
        _Packer(stream, self).dump(value)
        return stream.getvalue()

    def file_of(self, edition: Edition) -> str:
        if id(edition) not in self._files:
            path = self._folder / f"{len(self._files)}.pickle"
            path.write_bytes(pickle.dumps(edition))
            self._files[id(edition)] = edition, str(path)
        return self._files[id(edition)][1]


class _Packer(pickle.Pickler):
    def __init__(self, stream: BytesIO, parcels: Parcels) -> None:
        super().__init__(stream)
        self._parcels = parcels

    def persistent_id(self, obj: object) -> str | None:
        return self._parcels.file_of(obj) if isinstance(obj, Edition) else None


class _Opener(pickle.Unpickler):
    def persistent_load(self, pid: str) -> Edition:
        return _edition(pid)


def unpack(parcel: bytes) -> Any:
    """The value of a parcel; an edition is the same object in all parcels that a process opens."""
    return _Opener(BytesIO(parcel)).load()


@lru_cache(maxsize=_KEPT)
def _edition(path: str) -> Edition:
    edition: Edition = pickle.loads(Path(path).read_bytes())  # noqa: S301 - this build wrote it
    return edition


def forget() -> None:
    """Drops the editions that this process remembers; parcels that are opened later read them anew."""
    _edition.cache_clear()
