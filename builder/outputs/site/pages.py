"""The generated parts of a site's pages, as HTML whose links name staged files (MkDocs checks and rewrites them).

Every text is escaped here; an element a line, so that a part fits on one line of the staged page.
"""

from collections.abc import Mapping
from html import escape

from builder.course.links import find_citations
from builder.course.model import Words
from builder.course.worksheets import find_sheets, plain
from builder.edition.addresses import CASES, SOURCES
from builder.edition.select import Edition, EditionCase, EditionModule, Leaf
from builder.edition.summaries.lists import in_language, sorted_sources, sorted_terms
from builder.outputs.site.addresses import (
    image_path,
    link,
    page_path,
    root_of,
)
from builder.words import language_name, words


def anchor(href: str, text: str, css: str = "") -> str:
    """A link."""
    mark = f' class="{css}"' if css else ""
    return f'<a href="{escape(href)}"{mark}>{escape(text)}</a>'


def page_anchor(path: str, leaf: Leaf, text: str = "") -> str:
    """A link from the page at `path` to a page; its language is said where it isn't the site's."""
    spoken = f' lang="{leaf.document.language}"' if leaf.is_fallback else ""
    return f'<a href="{escape(link(path, page_path(leaf)))}"{spoken}>{escape(text or leaf.title)}</a>'


def title_part(edition: Edition, leaf: Leaf, path: str) -> str:
    """What stands above a page's text: where it belongs, its title, minutes, and the notice of a missing translation."""
    texts = words(edition.language)
    notice = ""
    if leaf.is_fallback:
        text = texts["fallback"].replace("{language}", language_name(leaf.document.language, edition.language))
        notice = f'<aside class="fallback-notice" lang="{edition.language}"><p>{escape(text)}</p></aside>'
    site = f' lang="{edition.language}"' if leaf.is_fallback else ""
    kicker, chips = "", []
    if leaf.kind == "session":
        number, module = _module_of(edition, leaf)
        order = module.sessions.index(leaf) + 1
        href = link(path, page_path(module.page))
        kicker = anchor(href, f"{texts['module']} {number}") + f" · {escape(texts['session'])} {order}"
        track = "extra" if leaf.is_extra else "core"
        chips = [
            _minutes_chip(leaf.document.minutes, texts),
            f'<li class="chip track-{track}">{escape(texts[track])}</li>',
        ]
    elif leaf.kind == "module":
        number, module = _module_of(edition, leaf)
        kicker = f"{escape(texts['module'])} {number}"
        total = sum(session.document.minutes for session in module.sessions)
        chips = [
            f'<li class="chip">{len(module.sessions)} {escape(texts["sessions"].lower())}</li>',
            _minutes_chip(total, texts),
        ]
    elif leaf.kind == "case":
        kicker = anchor(link(path, CASES), texts["cases"])
    elif leaf.kind == "guide":
        kicker = escape(texts["guides"])
    head = f'<p class="kicker"{site}>{kicker}</p>' if kicker else ""
    lead = f'<p class="lead">{escape(leaf.document.summary)}</p>' if leaf.document.summary else ""
    row = f'<ul class="chips"{site}>{"".join(chips)}</ul>' if chips else ""
    checked = leaf.checked(edition.language)
    age = f'<p class="checked"{site}>{escape(checked)}</p>' if checked else ""
    return f'{notice}<header class="page-head">{head}<h1>{escape(leaf.title)}</h1>{lead}{row}{age}</header>'


def course_map(edition: Edition, path: str) -> str:
    """All modules with their sessions, minutes and track."""
    texts = words(edition.language)
    cards = [_module_card(edition, number, module, path) for number, module in enumerate(edition.modules, 1)]
    return (
        f'<section class="course-map"><h2 id="course-map">{escape(texts["site-course-map"])}</h2>'
        f'<ol class="module-cards">{"".join(cards)}</ol></section>'
    )


def _module_card(edition: Edition, number: int, module: EditionModule, path: str) -> str:
    texts = words(edition.language)
    total = sum(session.document.minutes for session in module.sessions)
    return (
        f'<li class="module-card"><p class="kicker">{escape(texts["module"])} {number} · '
        f"{duration(total, texts)}</p>"
        f'<h3 id="module-{number}">{page_anchor(path, module.page)}</h3>'
        f'<p class="card-text">{escape(module.page.document.summary)}</p>{session_list(edition, module, path)}</li>'
    )


def session_list(edition: Edition, module: EditionModule, path: str) -> str:
    """A module's sessions with minutes; extra ones say so."""
    texts = words(edition.language)
    rows = []
    for session in module.sessions:
        track = "extra" if session.is_extra else "core"
        extra = f' <span class="chip track-extra">{escape(texts["extra"])}</span>' if session.is_extra else ""
        minutes = f'<span class="row-minutes">{session.document.minutes} {escape(texts["minutes"])}</span>'
        rows.append(
            f'<li class="track-{track}"><span class="row-title">{page_anchor(path, session)}'
            f"{extra}</span>{minutes}</li>"
        )
    return f'<ol class="session-rows">{"".join(rows)}</ol>' if rows else ""


def home_start(edition: Edition, path: str) -> str:
    """The button that leads into the course, and the institution's preface."""
    texts = words(edition.language)
    preface = in_language(edition.config.preface, edition.language) if edition.config.preface else ""
    parts = []
    if edition.modules:
        module = edition.modules[0].page
        text = texts["site-start"].replace("{title}", f"{texts['module'].lower()} 1: {module.title}")
        parts.append(f'<p class="start">{anchor(link(path, page_path(module)), text, "start-button")}</p>')
    if preface:
        parts.append(f'<div class="preface"><p>{escape(preface)}</p></div>')
    return "".join(parts)


