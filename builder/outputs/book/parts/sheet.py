"""A worksheet or test on its own."""

import xml.etree.ElementTree as etree

from builder.course.scanned import Block
from builder.course.worksheets import page_prefix, signature
from builder.edition.addresses import web_address
from builder.edition.select import Leaf
from builder.outputs.book.draft import Draft, RenderedLeaf, class_of, plain_text
from builder.outputs.book.parts.front import open_book
from builder.outputs.book.parts.page import coded_head, course_title, leaf_open
from builder.outputs.book.write.tree import TreeWriter
from builder.print.code import literal


def write_sheet(draft: Draft, page: RenderedLeaf, block: Block) -> str:
    """Writes one worksheet or test with room for a name (unless it is anonymous); returns its title."""
    code = draft.code
    section = _section(page, block)
    heading = section[0]
    title = plain_text(heading)
    open_book(draft, title)
    running = course_title(draft)
    address = web_address(draft.book.edition, page.leaf) if page.leaf.kind != "guide" else ""
    leaf_open(draft, running, running, head=coded_head(draft, running, address))
    code.at(page.path, int(section.get("data-line", "1")))
    heading.tag = "h2"
    with code.node("filling(room => {"):
        _signature(draft, page, block)
        TreeWriter(draft, page, -1).block(section)
    code.add("})")
    return title


def _section(page: RenderedLeaf, block: Block) -> etree.Element:
    """The element that a block was rendered to."""
    return next(
        section
        for section in page.tree.iter("section")
        if class_of(section) == block.name and any(child.get("id") == block.id for child in section)
    )


def _signature(draft: Draft, page: RenderedLeaf, block: Block) -> None:
    """Room for a name, or whatever the sheet asks for instead, and the date; nothing on an anonymous sheet."""
    signed = signature(page.leaf.document, block)
    if signed == "no":
        return
    prefix, cells = f"{page_prefix(page.leaf.document)}_{block.id}", []
    for key, width in ((signed, "2fr"), ("date", "1fr")):
        word = draft.book.words[f"book-your-{key}"]
        cells.append(f"({literal(word)}, {draft.target('tx', f'{prefix}_{key}', word)}, {width})")
    draft.code.add(f"name-row({', '.join(cells)})")


def origin(draft: Draft, leaf: Leaf) -> str:
    """Says which page of the course the sheet comes from, for the foot of its pages."""
    kind = "book-sheet-from" if leaf.kind == "session" else "book-sheet-from-page"
    return draft.book.words[kind].replace("{title}", leaf.title)
