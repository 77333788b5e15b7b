"""QR codes that lead to a page. They survive a photocopy: a quarter of the code may be lost."""

from functools import lru_cache
from io import BytesIO

import segno

LEVEL = "q"
"""The level of error correction: 25 %."""
BORDER = 4
"""Empty modules around the code, as the standard requires."""


def qr_svg(address: str) -> bytes:
    """The code as a drawing of one path; the same bytes each time."""
    found = BytesIO()
    _code(address).save(found, kind="svg", border=BORDER, xmldecl=False, svgns=True, nl=False, light="#fff")
    return found.getvalue()


def qr_png(address: str, scale: int = 12) -> bytes:
    """The code as PNG, for programs that can't read SVG; `scale`: pixels per module."""
    found = BytesIO()
    _code(address).save(found, kind="png", border=BORDER, scale=scale)
    return found.getvalue()


@lru_cache(256)
def _code(address: str) -> segno.QRCode:
    return segno.make(address, error=LEVEL, micro=False, boost_error=True)


def spoken(address: str) -> str:
    """The address as people write it down: without what every browser adds."""
    return address.removeprefix("https://").removeprefix("http://").removesuffix("/").removesuffix("/index.html")
