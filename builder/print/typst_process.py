"""The processes that run Typst. Each is kept for the next job: to start one takes as long as to set a page or two."""

import json
import os
import subprocess
import sys
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.util import Finalize
from pathlib import Path
from threading import Thread, Timer
from typing import IO, cast

CHILD = Path(__file__).with_name("typst_child.py")

_KEPT = 20
"""Lines of what a process complains about."""


@dataclass(slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    jobs: IO[bytes]
    answers: IO[bytes]
    complaints: deque[bytes]
    """The last lines, from a thread that reads them: a full pipe would stop the process, a full disk would lose them."""
    reader: Thread
    settings: tuple[int, dict[str, str]]
    """The process that started it, and its environment: it works for no other."""
    is_late: bool = False

    def answer(self, folder: Path, seconds: float) -> bytes:
        """What it says after a job: "next", "last" if it wants no other, or nothing if it ended or was too late."""
        timer = Timer(seconds, self.kill)
        timer.daemon = True
        timer.start()
        try:
            self.jobs.write(json.dumps(str(folder)).encode() + b"\n")
            self.jobs.flush()
            return self.answers.readline().strip()
        except BrokenPipeError:
            return b""
        except BaseException:
            self.process.kill()
            self.end()
            raise
        finally:
            timer.cancel()

    def kill(self) -> None:
        self.is_late = True
        self.process.kill()

    def end(self) -> str:
        """Waits for its end; returns the last line of what it complained about, or its status."""
        with suppress(BrokenPipeError):
            self.jobs.close()
        self.process.wait()
        self.reader.join()
        self.answers.close()
        lines = b"".join(self.complaints).decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"status {self.process.returncode}"


idle: list[_Child] = []
"""Processes that wait for a job."""


def run(folder: Path, seconds: float) -> str:
    """Has a process do the job in `folder`; returns why it ended without an answer, if it did. Raises TimeoutError."""
    child = _taken()
    said = child.answer(folder, seconds)
    if said == b"next" and not child.is_late:
        idle.append(child)
        return ""
    why = child.end()
    if child.is_late:
        raise TimeoutError
    return "" if said else why


def stop() -> None:
    """Ends the processes that wait for a job."""
    while idle:
        child = idle.pop()
        if child.settings[0] == os.getpid():
            child.end()


def _taken() -> _Child:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TYPST_")}
    settings = (os.getpid(), environment)
    for child in [*idle]:
        if child.settings == settings and child.process.poll() is None:
            idle.remove(child)
            return child
    stop()
    process = subprocess.Popen(  # noqa: S603 - our own script, our own interpreter
        [sys.executable, "-I", str(CHILD)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )  # fmt: skip
    Finalize(None, stop, exitpriority=0)
    jobs, answers, errors = (cast(IO[bytes], stream) for stream in (process.stdin, process.stdout, process.stderr))
    complaints = deque[bytes](maxlen=_KEPT)
    reader = Thread(target=_read, args=(errors, complaints), daemon=True)
    reader.start()
    return _Child(process, jobs, answers, complaints, reader, settings)


def _read(errors: IO[bytes], complaints: deque[bytes]) -> None:
    with errors:
        complaints.extend(errors)
