"""Decides which outputs a build makes, keeps or leaves out of date.

What anyone but trainers gets is always up to date: such an output is remade when it no longer fits the text, whether
asked for or not, since it may show what an author has hidden since. Only trainers' outputs may stay stale.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from builder.build.digest import builder_digest
from builder.build.state import Earlier, State
from builder.build.table import OUTPUTS, Entry, entries
from builder.course.model import Audience, Course
from builder.edition.select import Edition
from builder.outputs import Task
from builder.outputs.choice import Choice, is_special


@dataclass(frozen=True, slots=True)
class Job:
    """What to make, and what was made under its name last time."""

    entry: Entry
    earlier: Earlier
    is_asked_for: bool

    @property
    def task(self) -> Task:
        return self.entry.task

    @property
    def before(self) -> str:
        """The content digest from last time; empty unless the same builder made it."""
        return self.earlier.content if self.earlier.builder == builder_digest() else ""

    def output(self, content: str) -> Earlier:
        """What the state records about it."""
        return Earlier(self.entry.key, content, self.task.output, builder_digest())


@dataclass(frozen=True, slots=True)
class Left:
    """An output that is not made this time."""

    task: Task
    output: Earlier
    state: str
    """kept or stale"""


def plan(
    course: Course, editions: Sequence[Edition], choice: Choice, state: State, cache: Path, there: Collection[str],
    table: Mapping[str, str] = OUTPUTS, *, force: bool,
) -> list[Job | Left]:  # fmt: skip
    """A job, or the output left as it is, for each output that will be in dist. `there`: names of the outputs in dist now."""
    planner = _Planner(course, editions, choice, table, there)
    found = (_decide(planner, name, state, cache, force=force) for name in planner.asked)
    return [row for row in found if row is not None]


class _Planner:
    """The entries of a course by name."""

    def __init__(
        self, course: Course, editions: Sequence[Edition], choice: Choice, table: Mapping[str, str],
        there: Collection[str],
    ) -> None:  # fmt: skip
        self.choice, self.there = choice, frozenset(there)
        self.asked = entries(course, editions, choice, table)
        tasks = [entry.task for entry in self.asked.values()]
        self.needed = {name for task in tasks if self.wants(task) for name in task.after}
        self.behind = {name for task in tasks if task.name in there for name in task.after}

    def wants(self, task: Task) -> bool:
        """Whether a task is wanted; full builds also update special variants, papers and optional outputs already in dist."""
        once = self.choice.is_all and is_special(task) and task.name in self.there
        return once or self.choice.wants(task)

    def makes(self, name: str) -> bool:
        """Whether an output is made: because it is wanted, or because a wanted one is made from it."""
        return name in self.needed or self.wants(self.asked[name].task)


def _decide(
    planner: _Planner, name: str, state: State, cache: Path, *, force: bool
) -> Job | Left | None:  # fmt: skip
    earlier = state.outputs.get(name, Earlier())
    wanted = planner.makes(name)
    if not wanted and name not in planner.there | planner.behind:
        return None
    entry = planner.asked[name]
    is_cached = bool(earlier.key) and (cache / earlier.key).exists()
    if is_cached and earlier.key == entry.key and not (wanted and force):
        return Left(entry.task, replace(earlier, kind=entry.task.output), "kept")
    if is_cached and not wanted and entry.task.edition.audience is Audience.TRAINER:
        return Left(entry.task, replace(earlier, kind=entry.task.output), "stale")
    return Job(entry, earlier, wanted)
