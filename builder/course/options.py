"""The lines of a question or of a field of choices -> its text, its options, their marks and feedback.

The one definition of them, which selection, the check and the renderer share. It is strict and closed.
A line that is none of the three is an error, since an answer key mistaken for text would be published.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from builder.course.code import mask_code
from builder.course.scanned import Asked, Option

WITH_OPTIONS = frozenset({"question", "choices"})
"""Blocks whose list is a list of options."""
_OPTION = re.compile(r"- \[(?P<mark>[ xX])\] +(?P<text>\S.*)")
_FEEDBACK = re.compile(r" {4}>(?: (?P<text>.*))?")
_NO_TEXT = re.compile(
    r"[\s>#|=]|[*+](?:\s|\*\*\s*$)|-(?!\d)|`{3}|~{3}|[–—]\s|[•·◦▪‣●○■□☐☑☒✓✔✗✘✅❌]|\d+[.)](?:\s|$)|\([ xX✓✔]?\)"
)
"""Start of a line that isn't running text: lists (pasted ones too), quotations, headings, tables, code, other marks."""
_SPACES = r"\s\u200b-\u200d\u2060\ufeff\u00ad\u180e"
_MARK = re.compile(rf"\[[{_SPACES}]*[xX×хХ✓✔✗✘√]?[{_SPACES}]*\](?!\()")
"""Brackets that look like the mark of an option, anywhere in a line."""


def read_options(name: str, lines: Iterable[tuple[int, str]]) -> Asked:
    """Reads the lines of the block `name` outside nested blocks: number and text in order, without the block's indent.

    A quiz may have text of its own, but options belong in its questions.
    """
    if name == "quiz":
        return Asked(wrong=tuple(number for number, line in lines if looks_marked(line)))
    text: list[int] = []
    options: list[Option] = []
    wrong: list[int] = []
    for number, line in lines:
        option, answer = _OPTION.fullmatch(line.rstrip()), _FEEDBACK.fullmatch(line.rstrip())
        if not line.strip():
            continue
        if option and not looks_marked(option["text"]):
            options.append(Option(number, option["mark"] != " ", option["text"]))
        elif answer and name == "question" and wrong and (not options or wrong[-1] > options[-1].line):
            continue  # Feedback to a line that isn't a valid option; that line is reported.
        elif answer and name == "question" and options:
            last = options[-1]
            options[-1] = replace(last, feedback=(*last.feedback, (number, answer["text"] or "")))
        elif not options and is_plain(line):
            text.append(number)
        else:
            wrong.append(number)
    return Asked(tuple(text), tuple(options), tuple(wrong))


def looks_marked(line: str) -> bool:
    """Whether the line holds `[x]`, or something that an author may take for it."""
    return "[" in line and bool(_MARK.search(mask_code(line)))


def is_plain(line: str) -> bool:
    """Whether the line is running text: no list, quotation, heading, table, code, and no mark of an option."""
    return not _NO_TEXT.match(line) and not looks_marked(line)
