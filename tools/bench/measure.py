"""Times a command: wall time, CPU seconds including its children, memory of the largest process.

Keep this file's imports few: on Linux, a new process's peak memory starts at that of its parent.
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
"""The divisor that turns `ru_maxrss` into MB."""


@dataclass(frozen=True, slots=True)
class Run:
    """The cost of a command: times in seconds, memory in MB."""

    wall: float
    cpu: float
    peak: float
    code: int = 0
    output: str = ""
    errors: str = ""

    def last_words(self) -> str:
        """The last unindented line of output (indented ones are progress), which tells a failed program's error."""
        lines = [line for line in (self.output + self.errors).splitlines() if line.strip() and line[0] != " "]
        return lines[-1] if lines else f"exit status {self.code}"


def run(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> Run:
    """Runs the command in a folder until it ends, whatever its exit status."""
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
    """The mean of repeated runs; the first failure counts for all."""
    whole = add(runs)
    return replace(whole, wall=whole.wall / len(runs), cpu=whole.cpu / len(runs))


def add(runs: Sequence[Run]) -> Run:
    """The sum of consecutive runs: times add up, memory is the maximum; the first failure counts for all."""
    failed = next((run for run in runs if run.code), runs[-1])
    return Run(
        sum(run.wall for run in runs),
        sum(run.cpu for run in runs),
        max(run.peak for run in runs),
        failed.code,
        "".join(run.output for run in runs),
        failed.errors,
    )
