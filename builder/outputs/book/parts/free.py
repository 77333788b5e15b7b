"""Pages that are no session: before the modules or behind them, as each of them says."""

from builder.outputs.book.draft import Draft, RenderedLeaf
from builder.outputs.book.parts.page import heading, leaf_open, notices, paragraphs
from builder.outputs.book.write.tree import TreeWriter


def write_pages(draft: Draft, where: str) -> None:
    """Those of this place: `front` or `end`."""
    for (kind, _), page in draft.book.pages.items():
        if kind == "free" and page.leaf.book == where:
            _write(draft, page)


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
