"""An EPUB's metadata: author, date, language, and what it offers people who can't see or hear."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass

from builder.edition.select import Edition
from builder.package.manifest import node
from builder.words import words

_FEATURES = (
    "structuralNavigation",
    "tableOfContents",
    "readingOrder",
    "alternativeText",
    "displayTransformability",
    "ARIA",
)
_MARKED = ("pageBreakMarkers", "pageNavigation")


@dataclass(frozen=True, slots=True)
class About:
    """What the metadata needs to know of a book."""

    title: str
    identifier: str
    """The same in each release."""
    has_pictures: bool
    printed: str = ""
    """Name of the printed books whose pages are marked in it; empty: none are."""


def metadata(edition: Edition, about: About) -> etree.Element:
    """The `metadata` element. It claims no conformance to an accessibility standard, which somebody would have to certify."""
    made = node("metadata", "", *_book(edition, about), *_access(edition, about))
    made.set("xmlns:dc", "http://purl.org/dc/elements/1.1/")
    return made


def _book(edition: Edition, about: About) -> Iterator[etree.Element]:
    config = edition.config
    day = config.released.isoformat()
    yield node("dc:identifier", about.identifier, id="book")
    yield node("dc:title", about.title)
    yield node("dc:language", edition.language)
    yield node("dc:creator", config.institution or config.site_name)
    yield node("dc:publisher", config.institution or config.site_name)
    yield node("dc:date", day)
    for name, text in (("dc:description", edition.home.document.summary), ("dc:rights", config.copyright)):
        if text:
            yield node(name, text)
    yield node("meta", f"{day}T00:00:00Z", property="dcterms:modified")


def _access(edition: Edition, about: About) -> Iterator[etree.Element]:
    """Accessibility metadata: everything can be read as text, since pictures have alternative texts."""
    modes = ["textual", *(["visual"] if about.has_pictures else [])]
    for mode in modes:
        yield node("meta", mode, property="schema:accessMode")
    yield node("meta", "textual", property="schema:accessModeSufficient")
    for feature in (*_FEATURES, *(_MARKED if about.printed else ())):
        yield node("meta", feature, property="schema:accessibilityFeature")
    if about.printed:
        yield node("meta", about.printed, property="pageBreakSource")
    yield node("meta", "none", property="schema:accessibilityHazard")
    yield node("meta", words(edition.language)["epub-access"], property="schema:accessibilitySummary")
