"""`base.lock.yml`: the version of the base that an edition was made from, and the base's files that it replaces, as they were then.

With it, a correction that the base makes to a replaced page is noticed and shown without access to a repository.
"""

import difflib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from builder.course.folder import MAX_TEXT
from builder.course.reader import Reader
from builder.course.textfile import read_text
from builder.course.yamlfile import Node, Scalar, parse

LOCK = "base.lock.yml"
_HEAD = "# Written by `taller edition`: what this edition was made from. Keep it with your files; nobody needs to edit it.\n"
_LARGEST = 20_000_000
_TEXTS = (".md", ".yml")


@dataclass(frozen=True, slots=True)
class Below:
    """A file of the base as it was when the edition replaced it."""

    digest: str
    lines: tuple[str, ...] = ()
    """Of a text file; for pictures and other files only the digest is kept."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The base that the edition was made from, and the files that it replaces."""

    version: str = ""
    tag: str = ""
    """Of the base's Git repository, like `commit`; "" when it isn't in one."""
    commit: str = ""
    replaced: Mapping[PurePosixPath, Below] = field(default_factory=dict)


def read_lock(root: Path, reader: Reader) -> Lock:
    """The lock of the edition in `root`; an empty one where it has none yet. Problems go to `reader`."""
    file = root / LOCK
    if not file.is_file() or file.is_symlink():
        return Lock()
    with file.open("rb") as stream:
        text, faults = read_text(stream.read(_LARGEST))
    for line, code, arguments in faults:
        if code != "line-too-long":
            reader.problem(line, code, **arguments)
    table = reader.table(parse(text, reader.path, reader.problems), (), ("base", "replaced"))
    base = reader.table(table.entries.get("base"), (), ("version", "tag", "commit"))
    said = {key: node.text for key, node in base.entries.items() if isinstance(node, Scalar)}
    replaced = reader.table(table.entries.get("replaced"))
    rows = {PurePosixPath(name): _below(reader, node) for name, node in replaced.entries.items()}
    return Lock(said.get("version", ""), said.get("tag", ""), said.get("commit", ""), rows)


def _below(reader: Reader, node: Node) -> Below:
    entry = reader.table(node, ("digest",), ("lines",)).entries
    lines = tuple(item.text for item in reader.listing(entry.get("lines")) if isinstance(item, Scalar))
    return Below(reader.text(entry.get("digest")), lines)


def lock_text(lock: Lock) -> str:
    """The lock as YAML, with each line of a page on its own line, so that a diff shows what an update changed."""
    base = {"version": lock.version, "tag": lock.tag, "commit": lock.commit}
    rows = ["base:", *(f"  {key}: {_quoted(value)}" for key, value in base.items() if value)]
    rows += ["replaced:"] if lock.replaced else []
    for path, below in sorted(lock.replaced.items()):
        rows += [f"  {_quoted(str(path))}:", f"    digest: {below.digest}"]
        rows += ["    lines:"] if below.lines else []
        rows += [f"      - {_quoted(line)}" for line in below.lines]
    return _HEAD + "\n".join(rows) + "\n"


def _quoted(text: str) -> str:
    """In double quotes, with characters that YAML would read as line ends or refuse written as escapes."""
    signs = (f"\\{sign}" if sign in '"\\' else sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in text)
    return f'"{"".join(signs)}"'


def below_of(file: Path) -> Below:
    """A file of the base as it is now."""
    content = file.read_bytes()
    is_text = file.suffix in _TEXTS and len(content) <= MAX_TEXT
    return Below(hashlib.sha256(content).hexdigest(), tuple(read_text(content)[0].split("\n")) if is_text else ())


@dataclass(frozen=True, slots=True)
class Change:
    """What happened in the base to a file, or an entry of a table, that the edition replaces."""

    path: PurePosixPath
    kind: str
    """new (replaced, but not in the lock yet), changed, renamed or removed"""
    now: PurePosixPath | None = None
    """Where the base has the file now; None when it is removed."""
    before: Below = field(default_factory=lambda: Below(""))
    after: Below = field(default_factory=lambda: Below(""))
    entry: str = ""
    """The key of the entry; "" when it is the whole file."""
    line: int = 1
    """Where the edition has it."""
    places: tuple[int, ...] = ()
    """The line in the base of each line of an entry's `after`."""

    @property
    def name(self) -> PurePosixPath:
        """As the lock and the command call it: `reference/glossary.yml#waste` for an entry."""
        return PurePosixPath(f"{self.path}#{self.entry}") if self.entry else self.path

    def difference(self) -> list[str]:
        """As `diff -u` has it, without its head; nothing where the texts aren't known."""
        if not self.before.lines or not self.after.lines:
            return []
        return list(difflib.unified_diff(self.before.lines, self.after.lines, n=1, lineterm=""))[2:]


def changes(
    own: Mapping[PurePosixPath, Path], below: Mapping[PurePosixPath, Path], lock: Lock
) -> Iterator[Change]:  # fmt: skip
    """What happened in the base to the files that the edition replaces, in order of their paths."""
    followed = dict(_followed(own, below, lock))
    for path in sorted(own):
        before = lock.replaced.get(path)
        if path in below:
            after = below_of(below[path])
            if before is None and (path not in followed or followed[path].digest == after.digest):
                yield Change(path, "new", path, after=after)
            elif (then := before or followed[path]).digest != after.digest:
                yield Change(path, "changed", path, then, after)
        elif before is not None:
            now = _moved(path, before, below)
            yield Change(path, "renamed" if now else "removed", now, before, below_of(below[now]) if now else Below(""))


def _followed(
    own: Mapping[PurePosixPath, Path], below: Mapping[PurePosixPath, Path], lock: Lock
) -> Iterator[tuple[PurePosixPath, Below]]:
    """What the lock has of files that the base has renamed and the edition no longer has by their old names, by their new ones."""
    for path, before in lock.replaced.items():
        if path not in own and path not in below and "#" not in path.name and (now := _moved(path, before, below)):
            yield now, before


def _moved(path: PurePosixPath, before: Below, below: Mapping[PurePosixPath, Path]) -> PurePosixPath | None:
    """Where a file of the base is now: one with the same content, else the only one whose path differs just in its numbers."""
    alike = [one for one in below if one.suffix == path.suffix]
    same = [one for one in alike if hashlib.sha256(below[one].read_bytes()).hexdigest() == before.digest]
    named = [one for one in alike if _plain(one) == _plain(path)]
    return same[0] if same else named[0] if len(named) == 1 else None


def _plain(path: PurePosixPath) -> tuple[str, ...]:
    return tuple(part.lstrip("0123456789").lstrip("-") for part in path.parts)
