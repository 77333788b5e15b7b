"""`taller edition status` and `update`: show what changed in the base beneath an edition's files, and adopt it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

import click

from builder.commands import base_git
from builder.commands.excerpt import printable
from builder.commands.spoken import At
from builder.commands.target import exchange
from builder.course.base_course import find_base, said_base
from builder.course.base_lock import LOCK, Below, Change, Lock, lock_text, read_lock
from builder.course.folder import CourseFolder
from builder.course.overlay import Overlay, is_edition, opened
from builder.course.override_faults import all_changes, replaced
from builder.course.places import EDITION
from builder.course.reader import Reader
from builder.course.yamlfile import Table, parse
from builder.problems import ContentError, UsageError

LOST = frozenset({"renamed", "removed"})


def tell_status(here: At, seen: Collection[str]) -> int:
    """Shows what the base changed beneath the edition's files and records new replacements. Returns the exit status.

    `seen`: files whose base page somebody has reviewed; its present state is recorded.
    """
    overlay = _opened(here.root)
    found = list(all_changes(overlay))
    names = {PurePosixPath(Path(name).as_posix()) for name in seen}
    unknown = sorted(str(name) for name in names if name not in overlay.lock.replaced and not _is_found(name, found))
    if unknown:
        raise UsageError("not-replaced", {"path": unknown[0]})
    left = [change for change in found if change.name not in names]
    _note(here, overlay, overlay.lock, found, names)
    _say_base(here, overlay)
    return _tell(here, left)


def update(here: At, tag: str) -> int:
    """Adopts the base at a tag, or as it is now. Changes only the lock and `.base`. Returns the exit status."""
    if not is_edition(here.root):
        raise UsageError("no-edition")
    reader = Reader(PurePosixPath(EDITION), ("en",))
    lock = read_lock(here.root, reader)
    kind, name = _kind(here.root, reader)
    if kind == "git":
        tag = tag or base_git.newest_tag(here.root, name)
        lock = replace(lock, tag=tag, commit=base_git.bring(here.root, name, tag))
        exchange(here.root / LOCK, lock_text(lock))
    elif tag:
        raise UsageError("tag-of-git", {"name": name})
    overlay = _opened(here.root)
    found = list(all_changes(overlay))
    _note(here, overlay, lock, found, ())
    _say_base(here, overlay)
    return _tell(here, found)


def _kind(root: Path, reader: Reader) -> tuple[str, str]:
    """Kind and name of the base, which may not have been fetched yet."""
    node = parse((root / EDITION).read_text("utf-8", "replace"), reader.path, reader.problems)
    said = node.entries.get("base") if isinstance(node, Table) else None
    kind, value = said_base(said)
    if kind == "git" and value:
        return kind, value.text
    base = find_base(root, reader, said)
    if base is None:
        raise ContentError(reader.problems)
    return base.kind, base.name


def _opened(root: Path) -> Overlay:
    """The edition in `root`. Raises UsageError where there is none, ContentError where it can't be read."""
    if not is_edition(root):
        raise UsageError("no-edition")
    return opened(CourseFolder(root, []), [])


def _is_found(name: PurePosixPath, found: Iterable[Change]) -> bool:
    return any(change.name == name for change in found)


def _note(here: At, overlay: Overlay, lock: Lock, found: Iterable[Change], seen: Collection[PurePosixPath]) -> None:
    """Writes the lock: files that replace something for the first time, and reviewed ones, with the base's present state."""
    own = replaced(overlay)
    rows: dict[PurePosixPath, Below] = {path: below for path, below in lock.replaced.items() if path in own}
    for change in found:
        if change.kind == "new" or (change.name in seen and change.kind == "changed"):
            rows[change.name] = change.after
        elif change.name in seen:
            rows.pop(change.name, None)
        elif change.kind == "changed":
            rows[change.name] = change.before  # which the lock may have under the name that the base gave up
    text = lock_text(replace(lock, version=overlay.version, replaced=rows))
    file = here.root / LOCK
    if not file.is_file() or file.read_text("utf-8", "replace") != text:
        exchange(file, text)


def _say_base(here: At, overlay: Overlay) -> None:
    base = overlay.base
    at = f"{overlay.lock.tag} " if overlay.lock.tag else ""
    click.echo(here.word("edition-base", name=base.name, version=f"{at}{overlay.version}".strip()))


def _tell(here: At, found: Iterable[Change]) -> int:
    """Shows each change with its diff. Returns 1 when a file of the edition no longer replaces anything."""
    shown = list(found)
    for change in shown:
        click.echo(here.word(f"edition-{change.kind}", path=printable(str(change.name)), now=change.now))
        for line in change.difference() if change.kind in ("changed", "renamed") else ():
            colour: Mapping[str, str] = {"-": "red", "+": "green", "@": "cyan"}
            click.secho(f"  {printable(line)}", fg=colour.get(line[:1]))
    counts = sum(change.kind != "new" for change in shown)
    click.echo(here.word("edition-changes", n=counts), err=True)
    return 1 if any(change.kind in LOST for change in shown) else 0
