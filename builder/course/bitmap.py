"""Bitmaps: what is wrong with a file, and the picture re-encoded without any metadata.

Cameras and phones record place, time, owner and a thumbnail from before any retouching; image editors add notes.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO

from PIL import Image as Picture
from PIL import ImageCms, ImageOps, JpegImagePlugin

from builder.course.picture_kinds import DPI, MAX_IMAGE, SUFFIXES, Bitmap, BitmapError, kind_of

MAX_PIXELS = 40_000_000
"""Pictures with more pixels are made smaller."""
MOST_PIXELS, MOST_OF_A_PHOTO = 100_000_000, 170_000_000
"""Pictures with more pixels are refused; JPEGs may have more, since they can be decoded at a fraction of their size."""
SIDES = (2400, 2000, 1600, 1300, 1000, 800, 600, 450, 300)
"""Pixels of the longer side, tried in turn when a picture is made smaller; 2000 are 300 dpi across the text of an A4 page."""
QUALITIES = (85, 75)
_DAMAGE = (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, OverflowError, EOFError, MemoryError)
"""What Pillow raises for damaged files."""


def inspect(content: bytes, suffix: str) -> tuple[int, int]:
    """Width and height in pixels as shown. Raises BitmapError."""
    if not content:
        raise BitmapError("bad-image", reason="0 bytes")
    expected = SUFFIXES[suffix.lower()]
    kind = kind_of(content)
    if kind.upper() != expected:
        raise BitmapError("bad-image", reason=kind or f"no {expected}")
    with _opened(content, (expected,)) as picture:
        turned = _orientation(picture) >= 5
        return (picture.height, picture.width) if turned else (picture.width, picture.height)


def clean(content: bytes) -> Bitmap:
    """The picture re-encoded: upright, in sRGB, without metadata; one with too many pixels is made smaller.

    A lossless picture stays exact; a JPEG keeps its quantization tables. Raises BitmapError.
    """
    with _opened(content, ("PNG", "JPEG", "WEBP")) as picture:
        if picture.width * picture.height <= MAX_PIXELS:
            return _anew(picture, content)
    return smaller(content, MAX_IMAGE)


def _anew(picture: Picture.Image, content: bytes) -> Bitmap:
    plain = _plain(picture)
    plain.info = {key: value for key, value in plain.info.items() if key == "transparency"}
    is_jpeg = _is_lossy(picture, content) and plain.mode in ("L", "RGB") and "transparency" not in plain.info
    size = (plain.width * 72 / DPI, plain.height * 72 / DPI)
    if is_jpeg:
        return Bitmap(_as_jpeg(plain, picture, content), ".jpg", size)
    target = BytesIO()
    plain.save(target, "PNG", optimize=True)
    return Bitmap(target.getvalue(), ".png", size)


def _plain(picture: Picture.Image) -> Picture.Image:
    """The picture turned upright, in sRGB."""
    profile, gamma = picture.info.get("icc_profile"), picture.info.get("gamma")
    return _in_srgb(_upright(picture), profile, None if "srgb" in picture.info else gamma)


def smaller(content: bytes, most: int) -> Bitmap:
    """The picture without metadata in at most `most` bytes, or the smallest form if none fits. Raises BitmapError.

    A lossless picture that doesn't fit becomes a JPEG, unless it has transparency.
    """
    with _opened(content, ("PNG", "JPEG", "WEBP"), SIDES[0]) as picture:
        lossy = _is_lossy(picture, content)
        plain = _in_full_colours(_plain(picture))
    found = Bitmap(b"", ".png", (0.0, 0.0))
    for side in SIDES:
        plain.thumbnail((side, side), Picture.Resampling.LANCZOS, reducing_gap=3.0)
        for found in _forms(plain, lossy=lossy or side < SIDES[0]):
            if len(found.content) <= most:
                return found
    return found


def _forms(plain: Picture.Image, *, lossy: bool) -> Iterator[Bitmap]:
    """Encodings of the same pixels, ever smaller; with `lossy`, PNG only where transparency rules out JPEG."""
    size = (plain.width * 72 / DPI, plain.height * 72 / DPI)
    opaque = plain.mode in ("L", "RGB")
    if not (lossy and opaque):
        target = BytesIO()
        plain.save(target, "PNG")
        yield Bitmap(target.getvalue(), ".png", size)
    for quality in QUALITIES if opaque else ():
        target = BytesIO()
        plain.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
        yield Bitmap(target.getvalue(), ".jpg", size)


def _is_lossy(picture: Picture.Image, content: bytes) -> bool:
    return picture.format in ("JPEG", "MPO") or (picture.format == "WEBP" and b"VP8 " in content[12:200])


def _in_full_colours(picture: Picture.Image) -> Picture.Image:
    """The picture in a mode that can be resampled: L or RGB when fully opaque, else RGBA."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        opaque = picture.getchannel("A").getextrema() == (255, 255)
        picture = picture.convert("RGB") if opaque else picture
    elif picture.mode not in ("L", "RGB"):
        picture = picture.convert("L" if picture.mode == "1" else "RGB")
    picture.info = {}
    return picture


