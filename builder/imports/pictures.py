"""Converts other people's pictures to what a course may contain: a printable format and a limited size."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image as Picture

from builder.course.bitmap import MAX_PIXELS
from builder.course.picture_kinds import MAX_IMAGE, SUFFIXES, kind_of
from builder.course.svg import read_svg
from builder.print.glyphs import missing_characters

LARGEST = 40_000_000
"""The most bytes of a picture that is opened."""
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
_SIDES = (2000, 1600, 1200, 900, 600)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A picture that a course may contain. `is_drawing`: an SVG that still has to be rendered as a bitmap."""

    content: bytes
    suffix: str
    change: str = ""
    """`smaller`, `other-format` or `drawn`; "" when nothing was changed."""
    is_drawing: bool = False


def fitted(content: bytes) -> Fitted | None:
    """The picture, converted if necessary; None when it can't be shown."""
    kind = kind_of(content).upper()
    if kind == "SVG":
        return _drawing(content)
    if kind not in _FORMATS:
        return None
    suffix = next((one for one, name in SUFFIXES.items() if name == kind), "")
    if suffix and len(content) <= MAX_IMAGE and _is_fine(content):
        return Fitted(content, suffix)
    return _smaller(content, "smaller" if suffix else "other-format")


def _drawing(content: bytes) -> Fitted:
    svg = read_svg(content)
    is_fine = not svg.faults and not svg.marks and not any(missing_characters(text) for _, text in svg.texts)
    if is_fine and len(content) <= MAX_IMAGE:
        return Fitted(content, ".svg")
    return Fitted(content, ".png", "drawn", is_drawing=True)


def _is_fine(content: bytes) -> bool:
    """Whether the picture can be decoded and isn't animated or too large."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Picture.open(BytesIO(content), formats=_FORMATS) as picture:
                if picture.width * picture.height > MAX_PIXELS or getattr(picture, "n_frames", 1) > 1:
                    return False
                picture.load()
                return True
        except Exception:  # noqa: BLE001 - the library raises anything for damaged files
            return False


def _smaller(content: bytes, change: str) -> Fitted | None:
    """The first frame as PNG, or JPEG where that is too large, with fewer pixels until it fits."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Picture.open(BytesIO(content), formats=_FORMATS) as picture:
                if picture.width * picture.height > MAX_PIXELS * 3:
                    return None
                picture.load()
                return _saved(picture, change)
        except Exception:  # noqa: BLE001 - the same
            return None


def _saved(picture: Picture.Image, change: str) -> Fitted | None:
    has_holes = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    plain = picture.convert("RGBA" if has_holes else "RGB")
    for side in _SIDES:
        copy = plain.copy()
        copy.thumbnail((side, side))
        for name, suffix in (("PNG", ".png"), *((("JPEG", ".jpg"),) if not has_holes else ())):
            target = BytesIO()
            copy.save(target, name, **({"optimize": True} if name == "PNG" else {"quality": 85}))
            if target.tell() <= MAX_IMAGE:
                return Fitted(target.getvalue(), suffix, change)
    return None
