"""The kinds of import by name, and how they run: in a child process with limits, since sources come from strangers."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path, PurePosixPath

from builder.imports.draft import Draft, SourceError, Wishes
from builder.package.apart import Apart, OverMemoryError, OverTimeError
from builder.problems import ContentError, MissingToolError, Problem

SECONDS = 300
"""Seconds for one import; a lesson of 25 pages takes three."""
MEGABYTES = 2_000
KINDS: Mapping[str, str] = {
    "carpentries": "builder.imports.carpentries:read_carpentries",
    "markdown": "builder.imports.pages:read_pages",
    "docx": "builder.imports.docx:read_docx",
    "csv": "builder.imports.additions:read_entries",
    "pptx": "builder.imports.pptx:read_pptx",
    "moodle": "builder.imports.moodle:read_moodle",
}
"""Name -> module and function; imported only in the child process, since the libraries load slowly."""


def read(kind: str, sources: tuple[Path, ...], wishes: Wishes, seconds: float = SECONDS) -> Draft:
    """The draft of an import. Raises ContentError for unreadable sources, MissingToolError without the libraries."""
    shown = PurePosixPath(sources[0].name)
    try:
        with Apart(answer, seconds, MEGABYTES) as apart:
            found = apart.ask((kind, sources, wishes))
    except OverTimeError:
        raise ContentError([Problem(shown, 0, "source-limit", {"limit": f"{seconds:g} s"})]) from None
    except OverMemoryError:
        raise ContentError([Problem(shown, 0, "source-limit", {"limit": f"{MEGABYTES} MB"})]) from None
    if isinstance(found, MissingToolError):
        raise found
    if isinstance(found, Problem):
        raise ContentError([found])
    if isinstance(found, tuple):
        raise ContentError(list(found))
    draft: Draft = found
    return draft


def answer(question: tuple[str, tuple[Path, ...], Wishes], _megabytes: int) -> object:
    """Runs in the child process: the draft, or what is wrong with the source."""
    kind, sources, wishes = question
    shown = PurePosixPath(sources[0].name)
    try:
        return _function(kind)(sources, wishes)
    except SourceError as error:
        return Problem(PurePosixPath(error.source or shown), error.line, error.code, error.arguments)
    except ContentError as error:
        return tuple(error.problems)
    except ImportError as error:  # the optional dependencies aren't installed
        return MissingToolError("import-missing", {"package": error.name})
    except MemoryError:
        return Problem(shown, 0, "source-limit", {"limit": f"{MEGABYTES} MB"})
    except Exception:  # noqa: BLE001 - libraries raise all kinds of errors for broken files
        return Problem(shown, 0, "source-unread", {"kind": kind})


def _function(kind: str) -> Callable[[tuple[Path, ...], Wishes], Draft]:
    module, _, name = KINDS[kind].partition(":")
    found: Callable[[tuple[Path, ...], Wishes], Draft] = getattr(import_module(module), name)
    return found
