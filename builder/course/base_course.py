"""The course that an edition is made from: a folder, the copy of a tag of a Git repository, or an installed package.

Nothing here uses the network: `taller edition` copies a tag into `.base/`, and builds read that copy.
"""

import os
import re
import sys
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path, PurePosixPath

from builder.course.base_lock import LOCK, read_lock
from builder.course.config import NAME
from builder.course.places import EDITION
from builder.course.reader import Reader
from builder.course.textfile import read_text
from builder.course.yamlfile import Node, Scalar, Table, parse

COPY = ".base"
"""Folder in an edition's folder that holds the base as of a tag."""
MARK = ".taller-commit"
"""File in that copy that names its commit."""
_MISSING = {"path": "base-missing-path", "git": "base-missing-git", "package": "base-missing-package"}
"""Ways to name a base -> the problem when nothing is there."""
_ADDRESS = re.compile(r"\w[\w+.-]*://|(?:[\w.-]+@)?[\w.-]{2,}:\S")
"""`https://…` or `git@host:…`, but no drive of Windows."""


@dataclass(frozen=True, slots=True)
class BaseCourse:
    """The course that an edition is made from, and where it is."""

    kind: str
    """path, git or package"""
    name: str
    """The path, address or package as `edition.yml` gives it."""
    root: Path
    """The folder with its mkdocs.yml."""
    line: int


def find_base(root: Path, reader: Reader, node: Node | None) -> BaseCourse | None:
    """The base that the edition in `root` names; None with a problem when it isn't there. Reads none of its files."""
    if isinstance(node, Table):
        reader.table(node, (), _MISSING)
    kind, value = said_base(node)
    name = reader.text(value) if value else ""
    if not kind or not name:
        if node:
            reader.problem(node.line, "base-unclear")
        return None
    folder = {"path": _beside, "git": _copy, "package": _installed}[kind](root, name)
    line = value.line if value else 1
    # `os.path`, since pathlib raises for a name that no system can have.
    if folder is None or not os.path.isfile(folder / NAME):  # noqa: PTH113
        is_edition = folder is not None and os.path.isfile(folder / EDITION)  # noqa: PTH113
        code = "base-is-edition" if is_edition else _MISSING[kind]
        reader.problem(line, code, name=name, **(_brought(root) if kind == "git" else {}))
        return None
    return BaseCourse(kind, name, folder, line)


def _brought(root: Path) -> dict[str, str]:
    """For messages: ` --to TAG` with the tag that the edition was made from, which `.base/` held; empty when it was none yet."""
    tag = read_lock(root, Reader(PurePosixPath(LOCK), ("en",))).tag
    return {"to": f" --to {tag}" if tag else ""}


def is_address(name: str) -> bool:
    """Whether this is the address of a repository rather than a folder or a package."""
    return _ADDRESS.match(name) is not None


def said_base(node: Node | None) -> tuple[str, Scalar | None]:
    """The kind of base that `edition.yml` names (path, git or package), and its name; "" and None when that isn't clear."""
    if isinstance(node, Scalar):
        return "git" if is_address(node.text) else "path", node
    known = [(key, value) for key, value in node.entries.items() if key in _MISSING] if isinstance(node, Table) else []
    kind, value = known[0] if len(known) == 1 else ("", None)
    return (kind, value) if isinstance(value, Scalar) else ("", None)


def _beside(root: Path, name: str) -> Path | None:
    """The folder; one that was written with the backslashes of Windows is found elsewhere, too."""
    found = (root / name.replace("\\", "/")).resolve()
    return None if found == root.resolve() else found


def _copy(root: Path, _: str) -> Path | None:
    return root / COPY


def _installed(_: Path, name: str) -> Path | None:
    """The folder of a package, found without importing it: a course is text, and none of its code runs."""
    found = PathFinder.find_spec(name, sys.path) if name.isidentifier() else None
    folders = list(found.submodule_search_locations or ()) if found else []
    return Path(folders[0]) if folders else None


def copied_commit(copy: Path) -> str:
    """The commit of the copy in `.base/`; "" when it doesn't say."""
    mark = copy / MARK
    return mark.read_text(encoding="ascii", errors="replace").strip() if mark.is_file() else ""


def folders_read(root: Path) -> list[Path]:
    """The folders that a course is read from: its own and, for an edition, its base's. Reports no problems."""
    file = root / EDITION
    if not file.is_file():
        return [root]
    path = PurePosixPath(EDITION)
    node = parse(read_text(file.read_bytes())[0], path, [])
    base = find_base(root, Reader(path, ("en",)), node.entries.get("base")) if isinstance(node, Table) else None
    return [root, base.root] if base else [root]
