"""Rules on languages: the same structure in each, nothing missing, nothing older than its source."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from builder.check.structure import find_headings
from builder.course.config import NAME
from builder.course.files import KINDS
from builder.course.links import find_citations, find_links, resolve
from builder.course.model import Audience, Course, Document
from builder.course.scanned import Block
from builder.course.stamp import STAMP, text_digest
from builder.course.vocabulary import FIELDS, HIDDEN, TEXTS
from builder.course.worksheets import list_items, table_rows
from builder.edition.select import hidden_lines
from builder.problems import Problem
from builder.words import direction
from builder.words.packs import CODE, base, fallbacks

_SPOKEN = re.compile(rf"\.{CODE}(\.(?:md|{'|'.join(KINDS)}))$", re.IGNORECASE)
"""The language code before the suffix in the name of a page or file."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that must be the same in every language; `signature` is also its name in messages."""

    signature: str
    line: int


def parity(course: Course) -> Iterator[Problem]:
    """Every language has the same blocks, ids, numbers, headings, options, pictures, links and citations."""
    for page in course.pages():
        documents = list(page.documents.values())
        for other in documents[1:]:
            yield from _differences(documents[0], other)


def _differences(first: Document, other: Document) -> Iterator[Problem]:
    def problem(line: int, what: str, other_line: int) -> Problem:
        arguments = {"what": what, "other": f"{first.path.name}:{other_line}"}
        return Problem(other.path, line, "translation-differs", arguments)

    for key in ("track", "kind", "book", "notes", "minutes", "themes"):
        if first.meta.get(key) != other.meta.get(key):
            yield problem(
                other.meta_lines.get(key, 1), f"{key}: {first.meta.get(key, '-')}", first.meta_lines.get(key, 1)
            )
    parts, others = list(_parts(first)), list(_parts(other))
    for part, counterpart in zip(parts, others, strict=False):
        if part.signature != counterpart.signature:
            yield problem(counterpart.line, f"{counterpart.signature} / {part.signature}", part.line)
            return
    if len(parts) != len(others):
        longer = parts if len(parts) > len(others) else others
        extra = longer[min(len(parts), len(others))]
        line = extra.line if longer is others else (others[-1].line if others else 1)
        yield problem(line, extra.signature, extra.line if longer is parts else parts[-1].line if parts else 1)
        return
    places = [part.line for part in parts], [part.line for part in others]
    for signature, line, first_line in _different_references(first, other, places):
        yield problem(line, signature, first_line)


def _different_references(
    first: Document, other: Document, places: tuple[Sequence[int], Sequence[int]]
) -> list[tuple[str, int, int]]:
    """What only one of the two refers to: the reference, its line or place in `other`, and in `first`.

    Audiences are compared one by one, from the one that sees most, and the first with differences decides: a link
    hidden in one language and shown in the other would list its term or source for one language only.
    """
    all_mine, all_theirs = list(_references(first)), list(_references(other))
    for audience in reversed(Audience):
        mine, theirs = _shown(all_mine, first, audience), _shown(all_theirs, other, audience)
        less, more = Counter(name for name, _ in mine), Counter(name for name, _ in theirs)
        added, missing = more - less, less - more
        found = [(name, line, _same_place(line, *reversed(places))) for name, line in theirs if name in added]
        found += [(name, _same_place(line, *places), line) for name, line in mine if name in missing]
        if found:
            return sorted({entry[0]: entry for entry in found}.values())
        if not any(block.name in HIDDEN for block in first.walk()):
            break
    return []


def _same_place(line: int, here: Sequence[int], there: Sequence[int]) -> int:
    """The line in the other language of the block or heading that the line belongs to."""
    place = bisect_right(here, line)
    return there[place - 1] if place else 1


def _parts(document: Document) -> Iterator[_Part]:
    """Blocks and headings in line order."""
    found = [_Part(_block_signature(document, block), block.line) for block in document.walk()]
    for line, level, _, identifier in find_headings(document):
        found.append(_Part(f"{'#' * level} {{#{identifier}}}" if identifier else "#" * level, line))
    return iter(sorted(found, key=lambda part: part.line))


