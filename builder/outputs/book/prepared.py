"""A book between its text and its PDF."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import Any

from builder.course.config import NAME
from builder.course.model import Document
from builder.outputs.book.origins import Origins
from builder.print.code import Origin, Piece, main_of
from builder.print.form import Field

LOOK = ("colour", "footer")
"""Settings of the template that move nothing."""


@dataclass(frozen=True, slots=True)
class PreparedBook:
    """A book ready for Typst: everything that its bytes depend on, and two fields for messages."""

    title: str
    language: str
    pieces: tuple[Piece, ...]
    template: str
    settings: tuple[tuple[str, str], ...]
    assets: tuple[tuple[str, bytes], ...]
    fields: tuple[Field, ...]
    timestamp: int
    documents: tuple[Document, ...] = ()
    """The source pages, to find the line of a fault; the bytes don't depend on them."""
    small: tuple[Origin, ...] = ()
    """Path and line of fields with too little room; the bytes don't depend on them."""

    @property
    def main(self) -> str:
        """The whole Typst code."""
        return main_of(self.pieces)

    @property
    def origins(self) -> Origins:
        """For each line of `main` the file and line that it came from."""
        return Origins(self.pieces, self.documents)

    def on_paper(self, plan: Mapping[str, Mapping[str, Any]]) -> "PreparedBook":
        """The book with its code in the order in which it was printed: the plan may have put a worked example before its sheet."""
        pieces: list[Piece] = []
        pairs = [number for number, piece in enumerate(self.pieces) if piece.kind == "pair"]
        done = 0
        for begin, turn, end in zip(*[iter(pairs)] * 3, strict=True):
            if plan.get(self.pieces[begin].words, {}).get("after"):
                pieces += [*self.pieces[done : begin + 1], *self.pieces[turn:end], *self.pieces[begin + 1 : turn]]
                done = end
        return replace(self, pieces=(*pieces, *self.pieces[done:]))

    def text_digest(self) -> str:
        """A digest that is equal for books that differ in nothing but what the settings say: the institution's name, logo and colour.

        Such books are laid out alike if those fill as many lines.
        """
        found = sha256(self.template.encode())
        for piece in self.pieces:
            if piece.origin[0] != NAME:
                found.update(f"{piece.code}\n".encode())
        return found.hexdigest() + repr([row for row in self.settings if row[0] not in LOOK])

    def digest(self) -> str:
        """A digest that is equal for equal books; fonts and tool versions are the caller's to add."""
        found = sha256()
        for part in fields(self)[:-2]:
            found.update(repr(getattr(self, part.name)).encode())
        return found.hexdigest()
