"""Drawings as bitmaps, kept for other editions of the course: to pack the pixels of one takes longer than to read them."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

from builder.edition import kept
from builder.print.raster import Size, pngs_of

_KIND = "png"


def bitmaps(drawings: Sequence[tuple[bytes, Size]]) -> list[bytes]:
    """Each drawing (SVG, and its size in points) as PNG. Raises ContentError when Typst can't draw one."""
    if kept.near() is None:
        return pngs_of(drawings)
    names = [(sha256(svg).hexdigest(), size) for svg, size in drawings]
    known = {name: content for name in names if (content := kept.find(_KIND, *name))}
    missing = {name: drawing for name, drawing in zip(names, drawings, strict=True) if name not in known}
    for name, content in zip(missing, pngs_of(list(missing.values())), strict=True):
        kept.keep(content, _KIND, *name)
        known[name] = content
    return [known[name] for name in names]


@lru_cache(64)
def bitmap(svg: bytes, size: Size) -> bytes:
    """`bitmaps` of one drawing."""
    return bitmaps([(svg, size)])[0]
