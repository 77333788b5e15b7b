"""A deck as data: sections of slides. PDF, handout and PPTX only draw it; every decision is made before."""

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
    """`sub`, `sup` or `del` (struck out); empty for ordinary words."""

    def like(self, other: "Run") -> bool:
        """Whether both runs have the same face."""
        return replace(self, words="") == replace(other, words="")


Text = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Line:
    text: Text
    mark: str = "•"
    """The marker before it: a bullet, `3.`, `B.`; empty for a line that isn't in a list."""
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
    """`kind`: cover and section have a title and few words, text has lines, the others a picture or a table."""

    kind: Literal["cover", "section", "text", "picture", "table"]
    title: str
    """Unique in the deck."""
    line: int
    """Line of the source page, for messages."""
    kicker: str = ""
    """The line above the title: activity, minutes, groups."""
    lines: tuple[Line, ...] = ()
    picture: Picture | None = None
    table: Table | None = None
    foot: str = ""
    """The line at the foot: the materials that people need."""
    address: str = ""
    """Address of its page on the site, drawn as a QR code; empty for none."""
    origin: str = ""
    """On the cover of an edition: the course that it was adapted from."""
    notes: tuple[str, ...] = ()
    """Speaker's notes, a paragraph each; never drawn on the slide."""


@dataclass(frozen=True, slots=True)
class Section:
    """A session, or the cover of a module."""

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
    """The words without their faces."""
    return "".join(run.words for run in text)


def count(text: Text) -> int:
    """The number of words."""
    return len(plain(text).split())


def groups(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Lines grouped into lists by kind: `•`, `→`, `1`, `A`, or empty for none. Nested lines stay with their item."""
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
    """Each item with the lines nested below it."""
    rest = list(lines)
    while rest:
        item, below = rest.pop(0), []
        while rest and rest[0].level > item.level:
            below.append(rest.pop(0))
        yield item, below
