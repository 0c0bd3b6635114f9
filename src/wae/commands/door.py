"""Who may reach a server that a command starts: by which address and names, with which token."""

from __future__ import annotations

import shlex
import socket
from typing import TYPE_CHECKING

from wae.errors import UsageError
from wae.runtime import terminal

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


def rules(
    token: str | None, address: str, origins: frozenset[str] = frozenset(), *, local: bool
) -> Rules:
    """Who may ask a server at this address; ``local``: only this machine reaches it. Pages of the
    ``origins`` may, too."""
    from wae.contract.router import LOOPBACK, Rules

    name = address.removeprefix("http://").rpartition(":")[0]
    return Rules(token, LOOPBACK | {name} if local else None, origins)


def allowed_origins(given: list[str], token: str | None) -> frozenset[str]:
    """The origins that --cors names, as browsers write them. Raises UsageError."""
    from wae.contract.router import ANY

    if ANY in given and token is not None:
        raise UsageError(
            f"--cors '{ANY}' lets in every page, which {TOKEN} is to prevent",
            hint="Name the origins: --cors https://app.example",
        )
    if ANY in given:
        terminal.line("wae: --cors '*' lets every page that you open call this server")
    return frozenset(text if text == ANY else _origin(text) for text in given)


def _origin(text: str) -> str:
    """An origin (RFC 6454, section 6.2): a scheme, a host, and a port that is not its scheme's."""
    from wae.compose.origins import PORTS, BadEntry, parse_entry

    try:
        origin = parse_entry(text)
    except BadEntry as error:
        raise _bad_origin(text, str(error)) from None
    if "://" not in text:
        raise _bad_origin(text, "it has no scheme")
    if origin.below:
        raise _bad_origin(text, "each has to be named")
    port = "" if origin.port == PORTS[origin.scheme] else f":{origin.port}"
    return f"{origin.scheme}://{origin.host}{port}"


def _bad_origin(text: str, why: str) -> UsageError:
    return UsageError(
        f"--cors {shlex.quote(text)} is not the origin of a page: {why}",
        hint="Write https://HOST or http://HOST:PORT, without a path",
    )


def checked_token(token: str) -> str | None:
    """The token, None for an empty one. Raises UsageError if no header can carry it."""
    if token and not (token.isascii() and token.isprintable() and " " not in token):
        raise UsageError(
            f"{TOKEN} has characters that no header can carry",
            hint="Use letters, digits and punctuation of ASCII",
        )
    return token or None
