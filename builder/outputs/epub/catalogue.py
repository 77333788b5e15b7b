"""A catalogue (OPDS 1.2) of a language's EPUBs, for reading apps that know its address."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping

from builder.edition.select import Edition
from builder.outputs import Download
from builder.package.manifest import node
from builder.package.markup import document
from builder.words import words

_KIND = "application/atom+xml;profile=opds-catalog;kind=acquisition"
_BOOK = "application/epub+zip"


def catalogue(edition: Edition, name: str, downloads: Mapping[str, Download]) -> bytes:
    """The file of the catalogue. `name`: its own file name; `downloads`: the edition's by file name, of which it lists the EPUBs."""
    config = edition.config
    day = f"{config.released.isoformat()}T00:00:00Z"
    title = words(edition.language)["epub-catalogue"]
    root = node(
        "feed",
        "",
        node("id", f"urn:taller:{config.site_url or config.site_name}:{name}"),
        node("title", f"{config.site_name}: {title}"),
        node("updated", day),
        node("author", "", node("name", config.institution or config.site_name)),
        *(node("link", rel=rel, href=name, type=_KIND) for rel in ("self", "start")),
        *_entries(edition, downloads, day),
    )
    root.attrib = {
        "xmlns": "http://www.w3.org/2005/Atom",
        "xmlns:dc": "http://purl.org/dc/terms/",
        "xml:lang": edition.language,
    }
    return document(root)


def _entries(edition: Edition, downloads: Mapping[str, Download], day: str) -> Iterator[etree.Element]:
    for name, download in downloads.items():
        if name.endswith(".epub"):
            yield node(
                "entry",
                "",
                node("id", f"urn:taller:{edition.config.site_url or edition.config.site_name}:{name}"),
                node("title", download.title),
                node("updated", day),
                node("dc:language", edition.language),
                node("link", rel="http://opds-spec.org/acquisition/open-access", href=name, type=_BOOK),
            )
