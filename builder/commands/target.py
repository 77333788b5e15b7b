"""Where a command may write: over its own output, never over its input or anybody else's file."""

from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from builder.course.base_lock import LOCK
from builder.course.config import NAME
from builder.course.places import EDITION
from builder.problems import ContentError, Problem

CONTENT = ("modules", "casestories", "trainer_guides", "reference", "free_pages", "pages", ".git")
"""Folders of a course that are written by people or by other programs."""


def refuse_overwriting(target: Path, reads: Iterable[Path], root: Path, begins: tuple[bytes, ...]) -> None:
    """Raises ContentError when `target` is an input, belongs to the course or `dist`, or wasn't written by this
    command.

    `begins`: the possible first bytes of the command's own output.
    """
    real, shown = target.resolve(), PurePosixPath(target.as_posix())
    is_there, own = target.exists(), [(root / name).resolve() for name in (NAME, EDITION, LOCK, *CONTENT)]
    is_own = any(real.is_relative_to(path) for path in own)
    if is_there and (is_own or any(target.samefile(path) for path in reads if path.exists())):
        raise ContentError([Problem(shown, 1, "output-is-input")])
    if is_own or real.is_relative_to((root / "dist").resolve()):
        raise ContentError([Problem(shown, 1, "output-is-published")])
    if not is_there:
        return
    if not target.is_file():  # a device or pipe would be replaced by a file
        raise ContentError([Problem(shown, 1, "output-is-another")])
    with target.open("rb") as file:
        start = file.read(64)
    if start and not start.startswith(begins):
        raise ContentError([Problem(shown, 1, "output-is-another")])


def replace(target: Path, write: Callable[[Path], object]) -> None:
    """Writes a file as a draft and renames it, so that it is never incomplete."""
    draft = target.with_name(f".{target.name}.draft")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        write(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def keep_private(target: Path, write: Callable[[Path], object]) -> None:
    """Like `replace`, for files with people's names: only the owner may read them."""

    def written(draft: Path) -> None:
        draft.touch(mode=0o600)
        write(draft)
        draft.chmod(0o600)

    replace(target, written)


def exchange(path: Path, text: str) -> None:
    """Writes a text file through `replace`."""
    replace(path, lambda draft: draft.write_bytes(text.encode()))
