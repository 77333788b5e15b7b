"""Brings a tag of a Git repository into an edition's `.base/`; nothing else about a base uses the network."""

import os
import shutil
import subprocess
from pathlib import Path

from builder.course.base_course import COPY, MARK
from builder.course.config import NAME
from builder.problems import MissingToolError, UsageError

_SECONDS = 600


def newest_tag(root: Path, name: str) -> str:
    """The highest version among the tags of a repository. Raises UsageError when it has none or can't be reached."""
    said = _git(root, "ls-remote", "--tags", "--refs", "--sort=-version:refname", "--", _address(root, name))
    tags = [line.partition("refs/tags/")[2] for line in said.splitlines() if "refs/tags/" in line]
    if not tags:
        raise UsageError("base-without-tags", {"name": name})
    return tags[0]


def bring(root: Path, name: str, tag: str) -> str:
    """Puts the repository at a tag into `root/.base` and returns the commit. Raises UsageError, leaving everything
    unchanged.
    """
    draft, copy = root / f"{COPY}.draft", root / COPY
    shutil.rmtree(draft, ignore_errors=True)
    try:
        _git(root, "clone", "--quiet", "--depth=1", "--no-local", f"--branch={tag}", "--template=", "--no-recurse-submodules",
             "--", _address(root, name), str(draft))  # fmt: skip
        commit = _git(draft, "rev-parse", "HEAD").strip()
        if not (draft / NAME).is_file():
            raise UsageError("base-no-course", {"name": name})
        shutil.rmtree(draft / ".git")
        (draft / MARK).write_text(f"{commit}\n", encoding="ascii")
        shutil.rmtree(copy, ignore_errors=True)
        draft.rename(copy)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return commit


def _address(root: Path, name: str) -> str:
    """A repository's address; a folder is taken relative to the edition's."""
    folder = root / name
    return str(folder.resolve()) if folder.exists() else name


def _git(folder: Path, *arguments: str) -> str:
    """Git's output; it asks for no password, runs no hooks and makes no links. Raises MissingToolError, UsageError."""
    git = shutil.which("git")
    if git is None:
        raise MissingToolError("git-missing")
    safe = ("core.symlinks=false", "core.autocrlf=false", "core.hooksPath=", "advice.detachedHead=false")
    settings = (part for one in safe for part in ("-c", one))
    around = {key: value for key, value in os.environ.items() if not key.startswith("GIT_DIR") and key not in _OTHERS}
    try:
        done = subprocess.run(  # noqa: S603 - no shell; the repository's name stands behind `--`
            [git, *settings, *arguments], cwd=folder, env={**around, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}, text=True,
            capture_output=True, check=False, timeout=_SECONDS, stdin=subprocess.DEVNULL, errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise UsageError("git-failed", {"reason": f"{arguments[0]}: {_SECONDS} s"}) from error
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        told = [line for line in lines if line.startswith("fatal:")] or lines or [f"git {arguments[0]}"]
        raise UsageError("git-failed", {"reason": told[0].removeprefix("fatal: ")})
    return done.stdout


_OTHERS = frozenset({"GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"})
"""Variables of the repository from which we may be called, as by Git's hooks."""
