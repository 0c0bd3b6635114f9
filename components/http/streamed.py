"""Bodies that are sent as they are read, and read as they arrive: what `streaming` exports."""

from wit_world.exports import client, streaming
from wit_world.imports.streams import InputStream
from wit_world.imports.types import IncomingBody, OutgoingBody

import transport
from call import DEFAULTS, first_hop, headers
from credential import Credential
from exchange import perform
from failure import invalid
from hop import Hop
from once import Once, Source
from scheduler import Steps

Streamed = tuple[InputStream, IncomingBody]

# Bodies of which the rest was not wanted: nobody tells when the caller has read the answer, so they
# are kept as long as the instance.
_unsent: list[OutgoingBody] = []


def fetch_stream(
    request: client.Request, body: bytes | Once | None = None
) -> Steps[streaming.Response]:
    """Sends a request with this body and waits for the head of its answer. Raises `Failure`."""
    options = request.options or DEFAULTS
    answer = yield from perform(first_hop(request, {}, body), options, _receive_stream)
    stream, incoming = answer.content
    return streaming.Response(answer.status, answer.url, headers(answer.headers), stream, incoming)


def upload(request: client.Request, parts: list[streaming.Part]) -> Steps[streaming.Response]:
    """The same with the parts as the body; their streams are dropped. Raises `Failure`."""
    pieces = [_piece(part) for part in parts]
    sources = [piece for piece in pieces if isinstance(piece, Source)]
    known = [piece for piece in pieces if isinstance(piece, bytes)]
    try:
        return (yield from fetch_stream(request, Once(pieces) if sources else b"".join(known)))
    finally:
        # While one is open, its owner must not drop what it comes from.
        for source in sources:
            source.stream.__exit__(None, None, None)


def _piece(part: streaming.Part) -> bytes | Source:
    match part:
        case streaming.Part_Text(text):
            return text.encode()
        case streaming.Part_Bytes(data):
            return data
        case streaming.Part_Stream(source):
            return Source(source.bytes, source.size)
    raise AssertionError(part)


def _receive_stream(
    _: Hop, incoming: transport.Incoming, credential: Credential
) -> Steps[Streamed]:
    """The host's own stream and body, nothing read yet."""
    yield from ()
    if credential.private:
        incoming.close()
        raise invalid("what answers a user name and a password cannot be streamed")
    if incoming.unsent is not None:
        _unsent.append(incoming.unsent)
    return incoming.body.stream(), incoming.body
