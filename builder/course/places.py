"""Where a file of an institution's edition really lies: beside its `edition.yml`, or in the course that it is made from."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from builder.problems import Problem

EDITION = "edition.yml"
BEYOND = 1_000_000
"""Is added to the lines of the base's settings and tables when those of an edition are laid over them: no file has so many."""
_SETTINGS = PurePosixPath("mkdocs.yml")
_FOLDERS = frozenset({"modules", "casestories", "trainer_guides", "reference", "free_pages", "pages", "languages"})


@dataclass(frozen=True, slots=True)
class Places:
    """Of a course that is no edition it says nothing. Not part of any digest: it names folders of this machine."""

    base: str = field(default="", repr=False)
    """The way from the edition's folder to the base's; empty for a course of its own."""
    own: frozenset[PurePosixPath] = field(default=frozenset(), repr=False)
    """The files in the edition's folder."""

    def file(self, root: Path, path: PurePosixPath) -> Path:
        """Where a page of the course in `root` lies."""
        return root / path if not self.base or path in self.own else root / self.base / path

    def is_below(self, problem: Problem) -> bool:
        """Whether it is a problem of the base's."""
        path = problem.path
        if not self.base or (path.parts[0] not in _FOLDERS and path != _SETTINGS):
            return False
        return problem.line > BEYOND or (path != _SETTINGS and path not in self.own)

    def real(self, problem: Problem) -> Problem:
        """The problem with the file and line where its author finds it."""
        if self.is_below(problem):
            line = problem.line - BEYOND if problem.line > BEYOND else problem.line
            return replace(problem, path=PurePosixPath(self.base, problem.path), line=line)
        return replace(problem, path=PurePosixPath(EDITION)) if self.base and problem.path == _SETTINGS else problem

    def all(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems where their authors find them, sorted."""
        return sorted({self.real(problem) for problem in problems})
