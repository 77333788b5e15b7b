"""Readable shades of the institution's colour, for light and dark backgrounds."""

from colorsys import hls_to_rgb, rgb_to_hls

from builder.course.config import contrast_with_white

DARK_PAPER = "#1e2129"
"""About the background of the site theme's dark scheme."""


def tint_for_dark(colour: str) -> str:
    """The colour, lightened until it can be read on a dark background (contrast 7 to 1)."""
    hue, _, saturation = rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))
    for step in range(30, 101):
        channels = hls_to_rgb(hue, step / 100, min(1.0, saturation * 1.2))
        tint = "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
        if contrast_with_white(DARK_PAPER) / contrast_with_white(tint) >= 7:
            return tint
    return "#ffffff"


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with this share of `other` in it."""
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
