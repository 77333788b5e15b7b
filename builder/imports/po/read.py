"""Reads translators' files. They come from strangers, so a child process with limits does it."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from builder.course.limits import MAX_LINE
from builder.imports.draft import SourceError
from builder.imports.po.entry import Entry
from builder.package.apart import Apart, OverMemoryError, OverTimeError
from builder.problems import ContentError, MissingToolError, Problem, UsageError

SUFFIXES = (".po", ".xlf", ".xliff")
LARGEST = 5_000_000
"""The largest file in bytes; the longest page of this course makes one of 120 kB."""
MOST_FILES = 5_000
SECONDS, MEGABYTES = 300, 1_000


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those of known types below the folders named; links in folders are skipped."""
    found: list[Path] = []
    for path in paths:
        inner = [one for one in sorted(path.rglob("*")) if not one.is_symlink()] if path.is_dir() else [path]
        found += [one for one in inner if one.is_file() and (one.suffix.lower() in SUFFIXES or one == path)]
    return found


def needed(found: list[Path], paths: Sequence[Path]) -> list[Path]:
    """The files found. Raises UsageError when there are none or too many."""
    if not found or len(found) > MOST_FILES:
        raise UsageError("po-no-files", {"folder": ", ".join(map(str, paths)), "limit": MOST_FILES})
    return found


def read_entries(paths: Sequence[Path], shown: Sequence[str]) -> list[Entry]:
    """The messages of the files; `shown` are their names in problems. Raises ContentError with all that can't be read."""
    try:
        with Apart(answer, SECONDS, MEGABYTES) as apart:
            found = apart.ask((tuple(paths), tuple(shown)))
    except OverTimeError:
        raise ContentError([Problem(PurePosixPath(shown[0]), 0, "source-limit", {"limit": f"{SECONDS} s"})]) from None
    except OverMemoryError:
        raise ContentError(
            [Problem(PurePosixPath(shown[0]), 0, "source-limit", {"limit": f"{MEGABYTES} MB"})]
        ) from None
    if isinstance(found, MissingToolError):
        raise found
    entries, problems = found
    if problems:
        raise ContentError(problems)
    return list(entries)


def answer(question: tuple[tuple[Path, ...], tuple[str, ...]], _megabytes: int) -> object:
    """Runs in the child process: messages and problems, or which library is missing."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    try:
        for path, shown in zip(*question, strict=True):
            _read_into(path, shown, entries, problems)
    except ImportError as error:  # the optional dependencies aren't installed
        return MissingToolError("import-missing", {"package": error.name})
    return entries, problems


def _read_into(path: Path, shown: str, entries: list[Entry], problems: list[Problem]) -> None:
    is_po = path.suffix.lower() not in SUFFIXES[1:]
    try:
        found = _read(path, shown, is_po=is_po)
    except SourceError as error:
        problems.append(Problem(PurePosixPath(shown), error.line, error.code, error.arguments))
    except ImportError:
        raise
    except MemoryError:
        problems.append(Problem(PurePosixPath(shown), 0, "source-limit", {"limit": f"{MEGABYTES} MB"}))
    except Exception:  # noqa: BLE001 - libraries raise all kinds of errors for broken files
        problems.append(Problem(PurePosixPath(shown), 0, "source-unread", {"kind": "PO" if is_po else "XLIFF 1.2"}))
    else:
        for one in found:
            if max(len(one.text), len(one.translation)) > MAX_LINE:
                problems.append(Problem(PurePosixPath(shown), one.line, "line-too-long", {"limit": MAX_LINE}))
            elif one.text:
                entries.append(one)


def _read(path: Path, shown: str, *, is_po: bool) -> list[Entry]:
    if path.stat().st_size > LARGEST:
        raise SourceError("source-limit", shown, limit=f"{LARGEST // 1_000_000} MB")
    content = path.read_bytes()
    if is_po:
        from builder.imports.po.pofile import read_po  # noqa: PLC0415 - needs the extra

        return read_po(content, shown)
    from builder.imports.po.xliff import read_xliff  # noqa: PLC0415 - the same

    return list(read_xliff(content, shown))
