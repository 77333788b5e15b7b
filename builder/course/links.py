"""Links, pictures, terms and citations in Markdown text: found with their lines, and rewritten. One pattern for both."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from posixpath import normpath

from builder.course.code import mask_code
from builder.course.model import Document

REMEMBERED = 1024
"""Pages whose links are kept: checks and editions ask for those of each page a dozen times. More would keep the texts of large
courses in memory."""
_LINK = re.compile(
    r"(?P<bang>!?)\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]]{0,300}\](?:\([^()\s]*\))?){0,900})\]"
    r"\(\s*(?P<target><[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"(?P<title>\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
)
_CITATION = re.compile(r"\[\^(?P<id>[^\]\s]+)\](?!:)")


@dataclass(frozen=True, slots=True)
class Link:
    """`[label](target)` or `![label](target)`."""

    label: str
    target: str
    is_image: bool
    line: int

    @property
    def scheme(self) -> str:
        """The part before the colon, lower case; empty for a file or an anchor."""
        match = re.match(r"\s*([^/?#:]*):", self.target)
        return match[1].lower() if match else ""

    @property
    def path(self) -> str:
        return self.target.partition("#")[0]

    @property
    def anchor(self) -> str:
        return self.target.partition("#")[2]


def _masked(lines: tuple[str, ...], fences: tuple[tuple[int, int], ...]) -> str:
    """The text in one string, with code blanked out, same offsets."""
    fenced = {number for first, last in fences for number in range(first, last + 1)}
    return "\n".join(
        " " * len(line) if number in fenced or line.lstrip().startswith(":::") else mask_code(line)
        for number, line in enumerate(lines, 1)
    )


def _target(match: re.Match[str]) -> str:
    return match["target"].strip("<>")


def find_links(document: Document) -> Sequence[Link]:
    """Every link and picture; a picture inside a link's label comes after the link."""
    return _links_of(document.lines, document.fences)


@lru_cache(REMEMBERED)
def _links_of(lines: tuple[str, ...], fences: tuple[tuple[int, int], ...]) -> tuple[Link, ...]:
    return tuple(_links(_masked(lines, fences)))


def _links(text: str, offset_line: int = 1) -> Iterator[Link]:
    for match in _LINK.finditer(text):
        line = offset_line + text.count("\n", 0, match.end("label"))
        yield Link(match["label"], _target(match), match["bang"] == "!", line)
        if "](" in match["label"]:
            yield from _links(match["label"], offset_line + text.count("\n", 0, match.start("label")))


def find_citations(document: Document) -> Sequence[tuple[str, int]]:
    """Id and line of each `[^id]`."""
    return _citations_of(document.lines, document.fences)


@lru_cache(REMEMBERED)
def _citations_of(lines: tuple[str, ...], fences: tuple[tuple[int, int], ...]) -> tuple[tuple[str, int], ...]:
    text = _masked(lines, fences)
    return tuple((match["id"], 1 + text.count("\n", 0, match.start())) for match in _CITATION.finditer(text))


def rewrite_links(document: Document, replace: Callable[[Link], str]) -> list[str]:
    """The document's lines with each link's target replaced; an empty replacement leaves the label as plain text."""
    return _rewrite("\n".join(document.lines), _masked(document.lines, document.fences), replace).split("\n")


def _rewrite(text: str, masked: str, replace: Callable[[Link], str]) -> str:
    parts, position = [], 0
    for match in _LINK.finditer(masked):
        line = 1 + text.count("\n", 0, match.end("label"))
        label = text[match.start("label") : match.end("label")]
        target = replace(Link(label, _target(match), match["bang"] == "!", line))
        inner = _rewrite(label, match["label"], replace) if "](" in label else label
        parts.append(text[position : match.start()])
        parts.append(f"{match['bang']}[{inner}](<{target}>)" if target else inner)
        position = match.end()
    parts.append(text[position:])
    return "".join(parts)


def resolve(document: Document, target: str) -> PurePosixPath:
    """A relative target as a path from the course's root (it may begin with `..`)."""
    return PurePosixPath(normpath(str(document.path.parent / target)))
