"""Tables as files for spreadsheets: no cell is a formula, whoever wrote it."""

import csv
import re
from collections.abc import Sequence
from io import StringIO

_DANGEROUS = re.compile(
    r"(?:^|(?<=[;,\t\n\r|]))"  # where a cell begins, in this program or in one that cuts at other signs
    r"(?=[\s\"'\u00a0\u200b\ufeff]*[=+\-@|%＝＋－＠﹢﹣﹦﹫−])"  # what one of them may take for a formula
)


def as_csv(rows: Sequence[Sequence[str]], separator: str = ",") -> bytes:
    """The table as a file that spreadsheets open: with a mark of its encoding, every cell quoted and none a formula."""
    text = StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([map(harmless, row) for row in rows])
    return text.getvalue().encode("utf-8-sig", "replace")


def harmless(text: str) -> str:
    """An apostrophe before whatever could begin a formula, after a sign that separates cells too."""
    return _DANGEROUS.sub("'", text)
