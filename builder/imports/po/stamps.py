"""The stamp of what a page was translated from: `translated-from: en@0123456789ab`."""

import re

from builder.course.pages import LONGEST_HEAD
from builder.course.stamp import STAMP

_STAMP = re.compile(rf"{STAMP}:\s*[\"']?(?P<language>[A-Za-z-]+)@(?P<digest>[0-9a-f]+)[\"']?\s*")
UNFINISHED = "0" * 12
"""The digest in the stamp of an unfinished translation; it matches no source, so the check warns about it."""


def stamp_of(text: str) -> tuple[str, str]:
    """Language and digest; both empty where the page has no stamp."""
    for row in text.splitlines()[1:LONGEST_HEAD]:
        if row.strip() == "---":
            break
        if match := _STAMP.fullmatch(row):
            return match["language"], match["digest"]
    return "", ""


def stamped(text: str, language: str, digest: str) -> str:
    """The page's text with this stamp instead of any other."""
    rows = text.splitlines(keepends=True)
    end = "\r\n" if rows[0].endswith("\r\n") else "\n"
    head = next((number for number, row in enumerate(rows[1:LONGEST_HEAD], 1) if row.strip() == "---"), 1)
    kept = [row for number, row in enumerate(rows) if not (0 < number < head and _STAMP.fullmatch(row))]
    kept.insert(1, f"{STAMP}: {language}@{digest}{end}")
    return "".join(kept)
