"""The fonts of the books: TTF files that come as Python packages, and the characters that they have.

`fonts.toml` says where they come from, holds their digests, and names the characters of those that set running text.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from builder.problems import MissingToolError

PINNED = Path(__file__).with_name("fonts.toml")
PACKAGES = (
    "fontpkg_source_serif_4",
    "fontpkg_source_sans_3",
    "fontpkg_atkinson_hyperlegible",
    "fontpkg_source_code_pro",
)
TEXT_PACKAGES = PACKAGES[:2]
"""The families that set running text; the others are for large print and form fields, and for code."""
SPACES = frozenset(" \t\n\u00a0\u202f")


@cache
def font_folders(packages: tuple[str, ...] = PACKAGES) -> tuple[Path, ...]:
    """The folders of the font packages. Raises MissingToolError if one is missing or has other files than `fonts.toml` says."""
    folders = tuple(_folder(package) for package in packages)
    wrong = sorted(changed_fonts(zip(packages, folders, strict=True)))
    if wrong:
        raise MissingToolError("fonts-changed", {"names": ", ".join(wrong)})
    return folders


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise MissingToolError("font-missing", {"package": package})
    return Path(spec.origin).parent


def changed_fonts(folders: Iterable[tuple[str, Path]]) -> Iterator[str]:
    """Names of font files that are missing, added or not those of `fonts.toml`. `folders`: packages with their folders."""
    pinned = tomllib.loads(PINNED.read_text(encoding="utf-8"))
    for package, folder in folders:
        found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.ttf")}
        yield from {name for name, _ in found.items() ^ pinned[package]["files"].items()}


@cache
def font_files(packages: tuple[str, ...] = PACKAGES) -> tuple[Path, ...]:
    """All font files of the packages, sorted."""
    return tuple(sorted(path for folder in font_folders(packages) for path in folder.rglob("*.ttf")))


@cache
def covered_characters() -> frozenset[str]:
    """The characters that at least one family of the running text has."""
    font_folders(TEXT_PACKAGES)
    pinned = tomllib.loads(PINNED.read_text(encoding="utf-8"))
    spans = " ".join(pinned[package]["characters"] for package in TEXT_PACKAGES).split()
    ends = ([int(end, 16) for end in span.split("-")] for span in spans)
    return SPACES | {chr(code) for first, *last in ends for code in range(first, (last or [first])[0] + 1)}


def characters_of(files: Iterable[Path]) -> str:
    """The characters of font files as `fonts.toml` names them: `20-7e a0-17f 2026`."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - it takes longer to load than a course to be checked

    codes = sorted({code for path in files for code in TTFont(path, lazy=True).getBestCmap()})
    firsts = [code for code in codes if code - 1 not in codes]
    lasts = [code for code in codes if code + 1 not in codes]
    return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in zip(firsts, lasts, strict=True))
