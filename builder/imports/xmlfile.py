"""Parses strangers' XML without network and document type, since entities can name files or grow without end."""

import re

from lxml import etree

from builder.imports.draft import SourceError

_PROLOG = re.compile(rb"^(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)


def parsed(content: bytes, source: str) -> etree._Element:
    """The root element. Raises SourceError for XML that has a document type, is in UTF-16 or is broken."""
    start = _PROLOG.match(content)
    if b"\0" in content or content[start.end() if start else 0 :].startswith(b"<!"):
        raise SourceError("source-unread", source, kind="XML")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content.removeprefix(b"\xef\xbb\xbf").lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError("source-unread", source, error.lineno or 0, kind="XML") from None


def words_in(parent: etree._Element, path: str) -> str:
    """The text of the element at a path; "" when there is none."""
    found = parent.find(path)
    return "" if found is None or found.text is None else found.text.strip()
