"""Pictures as an edition shows them: re-encoded once, with their size in points, which is decided only here."""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from builder.course.image import Image
from builder.course.images import fill_marks
from builder.course.model import Words
from builder.course.picture_cache import CACHE, keep, kept, name_of
from builder.course.picture_kinds import Bitmap, BitmapError
from builder.course.svg import read_svg
from builder.course.svg_size import UNIT, Size

LOW = 26.0
"""Points: lower pictures stay in their line of text, as symbols that the sentence mentions."""
GAP, IN_ROW = 8.0, 3
"""Points between pictures side by side, and the most in a row."""
SHARE = 0.42
"""The largest fraction of a page's height that a picture takes."""
WANTED = 0.8
"""The same, where the author gave its width."""
PAGE, TEXT = 715.0, 483.0
"""Height and width of the text on a page of A4, in points: a site shows pictures no larger than the books do."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of an edition."""

    path: PurePosixPath
    content: bytes
    suffix: str
    """The extension of its format: .svg, .png or .jpg."""
    size: Size
    labels: Mapping[str, Words]

    def bytes_in(self, language: str) -> bytes:
        """The file's bytes, an SVG's with its marks filled in this language."""
        return fill_marks(self.content, self.labels, language) if self.suffix == ".svg" else self.content

    @property
    def token(self) -> str:
        """A name that is safe in any link and folder."""
        return hashlib.sha256(str(self.path).encode()).hexdigest()[:16]

    @property
    def is_drawing(self) -> bool:
        """Whether it can be scaled without loss."""
        return self.suffix == ".svg"

    @property
    def is_low(self) -> bool:
        return self.size[1] <= LOW


def made_anew(image: Image, root: Path) -> Shown:
    """The picture as editions show it, re-encoded; without content when it can't be shown (`check` says why)."""
    if image.path.suffix.lower() == ".svg":
        svg = read_svg(image.content)
        return Shown(image.path, b"" if svg.faults else svg.content, ".svg", svg.size, image.labels)
    found = made(image.content, root / CACHE)
    return Shown(image.path, found.content, found.suffix, found.size, {})


def fitted(size: Size, width: float, height: float = PAGE, *, wanted: bool = False, grows: bool = False) -> Size:
    """The size at which a picture is shown in a place of this width on a page of this height (points): its own, or what fits.

    `wanted`: the author gave its width; `grows`: then it may be enlarged, as drawings can.
    """
    if min(size) <= 0:
        return size
    most = height * (WANTED if wanted else SHARE)
    scale = min(width / size[0], most / size[1])
    scale = scale if wanted and grows else min(1.0, scale)
    return size[0] * scale, size[1] * scale


def on_screen(size: Size, share: float = 1.0, *, wide: bool = False, grows: bool = False) -> tuple[int, int]:
    """The size on a site, in CSS pixels, in a place with this share of the width."""
    width, height = fitted(size, TEXT * share - (GAP if share < 1 else 0), wanted=wide, grows=grows)
    return max(1, round(width / UNIT)), max(1, round(height / UNIT))


def prune(root: Path, images: Iterable[Image]) -> None:
    """Removes from the cache what belongs to no picture of the course any more."""
    known = {name for image in images for name in (name_of(image.content), image.original)}
    for file in (root / CACHE).glob("*"):
        if file.name not in known:
            with suppress(OSError):  # a leftover only takes space
                file.unlink()


@lru_cache(512)
def made(content: bytes, cache: Path) -> Bitmap:
    """The re-encoded picture, from the cache or made and kept there; without content when it can't be shown."""
    file = cache / name_of(content)
    found = kept(file)
    if found is not None:
        return found
    from builder.course import bitmap  # noqa: PLC0415 - the library takes long to load, and most courses have drawings only

    try:
        found = bitmap.clean(content)
    except BitmapError:
        return Bitmap(b"", ".png", (0.0, 0.0))
    keep(file, found)
    return found
