"""Rendered pages of sites, kept for other editions of the course, most of whose pages are the same but for the theme around them.

MkDocs renders each page, and its search reads what came out: six sevenths of the time it takes.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from builder.edition import kept

_KIND = "site-page"
_OURS = "builder.outputs.site.markup"
_BY_PAGE = ("sheets", "pictures")
"""Options of our extension that have an entry for each sheet or picture of the course."""
Row = dict[str, Any]


class _NoOptions(Config):  # type: ignore[no-untyped-call]
    pass


class KeptPages(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]
    """A plugin of MkDocs that takes pages from what is kept, and has those that were rendered for `keep`."""

    def __init__(self) -> None:
        self.known: dict[str, Row] = {}
        self.made: dict[str, Row] = {}

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:  # noqa: ARG002 - the library's
        page.render = partial(self._render, page, page.render)  # type: ignore[method-assign]
        return page

    def on_env(self, env: object, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - the library's
        search: Any = config.plugins["material/search"]
        index = search.search_index
        index.add_entry_from_context = partial(self._index, index.entries, index.add_entry_from_context)

    def keep(self) -> None:
        """Keeps what was rendered. Only for a site that was built without a warning: a page that is kept gives none."""
        for row in self.made.values():
            kept.keep(json.dumps(row["page"]).encode(), _KIND, *row["parts"])
        self.made.clear()

    def _render(
        self, page: Page, render: Callable[[MkDocsConfig, Files], None], config: MkDocsConfig, files: Files
    ) -> None:
        parts = _parts(page, config)
        found = kept.find(_KIND, *parts)
        row: Row = json.loads(found) if found else {}
        if row and _leads_alike(row, files):
            self.known[page.file.src_uri] = row
            _fill(page, row, files)
            return
        noting = _Noting(files)
        render(config, noting)
        self.made[page.file.src_uri] = {"parts": parts, "page": _row(page, noting.asked)}

    def _index(self, entries: list[Row], index: Callable[[Page], None], page: Page) -> None:
        name, before = page.file.src_uri, len(entries)
        if name in self.known:
            entries += self.known[name]["entries"]
        else:
            index(page)
            self.made[name]["page"]["entries"] = entries[before:]


class _Noting(Files):
    """Files that note which of them a page asks for, and their addresses."""

    def __init__(self, files: Files) -> None:
        super().__init__(files)
        self.asked: dict[str, str] = {}

    def get_file_from_path(self, path: str) -> File | None:
        found = super().get_file_from_path(path)
        self.asked[path] = found.url if found else ""
        return found


def _leads_alike(row: Row, files: Files) -> bool:
    """Whether all that the page's links name is where it was."""
    found = ((files.get_file_from_path(name), url) for name, url in row["links"].items())
    return all((file.url if file else "") == url for file, url in found)


def _parts(page: Page, config: MkDocsConfig) -> tuple[object, ...]:
    """What a rendered page depends on, but for the files that its links lead to."""
    text = page.markdown or ""
    options = {**config.mdx_configs, _OURS: _of_page(config.mdx_configs[_OURS], text)}
    return (
        text, page.url, page.title, page.meta.get("title"), page.meta.get("search"), config.markdown_extensions,
        json.dumps(options, sort_keys=True),
    )  # fmt: skip


def _of_page(options: Mapping[str, Any], text: str) -> Mapping[str, Any]:
    """Without the sheets and pictures that the page's text doesn't name, which other editions may not have."""
    own = {key: {name: value for name, value in options[key].items() if name in text} for key in _BY_PAGE}
    return {**options, **own}


def _row(page: Page, asked: Mapping[str, str]) -> Row:
    return {
        "links": asked,
        "content": page.content,
        "toc": list(map(_token, page.toc)),
        "anchors": sorted(page.present_anchor_ids or ()),
        "to": {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
    }


def _token(link: AnchorLink) -> Row:
    """A heading as the library's `get_toc` reads it."""
    return {"name": link.title, "id": link.id, "level": link.level, "children": list(map(_token, link.children))}


def _fill(page: Page, row: Row, files: Files) -> None:
    """What `Page.render` sets."""
    page.content, page.toc = row["content"], get_toc(row["toc"])
    page.present_anchor_ids = set(row["anchors"])
    linked = ((files.get_file_from_path(name), links) for name, links in row["to"].items())
    page.links_to_anchors = {file: links for file, links in linked if file}
