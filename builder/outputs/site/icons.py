"""The course's icons for a phone's home screen: its logo, or the theme's sprout on the course's colour."""

import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from fontTools.misc.bezierTools import segmentPointAtT
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from PIL import Image, ImageDraw

from builder.edition.pictures import Shown
from builder.edition.select import Edition
from builder.outputs.site.flat import flat_png
from builder.outputs.site.look import icon_svg
from builder.print.raster import png_of

FOLDER = "assets/app"
ICONS = {"icon-192": (192, 0.78), "icon-512": (512, 0.78), "icon-maskable-512": (512, 0.56), "icon-touch": (180, 0.62)}
"""Name -> side in pixels, and the drawing's share of it, which is low for maskable icons because systems crop them to a circle."""
_FINE = 4
_GRID = 24
"""Side of the theme's icons, in their own units."""
_WIDEST = 1.6
"""Largest ratio of a logo's sides: a longer one can't be recognised at the size of an icon."""
Point = tuple[float, float]


def icons(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Name and PNG of each icon."""
    logo = edition.images.get(edition.config.logo) if edition.config.logo else None
    is_square = logo is not None and 1 / _WIDEST <= logo.size[0] / logo.size[1] <= _WIDEST
    picture = _opened(logo) if logo and is_square else None
    for name, (side, share) in ICONS.items():
        drawn = _with_logo(picture, side, share) if picture else _sprout(edition.config.colour, side, share)
        yield f"{FOLDER}/{name}.png", drawn


def _opened(logo: Shown) -> Image.Image:
    content = png_of(logo.content, logo.size) if logo.suffix == ".svg" else logo.content
    return Image.open(BytesIO(content)).convert("RGBA")


def _with_logo(logo: Image.Image, side: int, share: float) -> bytes:
    icon = Image.new("RGB", (side, side), "white")
    scale = side * share / max(logo.size)
    small = logo.resize(
        (max(1, round(logo.width * scale)), max(1, round(logo.height * scale))), Image.Resampling.LANCZOS
    )
    icon.paste(small, ((side - small.width) // 2, (side - small.height) // 2), small)
    stream = BytesIO()
    icon.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(stream, "PNG", optimize=True)
    return stream.getvalue()


@lru_cache(len(ICONS))
def _sprout(colour: str, side: int, share: float) -> bytes:
    """The sprout, drawn larger and scaled down for smooth edges. `share`: of the side that it takes."""
    large = side * _FINE
    icon = Image.new("L", (large, large))
    scale, edge = large * share / _GRID, large * (1 - share) / 2
    for outline in _outlines():
        ImageDraw.Draw(icon).polygon([(edge + x * scale, edge + y * scale) for x, y in outline], 255)
    return flat_png(icon.reduce(_FINE), colour)


@lru_cache(1)
def _outlines() -> list[list[Point]]:
    """The theme's drawing as polygons."""
    drawing = re.search(r'<path d="([^"]+)"', icon_svg("#000000"))
    pen = RecordingPen()
    parse_path(drawing[1] if drawing else "", pen)
    outlines: list[list[Point]] = []
    for what, points in pen.value:
        if what == "moveTo":
            outlines.append(list(points))
        elif what == "lineTo":
            outlines[-1] += points
        elif what == "curveTo":
            curve = [outlines[-1][-1], *points]
            outlines[-1] += [segmentPointAtT(curve, step / 12) for step in range(1, 13)]
    return outlines
