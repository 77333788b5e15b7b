"""Compiled templates, kept beside Python's compiled modules: to compile the theme's takes longer than to make a small site."""

import sys
from contextlib import suppress
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket


def compiled(kind: str) -> BytecodeCache | None:
    """Where the compiled templates of this kind are kept; None if Python may keep no compiled modules either.

    A template whose text has changed is compiled anew; so are all of them by another version of Jinja.
    """
    if sys.dont_write_bytecode:
        return None
    folder = Path(cache_from_source(__file__)).parent / f"{kind}-{version('jinja2')}"
    with suppress(OSError):  # somebody else's folder
        folder.mkdir(parents=True, exist_ok=True)
    return _Kept(str(folder))


class _Kept(FileSystemBytecodeCache):
    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - each course's stage lies elsewhere
        """By name alone."""
        return super().get_cache_key(name)

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # no room: it will be compiled again
            super().dump_bytecode(bucket)
