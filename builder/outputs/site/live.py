"""A staged site built inside this process, for previews: starting a program for each change would take too long."""

import os
from hashlib import sha256
from pathlib import Path
from typing import Literal

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from builder.outputs.site.after import fold_search
from builder.outputs.site.quick import quicken

Command = Literal["build", "gh-deploy", "serve"]


def load_staged(stage: Path, site: Path, *, is_dirty: bool, command: Command) -> MkDocsConfig:
    """Loads the configuration of a staged folder and starts its plugins."""
    os.environ["NO_MKDOCS_2_WARNING"] = os.environ["DISABLE_MKDOCS_2_WARNING"] = "1"
    config = load_config(config_file=str(stage / "mkdocs.yml"), site_dir=str(site.resolve()))
    quicken(config.theme)
    config.plugins.on_startup(command=command, dirty=is_dirty)
    return config


class LiveSite:
    """Builds a stage repeatedly; only the changed pages, as long as nothing else has changed."""

    def __init__(self, stage: Path, site: Path, address: str) -> None:
        self.stage, self.site, self.address = stage, site, address
        self.config: MkDocsConfig | None = None
        self.frame = b""
        self.sources: dict[Path, bytes] = {}

    def build(self) -> None:
        """Brings the site up to date with the stage."""
        frame = self._frame()
        is_same = self.config is not None and frame == self.frame
        if not is_same:
            self.config = load_staged(self.stage, self.site, is_dirty=True, command="serve")
            self.config.site_url = self.address
        assert self.config is not None  # noqa: S101 - for the type checker
        self._drop_changed()
        build(self.config, serve_url=self.address, dirty=is_same)
        if not is_same:
            fold_search(self.site)
        self.frame = frame

    def _drop_changed(self) -> None:
        """Removes what was built from changed sources. MkDocs compares times, which fail when a clock is set back."""
        docs = self.stage / "docs"
        now = {path.relative_to(docs): sha256(path.read_bytes()).digest() for path in docs.rglob("*") if path.is_file()}
        for name, content in now.items():
            if self.sources.get(name) != content:
                made = self.site / (name.with_suffix(".html") if name.suffix == ".md" else name)
                made.unlink(missing_ok=True)
        self.sources = now

    def _frame(self) -> bytes:
        """The bytes of everything that all pages depend on: settings, navigation, theme, list of files."""
        docs, theme = self.stage / "docs", self.stage / "theme"
        names = "\n".join(sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*")))
        parts = [self.stage / "mkdocs.yml", *sorted(path for path in theme.rglob("*") if path.is_file())]
        return names.encode() + b"".join(path.read_bytes() for path in parts)
