"""The finished pages of a site, which are read one by one: those of a large course would take more memory than the course."""

from collections.abc import Callable, Iterator
from pathlib import Path


class Pages:
    """The texts of all HTML files below a folder, in the order of their paths; each time that they are asked for, they are read."""

    def __init__(self, site: Path) -> None:
        self._paths = sorted(site.rglob("*.html"))

    def __iter__(self) -> Iterator[str]:
        return (path.read_text(encoding="utf-8") for path in self._paths)

    def rewrite(self, change: Callable[[str], str]) -> None:
        """Writes what `change` makes of each page."""
        for path, text in zip(self._paths, self, strict=True):
            path.write_text(change(text), encoding="utf-8", newline="\n")
