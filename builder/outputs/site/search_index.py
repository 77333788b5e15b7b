"""The search's index, made shorter: a page's first words once, no lists that only repeat what other pages say."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from builder.edition.addresses import CASES, WORKSHEETS

_LISTS = tuple(path.removesuffix(".md") + ".html#" for path in (CASES, WORKSHEETS))
"""Pages whose parts are lists of other pages' titles."""
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
    """A page's entry bears the words below its title: what stands above it is no more than where the page belongs."""
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