def _block_signature(document: Document, block: Block) -> str:
    same = {key: value for key, value in sorted(block.attributes.items()) if key not in TEXTS}
    words = [f"::: {block.name}", *([f"#{block.id}"] if block.id else []), *(f"{k}={v}" for k, v in same.items())]
    if block.attributes.get("materials"):
        words.append("materials=" + "+".join(re.findall(r"\d+", block.attributes["materials"])))
    if block.name == "question":
        marks = "".join("x" if option.marked else "-" for option in block.options)
        words.append(f"[{marks}]")
    elif block.name == "fill-table":
        words.append(f"[{'+'.join(str(len(cells)) for _, cells in table_rows(document, block))}]")
    elif block.name == "choices":
        words.append(f"[{len(block.options)}]")
    elif block.name in FIELDS - {"lines", "box"} or block.name in ("objectives", "keypoints", "checklist"):
        words.append(f"[{len(list_items(document, block))}]")
    return " ".join(words)


def _references(document: Document) -> Iterator[tuple[str, int]]:
    """Links, pictures, terms and citations with their lines, without the language in file names."""
    for link in find_links(document):
        scheme = link.scheme
        if link.is_image or not (scheme or link.target.startswith("#")):
            path = _SPOKEN.sub(r"\1", str(resolve(document, link.path)))
            yield f"{'!' if link.is_image else ''}({path}{'#' + link.anchor if link.anchor else ''})", link.line
        else:
            named = scheme == "term" or link.target.startswith("#")
            yield f"({link.target})" if named else f"({scheme}:)", link.line
    for identifier, line in find_citations(document):
        yield f"[^{identifier}]", line


def _shown(references: Sequence[tuple[str, int]], document: Document, audience: Audience) -> list[tuple[str, int]]:
    """The references that an audience sees; terms and citations only at their first place."""
    hidden, once, found = hidden_lines(document, audience), set(), []
    for name, line in references:
        if line not in hidden and name not in once:
            found.append((name, line))
            if name.startswith(("(term:", "[^")):
                once.add(name)
    return found


def missing(course: Course) -> Iterator[Problem]:
    """Pages missing in a language: one problem each where no fallback has them, otherwise one count for the language."""
    pages = [page for page in course.pages() if page.documents]
    for language in course.config.languages:
        others = fallbacks(language)
        lacking = [page for page in pages if language not in page.documents]
        shown = {page.key: next((one for one in others if one in page.documents), "") for page in lacking}
        for page in lacking:
            if not shown[page.key]:
                first = next(iter(page.documents.values()))
                yield Problem(first.path, 1, "missing-translation", {"language": language})
        instead = [one for one in shown.values() if one and base(one) != base(language)]
        if instead:
            arguments = {
                "language": language,
                "n": len(instead),
                "all": len(pages),
                "others": ", ".join(dict.fromkeys(instead)),
            }
            yield Problem(PurePosixPath(NAME), course.config.languages_at, "pages-in-fallback", arguments)


def from_the_right(course: Course) -> Iterator[Problem]:
    """Warns of a language that is written from right to left where something is printed: layouts and fonts aren't made for it."""
    if not course.config.prints:
        return
    for language in course.config.languages:
        if direction(language) == "rtl":
            arguments = {"language": language}
            yield Problem(PurePosixPath(NAME), course.config.languages_at, "right-to-left", arguments)


def stale(course: Course) -> Iterator[Problem]:
    """A translation whose source has changed since it was stamped."""
    for page in course.pages():
        for document in page.documents.values():
            language, _, digest = document.meta.get(STAMP, "").partition("@")
            source = page.documents.get(language)
            if source is None and language not in course.config.languages:
                continue  # an institution may use fewer of the languages
            if digest and (source is None or text_digest(source) != digest):
                name = source.path.name if source else language
                line = document.meta_lines.get(STAMP, 1)
                yield Problem(document.path, line, "stale-translation", {"source": name})
