"""Reads files from strangers in a child process with limited memory and time."""

import multiprocessing
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Self

START_SECONDS = 60
"""Time for the child to start on a busy machine."""


class OverTimeError(Exception):
    """The child took longer than allowed."""


class OverMemoryError(Exception):
    """The child needed more memory than allowed, or the system killed it."""


class Apart:
    """Calls a function in a child process, one question after another; after one that exceeds a limit, in a new process.

    The function must be at a module's top level. It gets the question and the megabytes it may use, and raises nothing.
    """

    def __init__(self, answer: Callable[[Any, int], object], seconds: float, megabytes: int) -> None:
        self.answer, self.seconds, self.megabytes = answer, seconds, megabytes
        self.process: multiprocessing.process.BaseProcess | None = None
        self.line: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def ask(self, question: object) -> Any:
        """The function's answer. Raises OverTimeError and OverMemoryError."""
        line = self.line or self.start()
        try:
            line.send(question)
            if line.poll(self.seconds):
                return line.recv()
        except (EOFError, OSError) as error:  # the system killed the child
            self.stop()
            raise OverMemoryError from error
        self.stop()
        raise OverTimeError

    def start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self.line, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, self.answer, self.megabytes), daemon=True)
        self.process.start()
        other.close()
        self.line.poll(START_SECONDS)
        self.line.recv()
        return self.line

    def stop(self) -> None:
        if self.process is not None and self.line is not None:
            self.line.close()
            self.process.kill()
            self.process.join()
        self.process = self.line = None


def _serve(line: Connection, answer: Callable[[Any, int], object], megabytes: int) -> None:
    """The child: answers questions until the connection is closed."""
    _limit(megabytes)
    warnings.simplefilter("ignore")  # libraries warn about broken files, which the report says in our words
    line.send("ready")
    while True:
        try:
            question = line.recv()
        except EOFError:
            return
        line.send(answer(question, megabytes))


def _limit(megabytes: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows: there the time limit has to do
    except ImportError:
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):  # a system that knows the limit but doesn't let it be set
        return
