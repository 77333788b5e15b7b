"""The downloads page of a site: what the outputs tell of their files, by group."""

from collections.abc import Mapping
from html import escape
from typing import get_args

from builder.course.worksheets import find_sheets
from builder.edition.select import Edition
from builder.outputs import Download, Group
from builder.outputs.site.pages import download_link
from builder.words import words


def sheet_files(edition: Edition, downloads: Mapping[str, Download]) -> dict[str, str]:
    """Worksheet -> its printable file."""
    sheets = find_sheets(leaf.document for leaf in edition.leaves())
    return {download.sheet: name for name, download in downloads.items() if download.sheet in sheets}


def downloads_part(language: str, downloads: Mapping[str, Download], root: str) -> str:
    """The files (name -> what it is) by group, in the order in which they come."""
    texts = words(language)
    parts = [f'<p class="lead">{escape(texts["site-downloads-lead"])}</p>']
    for group in get_args(Group):
        rows = [_row(name, download, root) for name, download in downloads.items() if download.group == group]
        if rows:
            title = escape(texts[f"site-for-{group}"])
            parts.append(f'<h2 id="{group}">{title}</h2><ul class="downloads">{"".join(rows)}</ul>')
    return "".join(parts)


def _row(name: str, download: Download, root: str) -> str:
    return (
        f'<li data-row="{escape(name)}">{download_link(root, name, download.title)} '
        f'<span class="file-format">{escape(download.format)}</span></li>'
    )
