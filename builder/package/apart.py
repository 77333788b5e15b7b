"""Files come from strangers, so they are read in a child process with limited memory and time."""

import multiprocessing
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Self

START_SECONDS = 60
"""For the child itself, on a machine that has much to do."""


class OverTimeError(Exception):
    """The child took longer than it may."""


class OverMemoryError(Exception):
    """The child wanted more memory than it may have, or the system ended it."""


class Apart:
    """Asks a function of its own process one question after the other; after one that broke a limit, in a new process.

    The function is of a module's top level, and gets the question and how many megabytes it may have. It raises nothing.
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
        except (EOFError, OSError) as error:  # the system ended the child
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
    """The child: a question comes in, an answer goes out, until nobody asks any more."""
    _limit(megabytes)
    warnings.simplefilter("ignore")  # of a library, at broken files: the report says so in our words
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
