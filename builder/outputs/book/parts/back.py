"""The back matter of a book: glossary, sources, a page for notes."""

import xml.etree.ElementTree as etree
from contextlib import nullcontext

from builder.course.model import Source
from builder.edition.addresses import SOURCES, list_address
from builder.edition.summaries.lists import in_language, sorted_sources, sorted_terms
from builder.outputs.book.draft import Draft, RenderedLeaf
from builder.outputs.book.parts.page import code_mark, course_title, heading, leaf_open, paragraphs
from builder.outputs.book.write.inline import InlineWriter
from builder.print.code import literal


def glossary(draft: Draft, *, whole: bool) -> None:
    language = draft.book.edition.language
    terms = [term for key, term in draft.book.edition.glossary.items() if whole or key in draft.terms]
    if not terms:
        return
    title, code = draft.book.words["glossary"], draft.code
    code.at("reference/glossary.yml", 0)
    leaf_open(draft, course_title(draft), title)
    heading(draft, title)
    for term in sorted_terms(terms, language):
        code.at("reference/glossary.yml", term.line)
        with code.node(f"entry({literal('t:' + term.id)}, {{"):
            code.text(in_language(term.term, language))
            code.add("}, {")
            code.last = " "
            code.text(in_language(term.text, language))
    code.add("})")


SHORT = 20
"""Number of works in a short list of sources."""


def sources(draft: Draft) -> None:
    """The list of sources by publisher: all that are cited, or for participants the most cited."""
    found = _listed(draft)
    if not found:
        return
    title, code = draft.book.words["sources"], draft.code
    code.at("reference/sources.yml", 0)
    leaf_open(draft, course_title(draft), title)
    heading(draft, title)
    _where_they_are(draft)
    page = RenderedLeaf(draft.book.edition.home, etree.Element("div"), "p:sources")
    writer = InlineWriter(draft, page)
    for source in sorted_sources(found):
        code.at(str(source.path), source.line)
        with code.paragraph(f"source-entry({literal('s:' + source.id)}, {{"):
            writer.source(source, full=True)
    code.add("})")


def _listed(draft: Draft) -> list[Source]:
    edition, cited = draft.book.edition, draft.cited
    found = cited if draft.book.all_sources else [key for key, _ in cited.most_common(SHORT)]
    return [source for key, source in edition.sources.items() if key in found]


def _where_they_are(draft: Draft) -> None:
    """Says what the list holds and, for a short one, where the complete list is."""
    words, address = draft.book.words, list_address(draft.book.edition, SOURCES)
    if draft.book.all_sources or len(draft.cited) <= SHORT:
        paragraphs(draft, words["book-sources-lead"])
        return
    with draft.code.node(f"coded({code_mark(draft, address)}, {{") if address else nullcontext():
        paragraphs(draft, words["book-sources-short"].replace("{n}", str(len(draft.cited))))


def notes(draft: Draft) -> None:
    """The last page, for the reader's own notes."""
    title = draft.book.words["book-own-notes"]
    leaf_open(draft, course_title(draft), title)
    heading(draft, title)
    draft.code.add('own-notes("")')
    draft.code.add("})")
