"""What an SVG may hold: a closed list. What isn't on it is refused, or left out where it draws nothing.

A browser runs scripts and fetches addresses in SVG, and CSS can spell `url(` with escapes; so names are looked up
in lists of what is allowed, instead of searching for what is harmful.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _words(
    "svg g defs symbol use a switch path rect circle ellipse line polyline polygon text tspan textPath image style marker "
    "linearGradient radialGradient stop pattern clipPath mask filter feBlend feColorMatrix feComponentTransfer feComposite "
    "feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feOffset"
)
FONTS = _words("font font-face font-face-src font-face-uri font-face-name glyph missing-glyph hkern vkern altGlyph")
"""Elements that embed a font: neither print nor browsers use fonts from a picture, so its text would look different."""
FONT_RULE = "@font-face"
LEFT_OUT = frozenset({"title", "desc", "metadata"})
"""Dropped: they draw nothing, and drawing programs keep names of people and folders in them."""
WITH_TEXT = frozenset({"text", "tspan", "textPath"})
ATTRIBUTES = _words(
    "id class style lang role viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points "
    "pathLength transform gradientTransform gradientUnits patternTransform patternUnits patternContentUnits spreadMethod "
    "offset stop-color stop-opacity clip-path clip-rule clipPathUnits mask mask-type maskUnits maskContentUnits marker "
    "marker-start marker-mid marker-end markerWidth markerHeight markerUnits orient refX refY fill fill-opacity fill-rule "
    "stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray "
    "stroke-dashoffset opacity color display visibility overflow paint-order shape-rendering text-rendering "
    "image-rendering color-interpolation color-interpolation-filters color-rendering vector-effect isolation "
    "mix-blend-mode enable-background font font-family font-size font-size-adjust font-stretch font-style font-variant "
    "font-weight letter-spacing word-spacing text-anchor text-decoration dominant-baseline alignment-baseline "
    "baseline-shift direction unicode-bidi writing-mode dx dy rotate textLength lengthAdjust startOffset method spacing "
    "side filter filterUnits primitiveUnits in in2 result mode type values operator k1 k2 k3 k4 stdDeviation edgeMode "
    "flood-color flood-opacity radius tableValues slope intercept amplitude exponent xml:space version "
    "white-space line-height transform-origin transform-box xml:lang kerning font-kerning font-feature-settings"
)
_FUNCTIONS = _words(
    "url rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark var calc min max clamp matrix matrix3d "
    "translate translatex translatey scale scalex scaley rotate skew skewx skewy blur brightness contrast drop-shadow "
    "grayscale hue-rotate invert opacity saturate sepia not is where nth-child nth-last-child nth-of-type media and or"
)  # fmt: skip
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_FUNCTION = re.compile(r"([\w-]+)\s*\((?=\s*[\"']?\s*(.{0,40}))", re.DOTALL)
_HARMS = re.compile(r"[(\\:]")
"""A value without any of these characters is harmless and not examined; most are numbers."""
_RULE = re.compile(r"@\s*([\w-]+)")
REFERENCE = re.compile(r"url\(\s*[\"']?\s*#([^)\"']+)", re.IGNORECASE)


def css_without_comments(text: str) -> str:
    """A style sheet without its comments, which may be private notes; the rest is what `sheet_harm` has checked."""
    return _COMMENT.sub(" ", text)


def css_harm(text: str) -> str:
    """What in an attribute could fetch or run something; "" when nothing."""
    return _harm(text, sheet=False)[0] if _HARMS.search(text) else ""


def sheet_harm(text: str) -> tuple[str, int]:
    """What in a style sheet could fetch or run something ("" when nothing), and how many lines come before it."""
    seen = _COMMENT.sub(lambda comment: " " + "\n" * comment[0].count("\n"), text)
    harm, at = _harm(seen, sheet=True)
    return harm, seen.count("\n", 0, at)


def _harm(text: str, *, sheet: bool) -> tuple[str, int]:
    """The harm ("" when none), and its offset in the text."""
    for form in dict.fromkeys((text, _ESCAPE.sub(_character, text))):
        rule = next((match for match in _RULE.finditer(form) if match[1].lower() != "media"), None)
        if sheet and rule:
            return f"@{rule[1].lower()}", _written_at(text, form, rule.start())
        for match in _FUNCTION.finditer(form):
            name = match[1].lower()
            if name not in _FUNCTIONS or (name == "url" and not match[2].startswith("#")):
                said = one_line(f"{match[1]}({match[2].partition(')')[0]})")
                return said, _written_at(text, form, match.start())
    at = text.lower().find("javascript:")
    return ("javascript:", at) if at >= 0 else ("", 0)


def _written_at(text: str, form: str, at: int) -> int:
    """The offset in `text` of what is at offset `at` in `form`, the same text with its escapes decoded."""
    if form is text:
        return at
    longer = 0
    for match in _ESCAPE.finditer(text):
        if match.start() - longer >= at:
            break
        longer += len(match[0]) - 1
    return at + longer


def one_line(text: str) -> str:
    """The first 60 characters of a text as one line, for a message."""
    return " ".join(text.split())[:60]


def _character(match: re.Match[str]) -> str:
    """A CSS escape as its character (CSS Syntax, 4.3.7)."""
    code = int(match[1], 16) if match[1] else 0
    return (chr(code) if 0 < code < 0x110000 else "\ufffd") if match[1] else match[2]
