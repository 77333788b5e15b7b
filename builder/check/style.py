"""House style: words that the course avoids, listed in its reference/style.yml."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.course.code import mask_code
from builder.course.model import Course, Document
from builder.problems import Problem

_SILENT = re.compile(
    r"""(?<=\]\()[^)\n]*    # address of a link or picture
      | <https?:[^>\n]*>
      | \[\^[^\]\n]*\]      # citation
      | (?<=[{ ])(?:\#[\w-]+|[\w-]+=[^\s"}]+)(?=[ }])  # id or value of a block; texts are in quotation marks""",
    re.VERBOSE,
)
"""Text that readers don't see."""


@dataclass(frozen=True, slots=True)
class _Rule:
    entry: str
    """The words in lower case, with single spaces: a quick first test, since most pages don't contain them."""
    pattern: re.Pattern[str]
    instead: str


def avoided_words(course: Course) -> Iterator[Problem]:
    """Words of the list on pages in their language, in upper or lower case, even across a line break."""
    rules = {language: tuple(_rules(words)) for language, words in course.avoided.items()}
    for document in course.documents():
        yield from _found(document, rules.get(document.language, ()))


def _found(document: Document, rules: tuple[_Rule, ...]) -> Iterator[Problem]:
    lines = _lines(document) if rules else []
    flat = " ".join(" ".join(lines).lower().split())
    near = [rule for rule in rules if rule.entry in flat]
    text = _prose(document, lines) if near else ""
    for rule in near:
        for match in rule.pattern.finditer(text):
            arguments = {"words": " ".join(match[0].split()), "instead": rule.instead}
            yield Problem(document.path, text.count("\n", 0, match.start()) + 1, "avoided-word", arguments)


def _rules(words: Mapping[str, str]) -> Iterator[_Rule]:
    for entry, instead in words.items():
        if parts := tuple(entry.lower().split()):
            body = _edge(parts[0][0]) + r"\s+".join(map(re.escape, parts)) + _edge(parts[-1][-1])
            yield _Rule(" ".join(parts), re.compile(body, re.IGNORECASE), instead)


def _edge(character: str) -> str:
    """A pattern for a word boundary, where an entry begins or ends with a letter or digit; empty otherwise."""
    return r"\b" if character.isalnum() else ""


def _lines(document: Document) -> list[str]:
    """The page's lines with its title and summary put back: `lines` has them blank."""
    lines = list(document.lines)
    for key in ("title", "summary"):
        if key in document.meta:
            lines[document.meta_lines[key] - 1] = document.meta[key]
    return lines


def _prose(document: Document, lines: list[str]) -> str:
    """The text that readers see, without code: a page that must show an avoided word writes it as code."""
    fenced = {number for first, last in document.fences for number in range(first, last + 1)}
    shown = ("" if number in fenced else mask_code(line) for number, line in enumerate(lines, 1))
    return _SILENT.sub(" ", "\n".join(shown))
