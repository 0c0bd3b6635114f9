"""Load on one endpoint: several connections, each asking again as soon as it is answered."""

from __future__ import annotations

import selectors
import socket
import time
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True)
class Load:
    """``rate`` is answers a second; ``p50`` and ``p99`` are seconds."""

    rate: float
    p50: float
    p99: float


def load(
    port: int, path: str, body: bytes, connections: int, requests: int, host: str = ""
) -> Load:
    """Sends so many requests to 127.0.0.1 and waits for all answers; `host` is whom they ask for.

    Raises RuntimeError for any answer but a 200.
    """
    asked = host or f"127.0.0.1:{port}"
    head = (
        f"POST {path} HTTP/1.1\r\nhost: {asked}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    request = head.encode() + body
    selector = selectors.DefaultSelector()
    sent: dict[socket.socket, float] = {}
    received: dict[socket.socket, bytes] = {}
    taken: list[float] = []
    left = requests
    started = time.perf_counter()
    for _ in range(min(connections, requests)):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connection, selectors.EVENT_READ)
        sent[connection], received[connection] = time.perf_counter(), b""
        connection.sendall(request)
        left -= 1
    while sent:
        for key, _ in selector.select():
            connection = key.fileobj  # type: ignore[assignment]
            part = connection.recv(65536)
            received[connection] += part
            if part and not _is_whole(received[connection]):
                continue
            if not received[connection].startswith(b"HTTP/1.1 200 "):
                raise RuntimeError(f"the server answered {received[connection][:200]!r}")
            now = time.perf_counter()
            taken.append(now - sent[connection])
            if left:
                sent[connection], received[connection] = now, b""
                connection.sendall(request)
                left -= 1
            else:
                selector.unregister(connection)
                connection.close()
                del sent[connection]
    seconds = time.perf_counter() - started
    edges = quantiles(taken, n=100)
    return Load(requests / seconds, edges[49], edges[98])


def _is_whole(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return False
    if b"transfer-encoding: chunked" in head.lower():
        return body.endswith(b"0\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    return len(body) >= int(length)
