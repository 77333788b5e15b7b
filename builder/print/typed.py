"""Text typed into form fields: its font, and how much of it a field shows in every program."""

from functools import cache

from builder.print.fonts import font_files

LEADING = 1.135
"""Spacing of typed lines in font sizes: two of them fill one ruled line, so that rules never strike text through."""
_ASCENT = 820
"""Ascent (1/1000 of the font size) that puts the second typed line of a field just above the rule."""
LETTER = 0.48
"""Mean width of typed letters in font sizes; of 40 letters of the course's own answers, 19 of 20 times less."""
APART = 1.35
"""Distance of lines in font sizes in the program that sets them widest apart, pdf.js; the others go by the font."""
_RAGGED, _EDGES = 3, 4
"""Letters that a line loses on average, since words aren't divided; points at both edges of a field together."""


def letters_in(width: float, height: float, size: float, *, is_line: bool) -> int:
    """How many letters a field of this size (points) shows in every program, if there are no line breaks among them."""
    across = int((width - _EDGES) / (LETTER * size))
    return max(1, across if is_line else max(1, int(height / (APART * size))) * (across - _RAGGED))


@cache
def field_font() -> tuple[bytes, list[int], list[int]]:
    """The font file, the widths of characters 32 to 255 of WinAnsi, and box, ascent, descent, height of capitals."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - takes long to load, and only books with fields need it

    path = next(path for path in font_files() if path.name == "AtkinsonHyperlegible-Regular.ttf")
    with TTFont(path) as font:
        unit = 1000 / font["head"].unitsPerEm
        cmap, advance = font.getBestCmap(), font["hmtx"]
        widths = []
        for code in range(32, 256):
            character = bytes([code]).decode("cp1252", "replace")
            glyph = cmap.get(ord(character))
            widths.append(round(advance[glyph][0] * unit) if glyph else 0)
        head, extra = font["head"], font["OS/2"]
        box = [head.xMin, head.yMin, head.xMax, head.yMax]
        # PDF viewers space typed lines by ascent and descent; the font's own would put them too far apart.
        metrics = [*box, _ASCENT / unit, (_ASCENT - LEADING * 1000) / unit, extra.sCapHeight]
        return path.read_bytes(), widths, [round(value * unit) for value in metrics]
