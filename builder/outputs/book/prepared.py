"""A book between its text and its PDF."""

from dataclasses import dataclass, fields
from hashlib import sha256

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

    @property
    def main(self) -> str:
        """The whole code."""
        return main_of(self.pieces)

    @property
    def origins(self) -> list[Origin]:
        """For each line of `main` the file and line that it came from."""
        return [piece.origin for piece in self.pieces]

    def digest(self) -> str:
        """Equal for equal books; the fonts and the versions of the tools are the caller's part."""
        found = sha256()
        for part in fields(self):
            found.update(repr(getattr(self, part.name)).encode())
        return found.hexdigest()
