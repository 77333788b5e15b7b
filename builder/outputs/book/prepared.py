"""A book between its text and its PDF."""

from dataclasses import dataclass, fields
from hashlib import sha256

from builder.print.code import Origin
from builder.print.form import Field


@dataclass(frozen=True, slots=True)
class PreparedBook:
    """A book before Typst: everything that its bytes hang on, and nothing else."""

    title: str
    language: str
    main: str
    template: str
    settings: tuple[tuple[str, str], ...]
    assets: tuple[tuple[str, bytes], ...]
    fields: tuple[Field, ...]
    origins: tuple[Origin, ...]
    """For each line of `main` the file and line that it came from."""
    timestamp: int

    def digest(self) -> str:
        """Equal for equal books; the fonts and the versions of the tools are the caller's part."""
        found = sha256()
        for part in fields(self):
            found.update(repr(getattr(self, part.name)).encode())
        return found.hexdigest()
