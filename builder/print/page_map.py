"""The page on which something is in a finished book."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pikepdf


def page_map(book: Path) -> Mapping[str, int]:
    """Label -> page (from 1) of all headings that have one; empty when none has. Several outputs ask about the same book."""
    known = book.stat()
    return _page_map(book, known.st_mtime_ns, known.st_size)


@lru_cache(maxsize=16)
def _page_map(book: Path, _changed: int, _size: int) -> Mapping[str, int]:
    with pikepdf.open(book) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        named = document.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        found = pikepdf.NameTree(named) if named is not None else {}
        return {str(label): numbers[goal[0].objgen] for label, goal in found.items() if goal[0].objgen in numbers}
