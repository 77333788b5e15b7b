"""The fonts of the books: TTF files that come as Python packages, and the characters that they have."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

PACKAGES = ("fontpkg_source_serif_4", "fontpkg_source_sans_3", "fontpkg_atkinson_hyperlegible")
TEXT_PACKAGES = PACKAGES[:2]
"""The families that set running text; the third one is for large print and form fields."""
SPACES = frozenset(" \t\n\u00a0\u202f")


@cache
def font_folders(packages: tuple[str, ...] = PACKAGES) -> tuple[Path, ...]:
    """The folders of the installed font packages."""
    found = []
    for package in packages:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            message = f"the font package {package} is not installed"
            raise ModuleNotFoundError(message)
        found.append(Path(spec.origin).parent)
    return tuple(found)


@cache
def font_files(packages: tuple[str, ...] = PACKAGES) -> tuple[Path, ...]:
    """All their font files, sorted."""
    return tuple(sorted(path for folder in font_folders(packages) for path in folder.rglob("*.ttf")))


@cache
def covered_characters() -> frozenset[str]:
    """What at least one family of the running text can print."""
    found: set[str] = set(SPACES)
    for path in font_files(TEXT_PACKAGES):
        with TTFont(path, lazy=True) as font:
            found.update(map(chr, font.getBestCmap()))
    return frozenset(found)
