"""Moves finished files into `dist/` so that it stays intact whatever happens, and other people's files stay untouched.

Files, and folders that are wholly ours, are renamed into place after the old ones were renamed away. A journal records
the moves; `recover`, at the start of every build, finishes or undoes an interrupted swap. The audiences' folders and
`dist/` itself are never renamed: they may be links, mounted, being served, or hold somebody else's files.
"""

import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from builder.problems import ContentError, Problem

LIST = ".taller.json"
"""The file in dist that lists our files."""
STAGING = ".taller"
"""A folder in a target that lies on another disk than `.build`: it holds new and replaced files during the swap."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of a course's build."""

    root: Path

    @property
    def work(self) -> Path:
        return self.root / ".build"

    @property
    def cache(self) -> Path:
        return self.work / "cache"

    @property
    def temporary(self) -> Path:
        return self.work / "tmp"

    @property
    def dist(self) -> Path:
        return self.root / "dist"

    @property
    def next(self) -> Path:
        """The new dist while it is being made."""
        return self.work / "next"

    @property
    def previous(self) -> Path:
        """What the new dist replaces, during the swap."""
        return self.work / "previous"

    @property
    def marker(self) -> Path:
        """The journal of a swap that is under way."""
        return self.work / "publishing"


class Move(NamedTuple):
    """One file or folder that is replaced; paths from the course's folder."""

    target: str
    new: str
    """Where the new one waits; empty when the target is only removed."""
    old: str
    """Where the old one is moved."""
    had_old: bool


def check_dist(folders: Folders) -> None:
    """Raises ContentError when dist isn't a folder or is a link into the course, OSError when it can't be written."""
    for folder in _bases(folders):
        real, root = folder.resolve(), folders.root.resolve()
        is_inside = real.is_relative_to(root) and not real.is_relative_to(root / folders.dist.name)
        if folder.is_symlink() and folder.exists() and (is_inside or root.is_relative_to(real)):
            path = folder.relative_to(folders.root).as_posix()
            raise ContentError([Problem(PurePosixPath("dist"), 1, "dist-in-course", {"path": path})])
        if folder.is_symlink() or folder.exists():
            if not folder.is_dir():
                path = folder.relative_to(folders.root).as_posix()
                raise ContentError([Problem(PurePosixPath("dist"), 1, "dist-no-folder", {"path": path})])
            _can_rename(folders, folder)


def _bases(folders: Folders) -> list[Path]:
    """The folders that may be links or lie on other disks."""
    named = ("participant", "solutions", "trainer")
    return [folders.dist, *(folders.dist / name for name in named)]


def _can_rename(folders: Folders, folder: Path) -> bool:
    """Whether files can be renamed from `.build` into a folder. Raises OSError when it can't be written at all."""
    draft, probe = folders.work / "probe", folder / f"{STAGING}-probe"
    draft.write_bytes(b"")
    try:
        draft.replace(probe)
    except OSError:
        try:
            probe.write_bytes(b"")
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(folder)) from error
        return False
    finally:
        for path in (draft, probe):
            with suppress(OSError):
                path.unlink(missing_ok=True)
    return True


def plan_moves(folders: Folders, shared: Collection[str], obsolete: Iterable[str]) -> list[Move]:
    """The moves that bring `next` into dist.

    `shared`: folders that also hold files of others; they stay, and their contents are moved one by one. `obsolete`:
    old files without a successor. Creates parent folders and copies what must wait on another disk.
    """
    shared = {*shared, *(base.name for base in _bases(folders)[1:])}
    units = list(_units(folders.next, shared))
    for unit in units:
        (folders.dist / unit).parent.mkdir(parents=True, exist_ok=True)
    waiting = {base: _staging(folders, base) for base in _bases(folders) if base.is_dir()}
    gone = [name for name in obsolete if not any(name == unit or name.startswith(f"{unit}/") for unit in units)]
    moves = [_move(folders, waiting, name, is_new=False) for name in gone]
    return moves + [_move(folders, waiting, unit, is_new=True) for unit in units]


def _units(folder: Path, shared: Collection[str], prefix: str = "") -> Iterator[str]:
    """What is moved as one: files and folders, with the list of our files last."""
    for entry in sorted(os.scandir(folder), key=lambda entry: (entry.name == LIST, entry.name)):
        name = prefix + entry.name
        if entry.is_dir() and name in shared:
            yield from _units(Path(entry.path), shared, f"{name}/")
        else:
            yield name


def _staging(folders: Folders, base: Path) -> Path:
    return folders.work if _can_rename(folders, base) else base / STAGING


def _move(folders: Folders, waiting: dict[Path, Path], name: str, *, is_new: bool) -> Move:
    target = folders.dist / name
    top = folders.dist / PurePosixPath(name).parts[0]
    staging = waiting[top if top in waiting and top != target else folders.dist]
    new = staging / "next" / name
    if is_new and staging != folders.work:
        new.parent.mkdir(parents=True, exist_ok=True)
        made = folders.next / name
        shutil.copytree(made, new, copy_function=shutil.copyfile) if made.is_dir() else shutil.copyfile(made, new)
    paths = (target, new, staging / "previous" / name)
    told = [path.relative_to(folders.root).as_posix() for path in paths]
    return Move(told[0], told[1] if is_new else "", told[2], os.path.lexists(target))


