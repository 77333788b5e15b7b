"""What is wrong with an edition as one: pages that were changed below it, texts that nobody names."""

import difflib
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from builder.course.base_lock import Change, changes
from builder.course.overlay import MERGED, Overlay
from builder.course.places import BEYOND, EDITION
from builder.problems import Problem

_SHOWN = 80
"""Letters of a line that a message shows."""
_TABLES = frozenset(PurePosixPath("reference", f"{name}.yml") for name in MERGED)


def own_files(overlay: Overlay) -> dict[PurePosixPath, Path]:
    """The files with which an edition replaces or adds something as a whole."""
    files, below = overlay.folder.files, overlay.below
    return {path: file for path, file in files.items() if below.get(path) != file and path not in _TABLES}


def override_faults(overlay: Overlay) -> Iterator[Problem]:
    """What the base did below the edition's files."""
    for change in changes(own_files(overlay), overlay.below, overlay.lock):
        yield _told(change)


def _told(change: Change) -> Problem:
    if change.kind == "new":
        return Problem(change.path, 1, "override-not-noted")
    if change.kind == "removed":
        return Problem(change.path, 1, "base-removed")
    if change.kind == "renamed":
        return Problem(change.path, 1, "base-renamed", {"now": change.now})
    if not change.before.lines or not change.after.lines:
        return Problem(change.path, 1, "stale-override-file")
    return Problem(change.path, 1, "stale-override", first_difference(change))


def first_difference(change: Change) -> dict[str, object]:
    """Line of the base's page, what stood there and what stands there now, and how many lines are others."""
    before, after = change.before.lines, change.after.lines
    steps = [
        step
        for step in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if step[0] != "equal"
    ]
    if not steps:  # line ends, or what an encoding hides
        return {"line": 1, "old": "", "new": "", "count": 0}
    _, start, end, new_start, new_end = steps[0]
    count = sum(max(end - start, new_end - new_start) for _, start, end, new_start, new_end in steps)
    return {
        "line": new_start + 1, "old": _short(before[start:end]), "new": _short(after[new_start:new_end]), "count": count,
    }  # fmt: skip


def _short(lines: Collection[str]) -> str:
    text = " ".join(" ".join(lines).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def unused_texts(overlay: Overlay, used: Collection[str]) -> Iterator[Problem]:
    """Texts of `edition.yml` that no page names: perhaps the name is misspelt."""
    for name, line in overlay.config.texts.lines.items():
        if name not in used and line < BEYOND:
            yield Problem(PurePosixPath(EDITION), line, "unused-text", {"name": name})
