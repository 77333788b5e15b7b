"""Finds the text of a page at the time of its translation in the course's Git repository, if there is one.

The repository may be a stranger's, so Git only lists commits and reads contents: none of its hooks, filters or helpers
run, and nothing is fetched.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

MOST = 200
"""The most versions of a page that are examined."""
_SAFE = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never", "-c", "log.showSignature=false",
)  # fmt: skip
_SECONDS = 30


def old_text(root: Path, path: PurePosixPath, is_it: Callable[[str], bool]) -> str | None:
    """The latest version of a page that `is_it` accepts; None without Git, or when there is none."""
    return next((text for text in _versions(root, path) if is_it(text)), None)


def _versions(root: Path, path: PurePosixPath) -> Iterator[str]:
    for commit in (
        _git(root, "rev-list", f"--max-count={MOST}", "HEAD", "--", str(path)).decode("ascii", "replace").split()
    ):
        try:
            yield _git(root, "cat-file", "blob", f"{commit}:./{path}").decode("utf-8")
        except UnicodeDecodeError:
            continue


def _git(root: Path, *arguments: str) -> bytes:
    """Git's output; empty when it fails."""
    settings = {
        **os.environ,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments, no shell
            ["git", *_SAFE, *arguments], cwd=root, env=settings, capture_output=True, timeout=_SECONDS, check=False  # noqa: S607 - wherever it is
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
