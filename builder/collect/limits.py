"""Reads strangers' files in a child process with limited memory and time."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Self

import pikepdf

from builder.collect.document import DOCUMENTS, is_archive, read_document
from builder.collect.reader import MOST_FIELDS, LimitError, Report, read_form
from builder.collect.record import SPREADSHEETS, RecordError, is_record, read_record
from builder.package.apart import Apart, OverMemoryError, OverTimeError

SECONDS = 20
"""Seconds for one file; the largest workbook takes two."""
MEGABYTES = 500
"""Megabytes of address space, on systems that can limit it."""
LARGEST = 100
"""The greatest size of a file, in megabytes."""


class Fault(NamedTuple):
    """Why a file was not read: code and arguments of a problem."""

    code: str
    arguments: Mapping[str, object] = {}


class Reader:
    """Reads files one after another, with a new process after one that broke a limit."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.seconds, self.apart = seconds, Apart(_answer, seconds, megabytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.apart.stop()

    def read(self, path: Path) -> Report | Fault:
        """The report on a file, or why there is none."""
        if path.stat().st_size > LARGEST * 1_000_000:
            return Fault("pdf-limit-memory", {"limit": LARGEST})
        self.apart.seconds = self.seconds
        try:
            answer: Report | Fault = self.apart.ask(path)
        except OverTimeError:
            return Fault("pdf-limit-time", {"limit": f"{self.seconds:g}"})
        except OverMemoryError:
            return Fault("pdf-limit-memory", {"limit": self.apart.megabytes})
        return answer


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
    except Exception as error:  # noqa: BLE001 - libraries raise all kinds of errors for broken files
        if "alloc" in str(error) or "memory" in str(error):
            return Fault("pdf-limit-memory", {"limit": megabytes})
        if path.suffix.lower() in SPREADSHEETS:
            return Fault("unread-document")
        return Fault("docx-broken" if path.suffix.lower() in DOCUMENTS else "pdf-broken")
