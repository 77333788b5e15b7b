"""Who may ask: the page that was opened with the address that the command printed, and nobody else.

Other websites in the same browser can send requests to this machine too, and can give it a name of their own (DNS
rebinding). So the name asked for must be this machine's, the address must hold the token, and what writes must come from our page.
"""

from email.message import Message
from hmac import compare_digest

from builder.commands.edit.refused import RefusedError

NAMES = ("127.0.0.1", "localhost")


def is_local(host: str, port: int) -> bool:
    """Whether the `Host` of a request is this machine's."""
    return host in {f"{name}:{port}" for name in NAMES} or (port == 80 and host in NAMES)


def check_request(headers: Message, port: int, *, writes: bool) -> None:
    """Raises RefusedError for a request that doesn't come from our page."""
    if not is_local(headers.get("Host") or "", port):
        raise RefusedError(403, "edit-refused")
    origin = headers.get("Origin")
    ours = {f"http://{name}:{port}" for name in NAMES}
    if (writes or origin is not None) and origin not in ours:
        raise RefusedError(403, "edit-refused")
    if (headers.get("Sec-Fetch-Site") or "none") not in ("same-origin", "none"):
        raise RefusedError(403, "edit-refused")


def check_token(given: str, token: str) -> None:
    """Raises RefusedError for an address without today's token."""
    if not compare_digest(given.encode(), token.encode()):
        raise RefusedError(403, "edit-old-address")
