"""What a DOCX holds: rendered worksheets, forms or tests of an edition, grouped by module or guide."""

import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from builder.course.model import Audience
from builder.course.scanned import Block
from builder.course.worksheets import find_handouts, signature
from builder.edition.alone import alone
from builder.edition.formulas import in_signs
from builder.edition.once import once
from builder.edition.render import render
from builder.edition.resolve import page_markdown
from builder.edition.select import Edition, Leaf, select_document
from builder.edition.spelled import spell_out
from builder.package.places import Form, Places
from builder.package.quizzes import citations, cite
from builder.words import words

Wanted = Callable[[Leaf, Block], bool]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet, form or test."""

    id: str
    leaf: Leaf
    section: etree.Element
    """Rendered; its first heading is the title."""
    signed: str
    """What it asks of who fills it in: `name`, `code` or `no` (neither)."""


@dataclass(frozen=True, slots=True)
class Group:
    """The sheets of a module, or of a page outside the modules."""

    title: str
    language: str
    sheets: tuple[Sheet, ...]


def groups(edition: Edition, wanted: Wanted, *, keys: bool = False) -> list[Group]:
    """The wanted sheets in course order, without empty groups. Without `keys` they are as participants get them."""
    found = []
    for title, language, leaves in _parts(edition):
        sheets = tuple(sheet for leaf in leaves for sheet in _of_page(edition, leaf, wanted, keys=keys))
        if sheets:
            found.append(Group(title, language, sheets))
    return found


def blocks_of(leaf: Leaf, wanted: Wanted) -> list[Block]:
    """The wanted ones among a page's worksheets, forms and tests."""
    return [sheet.block for sheet in find_handouts([leaf.document]).values() if wanted(leaf, sheet.block)]


def _parts(edition: Edition) -> Iterator[tuple[str, str, list[Leaf]]]:
    """Title, language and pages of each part of the course that can have sheets."""
    word = words(edition.language)["module"]
    yield edition.home.title, edition.home.document.language, [edition.home]
    for number, module in enumerate(edition.modules, 1):
        title = f"{word} {number}: {module.page.title}"
        yield title, module.page.document.language, [module.page, *module.sessions]
    for leaf in (*(case.page for case in edition.cases), *edition.free, *(guide.page for guide in edition.guides)):
        yield leaf.title, leaf.document.language, [leaf]


def _of_page(edition: Edition, leaf: Leaf, wanted: Wanted, *, keys: bool) -> Iterator[Sheet]:
    blocks = blocks_of(leaf, wanted)
    if blocks:
        names = tuple(block.id for block in blocks)
        yield from once(
            edition, ("sheets", leaf.key, names, keys), lambda: list(_drawn(edition, leaf, blocks, keys=keys))
        )


def _drawn(edition: Edition, leaf: Leaf, blocks: Sequence[Block], *, keys: bool) -> Iterator[Sheet]:
    document = replace(leaf.document, blocks=tuple(blocks))
    shown = document if keys else select_document(document, Audience.PARTICIPANT)
    page = replace(leaf, document=alone(shown, list(shown.blocks)))
    cited = citations(edition)
    sections = [section for section in _rendered(edition, page, keys=keys) if section.get("class") in _KINDS]
    for block, section in zip(shown.blocks, sections, strict=True):
        for element in section.iter():
            cite(element, cited)
        yield Sheet(block.id, leaf, section, "no" if keys else signature(leaf.document, block))


_KINDS = ("worksheet", "quiz")


def _rendered(edition: Edition, page: Leaf, *, keys: bool) -> etree.Element:
    places = once(edition, "places of sheets", lambda: Places(edition, Form(), (), (), (), ()))
    markdown = page_markdown(edition, page, places.address_from(page.key), places.sheets)
    tree = render(markdown, page.document.language, keys=keys)
    spell_out(tree)
    in_signs(tree)
    return tree
