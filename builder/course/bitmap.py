"""Pictures of pixels: what is wrong with a file, and the picture made anew, with nothing in it but what it shows.

Cameras and telephones write where and when, who and a small copy from before the retouch; editors write notes.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO

from PIL import Image as Picture
from PIL import ImageCms, ImageOps, JpegImagePlugin

from builder.course.picture_kinds import DPI, SUFFIXES, Bitmap, BitmapError, kind_of

MAX_PIXELS = 40_000_000
_DAMAGE = (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, OverflowError, EOFError, MemoryError)
"""What the library raises for damaged files."""


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
    """The picture made anew: turned as it is to be seen, in the colours of sRGB, without anything else.

    What was stored without loss stays exact; a JPEG is written with its own tables. Raises BitmapError.
    """
    with _opened(content, ("PNG", "JPEG", "WEBP")) as picture:
        lossy = picture.format in ("JPEG", "MPO") or (picture.format == "WEBP" and b"VP8 " in content[12:200])
        profile, gamma = picture.info.get("icc_profile"), picture.info.get("gamma")
        plain = _in_srgb(_upright(picture), profile, None if "srgb" in picture.info else gamma)
        plain.info = {key: value for key, value in plain.info.items() if key == "transparency"}
        is_jpeg = lossy and plain.mode in ("L", "RGB") and "transparency" not in plain.info
        size = (plain.width * 72 / DPI, plain.height * 72 / DPI)
        if is_jpeg:
            return Bitmap(_as_jpeg(plain, picture, content), ".jpg", size)
        target = BytesIO()
        plain.save(target, "PNG", optimize=True)
        return Bitmap(target.getvalue(), ".png", size)


@contextmanager
def _opened(content: bytes, formats: tuple[str, ...]) -> Iterator[Picture.Image]:
    """The picture, decoded. The library's own warnings are no messages for authors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Picture.open(BytesIO(content), formats=formats) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise BitmapError("too-many-pixels", limit=MAX_PIXELS // 1_000_000)
                frames = getattr(picture, "n_frames", 1)
                if frames > 1 and picture.format != "MPO":  # telephones keep a second view in an MPO
                    raise BitmapError("animated-picture", count=frames)
                picture.load()
                yield picture
        except Picture.DecompressionBombError as error:
            raise BitmapError("too-many-pixels", limit=MAX_PIXELS // 1_000_000) from error
        except _DAMAGE as error:
            raise BitmapError("damaged-picture") from error


def _orientation(picture: Picture.Image) -> int:
    """1 to 8 (Exif 2.3, tag 274); 1 when it says none, or nonsense."""
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
    """Colours as every program shows them without a profile; transparency stays."""
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
    """Whether colours stay as they are: by trying some, since a profile's name says little."""
    steps = (0, 64, 128, 192, 255)
    strip = Picture.new("RGB", (len(steps) ** 3, 1))
    strip.putdata([(red, green, blue) for red in steps for green in steps for blue in steps])
    seen = _through(strip, profile)
    return all(low >= -3 and high <= 3 for low, high in _differences(strip, seen))


def _differences(one: Picture.Image, other: Picture.Image) -> Iterator[tuple[int, int]]:
    """Least and greatest difference of each band."""
    for mine, theirs in zip(one.split(), other.split(), strict=True):
        pairs = [a - b for a, b in zip(mine.tobytes(), theirs.tobytes(), strict=True)]
        yield min(pairs), max(pairs)


def _through(picture: Picture.Image, profile: bytes) -> Picture.Image:
    """The picture's colours through its profile. Raises when the profile is none."""
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
    """With the tables of the JPEG that it was, so that hardly anything more is lost and it doesn't grow."""
    options: list[dict[str, object]] = [{"quality": 90}]
    if source.format != "WEBP" and source.mode == plain.mode:
        sampling = JpegImagePlugin.get_sampling(source)
        options = [{"qtables": getattr(source, "quantization", None), "subsampling": 0 if sampling == 1 else sampling}]
    elif source.format != "WEBP":  # four inks became three colours
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
