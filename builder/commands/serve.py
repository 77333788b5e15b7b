"""`taller serve`: previews the site during writing."""

from errno import EADDRINUSE

import click

from builder.commands.spoken import At, at, command, option
from builder.problems import UsageError


@command("serve", "taller serve", "taller serve --audience trainer --language es --port 8001", "taller serve --edit")
@option("--audience", type=click.Choice(["participant", "trainer"]), default="participant", show_default=True)
@option("--language", default="", metavar="CODE")
@option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, metavar="PORT")
@option("--edit", is_flag=True)
@at
def serve(here: At, *, audience: str, language: str, port: int, edit: bool) -> None:
    from builder.commands.edit.serving import serve_editor
    from builder.commands.preview import LOCAL, serve_site
    from builder.course.model import Audience

    show = serve_editor if edit else serve_site
    try:
        show(here.root, Audience[audience.upper()], language, (LOCAL, port), click.echo, here.language)
    except OSError as error:
        if error.errno != EADDRINUSE:
            raise
        raise UsageError("port-in-use", {"port": port}) from error
