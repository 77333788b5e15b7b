"""`base.lock.yml`: what an edition was made from, and what the pages that it replaces said then.

So that a correction below a replaced page is noticed, and can be shown, without asking a repository.
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
    """Of a text; of pictures and other files nothing but the digest is kept."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What the edition was made from."""

    version: str = ""
    tag: str = ""
    """Of a Git repository, as the commit."""
    commit: str = ""
    replaced: Mapping[PurePosixPath, Below] = field(default_factory=dict)


def read_lock(root: Path, reader: Reader) -> Lock:
    """The lock of the edition in `root`; an empty one where it has none yet. What is wrong with it goes to `reader`."""
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
    """The file, line by line, so that a version control system shows what an update changed."""
    base = {"version": lock.version, "tag": lock.tag, "commit": lock.commit}
    rows = ["base:", *(f"  {key}: {_quoted(value)}" for key, value in base.items() if value)]
    rows += ["replaced:"] if lock.replaced else []
    for path, below in sorted(lock.replaced.items()):
        rows += [f"  {_quoted(str(path))}:", f"    digest: {below.digest}"]
        rows += ["    lines:"] if below.lines else []
        rows += [f"      - {_quoted(line)}" for line in below.lines]
    return _HEAD + "\n".join(rows) + "\n"


def _quoted(text: str) -> str:
    """In quotation marks, with signs that YAML takes for line ends or not at all written as their numbers."""
    signs = (f"\\{sign}" if sign in '"\\' else sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in text)
    return f'"{"".join(signs)}"'


def below_of(file: Path) -> Below:
    """The base's file as it is now."""
    content = file.read_bytes()
    is_text = file.suffix in _TEXTS and len(content) <= MAX_TEXT
    return Below(hashlib.sha256(content).hexdigest(), tuple(read_text(content)[0].split("\n")) if is_text else ())


@dataclass(frozen=True, slots=True)
class Change:
    """What happened in the base below a file of the edition."""

    path: PurePosixPath
    kind: str
    """new: it replaces a file and that isn't noted yet; changed; renamed; removed"""
    now: PurePosixPath | None = None
    """Where the base has it now."""
    before: Below = field(default_factory=lambda: Below(""))
    after: Below = field(default_factory=lambda: Below(""))

    def difference(self) -> list[str]:
        """As `diff -u` has it, without its head; nothing where the texts aren't known."""
        if not self.before.lines or not self.after.lines:
            return []
        return list(difflib.unified_diff(self.before.lines, self.after.lines, n=1, lineterm=""))[2:]


def changes(
    own: Mapping[PurePosixPath, Path], below: Mapping[PurePosixPath, Path], lock: Lock
) -> Iterator[Change]:  # fmt: skip
    """What the base changed, renamed or removed below the edition's own files."""
    for path in sorted(own):
        before = lock.replaced.get(path)
        if path in below:
            after = below_of(below[path])
            if before is None:
                yield Change(path, "new", path, after=after)
            elif before.digest != after.digest:
                yield Change(path, "changed", path, before, after)
        elif before is not None:
            now = _moved(path, before, below)
            yield Change(path, "renamed" if now else "removed", now, before, below_of(below[now]) if now else Below(""))


def _moved(path: PurePosixPath, before: Below, below: Mapping[PurePosixPath, Path]) -> PurePosixPath | None:
    """Where a file of the base is now: one with the same content, else the only one with the same name but for numbers."""
    alike = [one for one in below if one.suffix == path.suffix]
    same = [one for one in alike if hashlib.sha256(below[one].read_bytes()).hexdigest() == before.digest]
    named = [one for one in alike if _plain(one) == _plain(path)]
    return same[0] if same else named[0] if len(named) == 1 else None


def _plain(path: PurePosixPath) -> tuple[str, ...]:
    return tuple(part.lstrip("0123456789").lstrip("-") for part in path.parts)
