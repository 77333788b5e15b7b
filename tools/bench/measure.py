"""One command, timed: wall, CPU seconds of it and its children, memory of the largest process among them.

Keep this file's imports few: Linux counts the memory of the process that starts another one as that one's floor.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile

_UNIT = 1_000_000 if sys.platform == "darwin" else 1_000
"""What divides `ru_maxrss` into MB."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took. Times in seconds, memory in MB."""

    wall: float
    cpu: float
    peak: float
    code: int = 0
    output: str = ""
    errors: str = ""

    def last_words(self) -> str:
        """The last line of what it said, but for indented ones (progress): of a failed program, what was wrong."""
        lines = [line for line in (self.output + self.errors).splitlines() if line.strip() and line[0] != " "]
        return lines[-1] if lines else f"exit status {self.code}"


def run(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> Run:
    """Runs the command in a folder to its end, whatever that is."""
    started = time.perf_counter()
    with TemporaryFile() as output, TemporaryFile() as errors:
        child = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env={**os.environ, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", **environment},
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - started
        texts = []
        for stream in (output, errors):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "replace"))
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _UNIT, child.returncode, *texts)


def mean(runs: Sequence[Run]) -> Run:
    """The same command several times; the first failure is the whole's."""
    whole = add(runs)
    return replace(whole, wall=whole.wall / len(runs), cpu=whole.cpu / len(runs))


def add(runs: Sequence[Run]) -> Run:
    """Several commands, one after the other: times add up, memory doesn't; the first failure is the whole's."""
    failed = next((run for run in runs if run.code), runs[-1])
    return Run(
        sum(run.wall for run in runs),
        sum(run.cpu for run in runs),
        max(run.peak for run in runs),
        failed.code,
        "".join(run.output for run in runs),
        failed.errors,
    )
