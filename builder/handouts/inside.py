"""Checks a file for download. It comes from strangers, so this runs in a child process with limits.

A file is refused when it isn't what its name says, when it could start a program, or when it fetches something by itself.
"""

import csv
import re
from collections.abc import Callable, Mapping
from functools import partial
from io import StringIO
from pathlib import Path

from builder.course.files import OFFICE, OPEN
from builder.handouts.archives import look_into_office, look_into_open
from builder.handouts.harm import BrokenFileError, HarmfulFileError

Question = tuple[Path, str]
"""A file and its kind."""
Look = Callable[[bytes], object]
_FILM = re.compile(rb"....ftyp", re.DOTALL)
_SIGNS: Mapping[str, re.Pattern[bytes]] = {
    "mp3": re.compile(rb"ID3|\xff[\xf2\xf3\xfa\xfb]"),
    "m4a": _FILM,
    "mp4": _FILM,
    "ogg": re.compile(rb"OggS"),
    "wav": re.compile(rb"RIFF....WAVE", re.DOTALL),
    "webm": re.compile(rb"\x1a\x45\xdf\xa3"),
}
"""First bytes of audio and video files."""


def fault_of(question: Question, _megabytes: int) -> tuple[str, str] | None:
    """Code of the problem and what was found (may be empty); None when nothing is wrong with the file."""
    path, kind = question
    try:
        content = path.read_bytes()
    except OSError:
        return "download-broken", ""
    return fault_in(content, kind)


def fault_in(content: bytes, kind: str) -> tuple[str, str] | None:
    """The same for a file's content."""
    try:
        _looks()[kind](content)
    except HarmfulFileError as error:
        return "download-unsafe", str(error)
    except Exception:  # noqa: BLE001 - a library that meets a broken file has many ways to say so
        return "download-broken", ""
    return None


def _looks() -> Mapping[str, Look]:
    """Kind of file -> the function that checks its content."""
    from builder.handouts.pdfs import look_into_pdf  # noqa: PLC0415 - its libraries take long to load

    return {
        "pdf": look_into_pdf,
        "csv": _look_into_table,
        **{kind: partial(look_into_office, kind) for kind in OFFICE},
        **{kind: partial(look_into_open, kind) for kind in OPEN},
        **{kind: partial(_begins, sign) for kind, sign in _SIGNS.items()},
    }


def _begins(sign: re.Pattern[bytes], content: bytes) -> None:
    if not sign.match(content) or b"%PDF-" in content[:1024]:
        raise BrokenFileError


def _look_into_table(content: bytes) -> None:
    """Checks a CSV file; cells that spreadsheets take for formulas are refused, since those could do anything."""
    text = content.decode("utf-8-sig")
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|^\s*<|%PDF-", text):
        raise BrokenFileError
    for row in csv.reader(StringIO(text), _dialect(text)):
        for cell in row:
            if re.match(r"\s*(?:[=@]|[+-](?![\d.,\s]*%?\s*$))", cell) and cell.strip() not in ("-", "+"):
                raise HarmfulFileError(cell.strip()[:30])


def _dialect(text: str) -> type[csv.Dialect]:
    """A dialect with the separator that is most frequent in the first line."""
    first = text.partition("\n")[0]

    class Found(csv.excel):
        delimiter = max(",;\t", key=first.count)

    return Found
