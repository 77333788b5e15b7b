"""The site's look from the course's settings: colours with enough contrast in light and dark, and the icons of blocks."""

from functools import cache
from importlib.resources import files
from urllib.parse import quote

from builder.package.colours import DARK_PAPER, mix, tint_for_dark

_ICONS = {
    "objectives": "target", "keypoints": "key-variant", "activity": "account-group", "worksheet": "pencil-outline",
    "quiz": "help-circle-outline", "trainer": "school", "answer": "check-circle-outline", "note": "information-outline",
    "tip": "lightbulb-on-outline", "warning": "alert-outline", "case": "store-outline", "example": "eye-outline",
    "time": "clock-outline", "file": "tray-arrow-down", "right": "check-bold", "wrong": "close-thick",
    "discussion": "forum-outline", "checklist": "format-list-checks", "quotation": "format-quote-open",
    "hint": "help-circle-outline", "solution": "check-circle-outline",
    "place": "map-marker-outline",
}  # fmt: skip
LOGO_ICON = "material/sprout"


def look_css(colour: str) -> str:
    """CSS with the variables that the site's own style sheet uses. `colour` as #rrggbb."""
    dark = tint_for_dark(colour)
    icons = "".join(f"  --icon-{name}: url('{_icon_address(icon)}');\n" for name, icon in sorted(_ICONS.items()))
    return (
        f":root {{\n  --taller: {colour};\n{icons}}}\n"
        f'[data-md-color-primary="custom"] {{\n  --md-primary-fg-color: {colour};\n'
        f"  --md-primary-fg-color--light: {mix(colour, '#ffffff', 0.2)};\n"
        f"  --md-primary-fg-color--dark: {mix(colour, '#000000', 0.25)};\n"
        "  --md-primary-bg-color: #fff;\n  --md-primary-bg-color--light: #fffc;\n}\n"
        f'[data-md-color-scheme="default"] {{\n  --taller-ink: {colour};\n  --taller-soft: {mix(colour, "#ffffff", 0.93)};\n'
        f"  --taller-line: {mix(colour, '#ffffff', 0.75)};\n}}\n"
        f'[data-md-color-scheme="slate"] {{\n  --taller-ink: {dark};\n  --taller-soft: {mix(colour, DARK_PAPER, 0.72)};\n'
        f"  --taller-line: {mix(colour, '#9aa0ad', 0.4)};\n}}\n"
    )


def icon_svg(colour: str) -> str:
    """The picture in the browser's tab: the theme's sprout in the course's colour."""
    return _icon(LOGO_ICON.partition("/")[2]).replace("<svg ", f'<svg fill="{colour}" ', 1)


def _icon_address(name: str) -> str:
    return "data:image/svg+xml," + quote(_icon(name), safe="/:=' ").replace("'", "%27")


@cache
def _icon(name: str) -> str:
    icon = files("material") / "templates" / ".icons" / "material" / f"{name}.svg"
    return icon.read_text(encoding="utf-8").strip()
