"""Which files in `dist/` belong to the builder: those on its list, unchanged since it wrote them. Everything else
stays.

The list is kept in `dist/` itself (`.taller.json`, beside the published folders), so that it goes wherever `dist/`
goes.
"""

import hashlib
import json
import os
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from builder.build.publish import LIST, STAGING
from builder.build.state import State
from builder.course.model import Audience
from builder.problems import Problem

AUDIENCES = frozenset(audience.label for audience in Audience)
YIELDING = frozenset(f"{label}/robots.txt" for label in AUDIENCES) | {
    f"participant/{name}" for name in (".htaccess", "_headers", "_redirects")
}
"""Files that we write only where nobody has put one of their own."""
_MOST = 20
"""The most problems that are reported at once."""

Listed = Mapping[str, Sequence[str]]
"""The digests that each file may have, by its path in dist."""


@dataclass(frozen=True, slots=True)
class Found:
    """The contents of dist, as relative paths."""

    ours: frozenset[str]
    changed: frozenset[str]
    """Files that we wrote and somebody changed."""
    foreign: frozenset[str]
    """Files, links, and whole folders in which nothing is ours."""


def read_list(dist: Path) -> Listed | None:
    """The list of our files; None when it is missing or unreadable."""
    path = dist / LIST
    if path.exists() and not path.is_file() and not path.is_dir():
        return None  # reading a pipe would block forever
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {name: [digests] if isinstance(digests, str) else list(digests) for name, digests in files.items()}
    except (FileNotFoundError, NotADirectoryError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def list_text(files: Listed) -> str:
    rows = {name: digests[0] if len(digests) == 1 else list(digests) for name, digests in sorted(files.items())}
    about = "The files that taller wrote here. It replaces and removes these, and no others."
    return json.dumps({"about": about, "files": rows}, indent=1)


def list_of(folder: Path) -> dict[str, list[str]]:
    """The list of all files in a folder that we made."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): [digest_of(path)] for path in files if path.name != LIST}


def list_of_sizes(dist: Path, sizes: Mapping[str, int]) -> dict[str, list[str]]:
    """A list for a dist of version 0.1, which had none: the files that still have the size it recorded."""
    same = (name for name, size in sizes.items() if _size(dist / name) == size)
    return {name: [digest_of(dist / name)] for name in same}


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1


def digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:32]


def stamps_of(dist: Path, listed: Listed) -> dict[str, list[int]]:
    """Size and modification time (ns) of each file; an empty list for one that is missing."""
    return {name: _stamp(dist / name) for name in listed}


def _stamp(path: Path) -> list[int]:
    try:
        found = path.lstat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]


def is_as_left(dist: Path, listed: Listed | None, state: State) -> bool:
    """Whether all our files are in dist as the last build wrote them. Only files whose size or time has changed are read."""
    if not listed or not state.listed or digest_of(dist / LIST) != state.listed:
        return False

    def is_same(name: str) -> bool:
        stamp = _stamp(dist / name)
        return bool(stamp) and (list(state.stamps.get(name, ())) == stamp or _is_same(dist / name, listed[name]))

    return all(map(is_same, listed))


def parents_of(names: Iterable[str]) -> set[str]:
    """All folders on the way to the paths."""
    return {str(parent) for name in names for parent in PurePosixPath(name).parents} - {"."}


def look(dist: Path, listed: Listed, new: Collection[str]) -> Found:
    """Sorts what is in dist. Folders that neither hold nor will hold anything of ours aren't entered."""
    folders = parents_of((*listed, *new))
    ours, changed, foreign = set(), set(), set()
    for name, path in _walk(dist, "", folders):
        if name not in listed or path.is_symlink() or not path.is_file():
            foreign.add(name)
        elif digest_of(path) in listed[name]:
            ours.add(name)
        else:
            changed.add(name)
    return Found(frozenset(ours), frozenset(changed), frozenset(foreign))


def _walk(folder: Path, prefix: str, folders: Collection[str]) -> Iterator[tuple[str, Path]]:
    """Files, and folders that are not entered. An audience's folder may be a link: its target is entered."""
    if not folder.is_dir():
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        name, path = prefix + entry.name, Path(entry.path)
        if entry.name.startswith(STAGING):
            continue
        if name in folders and entry.is_dir(follow_symlinks=name in AUDIENCES):
            yield from _walk(path, f"{name}/", folders)
        else:
            yield name, path


def in_the_way(dist: Path, found: Found, new: Listed) -> list[Problem]:
    """Problems with what isn't ours and stands where a file or folder must be written; letter case is ignored.

    A file of ours that somebody changed is always reported: overwriting would lose the changes, keeping it leaves it
    stale.
    """
    files = {_spelled(name) for name in new}
    places = files | {_spelled(parent) for parent in parents_of(new)}
    problems = []
    for name in sorted(found.foreign | found.changed):
        if name in new and _is_same(dist / name, new[name]):
            continue
        if (
            name in found.changed
            or _spelled(name) in places
            or any(_spelled(parent) in files for parent in parents_of([name]))
        ):
            code = "dist-changed" if name in found.changed else "dist-in-the-way"
            problems.append(Problem(PurePosixPath("dist"), 1, code, {"path": f"dist/{name}"}))
    return problems[:_MOST]


def _spelled(name: str) -> str:
    """One spelling for names that some file system takes to be the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _is_same(path: Path, digests: Sequence[str]) -> bool:
    return path.is_file() and not path.is_symlink() and digest_of(path) in digests


def outputs_in(names: Collection[str]) -> set[str]:
    """The outputs that files belong to: a download by its file name, a site by its folder."""
    rows = [name.split("/") for name in names]
    return {
        "/".join(row[:3] if row[1] == "downloads" else row[:2]) for row in rows if len(row) > 2 and row[1] != "assets"
    }
