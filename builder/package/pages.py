"""The pages of an edition, or of a part of it, as chapters of a package: XHTML with no site around it.

SCORM packages, cartridges, Moodle Books and EPUBs take the same chapters. Links lead to chapters of the same package; those to
anything else lead to the web if the settings have an address, else become plain text.
"""

import xml.etree.ElementTree as etree
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from builder.course.links import find_citations, find_links
from builder.course.model import Kind
from builder.edition.captions import is_pictures
from builder.edition.marks import mark_blocks
from builder.edition.select import Edition, Leaf
from builder.package.finish import finish, spoken_in
from builder.package.parts import after, before, generated, head
from builder.package.places import CASES, GLOSSARY, SOURCES, THEMES, Form, Places
from builder.package.rendered import rendered_page
from builder.words import words

ChapterKind = Kind | Literal["cases", "themes", "glossary", "sources"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of a package."""

    file: str
    """Its path in the package: `003-why-csr.xhtml`; paths sort in order."""
    anchor: str
    """Its id where all chapters are on one page."""
    key: str
    """Of its page in the course; `_glossary`, `_cases` and `_sources` are generated pages."""
    kind: ChapterKind
    level: int
    """1, or 2 for a page that belongs to the chapter of level 1 before it."""
    title: str
    language: str
    """Of its text: that of the edition, or another when there is no translation."""
    body: etree.Element
    """A `div` with the heading (h1) and the text. On one page its ids, and the links to them, begin with the anchor."""
    leaf: Leaf | None


@dataclass(frozen=True, slots=True)
class Pages:
    """The chapters of a package in order, and its pictures by their path in the package."""

    chapters: tuple[Chapter, ...]
    pictures: Mapping[str, bytes]
    files: Mapping[str, bytes]
    """Files that the pages link to, also by path."""


def course_leaves(edition: Edition) -> list[Leaf]:
    """The pages of a package of the whole course: all but guides."""
    return [leaf for leaf in edition.leaves() if leaf.kind != "guide"]


def module_leaves(edition: Edition, slug: str) -> list[Leaf]:
    """A module's page, its sessions, and the case stories that they use."""
    module = next(module for module in edition.modules if module.slug == slug)
    own = [module.page, *module.sessions]
    keys = {leaf.key for leaf in own}
    used = [case.page for case in edition.cases if keys & {leaf.key for leaf in edition.case_users.get(case.slug, ())}]
    return [*own, *used]


def case_leaves(edition: Edition) -> list[Leaf]:
    """The case stories alone."""
    return [case.page for case in edition.cases]


def pages(edition: Edition, leaves: Sequence[Leaf], form: Form = Form()) -> Pages:  # noqa: B008 - it is frozen
    """The chapters: `leaves` in their order, a list before the first case story, then the glossary and the sources that they
    use.
    """
    terms, cited = _terms(edition, leaves), _cited(edition, leaves)
    outline = list(_outline(leaves, terms, cited))
    places = Places(edition, form, leaves, [key for key, _, _ in outline], terms, cited)
    chapters = tuple(_chapter(places, key, kind, leaf) for key, kind, leaf in outline)
    return Pages(chapters, dict(sorted(places.pictures.items())), dict(sorted(places.files.items())))


def _outline(
    leaves: Sequence[Leaf], terms: Collection[str], cited: Collection[str]
) -> Iterator[tuple[str, ChapterKind, Leaf | None]]:
    """Key, kind and page of each chapter."""
    first = next((leaf for leaf in leaves if leaf.kind == "case"), None)
    for leaf in leaves:
        if leaf is first:
            yield CASES, "cases", None
        yield leaf.key, leaf.document.kind, leaf
    if any(leaf.document.themes for leaf in leaves):
        yield THEMES, "themes", None
    if terms:
        yield GLOSSARY, "glossary", None
    if cited:
        yield SOURCES, "sources", None


def _terms(edition: Edition, leaves: Iterable[Leaf]) -> list[str]:
    links = (link for leaf in leaves for link in find_links(leaf.document))
    found = {link.target.partition(":")[2] for link in links if link.scheme == "term"}
    return sorted(found & edition.glossary.keys())


def _cited(edition: Edition, leaves: Sequence[Leaf]) -> list[str]:
    keys = {leaf.key for leaf in leaves}
    found = {key for leaf in leaves for key, _ in find_citations(leaf.document)}
    found |= {figure.source for case in edition.cases if case.page.key in keys for figure in case.facts.figures}
    return sorted(found & edition.sources.keys())


def _chapter(places: Places, key: str, kind: ChapterKind, leaf: Leaf | None) -> Chapter:
    edition = places.edition
    title = leaf.title if leaf else words(edition.language)[kind]
    language = leaf.document.language if leaf else edition.language
    body = etree.Element("div")
    body.extend(_written(places, leaf) if leaf else generated(places, kind))
    finish(body, places, key)
    level = 2 if kind in ("session", "case") else 1
    return Chapter(places.file(key), places.anchor(key), key, kind, level, title, language, body, leaf)


def _written(places: Places, leaf: Leaf) -> Iterator[etree.Element]:
    """The elements of a page that an author wrote; the notes come last."""
    yield from head(places.edition, leaf)
    text = list(spoken_in(_text(places, leaf), places.edition.language, leaf.document.language))
    if text and is_pictures(text[0]):
        yield text.pop(0)
    yield from before(places, leaf)
    notes = [child for child in text if child.get("class") == "footnote"]
    yield from (child for child in text if child not in notes)
    yield from after(places, leaf)
    yield from notes


def _text(places: Places, leaf: Leaf) -> etree.Element:
    """The page's own text, rendered."""
    form = places.form
    address = places.address_from(leaf.key)
    tree = rendered_page(places.edition, leaf, address, places.sheets, interactive=form.interactive, keys=form.keys)
    mark_blocks(
        tree, leaf.document.language, kind=leaf.kind, keys=form.keys and not form.interactive, folds=form.interactive
    )
    return tree
