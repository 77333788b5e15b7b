"""Drawings (SVG) as bitmaps, for programs that can't read SVG."""

from collections.abc import Sequence
from functools import lru_cache

from builder.print.pdf_text import page_pngs
from builder.print.typst import compile_book

Size = tuple[float, float]
_PAGE = """#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#image("assets/{name}", width: {width}pt, height: {height}pt, alt: "-")
"""
_SIDE = 1400.0
"""The most pixels of the longer side."""


@lru_cache(64)
def png_of(svg: bytes, size: Size) -> bytes:
    """The drawing as PNG; `size` in points. Raises ContentError when Typst can't draw it."""
    return pngs_of([(svg, size)])[0]


def pngs_of(drawings: Sequence[tuple[bytes, Size]]) -> list[bytes]:
    """The same for several at once, which takes hardly longer than one."""
    if not drawings:
        return []
    sizes = [(max(1.0, size[0]), max(1.0, size[1])) for _, size in drawings]
    names = [f"drawing{number}.svg" for number in range(len(drawings))]
    pages = [
        _PAGE.format(name=name, width=f"{w:g}", height=f"{h:g}") for name, (w, h) in zip(names, sizes, strict=True)
    ]
    assets = {name: svg for name, (svg, _) in zip(names, drawings, strict=True)}
    found = compile_book('#set document(title: "-")\n' + "".join(pages), "", assets, {}, 0, [])
    return page_pngs(found.pdf, [min(4.0, _SIDE / max(size)) for size in sizes])
