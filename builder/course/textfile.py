"""The bytes of a text file -> its text, whatever its line ends, and what is wrong with it as a text."""

import re
from collections.abc import Iterator

from builder.course.limits import MAX_LINE
from builder.course.merges import merge_marks, one_side

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_WIDE = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
Fault = tuple[int, str, dict[str, object]]
"""Line, code and arguments of a problem."""


def read_text(content: bytes) -> tuple[str, list[Fault]]:
    """The text without its faulty parts but with all its lines, and the faults."""
    faults: list[Fault] = []
    if encoding := wide_encoding(content):
        faults.append((1, "utf-16", {"encoding": encoding[:6].upper()}))
        content = content.decode(encoding, "replace").encode("utf-8", "replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append((content.count(b"\n", 0, error.start) + 1, "not-utf8", {}))
        text = content.decode("utf-8-sig", "replace")
    lines = f"{text}.".splitlines()
    lines[-1] = lines[-1][:-1]
    marks = merge_marks(lines)
    faults += _faults(lines, marks)
    text = "\n".join(one_side(lines, marks) if marks else lines)
    return _CONTROL.sub("", text) if faults else text, faults


def wide_encoding(content: bytes) -> str:
    """The encoding of a text with two or four bytes per character, as Windows saves "Unicode text"; else ""."""
    for mark, name in _WIDE:
        if content.startswith(mark):
            return name
    start = content[:400]
    for zeros, name in ((start[1::2], "utf-16-le"), (start[::2], "utf-16-be")):
        if len(zeros) > 1 and zeros.count(0) * 2 > len(zeros):
            return name
    return ""


def _faults(lines: list[str], marks: dict[int, str]) -> Iterator[Fault]:
    if not marks and not _CONTROL.search("\n".join(lines)) and len(max(lines, key=len)) <= MAX_LINE:
        return
    for number, line in enumerate(lines, 1):
        if _CONTROL.search(line):
            yield number, "control-character", {}
        if len(line) > MAX_LINE:
            yield number, "line-too-long", {"limit": MAX_LINE}
        if number in marks:
            yield number, "unfinished-merge", {"mark": line[:7]}


def merge_faults(content: bytes) -> list[Fault]:
    """Marks of unfinished merges in a file that isn't text of the course, such as a drawing or a table."""
    return [fault for fault in read_text(content)[1] if fault[1] == "unfinished-merge"]


def expand_tabs(line: str) -> str:
    """The line with each tab of its indent as four spaces."""
    rest = line.lstrip(" \t")
    return line[: len(line) - len(rest)].replace("\t", "    ") + rest if rest != line else line
