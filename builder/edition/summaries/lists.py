"""The glossary and the sources, sorted, and a text of the course in a language."""

from collections.abc import Iterable

from builder.course.links import find_links
from builder.course.model import Source, Term, Words
from builder.edition.select import Edition, Leaf
from builder.words.order import sort_key


def in_language(texts: Words, language: str) -> str:
    """The text in this language, else in any; "" when there is none."""
    return texts.get(language) or next(iter(texts.values()), "")


def page_terms(edition: Edition, leaf: Leaf) -> list[Term]:
    """The terms of the glossary that a page links to, sorted."""
    ids = {link.target.partition(":")[2] for link in find_links(leaf.document) if link.scheme == "term"}
    return sorted_terms((edition.glossary[key] for key in ids if key in edition.glossary), edition.language)


def sorted_terms(terms: Iterable[Term], language: str) -> list[Term]:
    return sorted(terms, key=lambda term: sort_key(in_language(term.term, language)))


def sorted_sources(sources: Iterable[Source]) -> list[Source]:
    """By publisher, year and title."""
    return sorted(sources, key=lambda source: (sort_key(source.publisher), source.year, sort_key(source.title)))
