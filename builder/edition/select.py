"""Course -> Edition: the course as one audience gets it in one language. The only place where audience is decided.

Works on source lines, before anything is rendered: a hidden block's lines become empty lines (so that line numbers stay
true), and what was hidden is kept aside for the leak gate. A picture, a source or a term that only hidden text uses
isn't in the edition.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from builder.course.images import find_picture
from builder.course.links import find_links
from builder.course.model import Agenda, Audience, Course, Document, Facts, Page, Source, Term, Words
from builder.course.programme import NONE, Programme
from builder.course.scanned import Asked, Block
from builder.course.settings import Config
from builder.course.shown import shown, without_language
from builder.course.vocabulary import HIDDEN
from builder.edition.cited import programme_sources, sources_of
from builder.edition.files import SharedFile, shared_files
from builder.edition.numbers import Numbers, figure_numbers
from builder.edition.pictures import Shown, made_anew
from builder.words import month_name, words
from builder.words.packs import base

_TO_CASE = re.compile(r"casestories/([a-z0-9-]+)\.")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of an edition. `document` holds only what the audience may see."""

    key: str
    kind: str
    document: Document
    is_fallback: bool
    """Shown in another language because no translation exists."""

    @property
    def title(self) -> str:
        return self.document.title

    def checked(self, language: str) -> str:
        """A sentence that says when law and figures of the page were checked; "" when the page names no month."""
        month = self.document.checked
        return words(language)["checked"].replace("{month}", month_name(month, language)) if month else ""

    @property
    def track(self) -> str:
        """`core` (the workshop, which is the default), `extra` or `library`."""
        return self.document.meta.get("track", "core")

    @property
    def book(self) -> str:
        """Where a free page goes in workbooks: `front`, `end` or `none`."""
        return self.document.meta.get("book", "none")

    @property
    def is_extra(self) -> bool:
        """Not part of the workshop: for coaching, self-study, or the people behind the programme."""
        return self.track != "core"


@dataclass(frozen=True, slots=True)
class EditionModule:
    slug: str
    page: Leaf
    sessions: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class EditionCase:
    slug: str
    page: Leaf
    facts: Facts


@dataclass(frozen=True, slots=True)
class EditionGuide:
    slug: str
    page: Leaf
    agenda: Agenda | None


@dataclass(frozen=True, slots=True)
class Edition:
    audience: Audience
    language: str
    config: Config
    home: Leaf
    modules: tuple[EditionModule, ...]
    cases: tuple[EditionCase, ...]
    guides: tuple[EditionGuide, ...]
    """Empty for all but trainers."""
    sources: Mapping[str, Source]
    """Sources that the edition's text cites, and those of its case stories, by id."""
    glossary: Mapping[str, Term]
    topics: Mapping[str, Mapping[str, Words]]
    images: Mapping[PurePosixPath, Shown]
    keys: Mapping[PurePosixPath, str]
    """Path of a page's file, without its language -> the page's key."""
    case_users: Mapping[str, Sequence[Leaf]]
    """Slug of a case story -> the sessions, guides and other pages that use it."""
    free: tuple[Leaf, ...] = ()
    """Pages outside modules."""
    files: Mapping[PurePosixPath, SharedFile] = field(default_factory=dict)
    programme: Programme = NONE
    """The same for every audience."""
    programme_sources: Mapping[str, Source] = field(default_factory=dict)
    """Sources that the programme names, listed on its pages."""
    figures: Numbers = field(default_factory=dict)

    def leaves(self) -> Iterator[Leaf]:
        """Every page, in the order of the course."""
        yield self.home
        yield from (leaf for leaf in self.free if leaf.book == "front")
        for module in self.modules:
            yield module.page
            yield from module.sessions
        for case in self.cases:
            yield case.page
        yield from (leaf for leaf in self.free if leaf.book != "front")
        for guide in self.guides:
            yield guide.page


def select(course: Course, audience: Audience, language: str) -> Edition:
    """The edition of `course` for `audience` in `language`."""

    def leaf(page: Page) -> Leaf:
        document = select_document(shown(page, language), audience)
        is_other = base(document.language) != base(language)
        # For readers of es-MX, a page in es is not in another language.
        if not is_other and document.language != language:
            document = replace(document, language=language)
        return Leaf(page.key, page.kind, document, is_other)

    home = leaf(course.home)
    modules = tuple(
        EditionModule(module.slug, leaf(module.page), tuple(leaf(session) for session in module.sessions))
        for module in course.modules
    )
    cases = tuple(EditionCase(case.slug, leaf(case.page), case.facts) for case in course.cases)
    guides = (
        tuple(EditionGuide(guide.slug, leaf(guide.page), guide.agenda) for guide in course.guides)
        if audience is Audience.TRAINER
        else ()
    )
    edition = Edition(
        audience, language, course.config, home, modules, cases, guides, {}, course.glossary, course.topics, {}, {}, {},
        tuple(map(leaf, course.free)),
    )  # fmt: skip
    return replace(
        edition,
        sources=sources_of(
            course, (leaf.document for leaf in edition.leaves()), [case.facts for case in cases], language
        ),
        glossary=_glossary(course, edition),
        images=_images(course, edition),
        files=shared_files(course.files, (leaf.document for leaf in edition.leaves()), _public(course)),
        keys={without_language(leaf.document.path): leaf.key for leaf in edition.leaves()},
        case_users=_case_users(edition),
        programme=course.programme,
        figures=figure_numbers(course, audience),
        programme_sources=programme_sources(course, language),
    )


