"""The sources of an edition: what its pages cite, with publishers named in its language."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from builder.course.links import find_citations
from builder.course.model import Course, Document, Facts, Source


def case_sources(facts: Iterable[Facts]) -> dict[str, Source]:
    """The sources of the case stories, by id."""
    return {key: source for one in facts for key, source in one.sources.items()}


def sources_of(course: Course, documents: Iterable[Document], facts: list[Facts], language: str) -> dict[str, Source]:
    """The sources that the documents cite or that the figures of these case stories name, by id."""
    known = {**course.sources, **case_sources(facts)}
    cited = {key for document in documents for key, _ in find_citations(document)}
    cited |= {figure.source for one in facts for figure in one.figures}
    return _named({key: source for key, source in known.items() if key in cited}, language)


def programme_sources(course: Course, language: str) -> dict[str, Source]:
    """The sources that the programme's pages name, by id."""
    cited = course.programme.cited()
    return _named({key: source for key, source in course.sources.items() if key in cited}, language)


def _named(sources: Mapping[str, Source], language: str) -> dict[str, Source]:
    """The sources with publishers named in this language: OIT for ILO."""
    return {key: replace(one, publisher=one.publishers.get(language, one.publisher)) for key, one in sources.items()}
