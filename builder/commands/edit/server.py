"""The editor's own small server: its page with script and style, and the requests they make. Listens on 127.0.0.1 only.

Its own port makes the preview's pages another origin, so that nothing in them reaches the editor.
"""

import json
import secrets
import sys
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from builder.commands.edit.answers import Answers
from builder.commands.edit.guard import check_request, check_token
from builder.commands.edit.page import static
from builder.commands.edit.pictures import MAX_BYTES
from builder.commands.edit.refused import RefusedError
from builder.commands.machine import machine_text
from builder.problems import ContentError, UsageError

MAX_JSON = 2_000_000


class EditServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], answers: Answers) -> None:
        super().__init__(address, _Handler)
        self.answers = answers
        self.token = secrets.token_urlsafe(24)

    @property
    def address(self) -> str:
        """The address to open in a browser; it contains the token."""
        return f"http://127.0.0.1:{self.server_port}/{self.token}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignores browsers that close the connection early."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: EditServer
    timeout = 60
    server_version, sys_version = "taller", ""

    def log_message(self, *_: object) -> None:
        """Logs nothing, since the address contains the token."""

    def do_GET(self) -> None:
        self.answer(writes=False)

    def do_POST(self) -> None:
        self.answer(writes=True)

    def answer(self, *, writes: bool) -> None:
        language = self.server.answers.language
        try:
            status, kind, body = self.found(writes=writes)
        except RefusedError as refused:
            status, kind, body = refused.status, "json", self.server.answers.refused(refused)
        except ContentError as error:
            status, kind, body = 409, "json", {"message": "\n".join(one.text(language) for one in error.problems)}
        except UsageError as error:
            status, kind, body = 409, "json", {"message": error.text(language)}
        except (OSError, MemoryError) as error:
            status, kind, body = 507, "json", {"message": machine_text(error, language)}
        self.send(status, kind, body)

    def found(self, *, writes: bool) -> tuple[int, str, Any]:
        check_request(self.headers, self.server.server_port, writes=writes)
        path, _, query_text = self.path.partition("?")
        _, _, asked = path.partition("/")
        token, slash, name = asked.partition("/")
        check_token(token, self.server.token)
        query = dict(parse_qsl(query_text, keep_blank_values=True))
        answers = self.server.answers
        if not writes and slash and (page := static(name, answers.language)):
            return 200, *page
        call = (answers.posts if writes else answers.gets).get(name)
        if call is None:
            raise RefusedError(404, "edit-not-ours")
        return 200, "json", call(self.asked(name, query) if writes else query)

    def asked(self, name: str, query: Mapping[str, str]) -> Mapping[str, Any]:
        """What was sent: a JSON object's fields, or a picture's bytes as `content` with the fields of the address."""
        is_picture = name == "picture"
        kind = self.headers.get_content_type()
        length = self.headers.get("Content-Length") or ""
        if kind != ("application/octet-stream" if is_picture else "application/json") or not length.isdigit():
            raise RefusedError(400, "edit-refused")
        if int(length) > (MAX_BYTES if is_picture else MAX_JSON):
            raise RefusedError(413, "edit-too-large")
        body = self.rfile.read(int(length))
        if is_picture:
            return {**query, "content": body}
        try:
            fields = json.loads(body)
        except (ValueError, RecursionError):
            fields = None
        if not isinstance(fields, dict):
            raise RefusedError(400, "edit-refused")
        return fields

    def send(self, status: int, kind: str, body: Any) -> None:
        content = json.dumps(body).encode() if kind == "json" else body
        types = {"json": "application/json", "html": "text/html", "js": "text/javascript", "css": "text/css"}
        self.send_response(status)
        for name, value in {**self.server.answers.policy, "Content-Type": f"{types[kind]}; charset=utf-8"}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
