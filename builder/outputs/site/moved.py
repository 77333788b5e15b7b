"""Pages at old addresses: they lead to the page that was renamed, without a script, and tell search engines where it is."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path, PurePosixPath
from posixpath import normpath

from builder.edition.addresses import page_address, web_address
from builder.edition.select import Edition, Leaf
from builder.outputs.site.addresses import link, page_path
from builder.outputs.site.templates import draw
from builder.words import words

_REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]*)">')


def moved_pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """The staged files, as finished pages: path and text."""
    for leaf in edition.leaves():
        for key in leaf.document.was:
            yield _html(page_address(leaf.kind, key)), _page(edition, leaf, page_address(leaf.kind, key))


def moved_paths(edition: Edition) -> Mapping[str, str]:
    """Path of a page -> the first one that it had; marks of what a person has read hang on it."""
    return {
        _html(page_path(leaf)): _html(page_address(leaf.kind, leaf.document.record_key))
        for leaf in edition.leaves()
        if leaf.document.was
    }


def moved_to(page: Path, folder: Path) -> str:
    """Where a finished page at an old address leads, as a path in the folder; "" for all other pages."""
    found = _REFRESH.search(page.read_text(encoding="utf-8"))
    return normpath((page.parent.relative_to(folder) / unescape(found[1])).as_posix()) if found else ""


def _page(edition: Edition, leaf: Leaf, old: str) -> str:
    href = _html(link(old, page_path(leaf)))
    canonical = web_address(edition, leaf) or href
    texts = words(edition.language)
    return (
        draw("moved.html", language=edition.language, texts=texts, title=leaf.title, href=href, canonical=canonical)
        + "\n"
    )


def _html(path: str) -> str:
    return str(PurePosixPath(path).with_suffix(".html"))
