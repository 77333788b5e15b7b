"""Which outputs a build makes, keeps, and leaves as they were.

What people below trainers get always fits the text: an output of theirs that no longer does is made again whether it was
asked for or not, since it may show what an author has hidden since. Only trainers' outputs may stay stale.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache as remembered
from pathlib import Path

from builder.build.choice import Choice
from builder.build.state import Earlier, State
from builder.build.tasks import Task, all_tasks
from builder.course.model import Audience, Course
from builder.edition.select import Edition


@dataclass(frozen=True, slots=True)
class Job:
    """A task, the engine and paper it is made with, and what was made for its name the last time."""

    task: Task
    engine: str
    paper: str
    earlier: Earlier
    is_asked_for: bool

    def output(self, content: str) -> Earlier:
        """What is to be remembered of it."""
        return Earlier(self.task.key, content, self.engine, self.paper)


@dataclass(frozen=True, slots=True)
class Left:
    """An output that stays as it is."""

    name: str
    output: Earlier
    state: str
    """kept or stale"""


def plan(
    course: Course, editions: Sequence[Edition], choice: Choice, state: State, cache: Path, there: Collection[str],
    *, force: bool,
) -> list[Job | Left]:  # fmt: skip
    """A job or what is left, for each output that will be in dist. `there`: names of outputs that are in dist now."""
    tasks = _Tasks(course, editions, choice)
    found = (_decide(tasks, name, state, cache, there, force=force) for name in tasks.asked)
    return [row for row in found if row is not None]


class _Tasks:
    """The tasks of a course by name, as they are asked for and as they were made."""

    def __init__(self, course: Course, editions: Sequence[Edition], choice: Choice) -> None:
        self.choice = choice

        @remembered
        def made_with(engine: str, paper: str) -> dict[str, Task]:
            form = replace(choice, engine=engine, paper=paper)
            return {task.name: task for task in all_tasks(course, editions, form)}

        self.made_with = made_with
        self.asked = made_with(choice.engine, choice.paper)

    def wants(self, task: Task, there: Collection[str]) -> bool:
        """Other forms of books that were asked for once stay up to date in full builds."""
        once = self.choice.is_all and bool(task.variant) and task.name in there
        return once or self.choice.wants(task.output, task.audience, task.language, task.module, task.variant)


def _decide(
    tasks: _Tasks, name: str, state: State, cache: Path, there: Collection[str], *, force: bool
) -> Job | Left | None:
    earlier = state.outputs.get(name, Earlier())
    wanted = tasks.wants(tasks.asked[name], there)
    if not wanted and name not in there:
        return None
    engine, paper = (tasks.choice.engine, tasks.choice.paper) if wanted else (earlier.engine, earlier.paper)
    task = tasks.made_with(engine, paper)[name]
    is_cached = bool(earlier.key) and (cache / earlier.key).exists()
    if is_cached and earlier.key == task.key and not (wanted and force):
        return Left(name, earlier, "kept")
    if is_cached and not wanted and task.audience is Audience.TRAINER:
        return Left(name, earlier, "stale")
    return Job(task, engine, paper, earlier, wanted)
