"""`taller fleet`: builds many editions, on this machine or on a cluster, and reports on each."""

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from builder.build.table import OUTPUTS
from builder.commands.excerpt import printable
from builder.commands.machine import machine_text
from builder.commands.show import show
from builder.commands.spoken import At, Group, argument, at, command, option
from builder.outputs.choice import Choice
from builder.problems import MissingToolError, Problem, UsageError, as_json

if TYPE_CHECKING:
    from builder.build.fleet import Order, Outcome, Runner

WORK = ".build"
"""The working folder, in the folder of editions: the report, and the cache that they share."""
REPORT = "fleet.json"


@command(
    "build",
    "taller fleet build editions",
    "taller fleet build editions --workers 2 --output site --report report.json",
    "taller fleet build editions --scheduler tcp://cluster.example.org:8786 --cache s3://bucket/taller",
)
@argument("editions", type=click.Path(exists=True, file_okay=False, path_type=Path))
@option("--workers", type=click.IntRange(1, 256), metavar="N")
@option("--scheduler", default="", metavar="ADDRESS")
@option("--cache", "place", default="", metavar="PLACE")
@option("--output", "outputs", multiple=True, type=click.Choice(list(OUTPUTS)))
@option("--report", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.json")
@option("--force", is_flag=True)
@at
@click.pass_context
def build(  # noqa: PLR0913 - one for each option
    ctx: click.Context, here: At, editions: Path, *, workers: int | None, scheduler: str, place: str, outputs: tuple[str, ...],
    target: Path | None, force: bool,
) -> None:  # fmt: skip
    from builder.build import fleet
    from builder.build.shared import forget_unused, shared

    started, folder = time.time(), editions.resolve()
    found = fleet.find_editions(folder)
    own = folder / WORK / "cache"
    address = _address(place) or ("" if scheduler else str(own))
    # A bad address, or a place where nothing can be written, is told before anything is built.
    if store := shared(address):
        store.trial()
    same = fleet.same_ids(found)
    for said, names in same.items():
        click.echo(here.word("fleet-same-id", id=printable(said), names=printable(", ".join(names))), err=True)
    orders = [fleet.Order(root.name, root, Choice(outputs), address, force) for root in found]
    outcomes: list[Outcome] = []
    with _runner(orders, workers, scheduler, folder / WORK / "tmp") as runner:
        for outcome in fleet.build_all(orders, lambda root: _folders(root)[-1], runner):
            outcomes.append(outcome)
            click.echo(_line(here, outcome, f"{len(outcomes)}/{len(orders)}"), err=True)
    outcomes.sort(key=lambda outcome: outcome.name)
    _tell(here, outcomes)
    report = target or folder / WORK / REPORT
    _write(here, report, outcomes, same, time.time() - started)
    click.echo(here.word("fleet-report", path=os.path.relpath(report)))
    if not place and not scheduler:
        forget_unused(own, started)
    ctx.exit(0 if all(outcome.is_fine for outcome in outcomes) else 1)


def _address(place: str) -> str:
    return place if not place or "://" in place else str(Path(place).resolve())


def _folders(root: Path) -> list[Path]:
    """The folders that an edition is read from: its own and its base's, in this order."""
    from builder.course.base_course import folders_read

    return folders_read(root)


@contextmanager
def _runner(orders: "Sequence[Order]", workers: int | None, scheduler: str, temporary: Path) -> "Iterator[Runner]":
    if not scheduler:
        from builder.build.crew import Crew

        temporary.mkdir(parents=True, exist_ok=True)
        yield Crew(min(workers or os.cpu_count() or 1, len(orders)), temporary)
        return
    from builder.build.cluster import Cluster

    cluster = Cluster(scheduler, [_folders(order.root) for order in orders])
    try:
        yield cluster
    finally:
        cluster.close()


# -- what is told


def _line(here: At, outcome: "Outcome", count: str = "") -> str:
    state = here.word(f"fleet-{outcome.state}")
    number = sum(outcome.rows.values())
    made = here.word("fleet-outputs", n=number, made=outcome.rows["made"]) if number else ""
    seconds = f"{outcome.seconds:.1f} s" if outcome.seconds else ""
    return f"  {count:>7}  {outcome.name:30} {state:12} {seconds:>9}  {made}".rstrip()


def _tell(here: At, outcomes: "Sequence[Outcome]") -> None:
    """Shows the faults by edition, then how many succeeded, and once what the cache did."""
    for outcome in outcomes:
        show(_placed(outcome), here.language, "text")
        if fault := _fault(here, outcome):
            click.echo(f"{outcome.name}: {fault}")
    bad = sum(not outcome.is_fine for outcome in outcomes)
    click.echo(here.word("fleet-done", n=len(outcomes), bad=bad))
    if unshared := [one for one in outcomes if one.unshared]:
        reason = _reason(here, unshared[0])
        click.echo(here.word("fleet-unshared", n=len(unshared), reason=reason), err=True)


def _placed(outcome: "Outcome") -> list[Problem]:
    """An edition's problems, with its folder before each path."""
    return [replace(one, path=PurePosixPath(outcome.name, one.path)) for one in outcome.problems]


def _reason(here: At, outcome: "Outcome") -> str:
    """Why an edition was built without the cache; "" if it wasn't."""
    return machine_text(outcome.unshared, here.language) if outcome.unshared else ""


def _fault(here: At, outcome: "Outcome") -> str:
    if outcome.state == "lost":
        return here.word("fleet-lost-said")
    if isinstance(outcome.fault, UsageError | MissingToolError):
        return outcome.fault.text(here.language)
    if isinstance(outcome.fault, OSError | MemoryError):
        return machine_text(outcome.fault, here.language)
    return here.word("fleet-fault", reason=outcome.fault) if outcome.fault else ""


def _write(
    here: At, path: Path, outcomes: "Sequence[Outcome]", same: Mapping[str, Sequence[str]], seconds: float
) -> None:
    """Writes the JSON report; times are in seconds, memory in MB. `same`: the names of editions by the id that they share."""
    rows: list[dict[str, Any]] = [
        {
            "name": one.name,
            "state": one.state,
            "seconds": round(one.seconds, 2),
            "cpu": round(one.cpu, 2),
            "peak": round(one.peak, 1),
            "outputs": dict(sorted(one.rows.items())),
            "problems": json.loads(as_json(one.problems, here.language)),
            "fault": _fault(here, one),
            "cache": _reason(here, one),
        }
        for one in outcomes
    ]
    bad = sum(not one.is_fine for one in outcomes)
    said = {"failed": bad, "seconds": round(seconds, 2), "same_ids": same, "editions": rows}
    text = json.dumps(said, ensure_ascii=False, indent=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


fleet = Group("fleet", commands=[build], examples=("taller fleet build editions",))
