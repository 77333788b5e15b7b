"""Accepts only requests of the page that was opened with the address that the command printed.

Other websites in the same browser can send requests to this machine too, and can use a name of their own for it (DNS
rebinding). So the `Host` must be this machine's, the address must hold the token, and writing requests must come from
our page.
"""

from email.message import Message
from hmac import compare_digest

from builder.commands.edit.refused import RefusedError

NAMES = ("127.0.0.1", "localhost")


def is_local(host: str, port: int) -> bool:
    """Whether a request's `Host` names this machine and port."""
    return host in {f"{name}:{port}" for name in NAMES} or (port == 80 and host in NAMES)


def check_request(headers: Message, port: int, *, writes: bool) -> None:
    """Raises RefusedError for a request from elsewhere than our page."""
    if not is_local(headers.get("Host") or "", port):
        raise RefusedError(403, "edit-refused")
    origin = headers.get("Origin")
    ours = {f"http://{name}:{port}" for name in NAMES}
    if (writes or origin is not None) and origin not in ours:
        raise RefusedError(403, "edit-refused")
    if (headers.get("Sec-Fetch-Site") or "none") not in ("same-origin", "none"):
        raise RefusedError(403, "edit-refused")


def check_token(given: str, token: str) -> None:
    """Raises RefusedError when the address has another token than this server's."""
    if not compare_digest(given.encode(), token.encode()):
        raise RefusedError(403, "edit-old-address")
