"""What the builder adds to a package's chapters: heads, story facts, lists of sessions, glossary, sources.

All values come from `edition/summaries`; here they only become elements.
"""

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator, Mapping, Sequence

from builder.edition.resolve import source_markdown
from builder.edition.select import Edition, EditionCase, Leaf
from builder.edition.summaries.facts import FigureRow, fact_rows, figure_rows
from builder.edition.summaries.lists import in_language, sorted_sources, sorted_terms
from builder.edition.summaries.themes import themes
from builder.package.places import Places
from builder.package.rendered import rendered
from builder.words import language_name, words


def element(tag: str, text: str = "", css: str = "", *children: etree.Element, **attributes: str) -> etree.Element:
    """An element with text, then children."""
    made = etree.Element(tag, {**({"class": css} if css else {}), **attributes})
    made.text = text or None
    made.extend(children)
    return made


def head(edition: Edition, leaf: Leaf) -> Iterator[etree.Element]:
    """The head of a page: where it belongs, title, summary, minutes and notices."""
    texts = words(edition.language)
    spoken = {"lang": leaf.document.language} if leaf.is_fallback else {}
    if leaf.is_fallback:
        name = language_name(leaf.document.language, edition.language)
        yield element("p", texts["fallback"].replace("{language}", name), "fallback-notice")
    above = _above(edition, leaf)
    if above:
        yield element("p", above, "kicker")
    yield element("h1", leaf.title, **spoken)
    if leaf.document.summary:
        yield element("p", leaf.document.summary, "lead", **spoken)
    yield from (element("p", text, css) for text, css in _beneath(leaf, texts, edition.language) if text)


def _above(edition: Edition, leaf: Leaf) -> str:
    texts = words(edition.language)
    for number, module in enumerate(edition.modules, 1):
        if leaf.key == module.page.key:
            return f"{texts['module']} {number}"
        keys = [session.key for session in module.sessions]
        if leaf.key in keys:
            order = keys.index(leaf.key) + 1
            return f"{texts['module']} {number} · {texts['session']} {order}"
    return texts["case"] if leaf.kind == "case" else ""


def _beneath(leaf: Leaf, texts: Mapping[str, str], language: str) -> Iterator[tuple[str, str]]:
    """Text and class of the lines under a title."""
    if leaf.kind == "session":
        minutes = f"{leaf.document.minutes} {texts['minutes-long']}" if leaf.document.minutes else ""
        track = texts["extra" if leaf.is_extra else "core"]
        yield " · ".join(filter(None, (minutes, track))), "chips"
    yield leaf.checked(language), "checked"


def before(places: Places, leaf: Leaf) -> Iterator[etree.Element]:
    """What comes between head and text: the facts of a case story."""
    case = next((case for case in places.edition.cases if case.page is leaf), None)
    if case:
        yield _facts(places, case)


def _facts(places: Places, case: EditionCase) -> etree.Element:
    edition = places.edition
    texts = words(edition.language)
    rows = [
        element("div", "", "", element("dt", fact.label), element("dd", fact.text)) for fact in fact_rows(edition, case)
    ]
    title = element("h2", texts["site-story-at-a-glance"], id="at-a-glance")
    section = element("section", "", "case-facts", title, element("dl", "", "", *rows))
    figures = [_figure(row, case.page.key, places) for row in figure_rows(edition, case)]
    if figures:
        section.append(element("ul", "", "figures", *figures))
    return section


def _figure(row: FigureRow, key: str, places: Places) -> etree.Element:
    """Value, what it is, who says so and when, with a link to the source."""
    value, what = element("strong", row.value), element("span", row.what)
    value.tail = what.tail = " "
    small = element("small", f"{row.who}, {row.year}")
    if row.source:
        small.text = f"{small.text}, "
        small.append(element("a", row.source.publisher, href=places.href(key, "_sources", f"source-{row.key}")))
    return element("li", "", "", value, what, small)


def after(places: Places, leaf: Leaf) -> Iterator[etree.Element]:
    """What comes after the text: the sessions of a module, the modules of the course, the pages that use a story."""
    edition = places.edition
    texts = words(edition.language)
    module = next((module for module in edition.modules if module.page is leaf), None)
    if module and module.sessions:
        yield element("h2", texts["sessions"], id="sessions")
        yield _list(leaf, module.sessions, places, "ol", texts["minutes"])
    elif leaf.kind == "home" and edition.modules:
        yield element("h2", texts["site-course-map"], id="course-map")
        yield _list(leaf, [module.page for module in edition.modules], places, "ol", "")
    users = [
        user for user in edition.case_users.get(leaf.key, ()) if leaf.kind == "case" and user.key in places.numbers
    ]
    if users:
        yield element("h2", texts["used-in"], id="used-in")
        yield _list(leaf, users, places, "ul", "")


def _list(leaf: Leaf, targets: Iterable[Leaf], places: Places, tag: str, minutes: str) -> etree.Element:
    """Links to pages, with their minutes when there is a word for them."""
    made = element(tag, "", "pages")
    for target in targets:
        spoken = {"lang": target.document.language} if target.is_fallback else {}
        link = element("a", target.title, href=places.address_from(leaf.key)("page", target.key, ""), **spoken)
        link.tail = f" · {target.document.minutes} {minutes}" if minutes and target.document.minutes else None
        made.append(element("li", "", "", link))
    return made


def generated(places: Places, kind: str) -> Iterator[etree.Element]:
    """The elements of a generated chapter."""
    edition = places.edition
    texts = words(edition.language)
    yield element("h1", texts[kind])
    if kind == "cases":
        yield element("p", texts["story-notice"], "story-notice")
        cases = [leaf for leaf in places.leaves if leaf.kind == "case"]
        made = element("ul", "", "pages")
        made.extend(
            element("li", "", "", element("a", leaf.title, href=places.href("_cases", leaf.key))) for leaf in cases
        )
        yield made
    elif kind == "themes":
        yield from _themes(places)
    elif kind == "glossary":
        yield _glossary(edition, places.terms)
    else:
        yield _sources(edition, places.cited)


def _themes(places: Places) -> Iterator[etree.Element]:
    """Each question with the pages of this package that answer it."""
    held = {leaf.key for leaf in places.leaves}
    for theme in themes(places.edition):
        leaves = [leaf for leaf in theme.leaves if leaf.key in held]
        if leaves:
            yield element("h2", theme.name, id=f"theme-{theme.id}")
            links = (element("a", leaf.title, href=places.href("_themes", leaf.key)) for leaf in leaves)
            yield element("ul", "", "pages", *(element("li", "", "", one) for one in links))


def _glossary(edition: Edition, terms: Sequence[str]) -> etree.Element:
    made = element("dl", "", "glossary")
    for term in sorted_terms((edition.glossary[key] for key in terms), edition.language):
        made.append(element("dt", in_language(term.term, edition.language), id=f"term-{term.id}"))
        made.append(element("dd", in_language(term.text, edition.language)))
    return made


def _sources(edition: Edition, cited: Sequence[str]) -> etree.Element:
    made = element("ul", "", "source-list")
    for source in sorted_sources(edition.sources[key] for key in cited):
        text = f"::: page {{prefix=sources line=1}}\n\n{source_markdown(source, edition.language)}"
        made.append(element("li", "", "", *rendered(text, edition.language), id=f"source-{source.id}"))
    return made
