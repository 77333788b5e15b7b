"""Tables as files for spreadsheets: no cell is a formula, whoever wrote it."""

import csv
import re
from collections.abc import Sequence
from io import StringIO

_DANGEROUS = re.compile(
    r"(?:^|(?<=[;,\t\n\r|]))"  # where a cell begins, whatever separators a program uses
    r"(?=[\s\"'\u00a0\u200b\ufeff]*[=+\-@|%＝＋－＠﹢﹣﹦﹫−])"  # what a program may take for a formula
)


def as_csv(rows: Sequence[Sequence[str]], separator: str = ",") -> bytes:
    """The table as a file that spreadsheets open: with a byte order mark, every cell quoted and none a formula."""
    text = StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([map(harmless, row) for row in rows])
    return text.getvalue().encode("utf-8-sig", "replace")


def harmless(text: str) -> str:
    """The text with an apostrophe before anything that could begin a formula, even after a possible separator."""
    return _DANGEROUS.sub("'", text)
