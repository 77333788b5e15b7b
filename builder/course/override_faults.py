"""Faults that only an edition can have: replaced pages that have changed in the base, texts that no page uses."""

import difflib
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from builder.course.base_lock import Change, changes
from builder.course.overlay import Overlay
from builder.course.override_entries import TABLES, entry_changes, replaced_entries
from builder.course.places import BEYOND, EDITION
from builder.problems import Problem

_SHOWN = 80
"""Characters of a line that a message shows."""


def own_files(overlay: Overlay) -> dict[PurePosixPath, Path]:
    """The edition's files that replace or add a whole file; tables that are merged into the base's are left out."""
    files, below = overlay.folder.files, overlay.below
    return {path: file for path, file in files.items() if below.get(path) != file and path not in TABLES}


def replaced(overlay: Overlay) -> frozenset[PurePosixPath]:
    """The names, as the lock has them, of the edition's files and entries that replace or add something."""
    return frozenset((*own_files(overlay), *replaced_entries(overlay)))


def all_changes(overlay: Overlay) -> Iterator[Change]:
    """What happened in the base to all that the edition replaces."""
    yield from changes(own_files(overlay), overlay.below, overlay.lock)
    yield from entry_changes(overlay)


def override_faults(overlay: Overlay) -> Iterator[Problem]:
    """A problem for each replaced file or entry that the base has changed, renamed or removed, or that isn't in the lock yet."""
    return map(_told, all_changes(overlay))


def _told(change: Change) -> Problem:
    if change.kind == "new":
        return Problem(change.path, change.line, "override-not-noted")
    if change.kind == "removed":
        return Problem(change.path, change.line, "base-removed")
    if change.kind == "renamed":
        return Problem(change.path, 1, "base-renamed", {"now": change.now})
    if not change.before.lines or not change.after.lines:
        return Problem(change.path, 1, "stale-override-file")
    return Problem(change.path, change.line, "stale-override", first_difference(change))


def first_difference(change: Change) -> dict[str, object]:
    """Arguments of `stale-override`: `line` of the base's file, `old` and `new` text there, `count` of changed lines."""
    before, after = change.before.lines, change.after.lines
    steps = [
        step
        for step in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if step[0] != "equal"
    ]
    if not steps:  # only line ends or the encoding differ
        return {"line": 1, "old": "", "new": "", "count": 0}
    _, start, end, new_start, new_end = steps[0]
    count = sum(max(end - start, new_end - new_start) for _, start, end, new_start, new_end in steps)
    line = (*change.places, 1)[new_start] if change.entry else new_start + 1
    return {
        "line": line, "old": _short(before[start:end]), "new": _short(after[new_start:new_end]), "count": count,
    }  # fmt: skip


def _short(lines: Collection[str]) -> str:
    text = " ".join(" ".join(lines).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def unused_texts(overlay: Overlay, used: Collection[str]) -> Iterator[Problem]:
    """Texts of `edition.yml` that no page uses: perhaps a name is misspelt."""
    for name, line in overlay.config.texts.lines.items():
        if name not in used and line < BEYOND:
            yield Problem(PurePosixPath(EDITION), line, "unused-text", {"name": name})
