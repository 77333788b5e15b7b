"""The site's menu, in the form of MkDocs' `nav`."""

from collections.abc import Mapping, Sequence
from typing import Any

from builder.course.worksheets import find_sheets
from builder.edition import addresses as at
from builder.edition.select import Edition, Leaf
from builder.edition.summaries.record import is_written_in
from builder.edition.summaries.themes import themes
from builder.outputs.site.addresses import page_path
from builder.outputs.site.config import plain_html
from builder.outputs.site.programme import programme_pages
from builder.outputs.site.room import has_room
from builder.words import words

FEW = 3
"""Most free pages that are in the menu individually."""


def menu(edition: Edition, sources: Mapping[str, str], *, has_downloads: bool) -> list[Any]:
    """Modules with sessions, cases, reference; for trainers agenda and guides. `sources`: source -> the page that lists it."""
    texts = words(edition.language)
    nav: list[Any] = [{plain_html(texts["room-today" if has_room(edition) else "home"]): at.HOME}]
    if is_written_in(edition):
        nav.append({plain_html(texts["my-plan"]): at.MY_PLAN})
    nav += _free_pages(edition, [leaf for leaf in edition.free if leaf.book == "front"])
    for module in edition.modules:
        about = {plain_html(texts["site-about-module"]): page_path(module.page)}
        nav.append({plain_html(module.page.title): [about, *map(_nav_row, module.sessions)]})
    nav += _cases(edition, sources)
    if edition.guides:
        first = [{plain_html(texts["site-all"]): at.GUIDES}]
        if any(guide.agenda for guide in edition.guides):
            first.append({plain_html(texts["agenda"]): at.AGENDA})
        nav.append({plain_html(texts["guides"]): [*first, *(_nav_row(guide.page) for guide in edition.guides)]})
    nav += [{plain_html(texts[key]): path} for path, key in gathered(edition).items() if path != at.CASES]
    if programme := [{plain_html(title): path} for path, title, _ in programme_pages(edition)]:
        nav.append({plain_html(texts["programme"]): programme})
    nav += _free_pages(edition, [leaf for leaf in edition.free if leaf.book != "front"])
    if has_downloads:
        nav.append({plain_html(texts["downloads"]): at.DOWNLOADS})
    return nav


def gathered(edition: Edition) -> Mapping[str, str]:
    """The generated lists for which the course has content: path of the page -> key of its name."""
    sheets = find_sheets(leaf.document for leaf in edition.leaves())
    lists = (
        (at.CASES, "cases", edition.cases),
        (at.THEMES, "themes", themes(edition)),
        (at.WORKSHEETS, "worksheets", sheets),
        (at.GLOSSARY, "glossary", edition.glossary),
        (at.SOURCES, "sources", edition.sources),
    )
    return {path: key for path, key, found in lists if found}


def _cases(edition: Edition, sources: Mapping[str, str]) -> list[Any]:
    if not edition.cases:
        return []
    texts = words(edition.language)
    rows = [{plain_html(texts["site-all"]): at.CASES}, *(_nav_row(case.page) for case in edition.cases)]
    return [{plain_html(texts["cases"]): [*rows, *_case_sources(edition, sources)]}]


def _free_pages(edition: Edition, leaves: Sequence[Leaf]) -> list[Any]:
    """The rows of free pages: individual ones, or one group if there are many."""
    rows = [_nav_row(leaf) for leaf in leaves]
    return rows if len(rows) <= FEW else [{plain_html(words(edition.language)["free-pages"]): rows}]


def _case_sources(edition: Edition, sources: Mapping[str, str]) -> list[dict[str, str]]:
    is_there = at.CASE_SOURCES in sources.values()
    return [{plain_html(words(edition.language)["site-case-sources"]): at.CASE_SOURCES}] if is_there else []


def _nav_row(leaf: Leaf) -> dict[str, str]:
    return {plain_html(leaf.title): page_path(leaf)}
