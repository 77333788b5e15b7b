"""Faults in content, as values.

Policy: what an author can fix is a `Problem` (all are collected, none is raised one by one); what a person did wrong at
the command line is a `UsageError`; a program that is not installed is a `MissingToolError`. Any other exception is a bug.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import total_ordering
from pathlib import PurePosixPath

from builder.words import command_words
from builder.words.packs import loaded


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """One fault: `code` selects its wording in `words/<language>/problems.yml`, which `arguments` fill."""

    path: PurePosixPath
    line: int
    code: str
    arguments: Mapping[str, object] = field(default_factory=dict)

    def _key(self) -> tuple[PurePosixPath, int, str, list[tuple[str, str]]]:
        return self.path, self.line, self.code, sorted((name, str(value)) for name, value in self.arguments.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and self._key() == other._key()

    def __lt__(self, other: "Problem") -> bool:
        return self._key() < other._key()

    def __hash__(self) -> int:
        return hash((self.path, self.line, self.code))

    @property
    def level(self) -> str:
        """error, warning or note; a note is a warning that a course may keep, and that not even `check --strict` fails on."""
        return catalogue("en")[self.code].get("level", "error")

    @property
    def is_warning(self) -> bool:
        return self.level != "error"

    @property
    def is_note(self) -> bool:
        return self.level == "note"

    def message(self, language: str) -> str:
        return _fill(catalogue(language)[self.code]["message"], self.arguments)

    def hint(self, language: str) -> str:
        return _fill(catalogue(language)[self.code]["hint"], self.arguments)

    def text(self, language: str) -> str:
        """`path:line: code: what is wrong (how to fix it)`; the line is left out when it is unknown (0)."""
        place = f"{shown_path(self.path)}:{self.line}" if self.line else shown_path(self.path)
        return f"{place}: {self.code}: {self.message(language)} ({self.hint(language)})"


class ContentError(Exception):
    """The content has faults; nothing was built."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(problem.text("en") for problem in self.problems))

    def __reduce__(self) -> tuple[type["ContentError"], tuple[list[Problem]]]:
        """Makes it picklable, since outputs are made in other processes and their problems have to come back."""
        return ContentError, (self.problems,)


class _Told(Exception):  # noqa: N818 - its kinds have the suffix
    """Base of errors worded in `words/<language>/command.yml` (`errors`), which `code` selects and `arguments` fill."""

    def __init__(self, code: str, arguments: Mapping[str, object] | None = None) -> None:
        super().__init__(code, arguments or {})
        self.code, self.arguments = code, arguments or {}

    def text(self, language: str) -> str:
        return _fill(command_words(language)["errors"][self.code], self.arguments)

    def __str__(self) -> str:
        return self.text("en")


class UsageError(_Told):
    """The command was used wrongly (exit status 2)."""


class MissingToolError(_Told):
    """A program outside Python that this output needs is not installed (exit status 3)."""


def catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    """Code -> message, hint and level."""
    return loaded("problems", language)


def shown_path(path: PurePosixPath) -> str:
    """A path on one line, without control characters: a file's name may hold anything, even commands to a terminal or server."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in str(path))


def as_github(problem: Problem, language: str) -> str:
    """An annotation of GitHub's workflow commands."""
    level = "notice" if problem.is_note else problem.level
    text = problem.message(language) + " (" + problem.hint(language) + ")"
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    line = f",line={problem.line}" if problem.line else ""
    path = shown_path(problem.path).replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    return f"::{level} file={path}{line},title={problem.code}::{escaped}"


def as_json(problems: Iterable[Problem], language: str, *, ascii_only: bool = False) -> str:
    """A list of objects with path, line, code, level, message and hint; `ascii_only` for files that aren't UTF-8."""
    rows = [
        {
            "path": str(problem.path),
            "line": problem.line or None,
            "code": problem.code,
            "level": problem.level,
            "message": problem.message(language),
            "hint": problem.hint(language),
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=ascii_only, indent=2)


def _fill(text: str, arguments: Mapping[str, object]) -> str:
    """The text with its `{name}` fields filled; not `str.format`, so that other braces stay as text."""
    for name, value in arguments.items():
        text = text.replace("{" + name + "}", str(value))
    return text
