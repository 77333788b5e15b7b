"""Drawings (SVG) as points, for programs that don't read them."""

from functools import lru_cache

from builder.print.pdf_text import first_page_png
from builder.print.typst import compile_book

_MAIN = """#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#set document(title: "-")
#image("assets/drawing.svg", width: {width}pt, height: {height}pt, alt: "-")
"""
_SIDE = 1400.0
"""Pixels of the longer side."""


@lru_cache(64)
def png_of(svg: bytes, size: tuple[float, float]) -> bytes:
    """The drawing as PNG; `size` in points. Raises ContentError when Typst can't draw it."""
    width, height = (max(1.0, side) for side in size)
    main = _MAIN.format(width=f"{width:g}", height=f"{height:g}")
    found = compile_book(main, "", {"drawing.svg": svg}, {}, 0, [])
    return first_page_png(found.pdf, min(4.0, _SIDE / max(width, height)))
