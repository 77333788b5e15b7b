"""The files in a ZIM file, read with libzim, the library that wrote it and without which it can't be read."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from builder.problems import MissingToolError


def zim_entries(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Path and content of every entry: pages, metadata, indexes; titles as contents of their own. Raises MissingToolError
    without libzim.
    """
    try:
        reader: Any = import_module("libzim.reader")
    except ModuleNotFoundError as error:
        raise MissingToolError("zim-missing") from error
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "read.zim"
        path.write_bytes(content)
        archive = reader.Archive(path)
        for number in range(archive.all_entry_count):
            entry = archive._get_entry_by_id(number)  # noqa: SLF001 - the public API gives pages only
            yield entry.path, entry.title.encode()
            if not entry.is_redirect:
                yield entry.path, bytes(entry.get_item().content)
