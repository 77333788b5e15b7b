"""What MkDocs does again though nothing has changed: compiling the theme, reading the names of its icons, and most rows of the menu."""

from collections.abc import Callable
from functools import partial
from os import walk
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from builder.outputs.site.compiled import compiled


def quicken(theme: Theme) -> None:
    """Lets a theme keep its compiled templates and skip hidden folders: its 14,000 icons, of which MkDocs takes no file."""
    theme.get_env = _quick(theme.get_env, theme.dirs)  # type: ignore[method-assign]


def _quick(plain: Callable[[], Environment], folders: list[str]) -> Callable[[], Environment]:
    def environment() -> Environment:
        made = plain()
        made.loader, made.bytecode_cache = _Loader(folders), compiled("theme")
        made.globals["remembered"] = _Rows().remembered
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


class _Rows:
    """The menu's rows on the pages of one folder, which MkDocs renders one after the other: they differ where a page is open."""

    def __init__(self) -> None:
        self.folder = ""
        self.made: dict[tuple[str, int], str] = {}

    def remembered(self, draw: Callable[..., str], name: str, folder: str | None) -> Callable[..., str]:
        """The template's macro `draw`, which is called once for each row that isn't open. `folder`: the page's; None for no page."""
        if folder is None:
            return draw
        if folder != self.folder:
            self.folder = folder
            self.made.clear()
        return partial(self._row, draw, name)

    def _row(self, draw: Callable[..., str], name: str, item: Page | Section, *where: object) -> str:
        if item.active:
            return draw(item, *where)
        key = name, id(item)
        found = self.made.get(key)
        if found is None:
            found = self.made[key] = draw(item, *where)
        return found
