"""The rendered pages of a book and the link targets among them: everything that is fixed before writing begins."""

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import PurePosixPath

from builder.course.agenda import places
from builder.course.model import Audience
from builder.course.worksheets import find_sheets
from builder.edition.folded import to_the_end
from builder.edition.lead import lead_of
from builder.edition.once import once
from builder.edition.render import markup, name_module_objectives
from builder.edition.resolve import page_markdown
from builder.edition.select import Edition, Leaf
from builder.edition.spelled import spell_out
from builder.edition.volumes import volume_of
from builder.outputs.book.draft import Book, RenderedLeaf, ids
from builder.outputs.book.measures import Measures, measures_of
from builder.outputs.book.samples import Samples, mark_samples, samples_of
from builder.outputs.book.spec import BookSpec, printed_leaves
from builder.print.glyphs import missing_glyphs
from builder.problems import ContentError
from builder.words import words

LED = ("module", "session", "case", "guide")
"""Kinds of pages whose opening drawing is set beside the title."""
_KEPT = 300
"""Rendered pages that a process caches, some 30 KB each."""


def fixed_book(edition: Edition, spec: BookSpec) -> Book:
    """A book with the pages that its spec asks for. Raises ContentError for what can't be printed."""
    leaves = list(printed_leaves(edition, spec))
    samples = samples_of(leaf.document for leaf in leaves)
    book = _book(edition, spec, leaves, measures_of(spec), samples)
    return replace(book, labels=_labels(book), elsewhere=_elsewhere(book, spec, leaves))


def sheet_book(edition: Edition, spec: BookSpec, leaf: Leaf, samples: Samples) -> Book:
    """A book of one worksheet: without a label column, and without link targets."""
    book = _book(edition, spec, [leaf], replace(measures_of(spec), column=0.0), samples)
    return replace(book, is_sheet=True)


def _book(edition: Edition, spec: BookSpec, leaves: Sequence[Leaf], measures: Measures, samples: Samples) -> Book:
    check_glyphs(leaves)
    pages = rendered(edition, leaves)
    for page in pages.values():
        mark_samples(page.tree, samples)
    return Book(
        edition=edition,
        words=words(edition.language),
        measures=measures,
        with_fields=spec.with_fields and not spec.booklet,
        pages=pages,
        labels=frozenset(),
        elsewhere={},
        all_sources=edition.audience is not Audience.PARTICIPANT or spec.content == "cases",
    )


def _labels(book: Book) -> frozenset[str]:
    """Every link target of the book: pages, their anchors, glossary terms and sources."""
    pages = book.pages.values()
    return frozenset(
        {page.label for page in pages}
        | {f"{page.label}{place}" for page in pages for place in places(page.leaf.document).values()}
        | {f"{page.label}:{identifier}" for page in pages for identifier in ids(page.tree)}
        | {f"t:{key}" for key in book.edition.glossary}
        | {f"s:{key}" for key in book.edition.sources if book.all_sources}
    )


def _elsewhere(book: Book, spec: BookSpec, leaves: Sequence[Leaf]) -> Mapping[str, str]:
    name, edition = book.words["book-volume"], book.edition
    if not spec.is_workbook:
        return _other_books(book, leaves)
    if not spec.volume:
        return {}
    others = (leaf for leaf in edition.leaves() if leaf not in leaves and (leaf.kind != "free" or leaf.book != "none"))
    return {f"p:{leaf.key}": name.replace("{n}", str(volume_of(edition, leaf))) for leaf in others}


def _other_books(book: Book, leaves: Sequence[Leaf]) -> Mapping[str, str]:
    """For the book of a module or of the case stories: the name of the book that has each page left out here, by label."""
    found = {
        f"p:{leaf.key}": book.words["book-module-only"].replace("{n}", str(number))
        for number, module in enumerate(book.edition.modules, 1)
        for leaf in (module.page, *module.sessions)
    }
    found |= {f"p:{case.page.key}": book.words["book-cases"] for case in book.edition.cases}
    here = {f"p:{leaf.key}" for leaf in leaves}
    return {label: name for label, name in found.items() if label not in here}


def rendered(edition: Edition, leaves: Sequence[Leaf]) -> dict[tuple[str, str], RenderedLeaf]:
    """The pages by kind and key."""
    sheets = once(edition, "sheets", lambda: find_sheets(leaf.document for leaf in edition.leaves()))
    found = {}
    for leaf in leaves:
        tree = _tree(edition, leaf, page_markdown(edition, leaf, partial(_address, edition), sheets))
        lead = lead_of(edition, leaf) if leaf.kind in LED else None
        if lead is not None:
            tree.remove(tree[0])
        found[leaf.kind, leaf.key] = RenderedLeaf(leaf, tree, f"p:{leaf.key}", lead)
    return found


def _tree(edition: Edition, leaf: Leaf, markdown: str) -> etree.Element:
    language, audience = leaf.document.language, edition.audience
    is_trainer = audience is Audience.TRAINER
    tree = etree.fromstring(_markup(markdown, language, audience is not Audience.PARTICIPANT, is_trainer))
    to_the_end(tree, words(language))
    spell_out(tree)
    if leaf.kind == "module":
        name_module_objectives(tree, language)
    return tree


@lru_cache(_KEPT)
def _markup(markdown: str, language: str, keys: bool, trainer: bool) -> str:  # noqa: FBT001 - positional: the cache's key
    """A page's markup, cached: the same page goes into a workbook, its module's book and a book for each of its worksheets."""
    return markup(markdown, language, keys=keys, trainer=trainer)


def _address(edition: Edition, place: str, key: str, anchor: str) -> str:
    """The address of a link: `#t:` a term, `#i:` a picture, `#p:` a page; empty for anything else."""
    if place == "term":
        return f"#t:{key}"
    if place == "image":
        image = edition.images.get(PurePosixPath(key))
        return f"#i:{image.token}" if image else ""
    return f"#p:{key}" + (f":{anchor}" if anchor else "") if place == "page" else ""


def check_glyphs(leaves: Iterable[Leaf]) -> None:
    """Raises ContentError for characters that the fonts lack: Typst would drop them, or report them without a line."""
    problems = [problem for leaf in leaves for problem in missing_glyphs(leaf.document)]
    if problems:
        raise ContentError(problems)
