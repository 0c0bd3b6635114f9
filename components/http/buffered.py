"""Requests and answers that fit in memory: what `client` exports."""

from typing import TypeVar

from wit_world.exports import client

import reading
import transport
from call import DEFAULTS, first_hop, headers
from credential import Credential
from exchange import Answer, perform
from hop import Hop
from scheduler import Steps

T = TypeVar("T")

_ACCEPT = {"accept-encoding": "gzip, deflate"}


def fetch(request: client.Request) -> Steps[client.Response]:
    """Sends a request and reads its whole answer as text. Raises `Failure`."""
    answer = yield from _perform(request, None, reading.read_text)
    return client.Response(answer.status, answer.url, headers(answer.headers), answer.content)


def fetch_bytes(request: client.Request, body: bytes | None) -> Steps[client.BytesResponse]:
    """Sends a request with this body and reads its whole answer as bytes. Raises `Failure`."""
    answer = yield from _perform(request, body, reading.read_bytes)
    return client.BytesResponse(answer.status, answer.url, headers(answer.headers), answer.content)


def _perform(
    request: client.Request, body: bytes | None, read: reading.Read[T]
) -> Steps[Answer[T]]:
    options = request.options or DEFAULTS

    def receive(hop: Hop, incoming: transport.Incoming, credential: Credential) -> Steps[T]:
        return read(hop, incoming, credential, options)

    return (yield from perform(first_hop(request, _ACCEPT, body), options, receive))
