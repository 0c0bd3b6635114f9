"""Answers that are read as they arrive: what `streaming` exports."""

from wit_world.exports import client, streaming
from wit_world.imports.streams import InputStream
from wit_world.imports.types import IncomingBody

import transport
from call import DEFAULTS, first_hop, headers
from credential import Credential
from exchange import perform
from failure import invalid
from hop import Hop
from scheduler import Steps

Live = tuple[InputStream, IncomingBody]


def open_stream(request: client.Request) -> Steps[streaming.Response]:
    """Sends a request and waits for the head of its answer. Raises `Failure`."""
    options = request.options or DEFAULTS
    answer = yield from perform(first_hop(request, {}), options, _receive_stream)
    stream, body = answer.content
    return streaming.Response(answer.status, answer.url, headers(answer.headers), stream, body)


def _receive_stream(_: Hop, incoming: transport.Incoming, credential: Credential) -> Steps[Live]:
    """The host's own stream and body, nothing read yet."""
    yield from ()
    if credential.private:
        incoming.close()
        raise invalid("what answers a user name and a password cannot be streamed")
    return incoming.body.stream(), incoming.body
