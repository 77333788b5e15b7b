"""What a build shows while it runs: a moving bar on a terminal, one line per output elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

import click

from builder.build.progress import Progress, Step
from builder.commands.spoken import At

_NARROW = 60
"""Columns below which the bar has no room for words."""


@contextmanager
def progress(here: At, *, moving: bool) -> Iterator[Progress]:
    """Gives the function that a build calls at each step."""
    if moving:
        with _bar(here) as tell:
            yield tell
    else:
        yield _say


def _say(step: Step) -> None:
    """Prints the finished output, or the stage that begins."""
    if step.done or not step.total:
        click.echo(f"  {step.name}", err=True)


@contextmanager
def _bar(here: At) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar
    from rich.table import Column

    console = Console(stderr=True, highlight=False)
    fields = TextColumn("{task.fields[count]}", markup=False), TextColumn("{task.fields[left]}", markup=False)
    name = TextColumn("{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="crop"))
    columns = BarColumn(bar_width=max(6, console.width // 5)), *fields, name
    with Bar(*columns, console=console, transient=True, expand=True, speed_estimate_period=600) as drawn:
        task = drawn.add_task("", total=None, count="", left="")
        word = here.word("left") if console.width >= _NARROW else ""
        last = Step("")

        def tell(step: Step) -> None:
            nonlocal last
            last = step if step.total else last
            text = short(step.now) if step.total else here.word(f"step-{step.name}")
            count = f"{last.done}/{last.total}" if last.total else ""
            drawn.update(task, description=text, completed=last.done, total=last.total or None, count=count)
            left = _left(drawn.tasks[0].time_remaining if last.done < last.total else None, word)
            drawn.update(
                task, left=left, refresh=True
            )  # at once: an output that this process makes may be too quick to be seen

        yield tell


def _left(seconds: float | None, word: str) -> str:
    """The remaining time, such as `left 1:05`; "" while it is unknown."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{word} {minutes}:{rest:02}".strip()


def short(name: str) -> str:
    """An output's name for people: the file's name, or a site's whole path."""
    path = PurePosixPath(name)
    return path.name if path.suffix else name
