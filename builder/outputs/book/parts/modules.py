"""The modules of a book: opener, sessions, their text."""

import xml.etree.ElementTree as etree
from contextlib import nullcontext

from builder.course.model import GUIDES
from builder.edition.addresses import web_address
from builder.edition.lead import lead_of
from builder.edition.select import EditionModule
from builder.outputs.book.draft import Draft, RenderedLeaf, class_of
from builder.outputs.book.parts import trainer
from builder.outputs.book.parts.page import (
    code_mark,
    drawing,
    heading,
    leaf_open,
    listing_row,
    notices,
    page_head,
    paragraphs,
    to_right,
)
from builder.outputs.book.write.heights import block_height
from builder.outputs.book.write.tree import TreeWriter
from builder.print.code import literal

DRAWN = (90.0, 215.0)
"""Least and most height of the drawing on a module's opener, in points."""
NAMED, LINE, ROW = 240.0, 15.0, 17.5
"""Points that an opener's fixed parts take, one line of its summary, and one row of its list of sessions, in 10-point type."""
BAND, WORTH = 0.65, 0.4
"""Height of objectives in a band, as a share of that in a box; share of a page that a text must fill to get pages of its own."""
CODE = 60.0
"""Points that a QR code adds to the height of the summary."""


def write_module(draft: Draft, module: EditionModule) -> None:
    """Opener with objectives and the list of sessions, the trainer's guide, the sessions."""
    pages, number = draft.book.pages, number_of(draft, module)
    running = f"{draft.book.words['module']} {number} · {module.page.title}"
    _opener(draft, module, running, number)
    guide = pages.get(("guide", GUIDES + module.slug))
    if guide is not None:
        trainer.guide(draft, guide, running, number)
    noting = _with_notes(draft, module)
    for order, session in enumerate(module.sessions, 1):
        if ("session", session.key) in pages:
            place = (running, number, order)
            write_session(draft, pages["session", session.key], place, noting.get(session.key, ""))
    draft.module_before = not any("rest-of-page" in how for how in noting.values())


def _with_notes(draft: Draft, module: EditionModule) -> dict[str, str]:
    """Key of each session followed by room for notes -> its Typst code: where authors ask for it, else after the last session."""
    printed = [session for session in module.sessions if ("session", session.key) in draft.book.pages]
    word = literal(draft.book.words["book-own-notes"])
    asked = {session.key: f"rest-of-page({word})" for session in printed if session.document.meta.get("notes") == "yes"}
    return asked or {session.key: f"module-notes({word})" for session in printed[-1:]}


def _opener(draft: Draft, module: EditionModule, running: str, number: int) -> None:
    """The module's opening page with objectives and sessions, then the text of its own page, unless that is in another volume."""
    words, code = draft.book.words, draft.code
    page = draft.book.pages.get(("module", module.page.key))
    aims = _aims(draft, page) if page else []
    code.at(str(module.page.document.path), 0)
    to_right(draft)
    leaf_open(draft, running, running, number, str(number), page, head="none")
    with code.node(f"part-opener({number}, {literal(words['module'])}, {literal(str(number))}, {{"):
        heading(draft, module.page.title, 1, f"p:{module.page.key}")
        left = _left_for_drawing(draft, module, aims)
        room = (draft.book.measures.full, min(max(left, DRAWN[0]), DRAWN[1]))
        code.add(f"}}, {drawing(draft, lead_of(draft.book.edition, module.page), room)}, {{")
        address = web_address(draft.book.edition, module.page)
        with code.node(f"coded({code_mark(draft, address)}, {{") if address else nullcontext():
            paragraphs(draft, module.page.document.summary)
    has_text = page is not None and (len(page.tree) > len(aims) or page.leaf.is_fallback)
    if page:
        TreeWriter(draft, page, 0).flow(aims)
        if not has_text:
            notices(draft, page)
    _sessions(draft, module, is_close=left < DRAWN[0])
    code.add("})")
    if page and has_text:
        leaf_open(draft, running, running, number, str(number), page)
        notices(draft, page)
        TreeWriter(draft, page, 0).page_body(skip=aims)
        code.add("})")


def _aims(draft: Draft, page: RenderedLeaf) -> list[etree.Element]:
    """The objectives, to be set on the opener; empty if the text without them would be too short for pages of its own."""
    found = [child for child in page.tree if class_of(child) == "objectives"][:1]
    measures = draft.book.measures
    rest = sum(block_height(child, measures.text, measures) for child in page.tree if child not in found)
    return found if not rest or rest > measures.height * WORTH else []


def _left_for_drawing(draft: Draft, module: EditionModule, aims: list[etree.Element]) -> float:
    """Estimated height left for the drawing on the opener, in points."""
    measures = draft.book.measures
    lines = len(module.page.document.summary) // 75 + len(module.page.title) // 45
    taken = (NAMED + LINE * lines + ROW * len(module.sessions)) * measures.size / 10
    taken += sum(block_height(aim, measures.text, measures) for aim in aims) * BAND
    taken += CODE if web_address(draft.book.edition, module.page) else 0
    return measures.height - taken


def _sessions(draft: Draft, module: EditionModule, *, is_close: bool) -> None:
    """The list of the module's sessions; those in another volume are shown with its name. `is_close`: in lower rows."""
    words = draft.book.words
    with draft.code.node("sub({"):
        draft.code.text(words["sessions"])
    for session in module.sessions:
        track = words["extra" if session.is_extra else "core"]
        label = f"p:{session.key}"
        parts = [draft.book.elsewhere.get(label, track), f"{session.document.minutes} {words['minutes']}"]
        listing_row(draft, label, session.title, parts, is_close=is_close)


def write_session(draft: Draft, page: RenderedLeaf, place: tuple[str, int, int], notes: str) -> None:
    """Opener with minutes, then the text. `place`: running head, number of module and session; `notes`: Typst code after it."""
    running, number, order = place
    words, code, document = draft.book.words, draft.code, page.leaf.document
    code.at(page.path, 0)
    leaf_open(draft, running, document.title, number, str(number), page, after=notes)
    track = words["extra" if page.leaf.is_extra else "core"]
    parts = [f"{words['session']} {number}.{order}", f"{document.minutes} {words['minutes-long']}", track]
    page_head(draft, page, parts)
    _text(draft, page)
    code.add("})")


def _text(draft: Draft, page: RenderedLeaf) -> None:
    """Trainers get the objectives and the plan of the session first, on a page of their own."""
    tree = TreeWriter(draft, page)
    if not draft.book.is_trainer:
        tree.page_body()
        return
    first = [child for child in page.tree if class_of(child) == "objectives"][:1]
    tree.flow(first)
    trainer.plan(draft, page)
    draft.code.add(f"own-notes({literal(draft.book.words['book-own-notes'])})")
    draft.code.add("pagebreak()")
    tree.page_body(skip=first)


def number_of(draft: Draft, module: EditionModule) -> int:
    return [part.slug for part in draft.book.edition.modules].index(module.slug) + 1
