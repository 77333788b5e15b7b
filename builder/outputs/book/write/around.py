"""The context of the block being written (in a box? kept together?), and how the writers of blocks call one another."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from builder.outputs.book.draft import Draft, RenderedLeaf
from builder.outputs.book.write.inline import InlineWriter
from builder.print.code import Code, literal

KEEP_SHARE = 0.55
"""Share of a page: a higher block may break."""
SURELY_FITS = 0.85
"""Share of a page: a worksheet estimated lower surely fits on one. Higher ones are placed after a first layout (`layout/facing`)."""
SURE_SHARE = 0.45
"""Share of a page: a block estimated lower is kept together unmeasured. On 876 blocks of the course the estimate was at most 9 % short."""


class Surroundings:
    """Whether the current block is inside a box, and whether anything around it is kept on one page."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.is_wide = False
        """Whether the box around the current block takes the whole width."""
        self.is_held = False
        """Whether what stands before the current block must stay with it."""
        self._boxes = 0
        self._kept = 0

    @property
    def is_boxed(self) -> bool:
        """Whether the current block is inside a box, and so isn't placed in a column of its own."""
        return self._boxes > 0

    @contextmanager
    def box(self, *, is_wide: bool = False) -> Iterator[None]:
        """A box; `is_wide`: over the whole width, unless it is inside another one."""
        outer = self.is_wide
        self.is_wide = outer if self.is_boxed else is_wide
        self._boxes += 1
        yield
        self._boxes -= 1
        self.is_wide = outer

    @contextmanager
    def placed(self, head: str) -> Iterator[None]:
        """A box in the text column (`tx({`) or over the whole width (`wide({`, `wide-cue({`); inside another box `head` isn't written."""
        with nullcontext() if self.is_boxed else self.draft.code.node(head), self.box(is_wide=head.startswith("wide")):
            yield

    def together(self, height: float, share: float = KEEP_SHARE) -> AbstractContextManager[None]:
        """Keeps what is written inside on one page, if its `height` (points) is below `share` of a page and nothing around it is kept."""
        is_low = height < self.draft.book.measures.height * share
        return self.kept(height) if is_low and not self._kept else nullcontext()

    def breaking(self, height: float, share: float) -> AbstractContextManager[None]:
        """For a box too high for `together`: how it breaks is decided from the laid-out pages (`layout/boxes`)."""
        if height < self.draft.book.measures.height * share or not self.is_flowing:
            return nullcontext()
        path, line = self.draft.code.origin
        held = "true" if self.is_held else "false"
        return self.draft.code.node(f"breaking({literal(f'{path}:{line}')}, {held}, {{")

    def kept(self, height: float) -> AbstractContextManager[None]:
        """Keeps what is written inside on one page, unless Typst measures it too high. What is surely low isn't measured, to save memory."""
        return self._held("whole" if height < self.draft.book.measures.height * SURE_SHARE else "keep")

    @property
    def is_flowing(self) -> bool:
        """Whether a page may end here: in a book, with nothing around that is kept together."""
        return not (self._kept or self.is_boxed or self.draft.book.is_sheet)

    def is_free(self, height: float) -> bool:
        """Whether a sheet may begin on a page of its own."""
        return self.is_flowing and height >= self.draft.book.measures.height * SURELY_FITS

    def paged(self, height: float) -> AbstractContextManager[None]:
        """For a worksheet, which isn't split when it fits on a page."""
        if self.draft.book.is_sheet or self.is_free(height):
            return nullcontext()
        if self._kept or self.is_boxed:
            return self.together(height)
        return self._held("whole")

    @contextmanager
    def _held(self, head: str) -> Iterator[None]:
        """`head`: the Typst function, `whole` (always on one page) or `keep` (if low enough)."""
        path, line = self.draft.code.origin
        with self.draft.code.node(f"{head}({literal(f'{path}:{line}')}, {{"):
            self._kept += 1
            yield
            self._kept -= 1


class Tree(Protocol):
    """What the writers of blocks use of the page's writer (`TreeWriter`)."""

    draft: Draft
    page: RenderedLeaf
    code: Code
    inline: InlineWriter
    around: Surroundings

    def flow(self, children: Sequence[etree.Element]) -> None: ...
    def block(self, element: etree.Element) -> None: ...
    def heading(self, element: etree.Element, *, listed: bool = True, place: str = "") -> None: ...
    def text_node(self, element: etree.Element) -> None: ...
