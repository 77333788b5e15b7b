"""Takes pictures dropped on a page: names them safely, puts them beside the page and checks them by the check's rules."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from builder.check.pictures import picture_files
from builder.commands.edit.files import inside, unlinked, write
from builder.commands.edit.refused import RefusedError
from builder.course.load import load_course
from builder.course.picture_kinds import kind_of
from builder.edition.addresses import DEVICES
from builder.problems import Problem

MAX_BYTES = 20_000_000
_ENDINGS = {"PNG": ".png", "JPEG": ".jpg", "WebP": ".webp", "SVG": ".svg"}


def take_picture(root: Path, page: str, name: str, content: bytes, language: str) -> str:
    """Writes a picture for the page and returns its address as the page's Markdown needs it.

    Raises RefusedError with the check's messages when the course couldn't show it.
    """
    folder = PurePosixPath(inside(root, page).parent.relative_to(root).as_posix()) / "images"
    suffix = _ENDINGS.get(kind_of(content))
    if suffix is None:
        raise RefusedError(415, "edit-no-picture")
    path = _free(root, folder, _safe(name), suffix, content)
    faults = [one for one in _problems(root, path, content) if not one.is_warning]
    if faults:
        raise RefusedError(422, "edit-picture-refused", "\n".join(f"{one.message(language)} ({one.hint(language)})" for one in faults))  # fmt: skip
    file = unlinked(root, path)
    if not file.exists():
        write(file, content)
    return f"images/{path.name}"


def _safe(name: str) -> str:
    """A safe stem for a file: `IMG 0001 (ñandú).JPG` -> img-0001-nandu."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    safe = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return safe if safe and safe not in DEVICES else f"picture-{safe}".rstrip("-")


def _free(root: Path, folder: PurePosixPath, stem: str, suffix: str, content: bytes) -> PurePosixPath:
    """An unused path; the same picture keeps its own. Raises RefusedError when there are too many."""
    for number in range(1, 1000):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}{suffix}"
        file = unlinked(root, path)
        others = [*file.parent.glob(f"{path.stem}.*")] if file.parent.is_dir() else []
        if not others or (file.is_file() and file.read_bytes() == content):
            return path
    raise RefusedError(409, "edit-too-many")


def _problems(root: Path, path: PurePosixPath, content: bytes) -> Sequence[Problem]:
    """What the check would report for this file in this course."""
    with TemporaryDirectory(prefix="taller-") as folder:
        file = Path(folder, path.name)
        file.write_bytes(content)
        course, found = load_course(root, {path: file})
        return [one for one in (*found, *picture_files(course)) if one.path == path]