def _case_users(edition: Edition) -> dict[str, list[Leaf]]:
    """Slug of a case story -> the pages that link to it or have a block about it."""
    found: dict[str, list[Leaf]] = {}
    for leaf in edition.leaves():
        used = {block.attributes.get("of", "") for block in leaf.document.walk() if block.name == "case"}
        used |= {slug for line in leaf.document.lines for slug in _TO_CASE.findall(line)}
        for slug in used - {leaf.key}:
            found.setdefault(slug, []).append(leaf)
    return found


def is_hidden(block: Block, audience: Audience) -> bool:
    """Whether the block is hidden from this audience."""
    level = HIDDEN.get(block.name)
    return level is not None and Audience[level.upper()] > audience


def select_document(document: Document, audience: Audience) -> Document:
    """The document without what the audience may not see: the lines are empty, the blocks gone."""
    if audience is Audience.TRAINER:
        return replace(document, comments=()) if document.comments else document
    lines, hidden = list(document.lines), hidden_lines(document, audience)
    if not hidden and not document.comments:
        return document  # one page for all audiences: in a large course, copies would take as much memory as the course
    for question in _keyless(document, audience):
        for option in question.options:
            lines[option.line - 1] = " " * question.indent + f"- [ ] {option.text}"
    for number in hidden:
        lines[number - 1] = ""
    fences = tuple(fence for fence in document.fences if lines[fence[0] - 1])
    return replace(document, lines=tuple(lines), blocks=_kept(document.blocks, audience), fences=fences, comments=())


def handed_out(document: Document, block: Block) -> Document:
    """The page with which a block is printed as a handout: as participants may see it, even in trainers' editions."""
    return select_document(replace(document, blocks=(block,)), Audience.PARTICIPANT)


def hidden_lines(document: Document, audience: Audience) -> set[int]:
    """Numbers of the lines that the audience doesn't get; of a test's question it gets only text and options."""
    hidden = {number for first, last in hidden_spans(document, audience) for number in range(first, last + 1)}
    for question in _keyless(document, audience):
        shown = {*question.asked.text, *(option.line for option in question.options)}
        hidden.update(set(range(question.line + 1, question.end)) - shown)
    return hidden


def _keyless(document: Document, audience: Audience) -> list[Block]:
    """The questions whose key the audience doesn't get."""
    if audience >= Audience.SOLUTIONS:
        return []
    return [question for block in document.walk() if is_test(block) for question in block.children]


def hidden_spans(document: Document, audience: Audience) -> Iterator[tuple[int, int]]:
    """First and last line of each outermost block that the audience doesn't get."""

    def walk(blocks: tuple[Block, ...]) -> Iterator[tuple[int, int]]:
        for block in blocks:
            if is_hidden(block, audience):
                yield block.line, block.end
            else:
                yield from walk(block.children)

    yield from walk(document.blocks)


def is_test(block: Block) -> bool:
    """Whether the block is a quiz whose key counts as an answer: any but a self-check."""
    return block.name == "quiz" and block.attributes.get("use") != "self-check"


def _kept(blocks: tuple[Block, ...], audience: Audience, *, keyless: bool = False) -> tuple[Block, ...]:
    """The blocks that the audience gets; the questions of a test without their key."""
    keyless = keyless and audience < Audience.SOLUTIONS
    return tuple(
        replace(
            block,
            children=_kept(block.children, audience, keyless=is_test(block)),
            asked=_unmarked(block.asked) if keyless else block.asked,
        )
        for block in blocks
        if not is_hidden(block, audience)
    )


def _unmarked(asked: Asked) -> Asked:
    return replace(asked, options=tuple(replace(option, marked=False, feedback=()) for option in asked.options))


def _glossary(course: Course, edition: Edition) -> dict[str, Term]:
    """The terms that the edition's pages link to, and those that no page of any language links to."""
    shown = _terms(leaf.document for leaf in edition.leaves())
    used = _terms(course.documents())
    return {key: term for key, term in course.glossary.items() if key in shown or key not in used}


def _public(course: Course) -> Iterator[Document]:
    """The pages as participants see them, in all languages."""
    for page in (page for page in course.pages() if page.kind != "guide"):
        yield from (select_document(document, Audience.PARTICIPANT) for document in page.documents.values())


def _terms(documents: Iterable[Document]) -> set[str]:
    """The ids of the terms that the documents link to."""
    links = (link for document in documents for link in find_links(document))
    return {link.target.partition(":")[2] for link in links if link.scheme == "term"}


def _images(course: Course, edition: Edition) -> dict[PurePosixPath, Shown]:
    """The pictures that the edition's pages show, and the logos, re-encoded."""
    found = {
        find_picture(leaf.document, link.target, course.images)
        for leaf in edition.leaves()
        for link in find_links(leaf.document)
        if link.is_image
    }
    config = course.config
    found |= {path for path in (config.logo, *(partner.logo for partner in config.partners)) if path}
    return {path: made_anew(image, config.root) for path, image in course.images.items() if path in found}
