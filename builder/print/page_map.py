"""The page on which something is in a finished book."""

from collections.abc import Mapping
from pathlib import Path

import pikepdf


def page_map(book: Path) -> Mapping[str, int]:
    """Label -> page (from 1) of all headings that have one; empty when none has."""
    with pikepdf.open(book) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        named = document.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        found = pikepdf.NameTree(named) if named is not None else {}
        return {str(label): numbers[goal[0].objgen] for label, goal in found.items() if goal[0].objgen in numbers}
