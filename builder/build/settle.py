"""The last step of a build: new files move in, old ones of ours are removed, other people's files stay."""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from builder.build.owned import (
    AUDIENCES,
    YIELDING,
    Found,
    Listed,
    in_the_way,
    list_of,
    list_text,
    look,
    outputs_in,
    parents_of,
)
from builder.build.publish import LIST, Folders, plan_moves, publish
from builder.problems import ContentError, Problem


@dataclass(frozen=True, slots=True)
class Settled:
    """The changes made to dist."""

    gone: tuple[str, ...]
    """Outputs that were removed."""
    yours: tuple[str, ...]
    """Files that we would have written but left because somebody has put their own there."""


def settle(folders: Folders, listed: Listed | None, *, force: bool) -> Settled:
    """Publishes `next`. `listed`: our files in dist so far; None when unknown.

    With `force`, files of ours that somebody changed are replaced, except those in `YIELDING`. Raises ContentError when
    something is in the way.
    """
    folders.next.mkdir(parents=True, exist_ok=True)  # missing when everything asked for is to be removed
    new, before = list_of(folders.next), listed or {}
    found = look(folders.dist, before, new)
    if force:
        found = replace(found, ours=found.ours | found.changed - YIELDING, changed=found.changed & YIELDING)
    yours = _yield_to(folders, found, new)
    new = {name: digests for name, digests in new.items() if name not in yours}
    found = replace(found, foreign=found.foreign | yours, changed=found.changed - yours)
    _check(folders, found, new, is_known=listed is not None)
    (folders.next / LIST).write_text(list_text(new), encoding="utf-8")
    obsolete = sorted(found.ours - new.keys())
    moves = plan_moves(folders, parents_of(found.foreign), obsolete)
    # Until the end, old and new files are ours: wherever the swap stops, the next build recognises them.
    both = {name: [*before.get(name, ()), *new.get(name, ())] for name in {*before, *new}}
    publish(folders, moves, both.keys(), list_text(both))
    _drop_empty(folders, obsolete)
    gone = outputs_in(obsolete) - outputs_in(new)
    return Settled(tuple(sorted(gone)), tuple(sorted(yours)))


def _yield_to(folders: Folders, found: Found, new: Listed) -> frozenset[str]:
    """Removes from `next` the files that somebody has put in dist instead of ours, and returns their names."""
    theirs = found.foreign | found.changed
    yours = frozenset(name for name in YIELDING & theirs & new.keys() if (folders.dist / name).is_file())
    for name in yours:
        (folders.next / name).unlink()
    return yours


def _check(folders: Folders, found: Found, new: Listed, *, is_known: bool) -> None:
    if not is_known and found.foreign & new.keys():
        raise ContentError([Problem(PurePosixPath("dist"), 1, "dist-without-list", {"list": f"dist/{LIST}"})])
    problems = in_the_way(folders.dist, found, new)
    if problems:
        raise ContentError(problems)


def _drop_empty(folders: Folders, obsolete: list[str]) -> None:
    """Removes folders left empty by the obsolete files."""
    for folder in sorted(parents_of(obsolete) - AUDIENCES, reverse=True):
        with suppress(OSError):
            (folders.dist / folder).rmdir()
