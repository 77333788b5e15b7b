"""Social cards, the pictures that other sites and messengers show beside a link: course's colour and name, kind of page."""

from collections.abc import Iterator
from functools import cache, lru_cache

from PIL import Image, ImageDraw, ImageFont

from builder.edition.select import Edition
from builder.outputs.site.config import KINDS, card_name, site_title
from builder.outputs.site.flat import flat_png
from builder.print.fonts import font_files
from builder.words import words

WIDTH, HEIGHT, EDGE = 1200, 630, 90
_SIZES = (84, 72, 60, 50)


def cards(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Name and PNG of each card."""
    for kind, word in KINDS.items():
        label = words(edition.language)[word] if word else edition.config.institution
        yield card_name(kind), _drawn(edition.config.colour, label, site_title(edition), edition.config.institution)


@lru_cache(32)
def _drawn(colour: str, label: str, title: str, institution: str) -> bytes:
    image = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(image)
    pen.rectangle((EDGE, EDGE, EDGE + 120, EDGE + 10), fill=255)
    pen.text((EDGE, EDGE + 40), label, font=_font(40), fill=255)
    size, lines = next(((size, lines) for size in _SIZES if len(lines := _lines(title, size)) <= 4), (_SIZES[-1], []))
    for number, line in enumerate(lines or _lines(title, _SIZES[-1])[:4]):
        pen.text((EDGE, EDGE + 120 + number * size * 1.15), line, font=_font(size), fill=255)
    if institution != label:
        pen.text((EDGE, HEIGHT - EDGE - 20), institution, font=_font(32), fill=255)
    return flat_png(image, colour)


def _lines(text: str, size: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _font(size).getlength(longer) > WIDTH - 2 * EDGE:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    path = next(path for path in font_files() if path.name == "AtkinsonHyperlegible-Bold.ttf")
    return ImageFont.truetype(path, size)
