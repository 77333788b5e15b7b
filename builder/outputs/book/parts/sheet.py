"""A worksheet or test on its own."""

import xml.etree.ElementTree as etree

from builder.course.scanned import Block
from builder.course.worksheets import page_prefix, signature
from builder.outputs.book.draft import Draft, RenderedLeaf, class_of, plain_text
from builder.outputs.book.parts.front import open_book
from builder.outputs.book.parts.page import course_title, leaf_open
from builder.outputs.book.write.tree import TreeWriter
from builder.print.code import literal


def write_sheet(draft: Draft, page: RenderedLeaf, block: Block) -> str:
    """One worksheet or test with its title, who fills it in (unless it is anonymous), and where it belongs."""
    code = draft.code
    section = _section(page, block)
    heading = section[0]
    title = plain_text(heading)
    open_book(draft, title)
    running = course_title(draft)
    leaf_open(draft, running, running)
    code.at(page.path, int(section.get("data-line", "1")))
    heading.tag = "h2"
    _signature(draft, page, block)
    TreeWriter(draft, page, -1).block(section)
    _origin(draft, page)
    code.add("})")
    return title


def _section(page: RenderedLeaf, block: Block) -> etree.Element:
    """The element of the block."""
    return next(
        section
        for section in page.tree.iter("section")
        if class_of(section) == block.name and any(child.get("id") == block.id for child in section)
    )


def _signature(draft: Draft, page: RenderedLeaf, block: Block) -> None:
    """Room for a name, or what stands for it, and the date; nothing on an anonymous sheet."""
    signed = signature(page.leaf.document, block)
    if signed == "no":
        return
    prefix, cells = f"{page_prefix(page.leaf.document)}_{block.id}", []
    for key, width in ((signed, "2fr"), ("date", "1fr")):
        word = draft.book.words[f"book-your-{key}"]
        cells.append(f"({literal(word)}, {draft.target('tx', f'{prefix}_{key}', word)}, {width})")
    draft.code.add(f"name-row({', '.join(cells)})")


def _origin(draft: Draft, page: RenderedLeaf) -> None:
    """Which page the sheet is of."""
    kind = "book-sheet-from" if page.leaf.kind == "session" else "book-sheet-from-page"
    with draft.code.paragraph("par(text(size: small, font: sans, {", "}))"):
        draft.code.text(draft.book.words[kind].replace("{title}", page.leaf.title))
