"""What the scanner finds in a page: blocks, and what can be ticked in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.course.numbers import whole
from builder.problems import Problem


@dataclass(frozen=True, slots=True)
class Option:
    """A tick box: an option of a question, or of a field of choices."""

    line: int
    marked: bool
    text: str
    """Markdown, without the mark."""
    feedback: tuple[tuple[int, str], ...] = ()
    """Line and text of each line of the feedback."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question and options of a block. All numbers are line numbers in its file."""

    text: tuple[int, ...] = ()
    options: tuple[Option, ...] = ()
    wrong: tuple[int, ...] = ()
    """Lines that are neither text nor option nor feedback."""


@dataclass(frozen=True, slots=True)
class Block:
    """A `:::` block. Lines are 1-based lines of its file."""

    name: str
    title: str
    id: str
    attributes: Mapping[str, str]
    line: int
    end: int
    """The line of its closing mark."""
    indent: int
    children: tuple["Block", ...] = ()
    asked: Asked = Asked()
    """For a question or a field of choices: what it asks and offers."""

    def walk(self) -> Iterator["Block"]:
        """This block and all in it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def options(self) -> tuple[Option, ...]:
        return self.asked.options

    @property
    def minutes(self) -> int:
        """Minutes on the clock; 0 when none are set (`check` reports what is not a number)."""
        return whole(self.attributes.get("minutes", "")) or 0

    @property
    def priority(self) -> str:
        """must, should or could."""
        return self.attributes.get("priority", "must")


@dataclass(frozen=True, slots=True)
class Scan:
    """What the scanner found. `lines` has comments removed but as many lines as the file."""

    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    fences: tuple[tuple[int, int], ...]
    comments: tuple[str, ...]
    problems: tuple[Problem, ...]
    cuts: frozenset[int] = frozenset()
    """Numbers of lines where a list, quotation or heading directly follows something else; read as if after an empty line."""