@contextmanager
def _opened(content: bytes, formats: tuple[str, ...], side: int = 0) -> Iterator[Picture.Image]:
    """The decoded picture, a JPEG only as large as `side` needs. Silences Pillow's warnings. Raises BitmapError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Picture.open(BytesIO(content), formats=formats) as picture:
                if picture.width * picture.height > _most(picture):
                    raise BitmapError("too-many-pixels", limit=_most(picture) // 1_000_000)
                frames = getattr(picture, "n_frames", 1)
                if frames > 1 and picture.format != "MPO":  # phones store a second view in an MPO
                    raise BitmapError("animated-picture", count=frames)
                if side and picture.width * picture.height > MAX_PIXELS // 10:
                    picture.draft(None, (side, side))  # None keeps the mode
                picture.load()
                yield picture
        except Picture.DecompressionBombError as error:
            raise BitmapError("too-many-pixels", limit=MOST_PIXELS // 1_000_000) from error
        except _DAMAGE as error:
            raise BitmapError("damaged-picture") from error


def _most(picture: Picture.Image) -> int:
    return MOST_OF_A_PHOTO if picture.format in ("JPEG", "MPO") else MOST_PIXELS


def _orientation(picture: Picture.Image) -> int:
    """The Exif orientation, 1 to 8 (Exif 2.3, tag 274); 1 when there is none or it is invalid."""
    with suppress(Exception):  # damaged EXIF makes the library raise almost anything
        found = picture.getexif().get(274, 1)
        return found if isinstance(found, int) and 1 <= found <= 8 else 1
    return 1


def _upright(picture: Picture.Image) -> Picture.Image:
    orientation = _orientation(picture)
    if orientation == 1:
        return picture.copy()
    marked = picture.copy()
    marked.getexif().clear()
    marked.getexif()[274] = orientation
    return ImageOps.exif_transpose(marked)


def _in_srgb(picture: Picture.Image, profile: bytes | None, gamma: float | None) -> Picture.Image:
    """The picture in sRGB, which programs assume without a profile; transparency stays."""
    if profile:
        with suppress(ImageCms.PyCMSError, *_DAMAGE):
            if picture.mode == "CMYK" or not _is_srgb(profile):
                return _through(picture, profile)
    if picture.mode in ("CMYK", "YCbCr", "LAB", "HSV"):
        return picture.convert("RGB")
    if (
        gamma
        and abs(gamma * 2.2 - 1) > 0.05
        and picture.mode in ("L", "RGB", "P")
        and "transparency" not in picture.info
    ):
        table = [round(255 * (value / 255) ** (1 / (gamma * 2.2))) for value in range(256)]
        shown = picture.convert("RGB") if picture.mode == "P" else picture
        return shown.point(table * len(shown.getbands()))
    return picture


def _is_srgb(profile: bytes) -> bool:
    """Whether the profile is sRGB in effect, judged by converting sample colours, since its name says little."""
    steps = (0, 64, 128, 192, 255)
    strip = Picture.new("RGB", (len(steps) ** 3, 1))
    strip.putdata([(red, green, blue) for red in steps for green in steps for blue in steps])
    seen = _through(strip, profile)
    return all(low >= -3 and high <= 3 for low, high in _differences(strip, seen))


def _differences(one: Picture.Image, other: Picture.Image) -> Iterator[tuple[int, int]]:
    """Least and greatest difference between the values of each band."""
    for mine, theirs in zip(one.split(), other.split(), strict=True):
        pairs = [a - b for a, b in zip(mine.tobytes(), theirs.tobytes(), strict=True)]
        yield min(pairs), max(pairs)


def _through(picture: Picture.Image, profile: bytes) -> Picture.Image:
    """The picture converted from its profile to sRGB. Raises PyCMSError or one of `_DAMAGE` for an invalid profile."""
    if picture.mode in ("P", "PA", "LA") or ("transparency" in picture.info):
        picture = picture.convert("RGBA" if picture.mode != "P" or "transparency" in picture.info else "RGB")
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    opaque = picture.convert("RGB") if alpha else picture
    found = ImageCms.profileToProfile(opaque, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    if found is None:
        raise ValueError("no profile")
    if alpha:
        found.putalpha(alpha)
    return found


def _as_jpeg(plain: Picture.Image, source: Picture.Image, content: bytes) -> bytes:
    """JPEG bytes, made with the source's quantization tables, so that little more is lost and the file doesn't grow."""
    options: list[dict[str, object]] = [{"quality": 90}]
    if source.format != "WEBP" and source.mode == plain.mode:
        sampling = JpegImagePlugin.get_sampling(source)
        options = [{"qtables": getattr(source, "quantization", None), "subsampling": 0 if sampling == 1 else sampling}]
    elif source.format != "WEBP":  # CMYK became RGB
        options = [{"quality": quality} for quality in (92, 88, 84)]
    made: list[bytes] = []
    for option in options:
        for progressive in (False, True):
            target = BytesIO()
            plain.save(target, "JPEG", optimize=True, progressive=progressive, **option)
            made.append(target.getvalue())
            if len(made[-1]) <= len(content):
                return made[-1]
    return min(made, key=len)
