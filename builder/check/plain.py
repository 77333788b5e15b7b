"""The rule on plain text: where Markdown isn't read, its marks would be printed literally."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from builder.course.model import Course, Document
from builder.problems import Problem

_MARK = re.compile(
    r"\*\*|(?<![\w*])\*(?=[^\s*])[^*\n]+(?<=\S)\*(?!\w)|(?<![\w_/])__?(?=[^\s_])[^_\n]+(?<=[^\s_])__?(?![\w/])"
    r"|`|~~|~[^\s~]{1,40}~|\^[^\s^\[\]]{1,40}\^|\[\^[^\]]*\]|\]\(|&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]\w+);|</?[A-Za-z][^>\n]*>"
)


def plain_texts(course: Course) -> Iterator[Problem]:
    """Values of YAML files, titles, summaries and titles of blocks hold words only."""
    for text in course.texts:
        yield from _marks(text.path, text.line, text.text)
    for document in course.documents():
        for line, words in _titles(document):
            yield from _marks(document.path, line, words)


def _titles(document: Document) -> Iterator[tuple[int, str]]:
    for key in ("title", "summary"):
        if key in document.meta:
            yield document.meta_lines.get(key, 1), document.meta[key]
    for block in document.walk():
        if block.title:
            yield block.line, block.title


def _marks(path: PurePosixPath, line: int, words: str) -> Iterator[Problem]:
    match = None if words.startswith(("http://", "https://")) else _MARK.search(words)
    if match:
        yield Problem(path, line, "marks-in-plain", {"mark": match[0]})
