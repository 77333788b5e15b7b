"""Exports as CSV, whose actions stand in a second file, or in none: KoboToolbox leaves them out, ODK Central writes them beside."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from builder.problems import ContentError, Problem
from builder.programme.incoming.lists import KINDS, columns_of, likeliest
from builder.programme.incoming.parsed import Parsed
from builder.programme.incoming.sheets import Sheet

REPEAT = "actions"
"""How the repeat of our forms is called; Central adds it to the name of the file."""
_OF_FORM = {"workshop": "event", "whose": "firm"}
"""Questions of our forms by which a firm is chosen."""


def with_repeats(sheets: list[Sheet], path: Path, files: Sequence[Path]) -> list[Sheet]:
    """The sheets without the frame of a form whose actions are in another of the files.

    Raises ContentError where they are in none: then the frame holds nothing for the record.
    """
    frames = [one for one in sheets if _is_frame(one)] if path.suffix.lower() != ".xlsx" else []
    if not frames or _beside(path, files):
        return [one for one in sheets if one not in frames]
    raise ContentError(
        Problem(one.shown, one.line, "import-only-frame", {"file": _second(path)}) for one in frames
    )  # fmt: skip


def actions_elsewhere(found: Parsed, path: Path, files: Sequence[Path]) -> Iterator[Problem]:
    """Visits that come without what became of the actions: they are taken, and where the rest is gets said."""
    states = found.kind.numbered | {"number"}
    is_alone = found.kind.name == "visits" and found.sheet.is_export and path.suffix.lower() != ".xlsx"
    if (
        is_alone
        and not _beside(path, files)
        and not states & {one.field for one in columns_of(found.kind, found.sheet.heads)}
    ):
        yield Problem(found.sheet.shown, found.sheet.line, "import-no-actions", {"file": _second(path)})


def _is_frame(sheet: Sheet) -> bool:
    """An export that names a firm and an event, and nothing that the record could keep of them."""
    if not sheet.is_export or likeliest(sheet.heads):
        return False
    found = {column.field for head in sheet.heads if head for column in columns_of(KINDS["plan"], [head])}
    found |= {_OF_FORM[head] for head in sheet.heads if head in _OF_FORM}
    return "event" in found and bool(found & {"firm", "firm_code", "firm_name"})


def _beside(path: Path, files: Sequence[Path]) -> bool:
    return any(one.stem.startswith(f"{path.stem}-") for one in files)


def _second(path: Path) -> str:
    return f"{path.stem}-{REPEAT}.csv"