def publish(folders: Folders, moves: Sequence[Move], ours: Collection[str], before: str) -> None:
    """Makes the moves. `ours`: every path that we wrote or will write; `before`: the text of the list valid until the
    end.

    Raises ContentError when another program holds a file of dist open, OSError otherwise; dist is then unchanged.
    """
    try:
        for step in publish_steps(folders, moves, ours, before):
            step()
    except PermissionError as error:
        recover(folders, undo=True)
        path = PurePosixPath(Path(error.filename or folders.dist).name)
        raise ContentError([Problem(PurePosixPath("dist"), 1, "file-held-open", {"path": path})]) from error
    except OSError:
        recover(folders, undo=True)
        raise


def publish_steps(
    folders: Folders, moves: Sequence[Move], ours: Collection[str], before: str
) -> list[Callable[[], object]]:
    """The steps of a swap, in order; the process may be killed between any two."""
    journal = json.dumps({"moves": moves, "ours": sorted(ours)})
    steps = [step for move in moves for step in _steps(folders.root, move)]
    return [
        lambda: _replace(folders.dist / LIST, before),
        lambda: _replace(folders.marker, journal),
        *steps,
        lambda: _give_back(folders, ours),
        folders.marker.unlink,
        lambda: _tidy(folders),
    ]


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.draft")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _steps(root: Path, move: Move) -> list[Callable[[], object]]:
    """Moves the old file away, then the new one in. Each step does nothing if already done."""
    target, new, old = root / move.target, root / move.new, root / move.old

    def away() -> None:
        if os.path.lexists(target) and (not move.new or os.path.lexists(new)):
            old.parent.mkdir(parents=True, exist_ok=True)
            target.rename(old)

    def place() -> None:
        if os.path.lexists(new):
            new.rename(target)

    return [away, place] if move.new else [away]


def _back(root: Path, move: Move) -> None:
    """Undoes one move, if it was made."""
    target, new, old = root / move.target, root / move.new, root / move.old
    if os.path.lexists(old) or not move.had_old:
        if move.new and os.path.lexists(target) and not os.path.lexists(new):
            new.parent.mkdir(parents=True, exist_ok=True)
            target.rename(new)
        if os.path.lexists(old):
            old.rename(target)


def recover(folders: Folders, *, undo: bool = False) -> None:
    """Finishes a swap that was cut short (or undoes it), and removes what an earlier build left behind."""
    if folders.marker.exists():
        moves, ours = _read_journal(folders.marker)
        if not moves:
            _mend_old_swap(folders)
        elif undo or not all(_can_end(folders.root, move) for move in moves):
            for move in reversed(moves):
                _back(folders.root, move)
        else:
            for step in [step for move in moves for step in _steps(folders.root, move)]:
                step()
        if moves:
            _give_back(folders, ours)
        folders.marker.unlink()
    _tidy(folders)


def _can_end(root: Path, move: Move) -> bool:
    """Whether a move can be finished: its new file is still waiting or already in place."""
    is_placed = os.path.lexists(root / move.target) and (not move.had_old or os.path.lexists(root / move.old))
    return not move.new or os.path.lexists(root / move.new) or is_placed


def _read_journal(path: Path) -> tuple[list[Move], list[str]]:
    """The moves and our files; both empty if unreadable, of version 0.1, or naming paths outside dist and .build."""
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        moves, ours = [Move(*row) for row in loaded["moves"]], list(loaded["ours"])
        paths = [PurePosixPath(name) for move in moves for name in (move.target, move.new, move.old) if name]
    except (ValueError, TypeError, KeyError, RecursionError):
        return [], []
    is_inside = all(path.parts[0] in {"dist", ".build"} and ".." not in path.parts for path in paths)
    return (moves, ours) if is_inside else ([], [])


def _mend_old_swap(folders: Folders) -> None:
    """Finishes an interrupted swap of version 0.1, which renamed dist as a whole."""
    source = folders.next if folders.next.exists() else folders.previous
    if not os.path.lexists(folders.dist) and source.exists():
        source.rename(folders.dist)


def _stagings(folders: Folders) -> list[Path]:
    return [folders.work, *(base / STAGING for base in _bases(folders))]


def _give_back(folders: Folders, ours: Collection[str]) -> None:
    """Puts back what others saved in a folder of ours while it was being replaced."""
    known = {*ours, LIST}
    for folder in [staging / name for staging in _stagings(folders) for name in ("previous", "next")]:
        for path in sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()):
            name = path.relative_to(folder).as_posix()
            target = folders.dist / name
            if name not in known and not os.path.lexists(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                path.rename(target)


def _tidy(folders: Folders) -> None:
    """Removes staged and replaced files, and the builder's temporary ones."""
    for base in _bases(folders):
        for name in (f"{STAGING}-probe", f"{LIST}.draft"):
            with suppress(OSError):
                (base / name).unlink(missing_ok=True)
        shutil.rmtree(base / STAGING, ignore_errors=True)
    for leftover in (folders.next, folders.previous, folders.temporary):
        shutil.rmtree(leftover, ignore_errors=True)
    for draft in folders.cache.glob("*.draft*"):
        shutil.rmtree(draft, ignore_errors=True) if draft.is_dir() else draft.unlink(missing_ok=True)
