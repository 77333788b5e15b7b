"""Rules on links, terms and sources."""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from builder.check.structure import audience_at, find_headings, page_anchors
from builder.course.files import KINDS, kind_of, linked_file, may_be_file
from builder.course.links import Link, find_citations, find_links, is_address, resolve, scan_links
from builder.course.model import Course, Document, Term
from builder.course.reader import meant, nearest
from builder.course.reading import is_rule, split_row
from builder.course.shown import without_language
from builder.edition.cited import case_sources
from builder.edition.resolve import EXTERNAL
from builder.problems import Problem

_NOWHERE = re.compile(r"\s*#?|(?:https?:/*|mailto:|tel:|term:)\s*", re.IGNORECASE)


def readable(course: Course) -> Iterator[Problem]:
    """Everything that looks like a link is one, with words and an address."""
    for document in course.documents():
        found = scan_links(document)
        for text, line in found.faults:
            yield Problem(document.path, line, "unreadable-link", {"text": text})
        heads = _heads(document) if found.links or found.citations else {}
        for line in {link.line for link in found.links} | {line for _, line in found.citations}:
            if line in heads:
                yield Problem(document.path, line, "link-in-heading")
        for link in found.links:
            if not link.is_image and (not link.label.strip() or _NOWHERE.fullmatch(link.target)):
                yield Problem(document.path, link.line, "empty-link", {"label": link.label})
            elif link.scheme in EXTERNAL and not is_address(link.target):
                yield Problem(document.path, link.line, "bad-address", {"value": link.target})


def _heads(document: Document) -> set[int]:
    """The lines of headings and of table heads: tables of contents and page breaks repeat them."""
    lines = document.lines
    tables = {
        number
        for number, line in enumerate(lines, 1)
        if "|" in line
        and number < len(lines)
        and "-|" in lines[number].replace(" ", "").replace(":", "") + "|"
        and is_rule(split_row(lines[number]))
    }
    return tables | {heading.line for heading in find_headings(document)}


def targets(course: Course) -> Iterator[Problem]:
    """Each link leads to something that exists and that its reader may see."""
    documents = {document.path: document for document in course.documents()}
    anchors = {path: page_anchors(document) for path, document in documents.items()}
    for document in course.documents():
        for link in find_links(document):
            if not link.is_image:
                yield from _target(document, link, documents, anchors, course.files)


def _target(
    document: Document,
    link: Link,
    documents: Mapping[PurePosixPath, Document],
    anchors: Mapping[PurePosixPath, Mapping[str, int]],
    files: Collection[PurePosixPath],
) -> Iterator[Problem]:
    def problem(code: str, **arguments: object) -> Problem:
        return Problem(document.path, link.line, code, arguments)

    if link.scheme == "term" or link.scheme in EXTERNAL or _NOWHERE.fullmatch(link.target):
        return
    if link.scheme:
        yield problem("forbidden-scheme", scheme=link.scheme)
        return
    path = resolve(document, link.path) if link.path else document.path
    if path.is_absolute() or ".." in path.parts or link.target.startswith(("/", "\\")):
        yield problem("outside-course", path=link.target)
        return
    if linked_file(document, link, files):
        return
    if may_be_file(link) and kind_of(path) in KINDS:
        yield problem("download-missing", target=link.target)
        return
    other = documents.get(path) or _untranslated(path, documents)
    if other is None:
        yield problem("broken-link", target=link.target, nearest=_meant(document, link, documents))
        return
    if other.path == path and other.language != document.language:
        yield problem("link-language", target=link.target, language=document.language)
    if link.anchor and link.anchor not in anchors[other.path]:
        known = nearest(link.anchor, anchors[other.path])
        yield problem("broken-anchor", anchor=link.anchor, file=other.path.name, nearest=known)
    elif audience_at(other, anchors[other.path].get(link.anchor, 0)) > audience_at(document, link.line):
        yield problem("hidden-link", target=link.target)


def _meant(document: Document, link: Link, documents: Mapping[PurePosixPath, Document]) -> str:
    """The pages that a broken link may mean, in this page's language, written as links from this page."""
    paths = [path for path, other in documents.items() if other.language == document.language]
    written = {path: posixpath.relpath(path, document.path.parent) for path in paths}
    names = {path.name: name for path, name in written.items()}
    wanted = resolve(document, link.path)
    like = names.get(wanted.name) or meant(str(wanted), {str(path): name for path, name in written.items()})
    return like or meant(wanted.name, names) or nearest("", written.values())


def _untranslated(path: PurePosixPath, documents: Mapping[PurePosixPath, Document]) -> Document | None:
    """The same page in another language, which readers get instead of a missing translation; None if there is none."""
    stem = without_language(path)
    return next((other for name, other in documents.items() if without_language(name) == stem), None)


def terms_and_sources(course: Course) -> Iterator[Problem]:
    """Terms are in the glossary, citations in the sources."""
    sources = {**course.sources, **case_sources(case.facts for case in course.cases)}
    for document in course.documents():
        for link in find_links(document):
            term = link.target.partition(":")[2]
            if link.scheme == "term" and term and term not in course.glossary:
                arguments = {"id": term, "nearest": _meant_term(term, document.language, course.glossary)}
                yield Problem(document.path, link.line, "unknown-term", arguments)
        for identifier, line in find_citations(document):
            if identifier not in sources:
                arguments = {"id": identifier, "nearest": nearest(identifier, sources)}
                yield Problem(document.path, line, "unknown-source", arguments)


def _meant_term(word: str, language: str, glossary: Mapping[str, Term]) -> str:
    """The id of the term that is like this word, or whose name in the page's language is; the nearest ids otherwise."""
    known = {entry.term.get(language, ""): identifier for identifier, entry in glossary.items()}
    return meant(word, {**known, **{identifier: identifier for identifier in glossary}}) or nearest(word, glossary)


def uncited_sources(course: Course) -> Iterator[Problem]:
    """A source that nothing cites: it is a leftover, or its citation is missing."""
    cited = {identifier for document in course.documents() for identifier, _ in find_citations(document)}
    cited |= course.programme.cited()
    path = PurePosixPath("reference/sources.yml")
    for identifier, source in course.sources.items():
        if identifier not in cited:
            yield Problem(path, source.line, "uncited-source", {"id": identifier})
    for case in course.cases:
        used = cited | {figure.source for figure in case.facts.figures}
        for identifier, source in case.facts.sources.items():
            if identifier not in used:
                yield Problem(case.facts.path, source.line, "uncited-source", {"id": identifier})
