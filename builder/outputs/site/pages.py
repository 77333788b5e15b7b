"""The generated parts of a site's pages, as HTML whose links name staged files (MkDocs checks and rewrites them)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from builder.course.model import Term, Words
from builder.course.worksheets import Sheet, find_sheets, plain
from builder.edition.addresses import CASES
from builder.edition.once import once
from builder.edition.select import Edition, EditionCase, EditionModule, Leaf
from builder.edition.summaries.lists import in_language, page_terms, sorted_terms
from builder.outputs.site.addresses import link, page_path, root_of
from builder.outputs.site.templates import draw
from builder.words import language_name, words


def from_page(path: str) -> Callable[[Leaf], str]:
    """A function that gives the link from the page at `path` to another page."""
    return lambda leaf: link(path, page_path(leaf))


@dataclass(frozen=True, slots=True)
class Kicker:
    """The line above a title: a text, perhaps a link, and what follows it."""

    text: str
    href: str = ""
    rest: str = ""


def title_part(edition: Edition, leaf: Leaf, path: str) -> Markup:
    """The head of a page: where it belongs, its title, minutes, and a notice if its translation is missing."""
    return draw(
        "page_head.html",
        language=edition.language,
        leaf=leaf,
        notice=_notice(edition, leaf),
        kicker=_kicker(edition, leaf, path),
        chips=list(_chips(edition, leaf)),
        checked=leaf.checked(edition.language),
    )


def _notice(edition: Edition, leaf: Leaf) -> str:
    if not leaf.is_fallback:
        return ""
    text = words(edition.language)["fallback"]
    return text.replace("{language}", language_name(leaf.document.language, edition.language))


def _kicker(edition: Edition, leaf: Leaf, path: str) -> Kicker | None:
    texts = words(edition.language)
    if leaf.kind == "session":
        number, module = _module_of(edition, leaf)
        order = module.sessions.index(leaf) + 1
        href = link(path, page_path(module.page))
        return Kicker(f"{texts['module']} {number}", href, f" · {texts['session']} {order}")
    if leaf.kind == "module":
        return Kicker(f"{texts['module']} {_module_of(edition, leaf)[0]}")
    if leaf.kind == "case":
        return Kicker(texts["cases"], link(path, CASES))
    return Kicker(texts["guides"]) if leaf.kind == "guide" else None


def place_of(edition: Edition, leaf: Leaf) -> str:
    """`Module 2` for a module's pages, "" for others; links to the next page show it where the module changes."""
    is_in_module = leaf.kind in ("module", "session")
    return f"{words(edition.language)['module']} {_module_of(edition, leaf)[0]}" if is_in_module else ""


def _chips(edition: Edition, leaf: Leaf) -> list[tuple[str, str]]:
    """Class and text of the labels below a title."""
    texts = words(edition.language)
    if leaf.kind == "session":
        track = "extra" if leaf.is_extra else "core"
        return [*_time(leaf.document.minutes, texts), (f"chip track-{track}", texts[track])]
    if leaf.kind == "module":
        sessions = _module_of(edition, leaf)[1].sessions
        return [("chip", f"{len(sessions)} {texts['sessions'].lower()}"), *_time(total(sessions), texts)]
    return []


def session_list(edition: Edition, module: EditionModule, path: str) -> Markup:
    """A module's sessions with minutes; extra ones are marked."""
    texts = words(edition.language)
    return draw("session_list.html", texts=texts, sessions=module.sessions, to=from_page(path))


def terms_part(edition: Edition, leaf: Leaf) -> Markup:
    """The glossary terms to which a page links, with their meaning."""
    terms = [_term(edition, term) for term in page_terms(edition, leaf)]
    return draw("page_terms.html", title=words(edition.language)["site-page-terms"], terms=terms)


def glossary_part(edition: Edition) -> Markup:
    """Every term with its meaning, and its name in the course's other languages."""
    terms = [_term(edition, term) for term in sorted_terms(edition.glossary.values(), edition.language)]
    return draw("glossary.html", terms=terms)


def _term(edition: Edition, term: Term) -> Mapping[str, object]:
    language = edition.language
    others = [
        (other, name) for other in edition.config.languages if other != language and (name := term.term.get(other))
    ]
    name, text = (in_language(words, language) for words in (term.term, term.text))
    return {"id": term.id, "name": name, "text": text, "others": others}


def worksheets_part(edition: Edition, path: str, files: Mapping[str, str]) -> Markup:
    """All worksheets by module and page, each with its file to print, if any. `files`: worksheet -> file."""
    sheets = find_sheets(leaf.document for leaf in edition.leaves())
    modules = [
        (number, module, rows)
        for number, module in enumerate(edition.modules, 1)
        if (rows := _sheet_rows((module.page, *module.sessions), sheets, path, files))
    ]
    free = [(leaf, rows) for leaf in edition.free if (rows := _sheet_rows((leaf,), sheets, path, files))]
    return draw("worksheets.html", texts=words(edition.language), modules=modules, free=free, root=root_of(path))


def _sheet_rows(
    leaves: Iterable[Leaf], sheets: Mapping[str, Sheet], path: str, files: Mapping[str, str]
) -> list[Mapping[str, object]]:
    pages = {leaf.key: leaf for leaf in leaves}
    return [
        {
            "href": f"{link(path, page_path(leaf))}#{identifier}",
            "title": plain(sheet.block.title),
            "leaf": leaf,
            "file": files.get(identifier, ""),
        }
        for identifier, sheet in sheets.items()
        if (leaf := pages.get(sheet.document.key)) and leaf.document is sheet.document
    ]


def used_in(edition: Edition, case: EditionCase, path: str) -> Markup:
    """The sessions and guides that use a case story."""
    leaves = edition.case_users.get(case.slug, ())
    return draw("used_in.html", texts=words(edition.language), leaves=leaves, to=from_page(path))


def duration(minutes: int, texts: Words) -> str:
    """95 -> 1 h 35 min."""
    hours, rest = divmod(minutes, 60)
    parts = ([f"{hours} h"] if hours else []) + ([f"{rest} {texts['minutes']}"] if rest or not hours else [])
    return " ".join(parts)


def _time(minutes: int, texts: Words) -> list[tuple[str, str]]:
    if not minutes:
        return []
    return [("chip time", f"{minutes} {texts['minutes-long']}" if minutes <= 90 else duration(minutes, texts))]


def total(sessions: Iterable[Leaf]) -> int:
    """The sum of the sessions' minutes."""
    return sum(session.document.minutes for session in sessions)


def _module_of(edition: Edition, leaf: Leaf) -> tuple[int, EditionModule]:
    return once(edition, "modules of pages", lambda: _by_page(edition))[leaf.key]


def _by_page(edition: Edition) -> dict[str, tuple[int, EditionModule]]:
    """Key of a page -> number and module; looked for page by page, it would take a time that grows with the square."""
    return {
        leaf.key: (number, module)
        for number, module in enumerate(edition.modules, 1)
        for leaf in (module.page, *module.sessions)
    }
