"""Handles CSV exports whose actions are in a second file (ODK Central) or missing (KoboToolbox)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from builder.problems import ContentError, Problem
from builder.programme.incoming.lists import KINDS, columns_of, likeliest
from builder.programme.incoming.parsed import Parsed
from builder.programme.incoming.sheets import Sheet

REPEAT = "actions"
"""The name of the repeat group in our forms, which Central appends to the file name."""
_OF_FORM = {"workshop": "event", "whose": "firm"}
"""Questions of our forms that identify event and firm -> the field."""


def with_repeats(sheets: list[Sheet], path: Path, files: Sequence[Path]) -> list[Sheet]:
    """The sheets without main tables whose actions are in another file.

    Raises ContentError where that file is missing, since a main table alone holds nothing for the record.
    """
    frames = [one for one in sheets if _is_frame(one)] if path.suffix.lower() != ".xlsx" else []
    if not frames or _beside(path, files):
        return [one for one in sheets if one not in frames]
    raise ContentError(
        Problem(one.shown, one.line, "import-only-frame", {"file": _second(path)}) for one in frames
    )  # fmt: skip


def actions_elsewhere(found: Parsed, path: Path, files: Sequence[Path]) -> Iterator[Problem]:
    """Warnings for visits without their actions' progress: they are imported, and the missing file is named."""
    states = found.kind.numbered | {"number"}
    is_alone = found.kind.name == "visits" and found.sheet.is_export and path.suffix.lower() != ".xlsx"
    if (
        is_alone
        and not _beside(path, files)
        and not states & {one.field for one in columns_of(found.kind, found.sheet.heads)}
    ):
        yield Problem(found.sheet.shown, found.sheet.line, "import-no-actions", {"file": _second(path)})


def _is_frame(sheet: Sheet) -> bool:
    """Whether an export names firm and event but nothing that the record could keep."""
    if not sheet.is_export or likeliest(sheet.heads):
        return False
    found = {column.field for head in sheet.heads if head for column in columns_of(KINDS["plan"], [head])}
    found |= {_OF_FORM[head] for head in sheet.heads if head in _OF_FORM}
    return "event" in found and bool(found & {"firm", "firm_code", "firm_name"})


def _beside(path: Path, files: Sequence[Path]) -> bool:
    return any(one.stem.startswith(f"{path.stem}-") for one in files)


def _second(path: Path) -> str:
    return f"{path.stem}-{REPEAT}.csv"
