"""Who may reach a server that a command starts: by which address and names, with which token."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from wae.errors import UsageError

if TYPE_CHECKING:
    from wae.contract.router import Rules

TOKEN = "WAE_TOKEN"
"""The variable with the token that a caller needs."""


def listen(host: str, port: int, token: str | None) -> socket.socket:
    """A socket that listens there. Raises UsageError where that takes a token and there is none."""
    from wae.faces.serving import listening as sockets

    listening = sockets.listen(host, port)
    if token is None and not sockets.is_loopback(listening):
        listening.close()
        raise UsageError(
            f"refusing to listen on {host} without a token: other machines can reach it",
            hint=f"Set {TOKEN} in the environment, or listen on 127.0.0.1",
        )
    return listening


def rules(token: str | None, address: str, *, local: bool) -> Rules:
    """Who may ask a server at this address; ``local``: only this machine reaches it."""
    from wae.contract.router import LOOPBACK, Rules

    name = address.removeprefix("http://").rpartition(":")[0]
    return Rules(token, LOOPBACK | {name} if local else None)


def checked_token(token: str) -> str | None:
    """The token, None for an empty one. Raises UsageError if no header can carry it."""
    if token and not (token.isascii() and token.isprintable() and " " not in token):
        raise UsageError(
            f"{TOKEN} has characters that no header can carry",
            hint="Use letters, digits and punctuation of ASCII",
        )
    return token or None
