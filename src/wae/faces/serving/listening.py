"""The socket of a server, and where people find it."""

from __future__ import annotations

import socket
from ipaddress import ip_address

from wae.errors import WaeError
from wae.faces.serving.protocol import BACKLOG


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is any free one. Raises WaeError."""
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise WaeError(f"there is no address {host}: {error.strerror}") from None
    family, kind, protocol, _, address = min(addresses, key=lambda entry: entry[0])
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        raise WaeError(
            f"cannot listen on {host} port {port}: {error.strerror}", hint="Choose another port"
        ) from None
    return made


def is_loopback(listening: socket.socket) -> bool:
    """Whether only this machine can reach it."""
    address = ip_address(str(listening.getsockname()[0]).partition("%")[0])
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def url(listening: socket.socket) -> str:
    """Where a browser finds it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
