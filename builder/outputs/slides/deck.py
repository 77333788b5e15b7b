"""What a deck is: sections of slides, decided once. PDF, handout and PPTX draw these values and decide nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from builder.edition.pictures import Shown


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one face."""

    words: str
    bold: bool = False
    italic: bool = False
    place: str = ""
    """`sub`, `sup` or `del` (struck out)."""

    def like(self, other: "Run") -> bool:
        """Whether the other's words have the same face."""
        return replace(self, words="") == replace(other, words="")


Text = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Line:
    text: Text
    mark: str = "•"
    """What stands before it: a dot, `3.`, `B.`; empty for a line that stands alone."""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    shown: Shown
    alt: str


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class Slide:
    """`kind`: cover and section have a title and few words, text has lines, the other two what their names say."""

    kind: Literal["cover", "section", "text", "picture", "table"]
    title: str
    """No other slide of the deck has it."""
    line: int
    """Of the page, for those who look for a fault."""
    kicker: str = ""
    """What it is, above the title: activity, minutes, groups."""
    lines: tuple[Line, ...] = ()
    picture: Picture | None = None
    table: Table | None = None
    foot: str = ""
    """What people need for it."""
    address: str = ""
    """Of its page on the site, drawn as a code for phones."""
    notes: tuple[str, ...] = ()
    """What the trainer reads; never drawn on the slide."""


@dataclass(frozen=True, slots=True)
class Section:
    """A session."""

    title: str
    path: str
    language: str
    slides: tuple[Slide, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """A module in one language."""

    title: str
    language: str
    sections: tuple[Section, ...]

    def slides(self) -> Iterator[tuple[Section, Slide]]:
        """Every slide with its section, in order."""
        for section in self.sections:
            for slide in section.slides:
                yield section, slide


def plain(text: Text) -> str:
    """The words alone."""
    return "".join(run.words for run in text)


def count(text: Text) -> int:
    """How many words there are."""
    return len(plain(text).split())


def groups(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Lines by the list that they belong to: `•`, `→`, `1`, `A`, or none. What is below an item goes with it."""
    found: list[tuple[str, list[Line]]] = []
    for line in lines:
        mark = line.mark.rstrip(".")
        kind = "1" if mark.isdigit() else "A" if mark.isalpha() else mark
        if found and (line.level or (kind == found[-1][0] and kind)):
            found[-1][1].append(line)
        else:
            found.append((kind, [line]))
    return found


def nested(lines: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Each item with those below it."""
    rest = list(lines)
    while rest:
        item, below = rest.pop(0), []
        while rest and rest[0].level > item.level:
            below.append(rest.pop(0))
        yield item, below
