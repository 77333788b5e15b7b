"""The preview: a local website that follows a course's files during writing."""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from builder.check import check_course
from builder.commands.edit.guard import is_local
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


class PreviewServer(LiveReloadServer):
    """A server that follows a course's files."""

    follower: Follower
    preview: "Preview"

    def rebuild(self) -> None:
        """Rebuilds; on faults, reports them and keeps the old site."""
        self.preview.update_or_say()
        self.root = str(self.preview.site)

    def turn(self, audience: Audience, language: str) -> None:
        """Switches to another audience or language; the pages follow in a moment."""
        if (audience, language) != (self.preview.audience, self.preview.language):
            self.preview.audience, self.preview.language = audience, language
            self.follower.nudge()

    def serve_request(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answers only under this machine's own names: a website could point one of its own here and read the trainers'
        notes.
        """
        if is_local(environ.get("HTTP_HOST") or "", self.server_address[1]):
            return super().serve_request(environ, start_response)
        start_response("403 Forbidden", [("Content-Type", "text/plain")])
        return [b"403"]

    def shutdown(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002 - as in the class above
        self.follower.stop()
        super().shutdown(wait)
        self.preview.close()


def serve_site(
    root: Path,
    audience: Audience = Audience.PARTICIPANT,
    language: str = "",
    address: tuple[str, int] = (LOCAL, 8000),
    say: Say = print,
    locale: str = "en",
) -> None:
    """Serves until interrupted. Raises ContentError when the course can't be shown at all."""
    server = make_server(root, audience, language, address, say, locale)
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        say("")
    finally:
        server.shutdown()


def make_server(
    root: Path,
    audience: Audience,
    language: str,
    address: tuple[str, int],
    say: Say = print,
    locale: str = "en",
    *,
    faulty: bool = False,
) -> PreviewServer:
    """A server after its first build; it follows the course's files.

    `faulty`: serve even a course that can't be shown yet, since somebody is about to fix it.
    """
    host, port = address
    follower = Follower(root)
    preview = Preview(root, audience, language, Path(tempfile.mkdtemp(prefix="taller-")), f"http://{host}:{port}/", say, locale)  # fmt: skip
    try:
        preview.begin(faulty=faulty)
    except BaseException:
        preview.close()
        raise
    server = PreviewServer(
        builder=preview.update_or_say, host=host, port=port, root=str(preview.site), polling_interval=0.2
    )
    server.follower, server.preview, server.builder = follower, preview, server.rebuild
    follower.start(server.watch)
    shown = f"http://{host}:{port}/"
    say(word(locale, "preview", address=shown, audience=word(locale, f"audience-{audience.label}")))
    return server


class Preview:
    """Loads, selects, stages and builds; on faults, reports them and keeps what was there."""

    def __init__(
        self, root: Path, audience: Audience, language: str, folder: Path, address: str, say: Say, locale: str
    ) -> None:
        self.root, self.audience, self.language = root, audience, language
        self.say, self.locale = say, locale
        self.folder, self.address = folder, address
        self.site = folder / "nothing"
        """The folder being shown; each audience and language has its own, so that nothing of one is left in another."""
        self.lives: dict[str, LiveSite] = {}

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def begin(self, *, faulty: bool) -> None:
        """Makes the first build. Raises ContentError, unless `faulty`, where content faults are only reported."""
        try:
            self.update()
        except ContentError as error:
            if not faulty:
                raise
            self.report(error.problems)

    def update_or_say(self) -> None:
        """Updates; faults are reported, the old site stays, and the next change tries again."""
        try:
            self.update()
        except ContentError as error:
            self.report(error.problems)
        except UsageError as error:
            self.say(error.text(self.locale))
        except (OSError, MemoryError) as error:
            self.say(machine_text(error, self.locale))

    def update(self) -> None:
        """Shows the course as it is now. Raises ContentError for errors on loading, as they may concern who sees what."""
        started = time.perf_counter()
        course, problems = load_course(self.root)
        if any(not problem.is_warning for problem in problems):
            raise ContentError(course.config.places.all(problems))
        language = self.language or course.config.default_language
        if language not in course.config.languages:
            raise UsageError("language-unknown", {"language": language, "known": ", ".join(course.config.languages)})
        self.show(course, self.audience, language)
        self.say(f"{time.perf_counter() - started:.1f} s")
        # The server doesn't answer until this returns; the rules can wait.
        threading.Thread(target=self.check, args=(course, problems), daemon=True).start()

    def check(self, course: Course, problems: list[Problem]) -> None:
        """Reports what the rules find in the course shown."""
        self.report(check_course(course, problems))

    def live(self, name: str) -> LiveSite:
        if name not in self.lives:
            self.lives[name] = LiveSite(self.folder / "stages" / name, self.folder / name, self.address)
        return self.lives[name]

    def show(self, course: Course, audience: Audience, language: str) -> None:
        live = self.live(f"{audience.label}-{language}")
        try:
            stage_site(select(course, audience, language), live.stage, (language,))
            live.build()
            self.site = live.site
        except (ValueError, KeyError):
            found = check_course(course)
            if not found:
                raise
            raise ContentError(found) from None

    def report(self, problems: list[Problem]) -> None:
        for problem in problems:
            self.say(problem.text(self.locale))
