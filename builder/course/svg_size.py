"""The size at which a drawing is shown, in points: from its width and height, or else from its viewBox."""

import re
import xml.etree.ElementTree as etree
from math import isfinite

Size = tuple[float, float]
"""Width and height in points."""
UNIT = 0.68
"""Points per SVG user unit or CSS pixel, chosen so that text of 14 units is as large as the books' text.
Screens are read from farther away: the site shows a point as 1 / UNIT pixels."""
SMALLEST, SHORTEST = 200 * UNIT, 10.0
"""Least points of the longer side of a drawing that gives no size (its viewBox may be in any unit), and of one that does."""
LARGEST = 1e7
_ON_PAPER = {"pt": 1.0, "pc": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "q": 72 / 101.6}
"""Points per physical unit; drawings sized in these are printed at exactly that size."""
_IN_UNITS = {"": 1.0, "px": 1.0, "em": 16.0, "rem": 16.0, "ex": 8.0} | {
    name: points * 96 / 72 for name, points in _ON_PAPER.items()
}
"""User units of the drawing per named unit (CSS Values, 6.2)."""
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_LENGTH = re.compile(rf"\s*({_NUMBER})\s*([a-zA-Z]*)\s*")
_BOX = re.compile(rf"\s*({_NUMBER})" + rf"(?:\s*,\s*|\s+|(?=[+-]))({_NUMBER})" * 3 + r"\s*")


def sized(root: etree.Element) -> tuple[Size, str]:
    """The size, and what is wrong with it ("" when nothing). Sets width, height and viewBox of `root` so that all programs read them.

    Percentages, and lengths relative to a window, don't count as a size.
    """
    try:
        (width, across), (height, down) = _length(root, "width"), _length(root, "height")
        box = _box(root)
    except ValueError as error:
        return (0.0, 0.0), str(error)
    if box is None and not (width and height):
        return (0.0, 0.0), "<svg>"
    box = box or (0.0, 0.0, across, down)
    if width or height:
        ratio = box[2] / box[3]
        size = _at_least((width or height * ratio, height or width / ratio), SHORTEST)
    else:
        size = _at_least((box[2] * UNIT, box[3] * UNIT), SMALLEST)
    root.set("viewBox", " ".join(f"{number:.8g}" for number in box))
    root.set("width", f"{size[0] / UNIT:.8g}")
    root.set("height", f"{size[1] / UNIT:.8g}")
    return size, ""


def _length(root: etree.Element, name: str) -> tuple[float, float]:
    """The length in points and in units of the drawing; 0 when there is none. Raises ValueError when it is too small or too large."""
    text = root.get(name, "")
    match = _LENGTH.fullmatch(text)
    if not match or match[2].lower() not in _IN_UNITS:
        return 0.0, 0.0
    number, unit = float(match[1]), match[2].lower()
    inside = number * _IN_UNITS[unit]
    if not 1 / LARGEST < inside < LARGEST:
        raise ValueError(f'{name}="{text[:30]}"')
    return (number * _ON_PAPER[unit] if unit in _ON_PAPER else inside * UNIT), inside


def _box(root: etree.Element) -> tuple[float, float, float, float] | None:
    text = root.get("viewBox")
    if text is None:
        return None
    match = _BOX.fullmatch(text)
    numbers = tuple(map(float, match.groups())) if match else ()
    sides = numbers[2:]
    if len(numbers) != 4 or not all(map(isfinite, numbers)) or not all(1 / LARGEST < side < LARGEST for side in sides):
        raise ValueError(f'viewBox="{" ".join(text.split())[:40]}"')
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _at_least(size: Size, points: float) -> Size:
    factor = max(1.0, points / max(size))
    return size[0] * factor, size[1] * factor
