"""Damaged files for `test_fuzz.py`: lines, characters and bytes changed as people, programs and copies change them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

NASTY = (
    ":::", "::: trainer", "::: /trainer", "::: answer", ":::: note", "::: /", "```", "~~~", "````", "<!--", "-->", "--!>",
    "[x](", "](", "![", "[^a]", "[^a]: b", "[a]: b", "[[", "|", "||", "|---|", "\\|", "- [x] ", "- [X]", "1. [x]", "-", "* ",
    "1.", "99999999999.", ">", ">>>>>>>", "<<<<<<< HEAD", "=======", "    > ", "    ", "\t", "\u00a0", "\u200b", "\ufeff", "\u0301",
    "\u202e", "\u2028", "\x00", "\x1b", "\r", "\ufe55\ufe55\ufe55", "\uff1a", "&#58;", "&amp;", "<script>", "</div>", "<br>", "{{a}}", "{{",
    "{%", "{", "}", "{#a .b}", '{minutes="', "\u201c", '"', "'", "#", "#######", "---", "***", "===", "$x$", "\\", "`", "``", "~~",
    "%", "%0a", "term:", "http://", "javascript:", "../../../", "file:///etc/passwd", "C:\\", "&a", "*a", "!!python", "? ", ": ", "@",
    "NaN", "1e999", "9" * 400, "a" * 3000, "\U0001f600", "漢", "ñ", "=1+1", "+cmd|'/C calc'!A0", ";", "sep=;",
)  # fmt: skip
"""What means something to somebody: to us, to Markdown, to YAML, to spreadsheets, to systems."""


@dataclass(frozen=True)
class Damage:
    """One change: `at` and `to` are places as parts of the whole, so that a smaller file is damaged alike."""

    kind: str
    at: float
    to: float
    text: str

    def of_lines(self, lines: list[str]) -> list[str]:
        place, other = int(self.at * len(lines)), int(self.to * len(lines))
        line = lines[place] if lines else ""
        column = int(self.to * (len(line) + 1))
        changed: dict[str, Callable[[], list[str]]] = {
            "delete": list,
            "double": lambda: [line, line],
            "insert": lambda: [self.text, line],
            "within": lambda: [line[:column] + self.text + line[column:]],
            "cut": lambda: [line[:column]],
            "indent": lambda: [" " * (column % 9) + line.lstrip()],
            "drop sign": lambda: [line[:column] + line[column + 1 :]],
            "case": lambda: [line.swapcase()],
            "move": lambda: [lines[other] if lines else ""],
            "split": lambda: [line[:column], line[column:]],
        }
        return lines[:place] + changed[self.kind]() + lines[place + 1 :]

    def of_bytes(self, content: bytes) -> bytes:
        place, other = int(self.at * len(content)), int(self.to * len(content))
        first, last = min(place, other), max(place, other)
        changed: dict[str, Callable[[], bytes]] = {
            "delete": lambda: content[:first] + content[min(last, first + 40) :],
            "double": lambda: content[:last] + content[first : min(last, first + 4000)] + content[last:],
            "cut": lambda: content[:place],
            "drop sign": lambda: content[:place] + content[place + 1 :],
            "case": lambda: content[:place] + bytes([content[place] ^ (1 << other % 8)]) + content[place + 1 :],
            "move": lambda: content[:first] + content[last:] + content[first:last],
        }
        do = changed.get(self.kind, lambda: content[:place] + self.text.encode()[:200] + content[place + 1 :])
        return do() if content else content


KINDS = ("delete", "double", "insert", "within", "cut", "indent", "drop sign", "case", "move", "split")
PART = st.floats(0, 1, exclude_max=True, allow_subnormal=False)
DAMAGE = st.builds(Damage, st.sampled_from(KINDS), PART, PART, st.one_of(st.sampled_from(NASTY), st.text(max_size=12)))
DAMAGES = st.lists(DAMAGE, min_size=1, max_size=4)


def damaged_text(text: str, damages: list[Damage]) -> str:
    lines = text.split("\n")
    for damage in damages:
        lines = damage.of_lines(lines)
    return "\n".join(lines)


def damaged_bytes(content: bytes, damages: list[Damage]) -> bytes:
    for damage in damages:
        content = damage.of_bytes(content)
    return content


def words_only(text: str) -> str:
    return re.sub(r"[\W\d_]+", " ", text).casefold()
