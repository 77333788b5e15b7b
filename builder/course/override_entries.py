"""Entries of tables that an edition replaces by their keys (a term, a source), and what became of them in the base."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from builder.course.base_lock import Below, Change
from builder.course.overlay import MERGED, Overlay
from builder.course.yamlfile import Node, Scalar, Table, parse

TABLES = {PurePosixPath("reference", f"{name}.yml"): levels for name, levels in MERGED.items()}
"""Path of a table that is merged -> how many levels of keys it has."""


def entry_changes(overlay: Overlay) -> Iterator[Change]:
    """What happened in the base to the entries that the edition replaces, in the order of its files."""
    for path, entry, line in _own_entries(overlay):
        below = _entries_below(overlay, path).get(entry)
        change = Change(path, "", entry=entry, line=line)
        before = overlay.lock.replaced.get(change.name)
        if below is None:
            if before is not None:
                yield Change(path, "removed", None, before, entry=entry, line=line)
            continue
        rows = list(_rows(below))
        after = below_of_rows([text for text, _ in rows])
        if before is None or before.digest != after.digest:
            kind = "new" if before is None else "changed"
            places = tuple(place for _, place in rows)
            yield Change(path, kind, path, before or Below(""), after, entry, line, places)


def replaced_entries(overlay: Overlay) -> Iterator[PurePosixPath]:
    """The names, as the lock has them, of all entries that the edition has in such tables."""
    return (Change(path, "", entry=entry).name for path, entry, _ in _own_entries(overlay))


def _own_entries(overlay: Overlay) -> Iterator[tuple[PurePosixPath, str, int]]:
    """File, key and line of each entry."""
    for path, levels in TABLES.items():
        file = overlay.folder.files.get(path)
        if file and file != overlay.below.get(path):
            table = parse(overlay.folder.text(path), path, [])
            yield from ((path, entry, line) for entry, _, line in _entries(table, levels))


def _entries_below(overlay: Overlay, path: PurePosixPath) -> Mapping[str, Node]:
    file = overlay.below.get(path)
    table = parse(overlay.folder.text(path, file), path, []) if file else None
    return {key: node for key, node, _ in _entries(table, TABLES[path])}


def _entries(table: Node | None, levels: int, before: str = "") -> Iterator[tuple[str, Node, int]]:
    """Key (`sectors/rum` where there are two levels), value and line of each entry."""
    if not isinstance(table, Table):
        return
    for key, node in table.entries.items():
        if levels > 1:
            yield from _entries(node, levels - 1, f"{before}{key}/")
        else:
            yield before + key, node, table.lines[key]


def _rows(node: Node, before: str = "") -> Iterator[tuple[str, int]]:
    """An entry as `en.term: Waste`, a value a row with its line: the same however its file is written."""
    if isinstance(node, Scalar):
        yield f"{before}: {node.text}".removeprefix(": "), node.line
        return
    parts = node.entries.items() if isinstance(node, Table) else enumerate(node.items, 1)
    for key, part in parts:
        yield from _rows(part, f"{before}.{key}".removeprefix("."))


def below_of_rows(rows: list[str]) -> Below:
    return Below(hashlib.sha256("\n".join(rows).encode()).hexdigest(), tuple(rows))
