"""Builds many editions, each by one process as if it were the only one; what several have in common is made once.

A worker takes an edition, builds it sharing nothing with the others but the cache, and returns an `Outcome`. Whether
workers are processes of this machine (`crew`) or of a cluster (`cluster`), neither a broken edition nor a lost worker
stops the others.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from builder.build.pipeline import Means, build
from builder.build.shared import shared
from builder.course.config import NAME
from builder.course.edition_file import settings_of
from builder.course.places import EDITION
from builder.course.textfile import read_text
from builder.course.yamlfile import Scalar, Table, parse
from builder.outputs.choice import Choice
from builder.problems import ContentError, MissingToolError, Problem, UsageError

FEW = 3
"""Up to this many editions of one base start together; of more, the first is built before the rest, which reuse its files."""
Told = UsageError | MissingToolError | OSError | MemoryError
"""Faults with a translated message."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is asked to do."""

    name: str
    """The name of the edition's folder."""
    root: Path
    choice: Choice
    shared: str = ""
    """The address of the shared cache; empty for none."""
    force: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an edition."""

    name: str
    state: str
    """built, unchanged, failed (a fault in its files or of the machine), lost (the process building it died every time)"""
    problems: Sequence[Problem] = ()
    fault: Told | str = ""
    """What stopped the build, other than problems in files; a string only for a bug of the builder."""
    rows: Counter[str] = field(default_factory=Counter)
    """The number of outputs by state."""
    seconds: float = 0.0
    cpu: float = 0.0
    peak: float = 0.0
    """Peak memory in MB of the process that built it, over its whole life; 0 where the system doesn't tell."""
    unshared: OSError | None = None
    """Why part of this was built without the shared cache; the edition lacks nothing."""

    @property
    def is_fine(self) -> bool:
        return self.state in ("built", "unchanged")


Runner = Callable[[Sequence[Order]], Iterator[Outcome]]


def find_editions(folder: Path) -> list[Path]:
    """The editions directly in a folder: subfolders that hold the settings file. Raises UsageError when there are none."""
    found = [path for path in sorted(folder.iterdir()) if path.is_dir() and is_course(path)]
    if not found:
        raise UsageError("fleet-empty", {"folder": folder, "settings": f"{EDITION}, {NAME}"})
    return found


def is_course(folder: Path) -> bool:
    return any((folder / name).is_file() for name in (EDITION, NAME))


def same_ids(roots: Iterable[Path]) -> dict[str, list[str]]:
    """Ids that several editions have, each with the names of these: what people write is stored under the id."""
    found: dict[str, list[str]] = {}
    for root in roots:
        found.setdefault(_id(root), []).append(root.name)
    return {said: names for said, names in found.items() if said and len(names) > 1}


def _id(root: Path) -> str:
    """The id in an edition's or course's settings; "" where there is none."""
    name = EDITION if (root / EDITION).is_file() else NAME
    node = parse(read_text((root / name).read_bytes())[0], PurePosixPath(name), [])
    if not isinstance(node, Table):
        return ""
    said = (node if name == EDITION else settings_of(node)).entries.get("id")
    return said.text if isinstance(said, Scalar) else ""


def build_all(orders: Sequence[Order], base_of: Callable[[Path], Path], runner: Runner) -> Iterator[Outcome]:
    """Yields outcomes in any order; where more than `FEW` editions share a base, one of them is built before the others."""
    groups: dict[Path, list[Order]] = {}
    for order in orders:
        groups.setdefault(base_of(order.root), []).append(order)
    first = [group[0] for group in groups.values() if len(group) > FEW]
    for wave in (first, [order for order in orders if order not in first]):
        if wave:
            yield from runner(wave)


def build_one(order: Order) -> Outcome:
    """Builds an edition in this process and turns its faults into an outcome rather than raising them."""
    started, before = time.perf_counter(), cpu_seconds()
    try:
        store = shared(order.shared)
    except (UsageError, MissingToolError) as error:
        return Outcome(order.name, "failed", fault=error)
    if store:
        store.fault = None  # this process may have built another edition: the cache gets one more try with each

    def outcome(state: str, **said: object) -> Outcome:
        seconds, cpu = time.perf_counter() - started, cpu_seconds() - before
        unshared = store.fault if store else None
        return Outcome(order.name, state, seconds=seconds, cpu=cpu, peak=peak_memory(), unshared=unshared, **said)  # type: ignore[arg-type]

    try:
        report = build(order.root, order.choice, force=order.force, means=Means(is_alone=True, shared=order.shared))
    except ContentError as error:
        return outcome("failed", problems=error.problems)
    except (UsageError, MissingToolError, OSError, MemoryError) as error:
        return outcome("failed", fault=error)
    except Exception as error:  # noqa: BLE001 - a fault of ours in one edition doesn't stop the others
        return outcome("failed", fault=f"{type(error).__name__}: {error}")
    rows = Counter(row.state for row in report.rows)
    state = "unchanged" if report.unchanged else "built"
    return outcome(state, problems=sorted(set(report.problems)), rows=rows)


if sys.platform == "win32":

    def cpu_seconds() -> float:
        return time.process_time()

    def peak_memory() -> float:
        return 0.0

else:
    import resource

    def cpu_seconds() -> float:
        """CPU seconds of this process and of its child processes that have ended."""
        usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(usage.ru_utime + usage.ru_stime for usage in usages)

    def peak_memory() -> float:
        """Peak memory in MB: of this process or of its largest child, whichever is greater."""
        unit = 1_000_000 if sys.platform == "darwin" else 1_000
        return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / unit
