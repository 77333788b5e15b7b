"""Where a file of an institution's edition really is: beside its `edition.yml`, or in the course that it is made from."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from builder.problems import Problem

EDITION = "edition.yml"
BEYOND = 1_000_000
"""Added to the line numbers of the base's settings and tables when an edition's are laid over them; no file is so long."""
_SETTINGS = PurePosixPath("mkdocs.yml")
_FOLDERS = frozenset({"modules", "casestories", "trainer_guides", "reference", "free_pages", "pages", "languages"})


@dataclass(frozen=True, slots=True)
class Places:
    """Empty for a course that is no edition. Not part of any digest, since it names folders of this machine."""

    base: str = field(default="", repr=False)
    """Relative path from the edition's folder to the base's; "" for a course that is no edition."""
    own: frozenset[PurePosixPath] = field(default=frozenset(), repr=False)
    """The files in the edition's folder."""

    def file(self, root: Path, path: PurePosixPath) -> Path:
        """The file of a path of the course in `root`."""
        return root / path if not self.base or path in self.own else root / self.base / path

    def is_below(self, problem: Problem) -> bool:
        """Whether the problem is in the base."""
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
