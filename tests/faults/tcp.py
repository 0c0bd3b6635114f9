"""TCP ports that are open, closed, or silent: SYN packets are neither answered nor refused."""

import contextlib
import errno
import socket
from collections.abc import Iterator


@contextlib.contextmanager
def open_port(host: str = "127.0.0.1") -> Iterator[int]:
    """A port that takes connections; nobody reads from them."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family, backlog=512) as listener:
        yield listener.getsockname()[1]


@contextlib.contextmanager
def closed_port() -> Iterator[int]:
    """A port that refuses connections, and that nobody else gets meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


@contextlib.contextmanager
def silent_port() -> Iterator[int]:
    """A port that does not answer, because its queue of connections is full."""
    with contextlib.ExitStack() as sockets:
        listener = sockets.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        port = listener.getsockname()[1]
        while True:
            client = sockets.enter_context(socket.socket())
            client.settimeout(0.05)
            try:
                client.connect(("127.0.0.1", port))
            except TimeoutError:
                break
        yield port


def has_ipv6() -> bool:
    """Whether this machine has the IPv6 address ::1."""
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError as error:
        if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
            return False
        raise
