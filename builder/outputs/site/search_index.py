"""Shortens the search index: a page's first words only once, and no lists that repeat other pages."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from builder.edition.addresses import CASES, WORKSHEETS

_LISTS = tuple(path.removesuffix(".md") + ".html#" for path in (CASES, WORKSHEETS))
"""Address prefixes of sections that only list titles of other pages."""
_PARTS = {"used-in", "course-map", "sessions"}


def tidy_index(site: Path) -> None:
    """Rewrites `search/search_index.js`, if the site has one."""
    path = site / "search" / "search_index.js"
    if not path.is_file():
        return
    before, opening, rest = path.read_text(encoding="utf-8").partition("{")
    body, closing, after = rest.rpartition("}")
    index = json.loads(opening + body + closing)
    index["docs"] = list(_entries(index["docs"]))
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(before + text + after, encoding="utf-8", newline="\n")


def _entries(docs: list[dict[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The entries to keep. A page's entry gets the text below its title; the text above it only says where the page belongs."""
    titles: dict[str, dict[str, Any]] = {}
    for doc in docs:
        page, _, part = doc["location"].partition("#")
        if not part:
            titles[page] = doc
        elif page in titles and doc["title"] == titles[page]["title"]:
            first = titles.pop(page)
            first["text"], doc["location"] = doc["text"] + first["text"], ""
    return (doc for doc in docs if doc["location"] and not _is_list(doc["location"]))


def _is_list(location: str) -> bool:
    return location.startswith(_LISTS) or location.partition("#")[2] in _PARTS
