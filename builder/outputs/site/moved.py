"""Pages at old addresses, which redirect to the renamed page without a script and tell search engines where it is."""

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
    """Path and HTML of a finished page for each old address."""
    for leaf in edition.leaves():
        for key in leaf.document.was:
            yield _html(page_address(leaf.kind, key)), _page(edition, leaf, page_address(leaf.kind, key))


def moved_paths(edition: Edition) -> Mapping[str, str]:
    """Path of a renamed page -> the first path that it had, under which readers' progress is stored."""
    return {
        _html(page_path(leaf)): _html(page_address(leaf.kind, leaf.document.record_key))
        for leaf in edition.leaves()
        if leaf.document.was
    }


def moved_to(page: Path, folder: Path) -> str:
    """The path in `folder` to which a finished page at an old address redirects; "" for other pages."""
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
