"""Plain `mkdocs build` and `mkdocs serve` at a course's root: the participants' site in the course's first language.

The plugin stages the site in `.build/` and gives MkDocs the staged configuration instead of the course's own, so that
MkDocs never sees a content folder. Content problems end the build with a line each.
"""

import sys
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.utils import clean_directory

from builder.build.publish import Folders
from builder.check import checked_course
from builder.commands.follow import Follower
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs.site.after import finish_site, fold_search
from builder.outputs.site.live import load_staged
from builder.outputs.site.site import stage_site
from builder.problems import ContentError


class _NoOptions(Config):  # type: ignore[no-untyped-call]
    """No options: `taller serve` and `taller build` choose audience and language, not a course's settings."""


class TallerPlugin(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]
    """The plugin behind `plugins: [taller]`."""

    command: Literal["build", "gh-deploy", "serve"] = "build"
    is_dirty = False
    follower: Follower | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.command, self.is_dirty = command, dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Checks the course, stages the site, and returns the staged configuration. Raises Abort for content problems."""
        root = Path(config.config_file_path).parent
        self.follower = self.follower or Follower(root)
        course = _checked(root, Path(config.site_dir))
        language = course.config.default_language
        stage = Folders(root).work / "plain" / language
        stage_site(select(course, Audience.PARTICIPANT, language), stage, (language,))
        if self.is_dirty and self.command != "serve":
            # MkDocs would keep pages that the course no longer has.
            clean_directory(config.site_dir)
        staged = load_staged(stage, Path(config.site_dir), is_dirty=self.is_dirty, command=self.command)
        staged.strict, staged.site_url = config.strict, config.site_url
        staged = staged.plugins.on_config(staged)
        staged.plugins["taller-after"] = _After(self.command)
        return staged

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_: Any) -> LiveReloadServer:
        """Watches the course's folders instead of the placeholder folder."""
        server.unwatch(config.docs_dir)
        assert self.follower  # noqa: S101 - for the type checker
        self.follower.start(server.watch)
        return server


class _After(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]
    """The last step of the staged build."""

    def __init__(self, command: str) -> None:
        self.command = command

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        site = Path(config.site_dir)
        # `mkdocs serve` adds its own script to each page, which a content security policy would block.
        fold_search(site) if self.command == "serve" else finish_site(site)


class _FaultsError(Abort):
    """Content problems, which `mkdocs serve` prints without a traceback before it goes on."""

    def show(self, *_: Any, **__: Any) -> None:
        sys.stderr.write(f"{self.format_message()}\n")


def _checked(root: Path, site: Path) -> Course:
    try:
        return checked_course(root)
    except ContentError as error:
        lines = [problem.text("en") for problem in error.problems if not problem.is_warning]
        if site.is_dir():
            lines.append(f"{site.name}/ is as the last build left it; what was hidden since then still shows there")
        raise _FaultsError("\n".join(["the course has problems:", *lines])) from None