def partners_part(edition: Edition, path: str) -> str:
    """The partners' logos."""
    items = "".join(
        f'<li><img src="{escape(link(path, image_path(logo)))}" alt="{escape(partner.name)}" /></li>'
        for partner in edition.config.partners
        if (logo := edition.images.get(partner.logo))
    )
    return f'<ul class="partners">{items}</ul>' if items else ""


def glossary_part(edition: Edition) -> str:
    """Every term with its meaning, and its name in the course's other languages."""
    language = edition.language
    rows = []
    for term in sorted_terms(edition.glossary.values(), language):
        others = [
            f'<span lang="{other}">{escape(term.term[other])}</span>'
            for other in edition.config.languages
            if other != language and term.term.get(other)
        ]
        also = f'<p class="term-also">{" · ".join(others)}</p>' if others else ""
        rows.append(
            f'<div class="term"><dt id="{escape(term.id)}">{escape(in_language(term.term, language))}</dt>'
            f"<dd><p>{escape(in_language(term.text, language))}</p>{also}</dd></div>"
        )
    return f'<dl class="glossary">{"".join(rows)}</dl>'


def sources_part(edition: Edition) -> str:
    """Every cited work, and the pages that cite it."""
    texts = words(edition.language)
    cited: dict[str, list[Leaf]] = {}
    for leaf in edition.leaves():
        for key in dict.fromkeys(key for key, _ in find_citations(leaf.document)):
            cited.setdefault(key, []).append(leaf)
    rows = []
    for source in sorted_sources(edition.sources.values()):
        year = f" ({escape(source.year)})" if source.year else ""
        where = f'<p class="source-link">{anchor(source.url, source.url)}</p>' if source.url else ""
        note = f" {escape(in_language(source.note, edition.language))}." if source.note else ""
        pages = ", ".join(page_anchor(SOURCES, leaf) for leaf in cited.get(source.id, []))
        used = f'<p class="source-used">{escape(texts["site-cited-in"])}: {pages}</p>' if pages else ""
        spoken = f' lang="{escape(source.language)}"' if source.language and source.language != edition.language else ""
        rows.append(
            f'<li id="source-{escape(source.id)}"><p>{escape(source.publisher)}{year}. <cite{spoken}>{escape(source.title)}</cite>.{note}</p>'
            f"{where}{used}</li>"
        )
    return f'<ul class="source-list">{"".join(rows)}</ul>'


def worksheets_part(edition: Edition, path: str, sheets: Mapping[str, str]) -> str:
    """All worksheets by session, each with its file to print."""
    texts = words(edition.language)
    parts = [f"<p>{escape(texts['site-worksheets-lead'])} {escape(texts['site-private'])}</p>"]
    found = find_sheets(leaf.document for leaf in edition.leaves())
    for number, module in enumerate(edition.modules, 1):
        keys = {leaf.key: leaf for leaf in (module.page, *module.sessions)}
        rows = []
        for identifier, sheet in found.items():
            leaf = keys.get(sheet.document.key)
            if leaf is None or leaf.document is not sheet.document:
                continue
            href = f"{link(path, page_path(leaf))}#{identifier}"
            file = download_link(root_of(path), sheets[identifier], "PDF") if identifier in sheets else ""
            rows.append(
                f'<li><span class="row-title">{anchor(href, plain(sheet.block.title))}'
                f' <span class="row-from">{escape(leaf.title)}</span></span>{file}</li>'
            )
        if rows:
            parts.append(
                f'<h2 id="sheets-{escape(module.slug)}">{number}. {escape(module.page.title)}</h2>'
                f'<ul class="sheet-rows">{"".join(rows)}</ul>'
            )
    return "".join(parts)


def download_link(root: str, name: str, text: str) -> str:
    """A link to a download; the size is filled in when the file is there (`site_assembly`)."""
    return (
        f'<span class="download" data-download="{escape(name)}" data-href="{escape(root)}downloads/{escape(name)}">'
        f"{escape(text)}</span>"
    )


def used_in(edition: Edition, case: EditionCase, path: str) -> str:
    """The sessions and guides that use a case story."""
    leaves = edition.case_users.get(case.slug, ())
    if not leaves:
        return ""
    items = "".join(f"<li>{page_anchor(path, leaf)}</li>" for leaf in leaves)
    label = escape(words(edition.language)["used-in"])
    return f'<section class="used-in"><h2 id="used-in">{label}</h2><ul>{items}</ul></section>'


def duration(minutes: int, texts: Words) -> str:
    """95 -> 1 h 35 min."""
    short = texts["minutes"]
    hours, rest = divmod(minutes, 60)
    parts = ([f"{hours} h"] if hours else []) + ([f"{rest} {short}"] if rest or not hours else [])
    return " ".join(parts)


def _minutes_chip(minutes: int, texts: Words) -> str:
    if not minutes:
        return ""
    text = f"{minutes} {texts['minutes-long']}" if minutes <= 90 else duration(minutes, texts)
    return f'<li class="chip time">{escape(text)}</li>'


def _module_of(edition: Edition, leaf: Leaf) -> tuple[int, EditionModule]:
    return next(
        (number, module)
        for number, module in enumerate(edition.modules, 1)
        if leaf is module.page or leaf in module.sessions
    )
