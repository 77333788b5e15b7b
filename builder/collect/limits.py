"""Files come from strangers, so they are read in a child process with limited memory and time."""

import multiprocessing
import warnings
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, Self

import pikepdf

from builder.collect.document import DOCUMENTS, is_archive, read_document
from builder.collect.reader import MOST_FIELDS, LimitError, Report, read_form
from builder.collect.record import SPREADSHEETS, RecordError, is_record, read_record

SECONDS = 20
"""For one file; the largest workbook takes two."""
START_SECONDS = 60
"""For the child itself, on a machine that has much to do."""
MEGABYTES = 500
"""Of address space, where the system has such a limit."""
LARGEST = 100
"""Megabytes of a file."""


class Fault(NamedTuple):
    """Why a file was not read: code and arguments of a problem."""

    code: str
    arguments: Mapping[str, object] = {}


class Reader:
    """Reads files one after the other; after one that broke a limit, in a new process."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.seconds, self.megabytes = seconds, megabytes
        self.process: multiprocessing.process.BaseProcess | None = None
        self.line: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def read(self, path: Path) -> Report | Fault:
        """What a file says, or why it doesn't."""
        if path.stat().st_size > LARGEST * 1_000_000:
            return Fault("pdf-limit-memory", {"limit": LARGEST})
        line = self.line or self.start()
        try:
            line.send(str(path))
            if line.poll(self.seconds):
                answer: Report | Fault = line.recv()
                return answer
            fault = Fault("pdf-limit-time", {"limit": f"{self.seconds:g}"})
        except (EOFError, OSError):  # the system ended the child
            fault = Fault("pdf-limit-memory", {"limit": self.megabytes})
        self.stop()
        return fault

    def start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self.line, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, self.megabytes), daemon=True)
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


def _serve(line: Connection, megabytes: int) -> None:
    """The child: a path comes in, a report goes out, until nobody asks any more."""
    _limit(megabytes)
    warnings.simplefilter("ignore")  # of a library, at broken files: the report says so in our words
    line.send("ready")
    while True:
        try:
            path = Path(line.recv())
        except EOFError:
            return
        line.send(_answer(path, megabytes))


def _answer(path: Path, megabytes: int) -> Report | Fault:
    try:
        if is_record(path):
            return read_record(path)
        return read_document(path) if is_archive(path) else read_form(path)
    except RecordError as error:
        return Fault(str(error))
    except LimitError as error:
        return Fault(str(error), {"limit": megabytes if str(error) == "pdf-limit-memory" else MOST_FIELDS})
    except MemoryError:
        return Fault("pdf-limit-memory", {"limit": megabytes})
    except pikepdf.PasswordError:
        return Fault("pdf-encrypted")
    except PermissionError:
        return Fault("file-locked")
    except Exception as error:  # noqa: BLE001 - a library that meets a broken file has many ways to say so
        if "alloc" in str(error) or "memory" in str(error):
            return Fault("pdf-limit-memory", {"limit": megabytes})
        if path.suffix.lower() in SPREADSHEETS:
            return Fault("unread-document")
        return Fault("docx-broken" if path.suffix.lower() in DOCUMENTS else "pdf-broken")


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
