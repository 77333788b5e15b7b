"""The back matter of a book: glossary, sources, a page for notes."""

import xml.etree.ElementTree as etree

from builder.edition.summaries.lists import in_language, sorted_sources, sorted_terms
from builder.outputs.book.draft import Draft, RenderedLeaf
from builder.outputs.book.parts.page import course_title, heading, leaf_open, paragraphs
from builder.outputs.book.write.inline import InlineWriter
from builder.print.code import literal


def glossary(draft: Draft, *, whole: bool) -> None:
    language = draft.book.edition.language
    terms = [term for key, term in draft.book.edition.glossary.items() if whole or key in draft.terms]
    if not terms:
        return
    title, code = draft.book.words["glossary"], draft.code
    code.at("reference/glossary.yml", 0)
    code.add("#to-right()")
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


def sources(draft: Draft) -> None:
    """All that is cited, by publisher."""
    found = [source for key, source in draft.book.edition.sources.items() if key in draft.cited]
    if not found:
        return
    title, code = draft.book.words["sources"], draft.code
    code.at("reference/sources.yml", 0)
    leaf_open(draft, course_title(draft), title)
    heading(draft, title)
    paragraphs(draft, draft.book.words["book-sources-lead"])
    page = RenderedLeaf(draft.book.edition.home, etree.Element("div"), "p:sources")
    writer = InlineWriter(draft, page)
    for source in sorted_sources(found):
        code.at(str(source.path), source.line)
        with code.paragraph(f"source-entry({literal('s:' + source.id)}, {{"):
            writer.source(source, full=True)
    code.add("})")


def notes(draft: Draft) -> None:
    """The last page, to write on."""
    title = draft.book.words["book-own-notes"]
    leaf_open(draft, course_title(draft), title)
    heading(draft, title)
    draft.code.add('own-notes("")')
    draft.code.add("})")
