"""A site's downloads page: what the outputs declare about their files, by group."""

import re
from collections.abc import Collection, Mapping
from typing import get_args

from markupsafe import Markup

from builder.course.worksheets import find_sheets
from builder.edition.files import FOLDER, SharedFile
from builder.edition.select import Edition
from builder.outputs import Download, Group
from builder.outputs.site.templates import draw
from builder.words import platform_guides, size_text, words

_NAMED = re.compile("“([^”]+)”")


def sheet_files(edition: Edition, downloads: Mapping[str, Download]) -> dict[str, str]:
    """Worksheet -> its printable file."""
    sheets = find_sheets(leaf.document for leaf in edition.leaves())
    return {download.sheet: name for name, download in downloads.items() if download.sheet in sheets}


def downloads_part(
    language: str, downloads: Mapping[str, Download], root: str, shared: Collection[SharedFile] = ()
) -> Markup:
    """The downloads page: files that pages link to, with those for trainers only apart; then the `downloads` (file name -> what
    it is) by group, in their order; packages for platforms by kind, with help. `root`: path to the audience's folder.
    """
    plain = [(name, download) for name, download in downloads.items() if not download.guide]
    groups = [
        (group, files)
        for group in get_args(Group)
        if (files := [(name, download) for name, download in plain if download.group == group])
    ]
    kinds = dict.fromkeys(download.guide for download in downloads.values() if download.guide)
    guided = [(kind, [(name, one) for name, one in downloads.items() if one.guide == kind]) for kind in kinds]
    guides = platform_guides(language)
    texts = words(language)
    own = [(is_public, _own_files(language, shared, is_public=is_public)) for is_public in (True, False)]
    return draw(
        "downloads.html", texts=texts, groups=groups, guided=guided, guides=guides, root=root, named=named_in, own=own
    )  # fmt: skip


def _own_files(language: str, files: Collection[SharedFile], *, is_public: bool) -> list[Mapping[str, str]]:
    """The public, or the trainers', files that pages link to, in the order of the pages."""
    return [
        {
            "title": one.title,
            "href": FOLDER + one.name,
            "size": size_text(one.size, language),
            "format": one.format,
        }
        for one in files
        if one.is_public is is_public
    ]


def named_in(step: str) -> list[str]:
    """The menus, buttons and choices of a platform that a step of a guide quotes (between “ and ”)."""
    return _NAMED.findall(step)
