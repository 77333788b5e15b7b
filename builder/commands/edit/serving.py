"""The preview and the editor beside it, until somebody presses Ctrl-C."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EADDRINUSE
from html import escape
from pathlib import Path

from builder.commands.edit.answers import Answers
from builder.commands.edit.server import EditServer
from builder.commands.preview import PreviewServer, Say, make_server
from builder.commands.spoken import say as word
from builder.course.load import load_course
from builder.course.model import Audience
from builder.problems import UsageError
from builder.words import editor_words

_LATER = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>{title}</title></head><body><p>{text}</p></body></html>"""


def serve_editor(
    root: Path, audience: Audience, language: str, address: tuple[str, int], say: Say = print, locale: str = "en"
) -> None:
    """Serves until interrupted; the editor's port is next to the preview's.

    Raises OSError when the preview's port is taken, UsageError when the editor's is.
    """
    with make_editor(root, audience, language, address, say, locale) as (preview, editor):
        say(word(locale, "editor", address=editor.address))
        try:
            preview.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            say("")


@contextmanager
def make_editor(
    root: Path,
    audience: Audience,
    language: str,
    address: tuple[str, int],
    say: Say,
    locale: str,
    editors_port: int | None = None,
) -> Iterator[tuple[PreviewServer, EditServer]]:
    """Gives both servers: the editor's is already answering, the preview's waits for `serve`."""
    load_course(root)  # raises ContentError without mkdocs.yml
    host, port = address
    preview = make_server(root, audience, language, address, say, locale, faulty=True)
    preview.error_handler = lambda _: _later(locale)
    try:
        beside = port + (1 if port < 65535 else -1) if editors_port is None else editors_port
        with _bound((host, beside), Answers(root, locale, preview)) as editor:
            threading.Thread(target=editor.serve_forever, daemon=True).start()
            yield preview, editor
            editor.shutdown()
    finally:
        preview.shutdown()


def _later(locale: str) -> bytes:
    """A page for one that isn't built yet; it reloads itself."""
    words = editor_words(locale)
    text = _LATER.format(language=locale, title=escape(words["preview"]), text=escape(words["preview-not-yet"]))
    return text.encode()


def _bound(address: tuple[str, int], answers: Answers) -> EditServer:
    """The editor's server. Raises UsageError when its port is taken."""
    try:
        return EditServer(address, answers)
    except OSError as error:
        if error.errno != EADDRINUSE:
            raise
        raise UsageError("port-in-use", {"port": address[1]}) from error
