"""`taller new course`: a small course to begin with, which passes the check and builds unchanged."""

import shutil
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from builder.commands.skeletons import SKELETON, filled, write
from builder.course.config import derived_id
from builder.course.folder import NEEDED
from builder.problems import UsageError
from builder.words.packs import BUILT_IN, nearest_in

STARTERS = SKELETON / "starters"
"""A folder for each kind: files in `all` are written once, those in `en` or `es` for each language of the course."""
_REFERENCE = {
    "sources.yml": "# Sources of the course, cited as [^id].\n",
    "glossary.yml": "# The course's words, linked as term:id.\n",
}
_ENDING = ".md"


def new_course(folder: Path, title: str, languages: Iterable[str], day: date, kind: str = "workshop") -> list[Path]:
    """Writes a course of this kind to an empty folder and returns the files. Raises UsageError when the folder isn't
    empty.
    """
    was_there = folder.exists()
    if was_there and any(folder.iterdir()):
        raise UsageError("folder-not-empty", {"folder": folder})
    try:
        return [write(folder / name, text) for name, text in _texts(title, list(languages), day, kind)]
    except OSError:  # on a full disk, leave nothing behind
        for path in folder.iterdir() if was_there else [folder]:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        raise


def _texts(title: str, codes: list[str], day: date, kind: str) -> Iterator[tuple[str, str]]:
    """Every file of the new course: its path and text."""
    values = {"title": title, "id": derived_id(title), "languages": ", ".join(codes), "day": day.isoformat()}
    yield "mkdocs.yml", filled(SKELETON / "mkdocs.yml", values, codes)
    yield "pages/index.md", f"# {title}\n\nBuild the course with `taller build`.\n"
    yield "reference/topics.yml", filled(SKELETON / "topics.yml", values, codes)
    yield from ((f"reference/{name}", text) for name, text in _REFERENCE.items())
    starter = STARTERS / kind
    yield "README.md", filled(_in(starter, codes[0]) / "README.md", {**values, "code": codes[0]}, codes)
    for name in _names(starter / "all"):
        yield name, filled(starter / "all" / name, values, codes)
    for code in codes:
        for name in _names(_in(starter, code)):
            yield f"{name.removesuffix(_ENDING)}.{code}{_ENDING}", filled(_in(starter, code) / name, values, codes)
    for name in NEEDED:
        if not any((starter / "en" / name).glob("*")) and name != "reference":
            yield f"{name}/.gitkeep", ""  # Git keeps no empty folders, and a course needs these


def _in(starter: Path, code: str) -> Path:
    """The folder of texts in a language, or in its nearest fallback."""
    return starter / nearest_in(code, BUILT_IN)


def _names(folder: Path) -> list[str]:
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [name for name in files if name != "README.md"]
