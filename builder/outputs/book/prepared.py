"""A book between its text and its PDF."""

from dataclasses import dataclass, fields
from hashlib import sha256

from builder.course.model import Document
from builder.outputs.book.origins import Origins
from builder.print.code import Origin, Piece, main_of
from builder.print.form import Field


@dataclass(frozen=True, slots=True)
class PreparedBook:
    """A book before Typst: everything that its bytes hang on, and nothing else."""

    title: str
    language: str
    pieces: tuple[Piece, ...]
    template: str
    settings: tuple[tuple[str, str], ...]
    assets: tuple[tuple[str, bytes], ...]
    fields: tuple[Field, ...]
    timestamp: int
    documents: tuple[Document, ...] = ()
    """Its pages, to find the line of a fault; no byte hangs on them."""
    small: tuple[Origin, ...] = ()
    """Fields with too little room; no byte hangs on them."""

    @property
    def main(self) -> str:
        """The whole code."""
        return main_of(self.pieces)

    @property
    def origins(self) -> Origins:
        """For each line of `main` the file and line that it came from."""
        return Origins(self.pieces, self.documents)

    def digest(self) -> str:
        """Equal for equal books; the fonts and the versions of the tools are the caller's part."""
        found = sha256()
        for part in fields(self)[:-2]:
            found.update(repr(getattr(self, part.name)).encode())
        return found.hexdigest()
