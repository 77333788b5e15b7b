"""Converts between a text file's bytes and the text that a browser edits; whatever nobody touched stays byte for byte."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256

BOM = b"\xef\xbb\xbf"
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it is on disk."""

    content: bytes

    @property
    def version(self) -> str:
        return sha256(self.content).hexdigest()

    @property
    def text(self) -> str:
        """The text with plain line feeds, as browsers use it. Raises UnicodeDecodeError when the file isn't UTF-8."""
        return re.sub(r"\r\n|\r", "\n", self.content.removeprefix(BOM).decode("utf-8"))

    def with_text(self, text: str) -> bytes:
        """The bytes of another text, with this file's byte order mark and line ends."""
        mark = BOM if self.content.startswith(BOM) else b""
        before = _lines(self.content.removeprefix(BOM).decode("utf-8"))
        ends = [end for _, end in before if end]
        usual = max(set(ends), key=ends.count, default="\n")
        if len(set(ends)) < 2:
            return mark + text.replace("\n", usual).encode()
        return mark + "".join(_each_as_it_was(before, text, usual)).encode()


def _each_as_it_was(before: list[tuple[str, str]], text: str, usual: str) -> list[str]:
    """The lines with their ends, for a file of mixed line ends: unchanged lines keep theirs."""
    after = _lines(text)
    ends = [usual if end else "" for _, end in after]
    same = SequenceMatcher(None, [line for line, _ in before], [line for line, _ in after], autojunk=False)
    for old, new, size in same.get_matching_blocks():
        for step in range(size):
            ends[new + step] = (before[old + step][1] or usual) if after[new + step][1] else ""
    return [line + end for (line, _), end in zip(after, ends, strict=True)]


def _lines(text: str) -> list[tuple[str, str]]:
    """Each line with its end; only that of the last line can be empty."""
    return [(match[1], match[2]) for match in _LINE.finditer(text) if match[0]]


def line_in_browser(text: str, line: int) -> int:
    """A problem's line as a browser counts: some characters end a line for the check but not there."""
    parts = text.splitlines(keepends=True)
    return sum(part.endswith("\n") for part in parts[: max(line - 1, 0)]) + 1
