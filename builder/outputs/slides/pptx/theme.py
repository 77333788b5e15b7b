"""Colours and fonts of a PPTX."""

import xml.etree.ElementTree as etree

from builder.outputs.slides.pptx.shapes import DRAWING
from builder.package.colours import mix
from builder.package.manifest import node

FONT = "Arial"
"""Present on every machine, or replaced by a font with the same widths."""
INK = "141414"


def theme(name: str, colour: str) -> etree.Element:
    """`colour` as #rrggbb."""
    parts = node("a:themeElements", "", _colours(colour), _fonts(), _formats())
    return node("a:theme", "", parts, xmlns__a=DRAWING, name=name)


def _colours(colour: str) -> etree.Element:
    tints = [mix(colour, "#ffffff", share) for share in (0.0, 0.25, 0.4, 0.55, 0.7, 0.8)]
    named = {"dk1": f"#{INK}", "lt1": "#ffffff", "dk2": "#505050", "lt2": "#eeeeee"}
    named |= {f"accent{number}": tint for number, tint in enumerate(tints, 1)} | {"hlink": colour, "folHlink": colour}
    colours = (node(f"a:{key}", "", node("a:srgbClr", val=value[1:].upper())) for key, value in named.items())
    return node("a:clrScheme", "", *colours, name="Taller")


def _fonts() -> etree.Element:
    def face(kind: str) -> etree.Element:
        return node(
            f"a:{kind}Font", "", node("a:latin", typeface=FONT), node("a:ea", typeface=""), node("a:cs", typeface="")
        )

    return node("a:fontScheme", "", face("major"), face("minor"), name="Taller")


def _formats() -> etree.Element:
    """The formats that a theme must have: three fills, lines, effects and backgrounds, all plain."""

    def fill() -> etree.Element:
        return node("a:solidFill", "", node("a:schemeClr", val="phClr"))

    lines = (node("a:ln", "", fill(), w=str(width)) for width in (6350, 12700, 19050))
    effects = (node("a:effectStyle", "", node("a:effectLst")) for _ in range(3))
    return node(
        "a:fmtScheme", "",
        node("a:fillStyleLst", "", fill(), fill(), fill()), node("a:lnStyleLst", "", *lines),
        node("a:effectStyleLst", "", *effects), node("a:bgFillStyleLst", "", fill(), fill(), fill()), name="Taller",
    )  # fmt: skip
