"""The preview: a local website that follows the course's files while somebody is writing."""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from builder.build.publish import Folders
from builder.check import check_course
from builder.commands.follow import Follower
from builder.commands.machine import machine_text
from builder.commands.spoken import say as word
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs.site.live import LiveSite
from builder.outputs.site.site import stage_site
from builder.problems import ContentError, Problem, UsageError

LOCAL = "127.0.0.1"
Say = Callable[[str], object]


class _Server(LiveReloadServer):
    """A server that follows a course's files."""

    follower: Follower

    def shutdown(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002 - as in the class above
        self.follower.stop()
        super().shutdown(wait)


def serve_site(
    root: Path,
    audience: Audience = Audience.PARTICIPANT,
    language: str = "",
    address: tuple[str, int] = (LOCAL, 8000),
    say: Say = print,
    locale: str = "en",
) -> None:
    """Serves until it is interrupted. Raises ContentError when the course can't be shown at all."""
    server = make_server(root, audience, language, address, say, locale)
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        say("")
    finally:
        server.shutdown()
        shutil.rmtree(server.root, ignore_errors=True)


def make_server(
    root: Path, audience: Audience, language: str, address: tuple[str, int], say: Say = print, locale: str = "en"
) -> LiveReloadServer:
    """The server with a first build done; it follows the course's folders and mkdocs.yml, and reads nothing else."""
    host, port = address
    follower = Follower(root)
    site = Path(tempfile.mkdtemp(prefix="taller-"))
    preview = _Preview(root, audience, language, site, f"http://{host}:{port}/", say, locale)
    try:
        preview.update()
    except ContentError:
        shutil.rmtree(site, ignore_errors=True)
        raise
    server = _Server(builder=preview.update_or_say, host=host, port=port, root=str(site), polling_interval=0.2)
    server.follower = follower
    follower.start(server.watch)
    shown = f"http://{host}:{port}/"
    say(word(locale, "preview", address=shown, audience=word(locale, f"audience-{audience.label}")))
    return server


class _Preview:
    """Load, select, stage, build; problems are said, and what was there before stays."""

    def __init__(
        self, root: Path, audience: Audience, language: str, site: Path, address: str, say: Say, locale: str
    ) -> None:
        self.root, self.audience, self.language = root, audience, language
        self.say, self.locale = say, locale
        self.site, self.address = site, address
        self.live: LiveSite | None = None

    def update_or_say(self) -> None:
        """Whatever is wrong is said; what was shown stays, and the next change is tried again."""
        try:
            self.update()
        except ContentError as error:
            self.report(error.problems)
        except UsageError as error:
            self.say(error.text(self.locale))
        except (OSError, MemoryError) as error:
            self.say(machine_text(error, self.locale))

    def update(self) -> None:
        """Shows the course as it is now. What the loader finds stops it: the audience hangs on it."""
        started = time.perf_counter()
        course, problems = load_course(self.root)
        if any(not problem.is_warning for problem in problems):
            raise ContentError(problems)
        language = self.language or course.config.default_language
        if language not in course.config.languages:
            raise UsageError("language-unknown", {"language": language, "known": ", ".join(course.config.languages)})
        stage = Folders(self.root).work / "live" / f"{self.audience.label}-{language}"
        self.live = self.live or LiveSite(stage, self.site, self.address)
        self.show(course, language)
        self.say(f"{time.perf_counter() - started:.1f} s")
        # The server answers nothing until this returns; the rules can wait.
        threading.Thread(target=self.check, args=(course, problems), daemon=True).start()

    def check(self, course: Course, problems: list[Problem]) -> None:
        """Says what the rules find in the course that is shown."""
        self.report(check_course(course, problems))

    def show(self, course: Course, language: str) -> None:
        assert self.live is not None  # noqa: S101 - for the type checker
        try:
            stage_site(select(course, self.audience, language), self.live.stage, (language,))
            self.live.build()
        except (ValueError, KeyError):
            found = check_course(course)
            if not found:
                raise
            raise ContentError(found) from None

    def report(self, problems: list[Problem]) -> None:
        for problem in problems:
            self.say(problem.text(self.locale))
