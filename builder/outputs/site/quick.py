"""What MkDocs does for each site though it is the same for all: compiling the theme, and reading the names of its icons."""

from collections.abc import Callable
from os import walk
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme

from builder.outputs.site.compiled import compiled


def quicken(theme: Theme) -> None:
    """Lets a theme keep its compiled templates and skip hidden folders: its 14,000 icons, of which MkDocs takes no file."""
    theme.get_env = _quick(theme.get_env, theme.dirs)  # type: ignore[method-assign]


def _quick(plain: Callable[[], Environment], folders: list[str]) -> Callable[[], Environment]:
    def environment() -> Environment:
        made = plain()
        made.loader, made.bytecode_cache = _Loader(folders), compiled("theme")
        return made

    return environment


class _Loader(FileSystemLoader):
    def list_templates(self) -> list[str]:
        """All files outside hidden folders."""
        found = set()
        for top in map(Path, self.searchpath):
            for folder, folders, names in walk(top):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found |= {(Path(folder) / name).relative_to(top).as_posix() for name in names}
        return sorted(found)
