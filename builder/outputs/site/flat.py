"""Pictures of two colours, a course's and white: with a palette of the shades between them they are small and made at once."""

from io import BytesIO

from PIL import Image, ImageColor

_SHADES = 16


def flat_png(white: Image.Image, colour: str) -> bytes:
    """A PNG of white on a colour. `white`: a picture in mode L, how white each pixel is."""
    most = _SHADES - 1
    shaded = white.point([round(value * most / 255) for value in range(256)])
    ground = ImageColor.getrgb(colour)[:3]
    shaded.putpalette([round(part + (255 - part) * shade / most) for shade in range(_SHADES) for part in ground])
    stream = BytesIO()
    shaded.save(stream, "PNG", optimize=True)
    return stream.getvalue()
