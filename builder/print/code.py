"""Generates Typst code, one node per line, with each line's kind and origin; author text only ever as string literals."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Origin = tuple[str, int]
"""Path (relative to the course) and line."""
Kind = Literal["code", "heading", "label", "table", "words", "inline", "note", "note-end", "pair"]
"""What a line makes: a heading, the label of a box, a table, printed words, or marks within a line of text (emphasis, a link);
between `note` and `note-end` is a footnote; `pair` begins, separates and ends two blocks that may change places."""
LONG_WORD = 30
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\(.)")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LONG = re.compile(rf"(?:[^\s\u200b]|[\u00a0\u2007\u202f]){{{LONG_WORD + 1},}}")
_BREAKS = re.compile(r"(?<=[/?&=_.,;:-])(?=[^/\s])")
_OPENING = re.compile(r"[\s(\[{\u00a1\u00bf\u2013\u2014\u201c\u2018/]")


class Piece(NamedTuple):
    """A line of the generated code. To know what a line is, read its kind; never parse the code."""

    kind: Kind
    code: str
    origin: Origin = ("", 0)

    @property
    def words(self) -> str:
        """The content of its first string literal; "" when there is none."""
        found = _LITERAL.search(self.code)
        return _ESCAPED.sub(r"\1", found[1]) if found else ""


@dataclass(slots=True)
class Code:
    """The generated lines. `origin` is given to each line that is written while it is set."""

    pieces: list[Piece] = field(default_factory=list)
    origin: Origin = ("", 0)
    last: str = " "
    """The character before the next text of the paragraph: typographic quotes depend on it."""

    def add(self, line: str, kind: Kind = "code") -> None:
        self.pieces.append(Piece(kind, line, self.origin))

    def text(self, text: str, *, plain: bool = False) -> None:
        """A text node; `plain` leaves quotation marks as they are (code, addresses)."""
        if text:
            shown = text if plain else typographic(text, self.last)
            self.last = text[-1]
            self.add(f"text({literal(breakable(shown))})", "words")

    def raw(self, text: str) -> None:
        """Code within a line of text."""
        self.add(f"raw({literal(breakable(text))})", "words")

    @contextmanager
    def node(self, head: str, tail: str = "})", kind: Kind = "code") -> Iterator[None]:
        """`head` is open code such as `par({`; `tail` closes it."""
        self.add(head, kind)
        yield
        self.add(tail)

    @contextmanager
    def inline(self, head: str) -> Iterator[None]:
        """A node within a line of text: the words before, in and after it are read as one text."""
        self.add(head, "inline")
        yield
        self.add("})", "inline")

    @contextmanager
    def paragraph(self, head: str = "par({", tail: str = "})", kind: Kind = "code") -> Iterator[None]:
        """A node in which typographic quotes start afresh."""
        self.last = " "
        with self.node(head, tail, kind):
            yield

    @contextmanager
    def note(self, head: str) -> Iterator[None]:
        """A footnote: a paragraph elsewhere, after which the text continues as if it weren't there."""
        before, self.last = self.last, " "
        self.add(head, "note")
        yield
        self.add("},)", "note-end")
        self.last = before

    def at(self, path: str, line: int) -> None:
        self.origin = (path, line)


def main_of(pieces: Iterable[Piece]) -> str:
    """The whole code."""
    return "".join(f"{piece.code}\n" for piece in pieces)


def literal(text: str) -> str:
    """A Typst string literal; controls and line ends become spaces, and U+FEFF goes: it shows nothing, and PDF/UA forbids it."""
    clean = _CONTROLS.sub(" ", text).replace("\ufeff", "")
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'


def spoken_in(language: str) -> str:
    """`set text(lang: "pt", region: "BR")`; without a country the region is reset, not inherited from the text around it."""
    own, _, region = language.partition("-")
    return f"set text(lang: {literal(own)}, region: {literal(region) if len(region) == 2 else 'none'})"


def breakable(text: str) -> str:
    """The text with possible breaks in words too long for a line: after punctuation in addresses, else every 30 letters."""

    def soften(match: re.Match[str]) -> str:
        parts = _BREAKS.sub("\u200b", match[0]).split("\u200b")
        cut = [part[i : i + LONG_WORD] for part in parts for i in range(0, len(part), LONG_WORD)]
        return "\u200b".join(cut)

    return _LONG.sub(soften, text)


def typographic(text: str, before: str = " ") -> str:
    """The text with curly quotation marks and apostrophes, and a no-break space before %. `before`: the character before it."""
    found = []
    for character in text:
        if character in "\"'":
            opening = bool(_OPENING.match(before or " "))
            double = character == '"'
            mark = ("\u201c" if opening else "\u201d") if double else ("\u2018" if opening else "\u2019")
            found.append(mark)
            before = mark
        else:
            found.append(character)
            before = character
    return re.sub(r"(?<=\d) %", "\u00a0%", "".join(found))
