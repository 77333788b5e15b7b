"""Free pages, before or after the modules as each page's `book` says, and the home page's notes to trainers."""

from builder.edition.alone import HOME_NOTES
from builder.outputs.book.draft import Draft, RenderedLeaf
from builder.outputs.book.parts.page import heading, leaf_open, notices, paragraphs
from builder.outputs.book.write.tree import TreeWriter


def write_pages(draft: Draft, where: str) -> None:
    """Writes the free pages that belong at `where`: `front` or `end`."""
    for (kind, _), page in draft.book.pages.items():
        if kind == "free" and page.leaf.book == where:
            _write(draft, page)


def write_home_notes(draft: Draft) -> None:
    """Writes what the home page says to trainers; the rest of that page is for screens."""
    page = draft.book.pages.get(("home", HOME_NOTES))
    if page is None:
        return
    draft.code.at(page.path, 0)
    leaf_open(draft, page.leaf.title, page.leaf.title, page=page)
    heading(draft, page.leaf.title, 1, page.label)
    TreeWriter(draft, page, 0).page_body()
    draft.code.add("})")


def _write(draft: Draft, page: RenderedLeaf) -> None:
    draft.code.at(page.path, 0)
    leaf_open(draft, page.leaf.title, page.leaf.title, page=page)
    heading(draft, page.leaf.title, 1, page.label)
    notices(draft, page)
    if page.leaf.document.summary:
        with draft.code.node("lead({"):
            paragraphs(draft, page.leaf.document.summary)
    TreeWriter(draft, page, 0).page_body()
    draft.code.add("})")
